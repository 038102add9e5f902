// The section of personas: how large each is, how it does, and the journey at its middle.

import { bars, rates } from "../charts/panels.js";
import { strip, stripColours } from "../charts/strip.js";
import { h } from "../dom.js";
import { col, duration, numbers, section } from "../parts.js";
import { dataTable } from "../table.js";

/** Each persona with its share, its figures and the strip of its journey. */
export function personas(ctx, data) {
  const { t, f } = ctx;
  const rows = data.personas.filter((r) => r.journeys !== null && r.journeys !== undefined);
  if (!rows.length) return null;
  const number = (r) => f.int((r.persona ?? rows.indexOf(r)) + 1);
  const name = (r) => t("persona", { n: number(r) });
  const range = (r) => f.range(r.rate_low * 100, r.rate_high * 100, (v) => f.fixed(v, 1));
  const rate = (r) => f.percent(r.rate, 1) + (r.rate_low == null ? "" : ` (${range(r)})`);
  const tip = (r) =>
    [
      name(r),
      `${t("persona_share")}: ${f.percent(r.share, 1)}`,
      `${t("journeys")}: ${f.int(r.journeys)}`,
      `${t("persona_rate")}: ${rate(r)}`,
    ].join("\n");
  const shares = rows.map((r) => ({
    name: name(r),
    parts: [r.share],
    figure: f.percent(r.share, 1),
    tip: tip(r),
  }));
  const outcomes = rows.map((r) => ({
    name: name(r),
    rate: r.rate,
    low: r.rate_low,
    high: r.rate_high,
    figure: rate(r),
    tip: tip(r),
  }));
  const left = ctx.chart((width) =>
    bars(ctx, {
      rows: shares,
      looks: [{ fill: "var(--m0)", fillOpacity: 0.75 }],
      ticks: (v) => f.percent(v),
      width,
      description: t("persona_share"),
    }),
  );
  const right = ctx.chart((width) => rates(ctx, { rows: outcomes, width, description: t("persona_rate") }));
  const colours = stripColours(rows.map((r) => r.path));
  const facts = (r) =>
    [
      ["journeys", f.int(r.journeys)],
      ["persons", f.int(r.persons)],
      ["conversions", f.int(r.conversions)],
      ["open_journeys", r.open ? f.int(r.open) : null],
      ["value_per_journey", r.value_per_journey == null ? null : f.moneyCode(r.value_per_journey)],
      ["contacts_mean", f.fixed(r.touches, 1)],
      ["duration", r.minutes == null ? null : duration(ctx, r.minutes * 60)],
      ["stability", r.stability == null ? null : f.fixed(r.stability, 2), t("stability_help")],
    ]
      .filter(([, text]) => text !== null)
      .map(([key, text, help]) => [t(key), text, help])
      .concat(scoresOf(ctx, data.personaScores, r.persona ?? rows.indexOf(r)));
  const item = (r) => {
    const path = r.path.length ? r.path : [t("no_contact")];
    const spoken = `${name(r)}: ${path.map(t.special).join(", ")}`;
    const chart = ctx.chart((width) => strip(ctx, { path, colours, width, description: spoken }));
    return h(
      "li",
      {},
      h("h3", {}, t("persona_head", { n: number(r), v: f.percent(r.share, 1) })),
      h(
        "dl",
        { class: "facts" },
        facts(r).map(([head, text, help]) => h("div", { title: help ?? null }, h("dt", {}, head), h("dd", {}, text))),
      ),
      h("p", { class: "strip-head" }, t("persona_path")),
      chart.box,
      needsOf(ctx, data.needs, r.persona ?? rows.indexOf(r)),
    );
  };
  const table = () =>
    dataTable(ctx, {
      id: "persona-numbers",
      caption: t("personas"),
      rows,
      file: "personas.csv",
      columns: [
        { key: "persona", head: t("personas").split(":")[0], text: true, raw: name },
        {
          key: "path",
          head: t("persona_path"),
          text: true,
          raw: (r) => r.path.map(t.special).join(" > "),
          cell: (r) => h("ol", { class: "path" }, r.path.slice(0, 30).map((x) => h("li", { dir: "auto" }, t.special(x)))), // prettier-ignore
        },
        col("journeys", t("journeys"), (r) => r.journeys, f.int),
        col("share", t("share"), (r) => r.share, (v) => f.percent(v, 1)), // prettier-ignore
        col("rate", t("persona_rate"), (r) => r.rate, (v) => f.percent(v, 1)), // prettier-ignore
        { key: "ci", head: t("interval"), text: true, raw: (r) => (r.rate_low == null ? null : range(r)) },
        col("value", t("value") + (f.currency ? ` (${f.currency})` : ""), (r) => r.value, f.money),
        col("silhouette", "Silhouette", (r) => r.silhouette, (v) => f.fixed(v, 2)), // prettier-ignore
        col("stability", t("stability"), (r) => r.stability, (v) => f.fixed(v, 2)), // prettier-ignore
      ],
    });
  return section(
    ctx,
    "personas",
    t("personas"),
    t("personas_note"),
    h(
      "div",
      { class: "panels" },
      h("div", {}, h("h3", {}, t("persona_share")), left.box),
      h("div", {}, h("h3", {}, t("persona_rate")), right.box),
    ),
    h("ol", { class: "personas" }, rows.map(item)),
    h("div", { class: "chart-foot" }, numbers(ctx, table)),
  );
}

/** What the persona says: each metric with its interval. */
function scoresOf({ t, f }, scores, persona) {
  const own = scores.filter((r) => r.persona === String(persona) && r.score !== null && !r.window_start);
  return own.map((r) => {
    const one = (v) => f.fixed(v, 0);
    const range = r.low == null ? "" : ` (${f.range(r.low, r.high, one)})`;
    return [t.metric(r.metric), one(r.score) + range, t("n_answers", { n: f.int(r.n) })];
  });
}

/** What the persona turns to in each phase, the most frequent first; marked is what it does more than others. */
function needsOf({ t, f }, needs, persona) {
  const own = needs.filter((r) => r.persona === persona && r.share !== null);
  if (!own.length) return null;
  const phases = [...new Set(own.map((r) => r.phase))];
  const item = (r) => {
    const more = r.difference_low > 0;
    const help = r.others == null ? null : t("others_share", { v: f.percent(r.others) });
    return h(
      "li",
      { class: more ? "more-than-others" : "", title: help },
      h("span", { dir: "auto" }, t.special(r.touchpoint ?? r.event ?? "")),
      ` ${f.percent(r.share)}`,
      more ? h("span", { class: "visually-hidden" }, ` ${t("more_than_others")}`) : null,
    );
  };
  const most = (phase) => own.filter((r) => r.phase === phase).sort((a, b) => b.share - a.share).slice(0, 4); // prettier-ignore
  return h(
    "div",
    { class: "needs" },
    h("p", { class: "strip-head" }, t("needs")),
    h(
      "dl",
      {},
      phases.map((phase) => h("div", {}, h("dt", { dir: "auto" }, t.special(phase)), h("dd", {}, h("ul", {}, most(phase).map(item))))), // prettier-ignore
    ),
  );
}
