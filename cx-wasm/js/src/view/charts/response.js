// The response to a spot: which share of its visits comes in each minute after it.

import { plot, Plot, tipLook } from "./plot.js";

/** The minutes within which all but a hundredth of the visits come. */
export function shownMinutes(rows) {
  let sum = 0;
  const at = rows.findIndex((r) => (sum += r.share ?? 0) >= 0.99);
  return at < 0 ? rows : rows.slice(0, at + 1);
}

/** `rows`: `[{minute, share}]`. */
export function responseChart(ctx, { rows, width, description }) {
  const shown = shownMinutes(rows).map((r) => ({
    ...r,
    to: r.minute + 1,
    tip: `${ctx.t("minute", { n: ctx.f.int(r.minute) })}: ${ctx.f.percent(r.share, 1)}`,
  }));
  const digits = Math.max(...shown.map((r) => r.share)) < 0.05 ? 1 : 0;
  const axis = { tickSize: 0, tickPadding: 8, fill: "var(--ink-3)" };
  return plot(
    {
      width,
      height: 220,
      marginLeft: 46,
      marginRight: 12,
      marginTop: 16,
      marginBottom: 40,
      x: { axis: null },
      y: { axis: null, domain: [0, Math.max(1e-9, ...shown.map((r) => r.share)) * 1.06] },
      marks: [
        Plot.gridY({ ticks: 4, stroke: "var(--rule)", strokeOpacity: 1 }),
        Plot.axisY({ ...axis, ticks: 4, tickFormat: (v) => ctx.f.percent(v, digits), label: null }),
        Plot.axisX({
          ...axis,
          ticks: Math.max(3, Math.floor(width / 90)),
          tickFormat: ctx.f.int,
          label: ctx.t("minutes_after"),
          labelAnchor: "right",
          labelArrow: "none",
          labelOffset: 36,
        }),
        Plot.rectY(shown, { x1: "minute", x2: "to", y: "share", fill: "var(--m0)", fillOpacity: 0.75, insetLeft: 0.5, insetRight: 0.5 }), // prettier-ignore
        Plot.ruleY([0], { stroke: "var(--rule-strong)" }),
        Plot.tip(shown, Plot.pointerX({ x: (r) => r.minute + 0.5, y: "share", title: "tip", ...tipLook(width) })),
      ],
    },
    description,
  );
}
