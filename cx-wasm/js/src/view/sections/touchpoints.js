// The heart of the page: one row per touchpoint.

import { sparkline } from "../charts/kpi.js";
import { h } from "../dom.js";
import {
  caveat,
  digitsFor,
  figure,
  light,
  modelSpan,
  pieces,
  proven,
  section,
  sub,
  unstated,
  WORST,
} from "../parts.js";
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
  const whole = (v) => (Math.abs(v) >= 100 ? f.int(v) : count(v));
  const credited = (key, head, fmt, more = null, level = null) => ({
    key,
    head,
    // A middle that says nothing stands in no file either; a bound says that it is one.
    raw: (r) => (r.undecided ? null : r.lower_bound && r[key] != null ? `≥ ${r[key]}` : r[key]),
    // What cannot be told, and a lower bound, are in no ranking.
    sort: (r) => (r.undecided || r.lower_bound ? null : r[key]),
    cell: (r) => {
      const [low, high] = [r[`${key}_low`], r[`${key}_high`]];
      const span = more?.(r);
      if (r.undecided && r[key] != null)
        return [
          h("span", { class: "main unproven" }, t("cannot_tell")),
          sub(f.to(low, high, fmt)),
          span ? h("span", { class: "sub say" }, span) : null,
        ];
      // Above a lower bound there may be anything.
      const look = level === null ? null : proven(low, r.lower_bound ? null : high, level);
      const main = r[key] == null ? fmt(null) : r.lower_bound ? t("at_least", { v: fmt(r[key]) }) : fmt(r[key]);
      return [
        figure(ctx, r[key] == null || !look ? main : h("span", { class: look }, main), f.range(low, high, fmt)),
        span ? h("span", { class: "sub say" }, span) : null,
      ];
    },
  });
  const sc = (v) => f.fixed(v, digits);
  return [
    {
      key: "touchpoint",
      head: t("touchpoint"),
      text: true,
      raw: (r) => t.special(r.touchpoint),
      cell: (r) => [
        h("span", { class: "name", dir: "auto", title: t.special(r.touchpoint) }, t.special(r.touchpoint)),
        r.owner ? h("span", { class: "sub wrap", dir: "auto" }, t("owner", { v: r.owner })) : null,
        r.lower_bound ? h("span", { class: "sub wrap" }, t("bound_note")) : null,
      ],
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
    {
      key: "cost",
      head: t("cost") + money,
      raw: (r) => r.cost,
      cell: (r) =>
        r.cost_other
          ? figure(ctx, f.money(r.cost_counted ?? 0), t("other_cost", { v: f.money(r.cost_other) }))
          : figure(ctx, f.money(r.cost)),
    },
    credited("conversions", t("credited_conversions"), count, (r) => modelSpan(ctx, r, whole)),
    credited("value", t("credited_value") + money, f.money),
    { ...credited("roas", t("roas"), (v) => f.fixed(v, 2), null, 1), help: t("roas_help") },
    {
      key: "points",
      head: f.currency ? t("points_per", { c: f.currency }) : t("points_per_unit"),
      help: t("points_help"),
      raw: (r) => (r.kind ? null : r.points_per_1000),
      cell: (r) => points(ctx, r),
    },
    {
      key: "score",
      head: kpi,
      raw: (r) => r.score,
      cell: (r) =>
        figure(
          ctx,
          r.score_small && r.score != null ? h("span", { class: "unproven" }, sc(r.score)) : sc(r.score),
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
                { class: `main ${proven(r.experience_gap_low, r.experience_gap_high) ?? "unproven"}` },
                f.signed(r.experience_gap, feltDigits),
              ),
              sub(f.to(r.experience_gap_low, r.experience_gap_high, (v) => f.signed(v, feltDigits))),
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

/** Experience beside money, or what is missing for it. */
function points(ctx, r) {
  const { t, f } = ctx;
  // Against the mean all points together are none.
  if (r.kind) return figure(ctx, f.signed(null, 1));
  if (r.points_per_1000 == null) {
    const lacks = !(r.cost_counted > 0) ? "lacks_cost" : r.experience_points == null ? "lacks_points" : null;
    return lacks ? h("span", { class: "sub wrap" }, t(lacks)) : figure(ctx, f.signed(null, 1));
  }
  const digits = Math.abs(r.points_per_1000) < 1 ? 2 : 1;
  const signed = (v) => f.signed(v, digits);
  const [low, high] = [r.points_per_1000_low, r.points_per_1000_high];
  return figure(
    ctx,
    h("span", { class: proven(low, high) ?? "unproven" }, signed(r.points_per_1000)),
    low == null ? t("no_interval") : f.to(low, high, signed),
  );
}

/** Everything together, as the report of returns has it; where there is none, the totals of the page. */
function total(ctx, data) {
  const { conversions, value, cost, cost_counted, cost_other } = data.totals;
  const sums = data.total ?? { conversions, value, cost, cost_counted, cost_other };
  if (sums.conversions == null && sums.value == null && sums.cost == null) return null;
  return { ...sums, touchpoint: ctx.t("total"), kind: "total", trend: [] };
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
  const rest = data.rest.map((r) => ({ ...r, kind: "rest" }));
  const sums = rest.length || data.total ? total(ctx, data) : null;
  const lead = ["value", "conversions", "contacts"].find((key) => data.touchpoints.some((r) => r[key] != null));
  return section(
    ctx,
    "touchpoints",
    t("touchpoints"),
    note,
    caveat(ctx, data),
    dataTable(ctx, {
      id: "touchpoints",
      caption: t("touchpoints"),
      columns: columns(ctx, data),
      rows: data.touchpoints,
      sort: lead && [lead, "descending"],
      limit: LIMIT,
      search: (r) => t.special(r.touchpoint),
      file: "touchpoints.csv",
      last: sums ? [...rest, sums] : rest,
      quiet: (r) => unstated(r.touchpoint),
    }),
  );
}
