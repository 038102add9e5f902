// The section of scores by week: one small chart per touchpoint on one scale.

import { kpiChart } from "../charts/kpi.js";
import { h } from "../dom.js";
import { col, digitsFor, light, nameCell, numbers, section, segmented, unstated, WORST } from "../parts.js";
import { series } from "../scales.js";
import { dataTable } from "../table.js";

/** A score per week, one small chart per touchpoint, the missed targets first. */
export function kpi(ctx, data) {
  const { t, f } = ctx;
  let rows = data.scores.filter((r) => f.instant(r.window_start));
  if (!rows.length)
    rows = data.touchpoints.flatMap((p) =>
      p.trend.map((w) => ({ ...w, metric: p.metric, touchpoint: p.touchpoint, target: p.score_target ?? null })),
    );
  rows = rows.filter((r) => f.instant(r.window_start) && r.score !== null && r.score !== undefined);
  const metrics = [...new Set(rows.map((r) => r.metric ?? ""))];
  if (!rows.length) return null;
  // The metric with most answers stands for the others until somebody chooses.
  const answers = (m) => rows.reduce((sum, r) => sum + ((r.metric ?? "") === m ? (r.n ?? 0) : 0), 0);
  const lead = metrics.reduce((a, b) => (answers(b) > answers(a) ? b : a));
  const state = ctx.state("kpi", () => ({ metric: lead, shown: 0 }));
  if (!metrics.includes(state.metric)) state.metric = lead;
  const grid = h("ul", { class: "multiples" });
  const more = h("button", {
    type: "button",
    class: "more",
    on: {
      click: () => {
        state.shown += 24;
        draw();
      },
    },
  });
  const overall = new Map(data.touchpoints.map((p) => [`${p.metric}\u0000${p.touchpoint}`, p]));
  const draw = () => {
    const own = rows.filter((r) => (r.metric ?? "") === state.metric);
    const digits = digitsFor(own.flatMap((r) => [r.score, r.target]));
    const groups = new Map();
    for (const r of own)
      groups.set(r.touchpoint ?? "", [
        ...(groups.get(r.touchpoint ?? "") ?? []),
        { low: null, high: null, target: null, n: null, ...r },
      ]);
    const items = [...groups]
      .map(([key, list]) => {
        const points = series(ctx, list);
        const whole = overall.get(`${state.metric}\u0000${key}`);
        const quiet = unstated(key) && groups.size > 1;
        return { key, points, light: whole ? whole.score_light : points.at(-1)?.light, whole, quiet };
      })
      .sort((a, b) => a.quiet - b.quiet || (WORST[a.light] ?? 3) - (WORST[b.light] ?? 3));
    const times = own.map((r) => f.instant(r.window_start).getTime());
    const weeks = [new Date(Math.min(...times)), new Date(Math.max(...times))];
    // Intervals of thin weeks would flatten every line; the scale follows scores and targets, with room for most of the bands.
    const ends = own.flatMap((r) => [r.score, r.target]).filter((v) => v != null);
    const wide = own
      .flatMap((r) => [r.low, r.high])
      .filter((v) => v != null)
      .sort((a, b) => a - b);
    if (wide.length) ends.push(wide[Math.floor(wide.length * 0.05)], wide[Math.ceil(wide.length * 0.95) - 1]);
    let domain = [Math.min(...ends), Math.max(...ends)];
    if (domain[0] === domain[1]) domain = [domain[0] - 1, domain[1] + 1];
    const count = 9 + state.shown;
    ctx.drop(grid);
    grid.replaceChildren(
      ...items.slice(0, count).map((item) => {
        const label = t.special(item.key) || t.metric(state.metric);
        const last = item.points.at(-1);
        const chart = ctx.chart(
          (width) =>
            kpiChart(ctx, {
              rows: item.points,
              domain,
              weeks,
              width,
              digits,
              name: `${label}: ${f.fixed(item.points[0].score, digits)} → ${f.fixed(last.score, digits)}`,
            }),
          grid,
        );
        return h(
          "li",
          { class: item.quiet ? "quiet" : null },
          h(
            "div",
            { class: "multiple-head" },
            h("h3", { class: "name", dir: "auto", title: label }, label),
            light(ctx, item.light),
          ),
          chart.box,
        );
      }),
    );
    more.hidden = items.length <= count;
    more.textContent = t("show_all", { n: f.int(items.length) });
    if (items.length > 40 + count)
      more.textContent = `+ 24 (${t("shown", { k: f.int(Math.min(count, items.length)), n: f.int(items.length) })})`;
    ctx.paint(grid);
  };
  const table = () =>
    dataTable(ctx, {
      id: "score-numbers",
      caption: t("kpi_weeks"),
      rows,
      limit: 60,
      file: "scores.csv",
      columns: [
        {
          key: "touchpoint",
          head: t("touchpoint"),
          text: true,
          raw: (r) => t.special(r.touchpoint),
          cell: (r) => nameCell(t.special(r.touchpoint)),
        },
        { key: "metric", head: t("metric"), text: true, raw: (r) => t.metric(r.metric) },
        { key: "week", head: t("week"), text: true, raw: (r) => r.window_start, cell: (r) => f.date(r.window_start) },
        col("n", "n", (r) => r.n, f.int),
        col(
          "score",
          t("score"),
          (r) => r.score,
          (v) => f.fixed(v, 1),
        ),
        {
          key: "ci",
          head: t("interval"),
          raw: (r) => (r.low == null ? null : f.range(r.low, r.high, (v) => f.fixed(v, 1))),
          text: true,
        },
        col(
          "target",
          t("target"),
          (r) => r.target,
          (v) => f.upTo(v, 2),
        ),
        {
          key: "light",
          head: t("light"),
          text: true,
          raw: (r) => WORST[r.light] ?? null,
          cell: (r) => light(ctx, r.light),
        },
      ],
    });
  draw();
  return section(
    ctx,
    "kpi",
    metrics.length === 1 ? t("metric_by_week", { m: t.metric(metrics[0]) || t("kpi") }) : t("kpi_weeks"),
    t("kpi_weeks_note"),
    metrics.length > 1
      ? h(
          "div",
          { class: "chart-tools" },
          segmented(
            t("metric"),
            metrics.map((m) => [m, t.metric(m)]),
            state.metric,
            (m) => {
              state.metric = m;
              state.shown = 0;
              draw();
            },
          ),
        )
      : null,
    grid,
    h("div", { class: "chart-foot" }, more, numbers(ctx, table)),
  );
}
