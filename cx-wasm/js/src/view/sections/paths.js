// The section of the most frequent journeys.

import { h } from "../dom.js";
import { section } from "../parts.js";
import { dataTable } from "../table.js";

/** The most frequent journeys as sequences of names. */
export function paths(ctx, data) {
  const { t, f } = ctx;
  const rows = data.paths.filter((p) => p.path.length);
  if (!rows.length) return null;
  const c = (key, head, fmt) => ({ key, head, raw: (r) => r[key], cell: (r) => fmt(r[key]) });
  const rate = (r) => (r.journeys > 0 && r.conversions !== null ? r.conversions / r.journeys : null);
  return section(
    ctx,
    "paths",
    t("paths"),
    null,
    dataTable(ctx, {
      id: "paths",
      caption: t("paths"),
      rows,
      limit: 8,
      file: "paths.csv",
      columns: [
        {
          key: "path",
          head: t("path"),
          text: true,
          raw: (r) => r.path.map(t.special).join(" > "),
          cell: (r) =>
            h(
              "ol",
              { class: "path" },
              r.path.map((x) => h("li", { dir: "auto", title: t.special(x) }, t.special(x))),
            ),
        },
        c("journeys", t("journeys"), f.int),
        c("conversions", t("conversions"), f.count),
        { key: "rate", head: t("conversion_rate"), raw: rate, cell: (r) => f.percent(rate(r), 1) },
        c("value", t("value") + (f.currency ? ` (${f.currency})` : ""), f.money),
      ],
    }),
  );
}
