// A score over time: the line, its interval as a band, the target dashed; and the same as a sparkline.

import { fit, plot, Plot } from "./plot.js";

const LIGHT = { green: "var(--good)", amber: "var(--warn)", red: "var(--bad)" };

/** `rows`: `[{date, score, low, high, n, target, light}]` in order; `domain`: shared y domain. */
export function kpiChart(ctx, { rows, domain, weeks, width, name, digits }) {
  const fmt = (v) => ctx.f.fixed(v, digits);
  const seen = rows.filter((r) => r.score !== null);
  const last = seen.at(-1);
  const target = rows.some((r) => r.target !== null);
  // One line above the drawing: a tip would not fit into a chart this small.
  const words = (d) => [
    `${ctx.f.date(d.date)}: ${fmt(d.score)}${d.low === null ? "" : ` (${ctx.f.range(d.low, d.high, fmt)})`}`,
    d.n === null ? null : ctx.t("n_answers", { n: ctx.f.int(d.n) }),
  ];
  const readout = (d) => fit(words(d).filter(Boolean).join(" · "), width - 12, ctx.font);
  return plot(
    {
      width,
      height: 146,
      marginLeft: 38,
      marginRight: 10,
      marginTop: 22,
      marginBottom: 22,
      x: { type: "utc", domain: weeks, axis: null },
      y: { domain, clamp: true, axis: null },
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
          ticks: Math.max(2, Math.floor(width / 50)),
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
        Plot.dot(seen, Plot.pointerX({ x: "date", y: "score", r: 3.5, fill: "var(--ink)", stroke: "var(--surface)" })),
        Plot.text(
          seen,
          Plot.pointerX({
            px: "date",
            text: readout,
            frameAnchor: "top-left",
            dx: -36,
            dy: -19,
            lineAnchor: "top",
            fill: "var(--ink)",
          }),
        ),
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
