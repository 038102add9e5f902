// The section of credits: what each attribution model gives to each touchpoint.

import { creditChart, creditLegend } from "../charts/credits.js";
import { h } from "../dom.js";
import { allButton, caveat, col, nameCell, numbers, section, segmented } from "../parts.js";
import { dataTable } from "../table.js";

/** What no touchpoint gets. */
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
  // What cannot be told, and a lower bound, are in no ranking: they stand behind the others.
  const unranked = (cells) => cells.some((c) => c.model === data.leadModel && (c.undecided || c.lower_bound));
  const drawn = [...groups].filter(([key]) => !REST.has(key));
  const rows = () =>
    drawn
      .map(([key, cells]) => ({
        name: t.special(key),
        behind: unranked(cells),
        lead: (cells.find((c) => c.model === data.leadModel) ?? cells[0])[state.measure] ?? 0,
        cells: cells.map((c) => ({
          model: c.model ?? "",
          // An interval that begins at 0 because effect and need cannot be told apart has no middle.
          v: c.undecided ? null : (c[state.measure] ?? null),
          undecided: c.undecided === true,
          bound: c.lower_bound === true,
          low: c[`${state.measure}_low`] ?? null,
          high: c[`${state.measure}_high`] ?? null,
        })),
      }))
      .sort((a, b) => a.behind - b.behind || b.lead - a.lead);
  const beside = h("ul", { class: "beside" });
  const chart = ctx.chart((width) => {
    beside.replaceChildren(...rest(ctx, data, state.measure));
    const all = rows();
    return creditChart(ctx, {
      rows: all.filter((r, i) => state.all || i < limit),
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
    caveat(ctx, data),
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
    beside,
    h("div", { class: "chart-foot" }, allButton(ctx, state, drawn.length, limit, chart.redraw), numbers(ctx, table)),
  );
}

/** What no touchpoint gets, as text: it is so large that it would flatten every touchpoint on the axis. */
function rest(ctx, data, measure) {
  const { t, f } = ctx;
  const fmt = measure === "value" ? f.moneyCode : f.int;
  const plain = measure === "value" ? f.money : f.int;
  // Models that say the same are named together.
  const said = new Map();
  for (const r of data.credits.filter((r) => REST.has(r.touchpoint) && r[measure] != null)) {
    const span = f.to(r[`${measure}_low`], r[`${measure}_high`], plain);
    const v = `${fmt(r[measure])}${span ? ` (${span})` : ""}`;
    const key = JSON.stringify([t.special(r.touchpoint), v]);
    said.set(key, [...(said.get(key) ?? []), t.model(r.model)]);
  }
  return [...said].map(([key, models]) => {
    const [name, v] = JSON.parse(key);
    return h("li", {}, t("rest_of", { name, model: models.join(", "), v }));
  });
}
