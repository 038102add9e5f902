// The section of returns: money against experience.

import { scatter } from "../charts/scatter.js";
import { h } from "../dom.js";
import { nameCell, numbers, section } from "../parts.js";
import { dataTable } from "../table.js";

/** Return in money against return in experience. */
export function returns(ctx, data) {
  const { t, f } = ctx;
  let rows = data.returns;
  if (!rows.length)
    rows = data.touchpoints
      .filter((p) => p.roas != null || p.points_per_1000 != null)
      .map((p) => ({ ...p, campaign: null }));
  if (!rows.length) return null;
  const full = (r) =>
    [r.campaign, t.special(r.touchpoint)]
      .filter(Boolean)
      .filter((x, i, a) => a.indexOf(x) === i)
      .join(" · ");
  const dots = rows
    .filter((r) => r.roas != null && r.points_per_1000 != null)
    .map((r) => ({ name: full(r), roas: r.roas, points: r.points_per_1000, cost: r.cost ?? 0 }));
  const chart =
    dots.length > 1 ? ctx.chart((width) => scatter(ctx, { rows: dots, width, currency: f.currency })) : null;
  const c = (key, head, fmt) => ({ key, head, raw: (r) => r[key], cell: (r) => fmt(r[key]) });
  const table = () =>
    dataTable(ctx, {
      id: "return-numbers",
      caption: t("returns"),
      rows,
      limit: 60,
      file: "returns.csv",
      columns: [
        {
          key: "touchpoint",
          head: t("touchpoint"),
          text: true,
          raw: (r) => t.special(r.touchpoint),
          cell: (r) => nameCell(t.special(r.touchpoint)),
        },
        {
          key: "campaign",
          head: t("campaign"),
          text: true,
          raw: (r) => r.campaign,
          cell: (r) => nameCell(r.campaign ?? ""),
        },
        c("cost", t("cost"), f.money),
        c("conversions", t("conversions"), f.count),
        c("value", t("value"), f.money),
        c("roas", t("roas"), (v) => f.fixed(v, 2)),
        c("roi", "ROI", (v) => f.percent(v)),
        c("cost_per_conversion", t("per_conversion"), f.money),
        c("experience_points", t("points"), (v) => f.signed(v, 1)),
        c("points_per_1000", t("points_axis"), (v) => f.signed(v, 1)),
      ],
    });
  const missing = rows.length - dots.length;
  return section(
    ctx,
    "returns",
    t("returns"),
    chart ? t("returns_note") : null,
    chart?.box,
    chart && missing ? h("p", { class: "note" }, t("unplaced", { n: f.int(missing) })) : null,
    chart ? h("div", { class: "chart-foot" }, numbers(ctx, table)) : table(),
  );
}
