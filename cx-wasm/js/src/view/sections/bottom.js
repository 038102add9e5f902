// What is not covered, the accounting of rows read, and the definitions.

import { h } from "../dom.js";
import { section } from "../parts.js";
import { dataTable } from "../table.js";

const FEW = 6;

/** Coverage, grouped by kind. */
export function coverage(ctx, data) {
  const { t, f } = ctx;
  if (!data.coverage.length) return null;
  const groups = new Map();
  for (const r of data.coverage) groups.set(r.kind ?? "", [...(groups.get(r.kind ?? "") ?? []), r]);
  return section(
    ctx,
    "coverage",
    t("coverage"),
    t("coverage_note"),
    h(
      "div",
      { class: "coverage" },
      [...groups].map(([kind, rows]) => {
        const list = h("ul");
        const money = (r) => r.unit === "money";
        const draw = (all) =>
          list.replaceChildren(
            ...(all ? rows : rows.slice(0, FEW)).map((r) =>
              h(
                "li",
                { dir: "auto" },
                h("span", { class: "name" }, t.special(r.subject)),
                r.amount == null
                  ? null
                  : h("span", { class: "amount" }, money(r) ? f.moneyCode(r.amount) : f.int(r.amount)),
              ),
            ),
          );
        draw(false);
        const more =
          rows.length > FEW
            ? h(
                "button",
                {
                  type: "button",
                  class: "more",
                  on: {
                    click: () => {
                      draw(true);
                      more.remove();
                    },
                  },
                },
                t("show_all", { n: f.int(rows.length) }),
              )
            : null;
        return h(
          "div",
          {},
          h("h3", {}, t.coverage(kind), h("span", { class: "badge" }, f.int(rows.length))),
          list,
          more,
        );
      }),
    ),
  );
}

/** Read = accepted + rejected + duplicate + filtered, per source, with the total. */
export function intake(ctx, data) {
  const { t, f } = ctx;
  if (!data.intake.length) return null;
  const c = (key) => ({ key, head: t(key), raw: (r) => r[key], cell: (r) => f.int(r[key]) });
  const sum = (key) => data.intake.reduce((a, r) => a + (r[key] ?? 0), 0);
  const counts = ["read", "accepted", "rejected", "duplicate"];
  // Most companies leave nothing out.
  if (sum("filtered") > 0) counts.push("filtered");
  const foot = (used) =>
    h(
      "tr",
      {},
      used.map((col, i) =>
        i === 0
          ? h("th", { scope: "row", class: "text" }, t("total"))
          : h("td", { class: col.text ? "text" : "number" }, col.text ? "" : f.int(sum(col.key))),
      ),
    );
  return section(
    ctx,
    "intake",
    t("intake"),
    t("intake_note"),
    dataTable(ctx, {
      id: "intake",
      caption: t("intake"),
      rows: data.intake,
      limit: 20,
      foot,
      columns: [
        { key: "table", head: t("table"), text: true, raw: (r) => r.table },
        {
          key: "source",
          head: t("source"),
          text: true,
          raw: (r) => r.source,
          cell: (r) => h("span", { class: "name", dir: "auto", title: r.source }, r.source ?? ""),
        },
        ...counts.map(c),
      ],
    }),
  );
}

/** By which rules each report was computed. */
export function definitions(ctx, data) {
  const { t } = ctx;
  if (!data.definitions.length) return null;
  return h(
    "footer",
    { class: "definitions" },
    section(
      ctx,
      "definitions",
      t("definitions"),
      t("definitions_note"),
      h(
        "dl",
        { class: "defs" },
        data.definitions.map((d) =>
          h(
            "div",
            {},
            h("dt", { dir: "auto" }, d.name ?? ""),
            h("dd", {}, [d.method, d.version].filter(Boolean).join(" · ")),
            d.definition ? h("dd", {}, h("code", {}, d.definition)) : null,
          ),
        ),
      ),
    ),
  );
}
