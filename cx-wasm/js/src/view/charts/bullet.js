// Audit: the actual score as a bar, the target as a tick.

import { nameAxis, plot, Plot, textWidth, tipLook } from "./plot.js";

const LIGHT = { green: "var(--good)", amber: "var(--warn)", red: "var(--bad)" };

/** `rows`: `[{name, score, target, light, gated, coverage}]`; `top`: the end of the scale; `fmt`: how a score is written. */
export function bullets(ctx, { rows, top, fmt, width }) {
  const names = rows.map((r) => r.name);
  const axis = nameAxis(names, { font: ctx.font, max: Math.min(220, Math.max(100, width * 0.32)) });
  const data = rows.map((r, i) => ({ ...r, i }));
  const marginRight = Math.ceil(Math.max(30, ...data.map((d) => textWidth(fmt(d.score), ctx.boldFont)))) + 18;
  const ticks = Math.max(2, Math.floor((width - axis.marginLeft - marginRight) / 70));
  const tip = (d) =>
    [
      d.name,
      `${ctx.t("actual")}: ${fmt(d.score)}`,
      `${ctx.t("target")}: ${fmt(d.target)}`,
      d.coverage === null ? null : `${ctx.t("coverage_share")}: ${ctx.f.percent(d.coverage)}`,
      d.gated < d.score && d.gated !== null ? ctx.t("gated", { v: fmt(d.gated) }) : null,
    ]
      .filter(Boolean)
      .join("\n");
  return plot(
    {
      width,
      height: rows.length * 34 + 34,
      marginLeft: axis.marginLeft,
      marginRight,
      marginTop: 26,
      marginBottom: 8,
      x: { domain: [0, top], axis: null },
      y: { type: "band", domain: names.map((_, i) => i), axis: null, padding: 0 },
      marks: [
        Plot.axisX({
          anchor: "top",
          ticks,
          tickSize: 0,
          tickPadding: 6,
          tickFormat: fmt,
          fill: "var(--ink-3)",
          label: null,
        }),
        Plot.gridX({ ticks, stroke: "var(--rule)", strokeOpacity: 1 }),
        Plot.barX(data, { y: "i", x1: 0, x2: top, insetTop: 11, insetBottom: 11, fill: "var(--track)" }),
        Plot.barX(
          data.filter((d) => d.score !== null),
          { y: "i", x1: 0, x2: "score", insetTop: 11, insetBottom: 11, fill: (d) => LIGHT[d.light] ?? "var(--m6)" },
        ),
        Plot.tickX(
          data.filter((d) => d.target !== null),
          { y: "i", x: "target", stroke: "var(--ink)", strokeWidth: 2.5, insetTop: 6, insetBottom: 6 },
        ),
        axis.mark,
        Plot.text(data, {
          y: "i",
          text: (d) => fmt(d.score),
          frameAnchor: "right",
          textAnchor: "end",
          dx: marginRight - 4,
          fill: "var(--ink)",
          fontWeight: 600,
          fontVariant: "tabular-nums",
        }),
        Plot.tip(data, Plot.pointerY({ x: (d) => d.score ?? 0, y: "i", title: tip, ...tipLook(width) })),
      ],
    },
    ctx.t("audit_title"),
  );
}
