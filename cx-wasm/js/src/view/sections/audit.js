// The section of the audit: target and actual per touchpoint, the criteria in detail.

import { bullets } from "../charts/bullet.js";
import { h } from "../dom.js";
import { allButton, col, light, numbers, section, WORST } from "../parts.js";
import { auditScale } from "../scales.js";
import { dataTable } from "../table.js";

/** The audit per touchpoint, and its criteria in detail. */
export function audit(ctx, data) {
  const { t, f } = ctx;
  let rows = data.touchpoints
    .filter((p) => p.audit_score != null)
    .map((p) => ({
      name: t.special(p.touchpoint),
      score: p.audit_score,
      target: p.audit_target ?? null,
      light: p.audit_light,
      gated: p.audit_gated,
      coverage: p.audit_coverage ?? null,
      gap: p.audit_gap ?? null,
    }));
  if (!rows.length)
    rows = data.audit
      .filter((r) => !r.parent && r.score != null)
      .map((r) => ({
        name: [t.special(r.touchpoint), r.text ?? r.node].filter(Boolean).join(" · "),
        target: null,
        coverage: null,
        ...r,
      }));
  if (!rows.length && !data.audit.length) return null;
  rows.sort((a, b) => (WORST[a.light] ?? 3) - (WORST[b.light] ?? 3) || a.score - b.score);
  const scale = auditScale(
    ctx,
    [...rows, ...data.audit].flatMap((r) => [r.score, r.target]),
  );
  const state = ctx.state("audit", () => ({ all: false }));
  const chart = rows.length
    ? ctx.chart((width) =>
        bullets(ctx, { rows: state.all ? rows : rows.slice(0, 12), top: scale.top, fmt: scale.fmt, width }),
      )
    : null;
  const parents = new Map(data.audit.map((r) => [`${r.touchpoint}\u0000${r.node}`, r.parent]));
  const depth = (r) => {
    let [d, at] = [0, r.parent];
    while (at && d < 5) {
      d += 1;
      at = parents.get(`${r.touchpoint}\u0000${at}`) ?? null;
    }
    return d;
  };
  const table = () =>
    dataTable(ctx, {
      id: "audit-numbers",
      caption: t("audit_title"),
      rows: data.audit,
      limit: 40,
      file: "audit.csv",
      columns: [
        {
          key: "node",
          head: t("criterion"),
          text: true,
          raw: (r) => r.text ?? r.node,
          cell: (r) => h("span", { class: `name depth-${depth(r)}`, dir: "auto" }, r.text ?? r.node ?? ""),
        },
        { key: "touchpoint", head: t("touchpoint"), text: true, raw: (r) => t.special(r.touchpoint) },
        col(
          "score",
          t("actual"),
          (r) => r.score,
          (v) => scale.fmt(v),
        ),
        col(
          "target",
          t("target"),
          (r) => r.target,
          (v) => scale.fmt(v),
        ),
        {
          key: "light",
          head: t("light"),
          text: true,
          raw: (r) => WORST[r.light] ?? null,
          cell: (r) => light(ctx, r.light),
        },
        col(
          "coverage",
          t("coverage_share"),
          (r) => r.coverage,
          (v) => f.percent(v),
        ),
        col("visits", t("visits"), (r) => r.visits, f.int),
        { key: "due", head: t("due"), text: true, raw: (r) => r.due, cell: (r) => (r.due ? f.date(r.due) : "") },
      ],
    });
  return section(
    ctx,
    "audit",
    t("audit_title"),
    t("audit_note"),
    chart?.box,
    h(
      "div",
      { class: "chart-foot" },
      chart ? allButton(ctx, state, rows.length, 12, chart.redraw) : null,
      data.audit.length ? numbers(ctx, table, t("criteria_tree")) : null,
    ),
  );
}
