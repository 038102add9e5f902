// The flow of journeys over their steps: layout by d3-sankey, drawn as SVG.

import { sankey, sankeyLinkHorizontal } from "d3-sankey";
import { fit, textWidth } from "./plot.js";
import { s } from "../dom.js";

const OTHER = "(other)";
const TERMINAL = new Set(["(conversion)", "(null)", "(more)"]);

/** Links with at most `keep` named nodes per step; what does not fit is gathered in "(other)", so the counts stay whole. */
export function fold(links, keep) {
  const weight = new Map();
  const add = (step, name, count) => {
    const key = `${step}\u0000${name}`;
    weight.set(key, (weight.get(key) ?? 0) + count);
  };
  const out = new Map();
  const good = links.filter((l) => l.step !== null && l.count > 0 && l.from !== null && l.to !== null);
  // A node's size is the larger of what enters and what leaves; incoming is counted only where nothing leaves.
  const leaving = new Set(good.map((l) => `${l.step}\u0000${l.from}`));
  for (const l of good) {
    add(l.step, l.from, l.count);
    if (!leaving.has(`${l.step + 1}\u0000${l.to}`)) add(l.step + 1, l.to, l.count);
  }
  const kept = new Set();
  const steps = new Map();
  for (const [key, count] of weight) {
    const [step, name] = key.split("\u0000");
    if (name === OTHER || TERMINAL.has(name)) kept.add(key);
    else steps.set(step, [...(steps.get(step) ?? []), [key, count]]);
  }
  for (const nodes of steps.values()) {
    nodes.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    // "(other)" for a single name would hide it for nothing.
    for (const [key] of nodes.slice(0, nodes.length === keep + 1 ? keep + 1 : keep)) kept.add(key);
  }
  const name = (step, n) => (kept.has(`${step}\u0000${n}`) ? n : OTHER);
  for (const l of good) {
    const [from, to] = [name(l.step, l.from), name(l.step + 1, l.to)];
    const key = `${l.step}\u0000${from}\u0000${to}`;
    const had = out.get(key);
    if (had) had.count += l.count;
    else out.set(key, { step: l.step, from, to, count: l.count });
  }
  return [...out.values()];
}

const shade = (name) =>
  name === "(conversion)"
    ? "var(--good)"
    : name === "(null)"
      ? "var(--m6)"
      : name === OTHER || name === "(more)"
        ? "var(--rule-strong)"
        : "var(--m0)";

/** The drawing; `links` as in the JSON, already folded. */
export function flowChart(ctx, { links, width }) {
  const nodes = new Map();
  const node = (step, name) => {
    const id = `${step}\u0000${name}`;
    if (!nodes.has(id)) nodes.set(id, { id, step, name });
    return id;
  };
  const edges = links.map((l) => ({ source: node(l.step, l.from), target: node(l.step + 1, l.to), value: l.count }));
  const first = Math.min(...[...nodes.values()].map((n) => n.step));
  const columns = Math.max(...[...nodes.values()].map((n) => n.step)) - first + 1;
  const most = Math.max(
    ...Array.from({ length: columns }, (_, k) => [...nodes.values()].filter((n) => n.step - first === k).length),
  );
  const height = Math.max(260, Math.min(620, most * 44));
  const top = 30;
  const rank = (n) =>
    n.name === "(conversion)" ? -1 : n.name === OTHER ? 1 : n.name === "(null)" ? 3 : n.name === "(more)" ? 2 : 0;
  // Every label stands right of its node, in the gap before the next column; the last column has the same room.
  const room = Math.max(30, Math.min(180, (width + 7) / columns - 26));
  const graph = sankey()
    .nodeId((d) => d.id)
    .nodeAlign((d) => d.step - first)
    .nodeWidth(10)
    .nodePadding(Math.max(10, Math.min(20, height / most / 2.2)))
    .nodeSort((a, b) => rank(a) - rank(b) || b.value - a.value || (a.name < b.name ? -1 : 1))
    .extent([
      [1, top],
      [width - room - 8, height + top],
    ])({ nodes: [...nodes.values()].map((d) => ({ ...d })), links: edges });
  const path = sankeyLinkHorizontal();
  const full = (n) => `${ctx.t("step", { n: n.step - first + 1 })} · ${ctx.t.special(n.name)}: ${ctx.f.int(n.value)}`;
  const texts = graph.nodes.map((n) => {
    const count = ctx.f.int(n.value);
    const small = n.y1 - n.y0 < 26;
    const name = fit(
      ctx.t.special(n.name),
      small ? Math.max(40, room - textWidth(`  ${count}`, ctx.font)) : room,
      ctx.font,
    );
    const at = { x: n.x1 + 7, class: "halo" };
    const y = (n.y0 + n.y1) / 2;
    return [
      s(
        "text",
        { ...at, y: small ? y + 4 : y - 3 },
        s("title", {}, full(n)),
        name,
        small ? s("tspan", { class: "quiet" }, `  ${count}`) : null,
      ),
      small ? null : s("text", { ...at, y: y + 12, class: "halo quiet" }, count),
    ];
  });
  return s(
    "svg",
    {
      class: "cx-plot cx-flow",
      width,
      height: height + top + 6,
      viewBox: `0 0 ${width} ${height + top + 6}`,
      role: "img",
      "aria-label": ctx.t("flow"),
    },
    s(
      "g",
      {},
      Array.from({ length: columns }, (_, k) => {
        const at = graph.nodes.find((n) => n.step - first === k);
        if (!at) return null;
        return s("text", { x: at.x0, y: 14, class: "quiet" }, fit(ctx.t("step", { n: k + 1 }), room, ctx.font));
      }),
    ),
    s(
      "g",
      {},
      graph.links.map((l) =>
        s(
          "path",
          {
            d: path(l),
            class: "link",
            fill: "none",
            stroke: shade(l.target.name) === "var(--m0)" ? shade(l.source.name) : shade(l.target.name),
            "stroke-width": Math.max(1, l.width),
          },
          s("title", {}, `${ctx.t.special(l.source.name)} → ${ctx.t.special(l.target.name)}: ${ctx.f.int(l.value)}`),
        ),
      ),
    ),
    s(
      "g",
      {},
      graph.nodes.map((n) =>
        s(
          "rect",
          { x: n.x0, y: n.y0, width: n.x1 - n.x0, height: Math.max(1, n.y1 - n.y0), fill: shade(n.name) },
          s("title", {}, full(n)),
        ),
      ),
    ),
    s("g", {}, texts),
  );
}
