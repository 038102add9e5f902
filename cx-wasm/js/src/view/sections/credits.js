// The section of credits: what each attribution model gives to each touchpoint.

import { creditChart, creditLegend } from "../charts/credits.js";
import { h } from "../dom.js";
import { allButton, col, nameCell, numbers, section, segmented } from "../parts.js";
import { dataTable } from "../table.js";

/** What no touchpoint gets; it stands below the touchpoints, however large it is. */
const REST = new Set(["(baseline)", "(unattributed)"]);

/** Credits by model, by conversions or by value. */
export function credits(ctx, data) {
  const { t, f } = ctx;
  const models = [...new Set(data.credits.map((r) => r.model ?? ""))];
  if (!data.credits.length) return null;
  const has = (key) => data.credits.some((r) => r[key] != null);
  const measures = ["conversions", "value"].filter(has);
  if (!measures.length) return null;
  const state = ctx.state("credits", () => ({ measure: measures[0], all: false }));
  const limit = 12;
  const groups = new Map();
  for (const r of data.credits) groups.set(r.touchpoint ?? "", [...(groups.get(r.touchpoint ?? "") ?? []), r]);
  const rows = () =>
    [...groups]
      .map(([key, cells]) => ({
        name: t.special(key),
        rest: REST.has(key),
        lead: cells[0][state.measure] ?? 0,
        cells: cells.map((c) => ({
          model: c.model ?? "",
          v: c[state.measure] ?? null,
          low: c[`${state.measure}_low`] ?? null,
          high: c[`${state.measure}_high`] ?? null,
        })),
      }))
      .sort((a, b) => a.rest - b.rest || b.lead - a.lead);
  const chart = ctx.chart((width) => {
    const all = rows();
    return creditChart(ctx, {
      rows: all.filter((r, i) => state.all || i < limit || r.rest),
      models,
      money: state.measure === "value",
      width,
    });
  });
  const table = () =>
    dataTable(ctx, {
      id: "credit-numbers",
      caption: t("credits"),
      rows: data.credits,
      limit: 60,
      file: "credits.csv",
      columns: [
        {
          key: "touchpoint",
          head: t("touchpoint"),
          text: true,
          raw: (r) => t.special(r.touchpoint),
          cell: (r) => nameCell(t.special(r.touchpoint)),
        },
        { key: "model", head: t("model"), text: true, raw: (r) => t.model(r.model) },
        col("conversions", t("conversions"), (r) => r.conversions, f.count),
        {
          key: "ci",
          head: t("interval"),
          raw: (r) => (r.conversions_low == null ? null : f.range(r.conversions_low, r.conversions_high, f.count)),
          text: true,
        },
        col("value", t("value"), (r) => r.value, f.money),
        {
          key: "vi",
          head: `${t("interval")} `,
          raw: (r) => (r.value_low == null ? null : f.range(r.value_low, r.value_high, f.money)),
          text: true,
        },
        col(
          "share",
          t("share"),
          (r) => r.share,
          (v) => f.percent(v, 1),
        ),
        col(
          "removal",
          t("removal_effect"),
          (r) => r.removal_effect,
          (v) => f.percent(v, 1),
        ),
      ],
    });
  return section(
    ctx,
    "credits",
    t("credits"),
    models.length > 1 ? t("credits_note") : t("credits_note_one"),
    h(
      "div",
      { class: "chart-tools" },
      models.length > 1 ? creditLegend(ctx, models) : null,
      measures.length > 1
        ? segmented(
            t("credits"),
            measures.map((m) => [m, t(`by_${m}`) + (m === "value" && f.currency ? ` (${f.currency})` : "")]),
            state.measure,
            (m) => {
              state.measure = m;
              chart.redraw();
            },
          )
        : null,
    ),
    chart.box,
    h("div", { class: "chart-foot" }, allButton(ctx, state, groups.size, limit, chart.redraw), numbers(ctx, table)),
  );
}
