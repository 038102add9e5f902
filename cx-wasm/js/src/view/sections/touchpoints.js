// The heart of the page: one row per touchpoint.

import { sparkline } from "../charts/kpi.js";
import { h } from "../dom.js";
import { digitsFor, figure, light, nameCell, pieces, section, WORST } from "../parts.js";
import { auditScale, series } from "../scales.js";
import { dataTable } from "../table.js";

const LIMIT = 15;

/** The columns of the touchpoint table. */
export function columns(ctx, data) {
  const { t, f } = ctx;
  const digits = digitsFor(data.touchpoints.flatMap((r) => [r.score, r.score_target]));
  const feltDigits = digitsFor(data.touchpoints.flatMap((r) => [r.expectation, r.perception]));
  const audit = auditScale(
    ctx,
    data.touchpoints.flatMap((r) => [r.audit_score, r.audit_target]),
  );
  const metrics = new Set(data.touchpoints.map((r) => r.metric).filter(Boolean));
  const kpi = metrics.size === 1 ? t.metric([...metrics][0]) : t("kpi");
  const money = f.currency ? ` (${f.currency})` : "";
  const count = f.counts(data.touchpoints.flatMap((r) => [r.conversions, r.conversions_low, r.conversions_high]));
  const sc = (v) => f.fixed(v, digits);
  return [
    {
      key: "touchpoint",
      head: t("touchpoint"),
      text: true,
      raw: (r) => t.special(r.touchpoint),
      cell: (r) => h("span", { class: "name", dir: "auto", title: t.special(r.touchpoint) }, t.special(r.touchpoint)),
    },
    {
      key: "contacts",
      head: t("contacts"),
      raw: (r) => r.contacts,
      cell: (r) =>
        figure(
          ctx,
          f.int(r.contacts),
          r.persons === null || r.persons === undefined ? null : t("n_persons", { n: f.int(r.persons) }),
        ),
    },
    { key: "cost", head: t("cost") + money, raw: (r) => r.cost, cell: (r) => figure(ctx, f.money(r.cost)) },
    {
      key: "conversions",
      head: t("credited_conversions"),
      raw: (r) => r.conversions,
      cell: (r) => figure(ctx, count(r.conversions), f.range(r.conversions_low, r.conversions_high, count)),
    },
    {
      key: "value",
      head: t("credited_value") + money,
      raw: (r) => r.value,
      cell: (r) => figure(ctx, f.money(r.value), f.range(r.value_low, r.value_high, f.money)),
    },
    {
      key: "roas",
      head: t("roas"),
      help: t("roas_help"),
      raw: (r) => r.roas,
      cell: (r) => figure(ctx, f.fixed(r.roas, 2)),
    },
    {
      key: "score",
      head: kpi,
      raw: (r) => r.score,
      cell: (r) =>
        figure(
          ctx,
          sc(r.score),
          pieces([metrics.size > 1 && r.metric ? t.metric(r.metric) : null, f.range(r.score_low, r.score_high, sc)]),
        ),
    },
    {
      key: "score_light",
      head: `${kpi}: ${t("target")}`,
      text: true,
      raw: (r) => WORST[r.score_light] ?? null,
      cell: (r) => [
        light(ctx, r.score_light) ?? figure(ctx, "–"),
        r.score == null && r.score_target == null
          ? null
          : h(
              "span",
              { class: "sub" },
              pieces([
                r.score_target == null ? null : t("target_value", { v: f.upTo(r.score_target, digits) }),
                r.score_n == null ? null : t("n_answers", { n: f.int(r.score_n) }),
              ]),
            ),
        r.score_light === "amber" && r.answers_needed > 0
          ? h("span", { class: "sub wrap" }, t("answers_short", { n: f.int(r.answers_needed) }))
          : null,
      ],
    },
    {
      key: "trend",
      head: t("trend"),
      text: true,
      raw: (r) => change(r),
      cell: (r) => {
        const rows = series(ctx, r.trend);
        const ends = rows.filter((x) => x.score !== null);
        if (ends.length < 2) return figure(ctx, "–");
        return h(
          "span",
          { class: "spark" },
          sparkline({
            rows,
            target: r.score_target ?? null,
            light: r.score_light,
            description: `${t("trend")}: ${sc(ends[0].score)} → ${sc(ends.at(-1).score)}`,
          }),
        );
      },
    },
    {
      key: "experience",
      head: t("experience"),
      raw: (r) => r.experience_gap,
      cell: (r) =>
        r.experience_gap == null
          ? figure(ctx, "–")
          : [
              h(
                "span",
                { class: `main ${r.experience_gap < 0 ? "worse" : "better"}` },
                f.signed(r.experience_gap, feltDigits),
              ),
              h(
                "span",
                { class: "sub" },
                `${f.fixed(r.expectation, feltDigits)} → ${f.fixed(r.perception, feltDigits)}`,
              ),
            ],
    },
    {
      key: "audit",
      head: t("audit"),
      text: true,
      raw: (r) => r.audit_score,
      cell: (r) =>
        r.audit_score == null
          ? figure(ctx, "–")
          : [
              h(
                "span",
                { class: "pair" },
                h("span", { class: "main" }, audit.fmt(r.audit_score)),
                light(ctx, r.audit_light),
              ),
              r.audit_target == null
                ? null
                : h("span", { class: "sub" }, t("target_value", { v: audit.fmt(r.audit_target) })),
              r.audit_gated != null && r.audit_gated < r.audit_score
                ? h("span", { class: "sub wrap" }, t("gated", { v: audit.fmt(r.audit_gated) }))
                : null,
            ],
    },
  ];
}

/** How much the trend rose from its first to its last window. */
function change(row) {
  const seen = row.trend
    .filter((x) => x.score !== null && x.score !== undefined && x.window_start)
    .sort((a, b) => (a.window_start < b.window_start ? -1 : 1));
  return seen.length < 2 ? null : seen.at(-1).score - seen[0].score;
}

/** The section with its table. */
export function touchpoints(ctx, data) {
  if (!data.touchpoints.length) return null;
  const { t } = ctx;
  const judged = data.touchpoints.some(
    (r) => r.score_light || r.audit_light || r.conversions_low != null || r.score_low != null,
  );
  const note = !judged
    ? null
    : data.leadModel
      ? t("touchpoints_note", { model: t.model(data.leadModel) })
      : t("touchpoints_note_plain");
  // The rows come by name; what matters most stands first.
  const lead = ["value", "conversions", "contacts"].find((key) => data.touchpoints.some((r) => r[key] != null));
  return section(
    ctx,
    "touchpoints",
    t("touchpoints"),
    note,
    dataTable(ctx, {
      id: "touchpoints",
      caption: t("touchpoints"),
      columns: columns(ctx, data),
      rows: data.touchpoints,
      sort: lead && [lead, "descending"],
      limit: LIMIT,
      search: (r) => t.special(r.touchpoint),
      file: "touchpoints.csv",
    }),
  );
}
