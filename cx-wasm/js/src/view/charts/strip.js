// A journey as a strip of its touchpoints, in lines of as many as fit.

import { fit, plot, Plot, textWidth } from "./plot.js";

const LINE = 34;
/** A cell's least width: about sixteen letters. */
const CELL = 124;
/** Cells that are drawn of one journey; the last tells how many more there are. */
const MOST = 24;

/** Contacts of the same touchpoint in a row as one cell with their number: `[{name, times}]`. */
export function runs(path) {
  const out = [];
  for (const name of path) {
    const last = out.at(-1);
    if (last && last.name === name) last.times += 1;
    else out.push({ name, times: 1 });
  }
  return out;
}

/** Colours for the most frequent touchpoints of all strips; the others are grey. */
export function stripColours(paths) {
  const count = new Map();
  for (const path of paths) for (const { name } of runs(path)) count.set(name, (count.get(name) ?? 0) + 1);
  const order = [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const free = [0, 1, 2, 3, 4, 5, 7];
  return new Map(order.slice(0, free.length).map((name, i) => [name, `var(--m${free[i]})`]));
}

/** `path`: names in order; `colours`: as `stripColours` gives them. */
export function strip(ctx, { path, colours, width, description }) {
  const all = runs(path);
  const cells = all.slice(0, all.length > MOST ? MOST - 1 : MOST);
  const words = cells.map((c) => ctx.t.special(c.name) + (c.times > 1 ? ` × ${ctx.f.int(c.times)}` : ""));
  if (cells.length < all.length) {
    const left = all.slice(cells.length).reduce((a, c) => a + c.times, 0);
    cells.push({ name: "(more)", times: left });
    words.push(`+ ${ctx.f.int(left)}`);
  }
  const perLine = Math.max(1, Math.floor(width / CELL));
  const size = width / perLine;
  const data = cells.map((c, n) => {
    const times = c.times > 1 && c.name !== "(more)" ? ` × ${ctx.f.int(c.times)}` : "";
    const name = times ? ctx.t.special(c.name) : words[n];
    const text = fit(name, size - 26 - textWidth(times, ctx.font), ctx.font) + times;
    return { n, x: n % perLine, y: Math.floor(n / perLine), fill: colours.get(c.name) ?? "var(--m6)", text };
  });
  const lines = Math.ceil(cells.length / perLine);
  const place = { x: "x", y: "y" };
  return plot(
    {
      width,
      height: lines * LINE + 2,
      margin: 0,
      marginTop: 1,
      marginBottom: 1,
      x: { type: "band", domain: Array.from({ length: perLine }, (_, i) => i), axis: null, padding: 0 },
      y: { type: "band", domain: Array.from({ length: lines }, (_, i) => i), axis: null, padding: 0 },
      marks: [
        ...[...new Set(data.map((d) => d.fill))].flatMap((fill) => {
          const own = data.filter((d) => d.fill === fill);
          const title = (d) => `${d.n + 1}. ${words[d.n]}`;
          return [
            Plot.cell(own, { ...place, insetRight: 4, insetTop: 2, insetBottom: 2, fill, fillOpacity: 0.2, title }),
            // The full colour at the cell's beginning.
            Plot.cell(own, { ...place, insetRight: size - 4, insetTop: 2, insetBottom: 2, fill, title }),
          ];
        }),
        Plot.text(data, {
          ...place,
          text: "text",
          textAnchor: "start",
          dx: -size / 2 + 10,
          fill: "var(--ink)",
          pointerEvents: "none",
        }),
      ],
    },
    description,
  );
}
