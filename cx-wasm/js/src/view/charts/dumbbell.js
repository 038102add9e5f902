// Expectation against perception: two dots on one line per row, the gap as a figure beside it.

import { proven } from "../parts.js";
import { nameAxis, plot, Plot, textWidth, tipLook } from "./plot.js";

/** `rows`: `[{name, expectation, perception, gap, low, high, n}]`, drawn in order. */
export function dumbbell(ctx, { rows, digits, width }) {
  const names = rows.map((r) => r.name);
  const axis = nameAxis(names, { font: ctx.font, max: Math.min(220, Math.max(100, width * 0.32)) });
  const data = rows.map((r, i) => ({
    ...r,
    i,
    gap: r.gap ?? (r.perception !== null && r.expectation !== null ? r.perception - r.expectation : null),
  }));
  const gap = (d) => (d.gap === null ? "" : ctx.f.signed(d.gap, digits));
  const ends = data.flatMap((d) => [d.expectation, d.perception]).filter((v) => v !== null);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const pad = (high - low || 1) * 0.08;
  const fmt = (v) => ctx.f.fixed(v, digits);
  const colours = { better: "var(--good)", worse: "var(--bad)" };
  // Colour only where the interval leaves 0 out.
  const sign = (d) => (!d.quiet && colours[proven(d.low, d.high)]) || "var(--ink-3)";
  const tip = (d) =>
    `${d.name}\n${ctx.t("expectation")}: ${fmt(d.expectation)}\n${ctx.t("perception")}: ${fmt(d.perception)}\n${ctx.t("gap")}: ${gap(d)}${d.low === null || d.low === undefined ? "" : `  (${ctx.f.range(d.low, d.high, (v) => ctx.f.signed(v, digits))})`}`;
  const marginRight = Math.ceil(Math.max(40, ...data.map((d) => textWidth(gap(d), ctx.boldFont)))) + 18;
  const ticks = Math.max(2, Math.floor((width - axis.marginLeft - marginRight) / 70));
  return plot(
    {
      width,
      height: rows.length * 34 + 34,
      marginLeft: axis.marginLeft,
      marginRight,
      marginTop: 26,
      marginBottom: 8,
      x: { domain: [low - pad, high + pad], axis: null },
      y: { type: "band", domain: names.map((_, i) => i), axis: null, padding: 0 },
      marks: [
        Plot.axisX({
          anchor: "top",
          ticks,
          tickSize: 0,
          tickPadding: 6,
          tickFormat: (v) => ctx.f.upTo(v, 2),
          fill: "var(--ink-3)",
          label: null,
        }),
        Plot.gridX({ ticks, stroke: "var(--rule)", strokeOpacity: 1 }),
        axis.mark,
        Plot.ruleY(
          data.filter((d) => d.gap !== null),
          { y: "i", x1: "expectation", x2: "perception", stroke: sign, strokeWidth: 3, strokeOpacity: 0.45 },
        ),
        Plot.dot(data, {
          x: "expectation",
          y: "i",
          r: 4.5,
          fill: "var(--surface)",
          stroke: "var(--ink-2)",
          strokeWidth: 1.75,
        }),
        Plot.dot(data, { x: "perception", y: "i", r: 5, fill: sign }),
        Plot.text(data, {
          y: "i",
          text: gap,
          frameAnchor: "right",
          textAnchor: "end",
          dx: marginRight - 4,
          fill: sign,
          fontWeight: 600,
          fontVariant: "tabular-nums",
        }),
        Plot.tip(data, Plot.pointerY({ x: "perception", y: "i", title: tip, ...tipLook(width) })),
      ],
    },
    ctx.t("gaps"),
  );
}
