// The section of the flow over the steps.

import { flowChart, fold } from "../charts/flow.js";
import { h } from "../dom.js";
import { nameCell, numbers, section } from "../parts.js";
import { dataTable } from "../table.js";

/** The flow over the steps. */
export function flow(ctx, data) {
  const { t, f } = ctx;
  const links = data.flow.filter((l) => l.count > 0 && l.step !== null && l.step !== undefined);
  if (!links.length) return null;
  const chart = ctx.chart((width) => flowChart(ctx, { links: fold(links, width < 700 ? 6 : 9), width }), null, 560);
  const table = () =>
    dataTable(ctx, {
      id: "flow-numbers",
      caption: t("flow"),
      rows: links,
      limit: 60,
      file: "flow.csv",
      columns: [
        {
          key: "from",
          head: t("from"),
          text: true,
          raw: (r) => t.special(r.from),
          cell: (r) => nameCell(t.special(r.from)),
        },
        { key: "to", head: t("to"), text: true, raw: (r) => t.special(r.to), cell: (r) => nameCell(t.special(r.to)) },
        { key: "step", head: t("step", { n: "" }).trim(), raw: (r) => r.step + 1, cell: (r) => f.int(r.step + 1) },
        { key: "count", head: t("count"), raw: (r) => r.count, cell: (r) => f.int(r.count) },
      ],
    });
  return section(
    ctx,
    "flow",
    t("flow"),
    t("flow_note", { other: t("special_other") }),
    chart.box,
    h("div", { class: "chart-foot" }, numbers(ctx, table)),
  );
}
