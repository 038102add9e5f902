// The section of television and radio: what spots brought in visits, and with these in purchases.

import { amounts } from "../charts/panels.js";
import { responseChart } from "../charts/response.js";
import { h } from "../dom.js";
import { col, nameCell, numbers, section } from "../parts.js";
import { dataTable } from "../table.js";

const SHOWN = 12;

/** Each campaign with its visits and their cost; what these led to stands in the touchpoint's row. */
export function broadcast(ctx, data) {
  const { t, f } = ctx;
  const all = data.broadcast;
  const rows = all.filter((r) => r.campaign !== null && r.campaign !== undefined);
  if (!rows.length) return null;
  const name = (r) => r.campaign || t.special(r.touchpoint);
  const visits = (r) =>
    f.int(r.visits) + (r.visits_low == null ? "" : ` (${f.range(r.visits_low, r.visits_high, f.int)})`);
  const top = [...rows].sort((a, b) => (b.visits ?? 0) - (a.visits ?? 0)).slice(0, SHOWN);
  const shown = top.map((r) => ({
    name: name(r),
    rate: r.visits,
    low: r.visits_low,
    high: r.visits_high,
    figure: visits(r),
    tip: `${name(r)}\n${t("spot_visits")}: ${visits(r)}\n${t("cost_per_visit")}: ${f.moneyCode(r.cost_per_visit)}`,
  }));
  const left = ctx.chart((width) =>
    amounts(ctx, {
      rows: shown,
      ticks: top.some((r) => r.visits >= 10000) ? f.compact : f.int,
      width,
      description: t("spot_visits"),
    }),
  );
  const right = data.response.length
    ? ctx.chart((width) => responseChart(ctx, { rows: data.response, width, description: t("response") }))
    : null;
  const interval = (low, high, fmt) => (r) => (r[low] == null ? null : f.range(r[low], r[high], fmt));
  const range = (id, low, high, fmt, gap) => ({ key: id, head: t("interval") + gap, text: true, raw: interval(low, high, fmt) }); // prettier-ignore
  const table = () =>
    dataTable(ctx, {
      id: "broadcast-numbers",
      caption: t("broadcast"),
      rows,
      limit: 60,
      file: "broadcast.csv",
      columns: [
        { key: "campaign", head: t("campaign"), text: true, raw: name, cell: (r) => nameCell(name(r)) },
        col("spots", t("spots"), (r) => r.spots, f.int),
        col("cost", t("cost"), (r) => r.cost, f.money),
        col("visits", t("spot_visits"), (r) => r.visits, f.int),
        range("visits_ci", "visits_low", "visits_high", f.int, ""),
        col("cost_per_visit", t("cost_per_visit"), (r) => r.cost_per_visit, f.money),
      ],
    });
  return section(
    ctx,
    "broadcast",
    t("broadcast"),
    t("broadcast_note"),
    h(
      "div",
      { class: "panels" },
      h("div", {}, h("h3", {}, t("spot_visits")), left.box),
      right ? h("div", {}, h("h3", {}, t("response")), right.box) : null,
    ),
    ...said(ctx, data, all).map((text) => h("p", { class: "note" }, text)),
    h("div", { class: "chart-foot" }, numbers(ctx, table)),
  );
}

/** The sums in words, and what the checks say: spots that never were, and times that are an hour off. */
function said({ t, f }, data, all) {
  const [placebo] = data.placebo;
  const [shift] = data.hourShift;
  const sums = all.filter((r) => (r.campaign ?? null) === null);
  const where = (r) => (sums.length > 1 ? `${t.special(r.touchpoint)}: ` : "");
  const lines = sums.flatMap((r) => [
    where(r) +
      t("broadcast_total", {
        spots: f.int(r.spots),
        visits: f.int(r.visits),
        range: f.range(r.visits_low, r.visits_high, f.int),
        cost: f.moneyCode(r.cost_per_visit),
      }),
  ]);
  const bounds = data.touchpoints.filter((p) => p.lower_bound && sums.some((r) => r.touchpoint === p.touchpoint));
  if (bounds.length)
    lines.push(t("broadcast_credit", { names: bounds.map((p) => t.special(p.touchpoint)).join(", ") }));
  if (placebo) {
    const holds = placebo.low <= 0 && placebo.high >= 0;
    const range = f.range(placebo.low, placebo.high, f.int);
    lines.push(t(holds ? "placebo_holds" : "placebo_fails", { n: f.int(placebo.visits), range }));
  }
  if (shift) lines.push(t.pick(shift));
  return lines.filter(Boolean);
}
