// The section of returns: money against experience.

import { amounts } from "../charts/panels.js";
import { scatter } from "../charts/scatter.js";
import { h } from "../dom.js";
import { caveat, nameCell, numbers, proven, section, unstated } from "../parts.js";
import { dataTable } from "../table.js";

const NAMED = 8;
const SHOWN = 15;

/**
 * What is drawn: each touchpoint once, and the campaigns that its contacts name. What is split by cost is an allocation
 * and no measurement; lower bounds and what cannot be told are in no picture.
 */
export function marks(data) {
  const nobody = new Set(data.rest.map((r) => r.touchpoint));
  const whole = data.touchpoints.filter((r) => r.roas != null && !nobody.has(r.touchpoint));
  const measured = whole.filter((r) => !r.undecided && !r.lower_bound);
  const by = (place, split) =>
    data.returns.filter((r) => r.touchpoint === place.touchpoint && r.split === split && r.campaign);
  return {
    drawn: measured.map((place) => ({ ...place, campaign: null })),
    campaigns: measured.flatMap((place) => by(place, "contacts")).filter((r) => r.roas != null),
    split: measured.map((place) => ({ place, campaigns: by(place, "cost") })).filter((r) => r.campaigns.length),
    undecided: whole.filter((r) => r.undecided),
    bounds: whole.filter((r) => r.lower_bound && !r.undecided),
  };
}

/** Return in money against return in experience. */
export function returns(ctx, data) {
  const { t, f } = ctx;
  const rows = data.returns.length ? data.returns : data.touchpoints.map((p) => ({ ...p, campaign: null }));
  // Without any cost, or without a conversion, there is no return.
  if (data.unset || !rows.some((r) => r.cost > 0)) return null;
  const { drawn, campaigns, split, undecided, bounds } = marks(data);
  const name = (r) => [r.campaign, t.special(r.touchpoint)].filter(Boolean).join(" · ");
  const byCost = new Map(split.map((r) => [r.place.touchpoint, r.campaigns]));
  const dots = drawn
    .filter((r) => r.points_per_1000 != null)
    .map((r) => ({
      name: name(r),
      roas: r.roas,
      roas_low: r.roas_low ?? null,
      roas_high: r.roas_high ?? null,
      points: r.points_per_1000,
      points_low: r.points_per_1000_low ?? null,
      points_high: r.points_per_1000_high ?? null,
      cost: r.cost_counted ?? r.cost ?? 0,
      note: r.campaign === null && byCost.has(r.touchpoint) ? t("split_cost") : null,
    }));
  const two = (v) => f.fixed(v, 2);
  const plane = dots.length > 1;
  const chart = plane
    ? ctx.chart((width) => scatter(ctx, { rows: dots, width, currency: f.currency }))
    : drawn.length
      ? ctx.chart((width) => lines(ctx, { drawn, name, two, width }))
      : null;
  const named = [...campaigns].sort((a, b) => (b.cost_counted ?? 0) - (a.cost_counted ?? 0)).slice(0, SHOWN);
  const below = named.length ? ctx.chart((width) => lines(ctx, { drawn: named, name, two, width })) : null;
  const table = () => dataTable(ctx, numbersOf(ctx, rows));
  const missing = plane ? drawn.length - dots.length : 0;
  const listed = (list) =>
    list
      .map((r) => [t.special(r.touchpoint), f.to(r.roas_low, r.roas_high, two)])
      .map(([place, span]) => (span ? `${place} (${span})` : place))
      .join(", ");
  return section(
    ctx,
    "returns",
    t(plane ? "returns" : "returns_money"),
    plane ? t("returns_note") : chart ? t("returns_lines_note") : null,
    caveat(ctx, data),
    chart?.box,
    chart && missing ? h("p", { class: "note" }, t("unplaced", { n: f.int(missing) })) : null,
    undecided.length ? h("p", { class: "note" }, t("undecided_note", { names: listed(undecided) })) : null,
    bounds.length ? h("p", { class: "note" }, t("bounds_not_drawn", { names: listed(bounds) })) : null,
    split.length ? splits(ctx, split) : null,
    below ? h("h3", { class: "below" }, t("returns_by_campaign")) : null,
    below && campaigns.length > named.length
      ? h("p", { class: "note" }, t("largest_cost", { k: f.int(named.length), n: f.int(campaigns.length) }))
      : null,
    below?.box,
    chart ? h("div", { class: "chart-foot" }, numbers(ctx, table)) : table(),
  );
}

