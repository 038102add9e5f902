// The chart sections: credits, KPI by week, expectation and perception, audit.

import { creditChart, creditLegend } from "./charts/credits.js";
import { bullets } from "./charts/bullet.js";
import { dumbbell } from "./charts/dumbbell.js";
import { kpiChart } from "./charts/kpi.js";
import { h } from "./dom.js";
import { digitsFor, light, numbers, section, segmented } from "./parts.js";
import { dataTable } from "./table.js";
import { auditScale, series } from "./touchpoints.js";

const name = (ctx, r) => h("span", { class: "name", dir: "auto", title: r }, r);
const col = (ctx, key, head, raw, fmt) => ({ key, head, raw, cell: (r) => fmt(raw(r)) });

/** A button that switches between the first rows and all of them. */
export function allButton(ctx, state, total, limit, redraw) {
  if (total <= limit) return null;
  const text = () => (state.all ? ctx.t("show_fewer") : ctx.t("show_all", { n: ctx.f.int(total) }));
  const button = h("button", { type: "button", class: "more", on: { click: () => { state.all = !state.all; button.textContent = text(); redraw(); } } }, text());
  return button;
}

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
  const rows = () => [...groups].map(([key, cells]) => ({
    name: t.special(key), lead: cells[0][state.measure] ?? 0,
    cells: cells.map((c) => ({ model: c.model ?? "", v: c[state.measure] ?? null, low: c[`${state.measure}_low`] ?? null, high: c[`${state.measure}_high`] ?? null })),
  })).sort((a, b) => b.lead - a.lead);
  const chart = ctx.chart((width) => {
    const all = rows();
    return creditChart(ctx, { rows: state.all ? all : all.slice(0, limit), models, money: state.measure === "value", width });
  });
  const table = () => dataTable(ctx, { id: "credit-numbers", caption: t("credits"), rows: data.credits, limit: 60, file: "credits.csv", columns: [
    { key: "touchpoint", head: t("touchpoint"), text: true, raw: (r) => t.special(r.touchpoint), cell: (r) => name(ctx, t.special(r.touchpoint)) },
    { key: "model", head: t("model"), text: true, raw: (r) => t.model(r.model) },
    col(ctx, "conversions", t("conversions"), (r) => r.conversions, f.count), { key: "ci", head: t("interval"), raw: (r) => (r.conversions_low == null ? null : f.range(r.conversions_low, r.conversions_high, f.count)), text: true },
    col(ctx, "value", t("value"), (r) => r.value, f.money), { key: "vi", head: `${t("interval")} `, raw: (r) => (r.value_low == null ? null : f.range(r.value_low, r.value_high, f.money)), text: true },
    col(ctx, "share", t("share"), (r) => r.share, (v) => f.percent(v, 1)), col(ctx, "removal", t("removal_effect"), (r) => r.removal_effect, (v) => f.percent(v, 1)),
  ] });
  return section(ctx, "credits", t("credits"), models.length > 1 ? t("credits_note") : t("credits_note_one"),
    h("div", { class: "chart-tools" }, models.length > 1 ? creditLegend(ctx, models) : null,
      measures.length > 1 ? segmented(t("credits"), measures.map((m) => [m, t(`by_${m}`) + (m === "value" && f.currency ? ` (${f.currency})` : "")]), state.measure, (m) => { state.measure = m; chart.redraw(); }) : null),
    chart.box, h("div", { class: "chart-foot" }, allButton(ctx, state, groups.size, limit, chart.redraw), numbers(ctx, table)));
}

const WORST = { red: 0, amber: 1, green: 2 };

