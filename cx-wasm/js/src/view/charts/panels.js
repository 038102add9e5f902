// Two panels over rows of the same kind: how many there are, and how likely something is.

import { nameAxis, plot, Plot, textWidth, tipLook } from "./plot.js";

/** The height of a row; both panels share it, so that their rows stand side by side. */
const ROW = 40;
const SIDES = { marginTop: 28, marginBottom: 8 };

/** What both panels have: names at the left, figures at the right, a scale between them. */
function frame(ctx, { rows, width, ticks }) {
  const names = rows.map((r) => r.name);
  const axis = nameAxis(names, { font: ctx.font, max: Math.min(190, Math.max(84, width * 0.3)) });
  const marginRight = Math.ceil(Math.max(24, ...rows.map((r) => textWidth(r.figure, ctx.boldFont)))) + 18;
  const room = width - axis.marginLeft - marginRight;
  const options = {
    ...SIDES,
    width,
    height: rows.length * ROW + SIDES.marginTop + SIDES.marginBottom,
    marginLeft: axis.marginLeft,
    marginRight,
    y: { type: "band", domain: names.map((_, i) => i), axis: null, padding: 0 },
  };
  const count = Math.max(1, Math.min(6, Math.floor(room / 64)));
  const marks = [
    Plot.axisX({
      anchor: "top",
      ticks: count,
      tickSize: 0,
      tickPadding: 8,
      tickFormat: ticks,
      fill: "var(--ink-3)",
      label: null,
    }),
    Plot.gridX({ ticks: count, stroke: "var(--rule)", strokeOpacity: 1 }),
    axis.mark,
    Plot.text(rows, {
      y: (_, i) => i,
      text: "figure",
      frameAnchor: "right",
      textAnchor: "end",
      dx: marginRight - 4,
      fill: "var(--ink)",
      fontWeight: 600,
      fontVariant: "tabular-nums",
    }),
  ];
  return { options, marks };
}

/**
 * Bars in parts. `rows`: `[{name, parts: [number], figure, tip}]`; `looks`: the look of each part; `ticks`: how the
 * scale is written.
 */
export function bars(ctx, { rows, looks, ticks, width, description }) {
  const { options, marks } = frame(ctx, { rows, width, ticks });
  const parts = rows.flatMap((r, i) => {
    let from = 0;
    return r.parts.map((size, part) => ({ i, part, from, to: (from += size ?? 0) }));
  });
  const ends = rows.map((r, i) => ({ i, tip: r.tip, to: r.parts.reduce((a, v) => a + (v ?? 0), 0) }));
  return plot(
    {
      ...options,
      x: { domain: [0, Math.max(1e-9, ...ends.map((d) => d.to))], axis: null },
      marks: [
        ...marks,
        // The grid does not show through.
        Plot.barX(ends, { y: "i", x1: 0, x2: "to", insetTop: 9, insetBottom: 9, fill: "var(--surface)" }),
        ...looks.map((look, part) =>
          Plot.barX(
            parts.filter((d) => d.part === part && d.to > d.from),
            { y: "i", x1: "from", x2: "to", insetTop: 9, insetBottom: 9, insetLeft: part ? 1 : 0, ...look },
          ),
        ),
        Plot.ruleX([0], { stroke: "var(--rule-strong)" }),
        Plot.tip(ends, Plot.pointerY({ x: "to", y: "i", title: "tip", ...tipLook(width) })),
      ],
    },
    description,
  );
}

const known = (values) => values.filter((v) => v !== null && v !== undefined);

/** Probabilities with their intervals. `rows`: `[{name, rate, low, high, figure, tip}]`; a row without a rate is blank. */
export function rates(ctx, { rows, width, description }) {
  const top = Math.max(0.001, ...known(rows.flatMap((r) => [r.rate, r.high])));
  const ticks = (v) => ctx.f.percent(v, top < 0.05 ? 1 : 0);
  return spans(ctx, { rows, domain: [0, Math.min(1, top * 1.06)], ticks, width, description });
}

/**
 * Amounts with their intervals, rows as those of `rates`; `ticks`: how the scale is written, `level`: what they are read
 * against.
 */
export function amounts(ctx, { rows, ticks, width, description, level = null }) {
  const ends = known(rows.flatMap((r) => [r.rate, r.low, r.high]));
  const [bottom, top] = [Math.min(0, ...ends), Math.max(1e-9, ...ends)];
  return spans(ctx, { rows, domain: [bottom * 1.06, top * 1.06], ticks, width, description, level });
}

function spans(ctx, { rows, domain, ticks, width, description, level = null }) {
  const { options, marks } = frame(ctx, { rows, width, ticks });
  const data = rows.map((r, i) => ({ ...r, i })).filter((d) => d.rate !== null && d.rate !== undefined);
  return plot(
    {
      ...options,
      x: { domain, axis: null },
      marks: [
        ...marks,
        Plot.ruleX([0], { stroke: "var(--rule-strong)" }),
        level === null ? null : Plot.ruleX([level], { stroke: "var(--ink-3)", strokeDasharray: "4 3" }),
        Plot.ruleY(
          data.filter((d) => d.low !== null && d.high !== null),
          { y: "i", x1: "low", x2: "high", stroke: "var(--m0)", strokeWidth: 1.75 },
        ),
        ...["low", "high"].map((x) =>
          Plot.tickX(
            data.filter((d) => d[x] !== null),
            { y: "i", x, insetTop: 14.5, insetBottom: 14.5, stroke: "var(--m0)", strokeWidth: 1.75 },
          ),
        ),
        Plot.dot(data, { y: "i", x: "rate", r: 3.5, fill: "var(--m0)", stroke: "var(--surface)", strokeWidth: 0.75 }),
        Plot.tip(data, Plot.pointerY({ x: "rate", y: "i", title: "tip", ...tipLook(width) })),
      ],
    },
    description,
  );
}
