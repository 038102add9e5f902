// The section of expectation and perception.

import { dumbbell } from "../charts/dumbbell.js";
import { h } from "../dom.js";
import { allButton, col, digitsFor, nameCell, numbers, section } from "../parts.js";
import { dataTable } from "../table.js";

/** Expectation against perception, worst first. */
export function gaps(ctx, data) {
  const { t, f } = ctx;
  let rows = data.gaps.filter(
    (r) => r.expectation !== null && r.perception !== null && r.expectation !== undefined && r.perception !== undefined,
  );
  if (!rows.length)
    rows = data.touchpoints
      .filter((p) => p.expectation != null && p.perception != null)
      .map((p) => ({
        name: p.touchpoint,
        n: null,
        expectation: p.expectation,
        perception: p.perception,
        gap: p.experience_gap ?? null,
        low: p.experience_gap_low ?? null,
        high: p.experience_gap_high ?? null,
      }));
  if (!rows.length) return null;
  rows = rows
    .map((r) => ({ ...r, name: t.special(r.name) || t("total"), quiet: r.small === true || r.name === "(none)" }))
    .sort((a, b) => a.quiet - b.quiet || (a.gap ?? 0) - (b.gap ?? 0));
  const digits = digitsFor(rows.flatMap((r) => [r.expectation, r.perception]));
  const state = ctx.state("gaps", () => ({ all: false }));
  const chart = ctx.chart((width) => dumbbell(ctx, { rows: state.all ? rows : rows.slice(0, 12), digits, width }));
  const table = () =>
    dataTable(ctx, {
      id: "gap-numbers",
      caption: t("gaps"),
      rows,
      limit: 60,
      file: "gaps.csv",
      columns: [
        {
          key: "name",
          head: t("by"),
          text: true,
          raw: (r) => r.name,
          cell: (r) => nameCell(r.name),
        },
        col("n", "n", (r) => r.n, f.int),
        col(
          "e",
          t("expectation"),
          (r) => r.expectation,
          (v) => f.fixed(v, digits),
        ),
        col(
          "p",
          t("perception"),
          (r) => r.perception,
          (v) => f.fixed(v, digits),
        ),
        col(
          "gap",
          t("gap"),
          (r) => r.gap,
          (v) => f.signed(v, digits),
        ),
        {
          key: "ci",
          head: t("interval"),
          text: true,
          raw: (r) => (r.low == null ? null : f.range(r.low, r.high, (v) => f.signed(v, digits))),
        },
      ],
    });
  return section(
    ctx,
    "gaps",
    t("gaps"),
    t("gaps_note"),
    h(
      "ul",
      { class: "legend" },
      h("li", {}, h("i", { class: "key-ring" }), t("expectation")),
      h("li", {}, h("i", { class: "key-dot" }), t("perception")),
    ),
    chart.box,
    h("div", { class: "chart-foot" }, allButton(ctx, state, rows.length, 12, chart.redraw), numbers(ctx, table)),
  );
}