/** Which touchpoints are drawn once, and the campaigns among which only their cost could tell. */
function splits({ t, f }, split) {
  const names = (campaigns) => {
    const all = campaigns.map((r) => r.campaign);
    const more = all.length - NAMED;
    return all.slice(0, NAMED).join(", ") + (more > 0 ? `, ${t("more_n", { n: f.int(more) })}` : "");
  };
  const item = ({ place, campaigns }) =>
    h("li", { dir: "auto" }, h("strong", {}, `${t.special(place.touchpoint)}: `), names(campaigns));
  return h("div", { class: "split" }, h("p", { class: "note" }, t("split_note_head")), h("ul", {}, split.map(item)));
}

/** Return in money alone, where too little is known of the experience for a plane. */
function lines(ctx, { drawn, name, two, width }) {
  const { t, f } = ctx;
  const top = [...drawn].sort((a, b) => b.roas - a.roas).slice(0, 20);
  const rows = top.map((r) => {
    const span = f.to(r.roas_low, r.roas_high, two);
    const figure = two(r.roas) + (span ? ` (${span})` : "");
    return {
      name: name(r),
      rate: r.roas,
      low: r.roas_low ?? null,
      high: r.roas_high ?? null,
      // Where there is little room it is the line's.
      figure: width < 480 ? two(r.roas) : figure,
      tip: `${name(r)}\n${t("roas")}: ${figure}\n${t("cost")}: ${f.moneyCode(r.cost_counted ?? r.cost)}`,
    };
  });
  return amounts(ctx, { rows, ticks: (v) => f.upTo(v, 2), width, description: t("returns"), level: 1 });
}

/** The table behind the picture; its allocations in grey. */
function numbersOf(ctx, rows) {
  const { t, f } = ctx;
  const c = (key, head, fmt, look = () => null) => ({
    key,
    head,
    raw: (r) => (r.undecided && CREDITED.has(key) ? null : r[key]),
    cell: (r) =>
      r.undecided && CREDITED.has(key) && r[key] != null
        ? h("span", { class: "unproven" }, t("cannot_tell"))
        : h(
            "span",
            { class: r.split === "cost" ? "unproven" : look(r) },
            r.lower_bound && CREDITED.has(key) && r[key] != null ? t("at_least", { v: fmt(r[key]) }) : fmt(r[key]),
          ),
  });
  const interval = (key, head, low, high, fmt) => ({
    key,
    head,
    text: true,
    raw: (r) => f.to(r[low], r[high], fmt) || null,
  });
  const two = (v) => f.fixed(v, 2);
  return {
    id: "return-numbers",
    caption: t("returns"),
    rows,
    limit: 60,
    file: "returns.csv",
    quiet: (r) => unstated(r.touchpoint),
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
      {
        key: "split",
        head: t("split"),
        text: true,
        raw: (r) => (r.split ? t(`split_${r.split}`) : null),
        cell: (r) => (r.split ? t(`split_${r.split}`) : ""),
      },
      c("cost_counted", t("cost_counted"), f.money),
      c("conversions", t("conversions"), f.count),
      c("value", t("value"), f.money),
      c("roas", t("roas"), two, (r) => proven(r.roas_low, r.roas_high, 1)),
      interval("roas_ci", t("interval"), "roas_low", "roas_high", two),
      c("roi", "ROI", (v) => f.percent(v)),
      c("cost_per_conversion", t("per_conversion"), f.money),
      c("experience_points", t("points"), (v) => f.signed(v, 1)),
      c("points_per_1000", t("points_axis"), (v) => f.signed(v, 1)),
    ],
  };
}

/** Columns whose figure is a credit, or made of one. */
const CREDITED = new Set(["conversions", "value", "roas", "roi", "cost_per_conversion"]);
