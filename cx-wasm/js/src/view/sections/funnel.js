// The section of a funnel: who reached each step, and how likely it is to go on.

import { bars, rates } from "../charts/panels.js";
import { h } from "../dom.js";
import { col, duration, nameCell, numbers, section } from "../parts.js";
import { dataTable } from "../table.js";

/** What became of those who reached a step: the class of its key, and its look in the chart. */
const FATES = [
  ["went_on", { fill: "var(--m0)" }],
  ["still_may", { fill: "var(--m5)", fillOpacity: 0.55 }],
  ["lost", { fill: "var(--m6)", fillOpacity: 0.2 }],
];

/** A funnel's steps, and the way from each to the next. */
export function funnel(ctx, data) {
  const { t, f } = ctx;
  const steps = data.funnel.filter((r) => r.entered !== null && r.entered !== undefined);
  if (!steps.length) return null;
  const names = steps.map((r, i) => `${f.int(i + 1)}. ${t.special(r.name)}`);
  const range = (r) => f.range(r.low * 100, r.high * 100, (v) => f.fixed(v, 1));
  const rate = (r) => f.percent(r.rate, 1) + (r.low == null ? "" : ` (${range(r)})`);
  // The last step has no way on: all who reached it are there.
  const fates = (r) => (r.converted == null ? [r.entered, 0, 0] : [r.converted, r.censored ?? 0, r.lost ?? 0]);
  const reached = steps.map((r, i) => ({
    name: names[i],
    parts: fates(r),
    figure: f.int(r.entered) + (i && r.whole_share != null ? ` · ${f.percent(r.whole_share, 1)}` : ""),
    tip: [
      names[i],
      `${t("entered")}: ${f.int(r.entered)}`,
      ...(r.converted == null ? [] : FATES.map(([key], k) => `${t(key)}: ${f.int(fates(r)[k])}`)),
    ].join("\n"),
  }));
  const ways = steps.slice(0, -1).map((r, i) => ({
    name: `${f.int(i + 1)} → ${names[i + 1]}`,
    rate: r.rate,
    low: r.low,
    high: r.high,
    figure: rate(r),
    tip: [
      `${names[i]} → ${t.special(steps[i + 1].name)}`,
      `${t("funnel_rate")}: ${rate(r)}`,
      r.median_seconds == null ? null : `${t("median_time")}: ${duration(ctx, r.median_seconds)}`,
    ]
      .filter(Boolean)
      .join("\n"),
  }));
  const left = ctx.chart((width) =>
    bars(ctx, {
      rows: reached,
      looks: FATES.map(([, look]) => look),
      ticks: steps.some((r) => r.entered >= 10000) ? f.compact : f.int,
      width,
      description: t("funnel"),
    }),
  );
  const right = ways.length
    ? ctx.chart((width) => rates(ctx, { rows: ways, width, description: t("funnel_rate") }))
    : null;
  const percent = (key, head) => col(key, head, (r) => r[key], (v) => f.percent(v, 1)); // prettier-ignore
  const interval = (key, low, high) => ({
    key,
    head: t("interval") + (key === "whole_ci" ? " " : ""),
    text: true,
    raw: (r) => (r[low] == null ? null : f.range(r[low] * 100, r[high] * 100, (v) => f.fixed(v, 1))),
  });
  const count = (key, head) => col(key, head, (r) => r[key], f.int);
  const table = () =>
    dataTable(ctx, {
      id: "funnel-numbers",
      caption: t("funnel"),
      rows: steps,
      file: "funnel.csv",
      columns: [
        {
          key: "name",
          head: t("step", { n: "" }).trim(),
          text: true,
          raw: (r) => names[steps.indexOf(r)],
          cell: (r) => nameCell(names[steps.indexOf(r)]),
        },
        count("entered", t("entered")),
        count("converted", t("went_on")),
        count("censored", t("still_may")),
        count("lost", t("lost")),
        percent("rate", t("funnel_rate")),
        interval("ci", "low", "high"),
        col("median", t("median_time"), (r) => r.median_seconds, (v) => duration(ctx, v)), // prettier-ignore
        percent("whole_rate", t("of_first")),
        interval("whole_ci", "whole_low", "whole_high"),
      ],
    });
  return section(
    ctx,
    "funnel",
    t("funnel"),
    t("funnel_note"),
    h(
      "ul",
      { class: "legend" },
      FATES.map(([key]) => h("li", {}, h("i", { class: `key-box key-${key.replace("_", "-")}` }), t(key))),
    ),
    h(
      "div",
      { class: "panels" },
      h("div", {}, h("h3", {}, t("funnel_reached")), left.box),
      right ? h("div", {}, h("h3", {}, t("funnel_rate")), right.box) : null,
    ),
    h("div", { class: "chart-foot" }, numbers(ctx, table)),
  );
}
