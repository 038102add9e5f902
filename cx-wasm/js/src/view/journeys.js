// Returns in money and experience, the flow of journeys, the most frequent paths.

import { flowChart, fold } from "./charts/flow.js";
import { scatter } from "./charts/scatter.js";
import { h } from "./dom.js";
import { numbers, section } from "./parts.js";
import { dataTable } from "./table.js";

const nameCell = (text) => h("span", { class: "name", dir: "auto", title: text }, text);

/** Return in money against return in experience. */
export function returns(ctx, data) {
  const { t, f } = ctx;
  let rows = data.returns;
  if (!rows.length) rows = data.touchpoints.filter((p) => p.roas != null || p.points_per_1000 != null).map((p) => ({ ...p, campaign: null }));
  if (!rows.length) return null;
  const full = (r) => [r.campaign, t.special(r.touchpoint)].filter(Boolean).filter((x, i, a) => a.indexOf(x) === i).join(" · ");
  const dots = rows.filter((r) => r.roas != null && r.points_per_1000 != null).map((r) => ({ name: full(r), roas: r.roas, points: r.points_per_1000, cost: r.cost ?? 0 }));
  const chart = dots.length > 1 ? ctx.chart((width) => scatter(ctx, { rows: dots, width, currency: f.currency })) : null;
  const c = (key, head, fmt) => ({ key, head, raw: (r) => r[key], cell: (r) => fmt(r[key]) });
  const table = () => dataTable(ctx, { id: "return-numbers", caption: t("returns"), rows, limit: 60, file: "returns.csv", columns: [
    { key: "touchpoint", head: t("touchpoint"), text: true, raw: (r) => t.special(r.touchpoint), cell: (r) => nameCell(t.special(r.touchpoint)) },
    { key: "campaign", head: t("campaign"), text: true, raw: (r) => r.campaign, cell: (r) => nameCell(r.campaign ?? "") },
    c("cost", t("cost"), f.money), c("conversions", t("conversions"), f.count), c("value", t("value"), f.money), c("roas", t("roas"), (v) => f.fixed(v, 2)),
    c("roi", "ROI", (v) => f.percent(v)), c("cost_per_conversion", t("per_conversion"), f.money), c("experience_points", t("points"), (v) => f.signed(v, 1)), c("points_per_1000", t("points_axis"), (v) => f.signed(v, 1)),
  ] });
  const missing = rows.length - dots.length;
  return section(ctx, "returns", t("returns"), chart ? t("returns_note") : null, chart?.box, chart && missing ? h("p", { class: "note" }, t("unplaced", { n: f.int(missing) })) : null,
    chart ? h("div", { class: "chart-foot" }, numbers(ctx, table)) : table());
}

/** The flow over the steps. */
export function flow(ctx, data) {
  const { t, f } = ctx;
  const links = data.flow.filter((l) => l.count > 0 && l.step !== null && l.step !== undefined);
  if (!links.length) return null;
  const chart = ctx.chart((width) => flowChart(ctx, { links: fold(links, width < 700 ? 6 : 9), width }), null, 560);
  const table = () => dataTable(ctx, { id: "flow-numbers", caption: t("flow"), rows: links, limit: 60, file: "flow.csv", columns: [
    { key: "from", head: t("from"), text: true, raw: (r) => t.special(r.from), cell: (r) => nameCell(t.special(r.from)) },
    { key: "to", head: t("to"), text: true, raw: (r) => t.special(r.to), cell: (r) => nameCell(t.special(r.to)) },
    { key: "step", head: t("step", { n: "" }).trim(), raw: (r) => r.step + 1, cell: (r) => f.int(r.step + 1) },
    { key: "count", head: t("count"), raw: (r) => r.count, cell: (r) => f.int(r.count) },
  ] });
  return section(ctx, "flow", t("flow"), t("flow_note", { other: t("special_other") }), chart.box, h("div", { class: "chart-foot" }, numbers(ctx, table)));
}

/** The most frequent journeys as sequences of names. */
export function paths(ctx, data) {
  const { t, f } = ctx;
  const rows = data.paths.filter((p) => p.path.length);
  if (!rows.length) return null;
  const c = (key, head, fmt) => ({ key, head, raw: (r) => r[key], cell: (r) => fmt(r[key]) });
  const rate = (r) => (r.journeys > 0 && r.conversions !== null ? r.conversions / r.journeys : null);
  return section(ctx, "paths", t("paths"), null, dataTable(ctx, { id: "paths", caption: t("paths"), rows, limit: 8, file: "paths.csv", columns: [
    { key: "path", head: t("path"), text: true, raw: (r) => r.path.map(t.special).join(" > "), cell: (r) => h("ol", { class: "path" }, r.path.map((x) => h("li", { dir: "auto", title: t.special(x) }, t.special(x)))) },
    c("journeys", t("journeys"), f.int), c("conversions", t("conversions"), f.count),
    { key: "rate", head: t("conversion_rate"), raw: rate, cell: (r) => f.percent(rate(r), 1) },
    c("value", t("value") + (f.currency ? ` (${f.currency})` : ""), f.money),
  ] }));
}
