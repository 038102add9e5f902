// A score over time: the line, its interval as a band, the target dashed; and the same as a sparkline.

import { plot, Plot } from "./plot.js";
import { TIP } from "./credits.js";

const LIGHT = { green: "var(--good)", amber: "var(--warn)", red: "var(--bad)" };

/** `rows`: `[{date, score, low, high, n, target, light}]` in order; `domain`: shared y domain. */
export function kpiChart(ctx, { rows, domain, weeks, width, name, digits }) {
  const fmt = (v) => ctx.f.fixed(v, digits);
  const seen = rows.filter((r) => r.score !== null);
  const last = seen.at(-1);
  const target = rows.some((r) => r.target !== null);
  const tip = (d) =>
    `${ctx.f.date(d.date)}\n${fmt(d.score)}${d.low === null ? "" : `  (${ctx.f.range(d.low, d.high, fmt)})`}\n${ctx.t("n_answers", { n: ctx.f.int(d.n) })}${d.target === null ? "" : `\n${ctx.t("target_value", { v: fmt(d.target) })}`}`;
  return plot(
    {
      width,
      height: 132,
      marginLeft: 38,
      marginRight: 10,
      marginTop: 8,
      marginBottom: 22,
      x: { type: "utc", domain: weeks, axis: null },
      y: { domain, axis: null },
      marks: [
        Plot.axisY({
          ticks: 3,
          tickSize: 0,
          tickPadding: 6,
          tickFormat: (v) => ctx.f.upTo(v, digits),
          fill: "var(--ink-3)",
          label: null,
          fontSize: 11,
        }),
        Plot.gridY({ ticks: 3, stroke: "var(--rule)", strokeOpacity: 1 }),
        Plot.axisX({
          ticks: Math.max(2, Math.floor(width / 80)),
          tickSize: 0,
          tickPadding: 6,
          tickFormat: ctx.f.month,
          fill: "var(--ink-3)",
          label: null,
          fontSize: 11,
        }),
        Plot.areaY(rows, { x: "date", y1: "low", y2: "high", fill: "var(--m0)", fillOpacity: 0.16 }),
        target
          ? Plot.lineY(rows, {
              x: "date",
              y: "target",
              stroke: "var(--ink-2)",
              strokeWidth: 1.25,
              strokeDasharray: "4 3",
              curve: "step-after",
            })
          : null,
        Plot.lineY(rows, { x: "date", y: "score", stroke: "var(--m0)", strokeWidth: 1.75 }),
        last ? Plot.dot([last], { x: "date", y: "score", r: 3.5, fill: "var(--m0)", stroke: "var(--surface)" }) : null,
        Plot.ruleX(seen, Plot.pointerX({ x: "date", stroke: "var(--rule-strong)" })),
        Plot.tip(seen, Plot.pointerX({ x: "date", y: "score", title: tip, ...TIP })),
      ],
    },
    name,
  );
}

/** A line of 96 by 28 pixels for a table's cell. */
export function sparkline({ rows, target, light, description }) {
  const last = rows.filter((r) => r.score !== null).at(-1);
  // No band here: the intervals of thin weeks would fill the cell; the chart by week shows them.
  const ends = rows
    .map((r) => r.score)
    .concat(target)
    .filter((v) => v !== null && v !== undefined);
  const pad = (Math.max(...ends) - Math.min(...ends) || 1) * 0.25;
  const domain = [Math.min(...ends) - pad, Math.max(...ends) + pad];
  return plot(
    {
      width: 104,
      height: 30,
      margin: 4,
      axis: null,
      x: { type: "utc" },
      y: { domain, clamp: true },
      marks: [
        target === null ? null : Plot.ruleY([target], { stroke: "var(--ink-3)", strokeDasharray: "3 2.5" }),
        Plot.lineY(rows, { x: "date", y: "score", stroke: "var(--m0)", strokeWidth: 1.5 }),
        last ? Plot.dot([last], { x: "date", y: "score", r: 2.75, fill: LIGHT[light] ?? "var(--m0)" }) : null,
      ],
    },
    description,
  );
}
