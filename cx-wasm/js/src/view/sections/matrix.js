// The section of the step matrix: where journeys are at each step.

import { matrixChart, matrixOf, matrixWidth } from "../charts/matrix.js";
import { h } from "../dom.js";
import { allButton, col, nameCell, numbers, section } from "../parts.js";
import { dataTable } from "../table.js";

const LIMIT = 12;

/** The share of journeys at each touchpoint, step by step. */
export function matrix(ctx, data) {
  const { t, f } = ctx;
  const state = ctx.state("matrix", () => ({ all: false }));
  const small = matrixOf(data.matrix, LIMIT);
  if (!small.rows.length) return null;
  const whole = matrixOf(data.matrix, Infinity);
  const chart = ctx.chart(
    (width) => matrixChart(ctx, { matrix: state.all ? whole : small, width }),
    null,
    Math.min(2400, matrixWidth(small.steps.length)),
  );
  const table = () =>
    dataTable(ctx, {
      id: "matrix-numbers",
      caption: t("matrix"),
      rows: data.matrix,
      limit: 60,
      file: "step-matrix.csv",
      columns: [
        {
          key: "touchpoint",
          head: t("touchpoint"),
          text: true,
          raw: (r) => t.special(r.touchpoint),
          cell: (r) => nameCell(t.special(r.touchpoint)),
        },
        col("step", t("step", { n: "" }).trim(), (r) => r.step + 1, f.int),
        col("count", t("count"), (r) => r.count, f.int),
        col("share", t("share"), (r) => r.share, (v) => f.percent(v, 1)), // prettier-ignore
      ],
    });
  return section(
    ctx,
    "matrix",
    t("matrix"),
    small.rows.some((r) => r.name === "(other)")
      ? `${t("matrix_note")} ${t("matrix_other", { other: t("special_other") })}`
      : t("matrix_note"),
    chart.box,
    h(
      "div",
      { class: "chart-foot" },
      small.rows.length < whole.rows.length || whole.named > LIMIT + 1
        ? allButton(ctx, state, whole.named, LIMIT, chart.redraw)
        : null,
      numbers(ctx, table),
    ),
  );
}