/** A score per week, one small chart per touchpoint, the missed targets first. */
export function kpi(ctx, data) {
  const { t, f } = ctx;
  let rows = data.scores.filter((r) => f.instant(r.window_start));
  if (!rows.length) rows = data.touchpoints.flatMap((p) => p.trend.map((w) => ({ ...w, metric: p.metric, touchpoint: p.touchpoint, target: p.score_target ?? null })));
  rows = rows.filter((r) => f.instant(r.window_start) && r.score !== null && r.score !== undefined);
  const metrics = [...new Set(rows.map((r) => r.metric ?? ""))];
  if (!rows.length) return null;
  const state = ctx.state("kpi", () => ({ metric: metrics[0], shown: 0 }));
  if (!metrics.includes(state.metric)) state.metric = metrics[0];
  const grid = h("ul", { class: "multiples" });
  const more = h("button", { type: "button", class: "more", on: { click: () => { state.shown += 24; draw(); } } });
  const overall = new Map(data.touchpoints.map((p) => [`${p.metric}\u0000${p.touchpoint}`, p]));
  const draw = () => {
    const own = rows.filter((r) => (r.metric ?? "") === state.metric);
    const digits = digitsFor(own.flatMap((r) => [r.score, r.target]));
    const groups = new Map();
    for (const r of own) groups.set(r.touchpoint ?? "", [...(groups.get(r.touchpoint ?? "") ?? []), { low: null, high: null, target: null, n: null, ...r }]);
    const items = [...groups].map(([key, list]) => {
      const points = series(ctx, list);
      const whole = overall.get(`${state.metric}\u0000${key}`);
      return { key, points, light: whole ? whole.score_light : points.at(-1)?.light, whole };
    }).sort((a, b) => (WORST[a.light] ?? 3) - (WORST[b.light] ?? 3));
    const times = own.map((r) => f.instant(r.window_start).getTime());
    const weeks = [new Date(Math.min(...times)), new Date(Math.max(...times))];
    // Intervals of thin weeks would flatten every line; the scale follows scores and targets, with room for most of the bands.
    const ends = own.flatMap((r) => [r.score, r.target]).filter((v) => v != null);
    const wide = own.flatMap((r) => [r.low, r.high]).filter((v) => v != null).sort((a, b) => a - b);
    if (wide.length) ends.push(wide[Math.floor(wide.length * 0.05)], wide[Math.ceil(wide.length * 0.95) - 1]);
    let domain = [Math.min(...ends), Math.max(...ends)];
    if (domain[0] === domain[1]) domain = [domain[0] - 1, domain[1] + 1];
    const count = 9 + state.shown;
    ctx.drop(grid);
    grid.replaceChildren(...items.slice(0, count).map((item) => {
      const label = t.special(item.key) || t.metric(state.metric);
      const last = item.points.at(-1);
      const clip = item.points.map((p) => ({ ...p, low: p.low === null ? null : Math.max(p.low, domain[0]), high: p.high === null ? null : Math.min(p.high, domain[1]) }));
      const chart = ctx.chart((width) => kpiChart(ctx, { rows: clip, domain, weeks, width, digits, name: `${label}: ${f.fixed(item.points[0].score, digits)} → ${f.fixed(last.score, digits)}` }), grid);
      return h("li", {}, h("div", { class: "multiple-head" }, h("h3", { class: "name", dir: "auto", title: label }, label), light(ctx, item.light)), chart.box);
    }));
    more.hidden = items.length <= count;
    more.textContent = t("show_all", { n: f.int(items.length) });
    if (items.length > 40 + count) more.textContent = `+ 24 (${t("shown", { k: f.int(Math.min(count, items.length)), n: f.int(items.length) })})`;
    ctx.paint(grid);
  };
  const table = () => dataTable(ctx, { id: "score-numbers", caption: t("kpi_weeks"), rows, limit: 60, file: "scores.csv", columns: [
    { key: "touchpoint", head: t("touchpoint"), text: true, raw: (r) => t.special(r.touchpoint), cell: (r) => name(ctx, t.special(r.touchpoint)) },
    { key: "metric", head: t("metric"), text: true, raw: (r) => t.metric(r.metric) },
    { key: "week", head: t("week"), text: true, raw: (r) => r.window_start, cell: (r) => f.date(r.window_start) },
    col(ctx, "n", "n", (r) => r.n, f.int), col(ctx, "score", t("score"), (r) => r.score, (v) => f.fixed(v, 1)),
    { key: "ci", head: t("interval"), raw: (r) => (r.low == null ? null : f.range(r.low, r.high, (v) => f.fixed(v, 1))), text: true },
    col(ctx, "target", t("target"), (r) => r.target, (v) => f.upTo(v, 2)),
    { key: "light", head: t("light"), text: true, raw: (r) => WORST[r.light] ?? null, cell: (r) => light(ctx, r.light) },
  ] });
  draw();
  return section(ctx, "kpi", metrics.length === 1 ? t("metric_by_week", { m: t.metric(metrics[0]) || t("kpi") }) : t("kpi_weeks"), t("kpi_weeks_note"),
    metrics.length > 1 ? h("div", { class: "chart-tools" }, segmented(t("metric"), metrics.map((m) => [m, t.metric(m)]), state.metric, (m) => { state.metric = m; state.shown = 0; draw(); })) : null,
    grid, h("div", { class: "chart-foot" }, more, numbers(ctx, table)));
}

/** Expectation against perception, worst first. */
export function gaps(ctx, data) {
  const { t, f } = ctx;
  let rows = data.gaps.filter((r) => r.expectation !== null && r.perception !== null && r.expectation !== undefined && r.perception !== undefined);
  if (!rows.length) rows = data.touchpoints.filter((p) => p.expectation != null && p.perception != null).map((p) => ({ name: p.touchpoint, by: "touchpoint", n: null, expectation: p.expectation, perception: p.perception, gap: p.experience_gap ?? null, low: null, high: null }));
  if (!rows.length) return null;
  rows = rows.map((r) => ({ ...r, name: t.special(r.name) || t("total") })).sort((a, b) => (a.gap ?? 0) - (b.gap ?? 0));
  const digits = digitsFor(rows.flatMap((r) => [r.expectation, r.perception]));
  const state = ctx.state("gaps", () => ({ all: false }));
  const chart = ctx.chart((width) => dumbbell(ctx, { rows: state.all ? rows : rows.slice(0, 12), digits, width }));
  const table = () => dataTable(ctx, { id: "gap-numbers", caption: t("gaps"), rows, limit: 60, file: "gaps.csv", columns: [
    { key: "name", head: t(rows[0].by) === rows[0].by ? t("by") : t(rows[0].by), text: true, raw: (r) => r.name, cell: (r) => name(ctx, r.name) },
    col(ctx, "n", "n", (r) => r.n, f.int), col(ctx, "e", t("expectation"), (r) => r.expectation, (v) => f.fixed(v, digits)), col(ctx, "p", t("perception"), (r) => r.perception, (v) => f.fixed(v, digits)),
    col(ctx, "gap", t("gap"), (r) => r.gap, (v) => f.signed(v, digits)), { key: "ci", head: t("interval"), text: true, raw: (r) => (r.low == null ? null : f.range(r.low, r.high, (v) => f.signed(v, digits))) },
  ] });
  return section(ctx, "gaps", t("gaps"), t("gaps_note"),
    h("ul", { class: "legend" }, h("li", {}, h("i", { class: "key-ring" }), t("expectation")), h("li", {}, h("i", { class: "key-dot" }), t("perception"))),
    chart.box, h("div", { class: "chart-foot" }, allButton(ctx, state, rows.length, 12, chart.redraw), numbers(ctx, table)));
}

/** The audit per touchpoint, and its criteria in detail. */
export function audit(ctx, data) {
  const { t, f } = ctx;
  let rows = data.touchpoints.filter((p) => p.audit_score != null).map((p) => ({ name: t.special(p.touchpoint), score: p.audit_score, target: p.audit_target ?? null, light: p.audit_light, gated: p.audit_gated, coverage: p.audit_coverage ?? null, gap: p.audit_gap ?? null }));
  if (!rows.length) rows = data.audit.filter((r) => !r.parent && r.score != null).map((r) => ({ name: [t.special(r.touchpoint), r.text ?? r.node].filter(Boolean).join(" · "), target: null, coverage: null, ...r }));
  if (!rows.length && !data.audit.length) return null;
  rows.sort((a, b) => (WORST[a.light] ?? 3) - (WORST[b.light] ?? 3) || a.score - b.score);
  const scale = auditScale(ctx, [...rows, ...data.audit].flatMap((r) => [r.score, r.target]));
  const state = ctx.state("audit", () => ({ all: false }));
  const chart = rows.length ? ctx.chart((width) => bullets(ctx, { rows: state.all ? rows : rows.slice(0, 12), top: scale.top, fmt: scale.fmt, width })) : null;
  const parents = new Map(data.audit.map((r) => [`${r.touchpoint}\u0000${r.node}`, r.parent]));
  const depth = (r) => {
    let [d, at] = [0, r.parent];
    while (at && d < 5) { d += 1; at = parents.get(`${r.touchpoint}\u0000${at}`) ?? null; }
    return d;
  };
  const table = () => dataTable(ctx, { id: "audit-numbers", caption: t("audit_title"), rows: data.audit, limit: 40, file: "audit.csv", columns: [
    { key: "node", head: t("criterion"), text: true, raw: (r) => r.text ?? r.node, cell: (r) => h("span", { class: `name depth-${depth(r)}`, dir: "auto" }, r.text ?? r.node ?? "") },
    { key: "touchpoint", head: t("touchpoint"), text: true, raw: (r) => t.special(r.touchpoint) },
    col(ctx, "score", t("actual"), (r) => r.score, (v) => scale.fmt(v)), col(ctx, "target", t("target"), (r) => r.target, (v) => scale.fmt(v)),
    { key: "light", head: t("light"), text: true, raw: (r) => WORST[r.light] ?? null, cell: (r) => light(ctx, r.light) },
    col(ctx, "coverage", t("coverage_share"), (r) => r.coverage, (v) => f.percent(v)), col(ctx, "visits", t("visits"), (r) => r.visits, f.int),
    { key: "due", head: t("due"), text: true, raw: (r) => r.due, cell: (r) => (r.due ? f.date(r.due) : "") },
  ] });
  return section(ctx, "audit", t("audit_title"), t("audit_note"), chart?.box,
    h("div", { class: "chart-foot" }, chart ? allButton(ctx, state, rows.length, 12, chart.redraw) : null, data.audit.length ? numbers(ctx, table, t("criteria_tree")) : null));
}
