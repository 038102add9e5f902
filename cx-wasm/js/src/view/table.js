// A real table: sortable by its headings, the first rows and "show all", a search where it is long, and its CSV.

import { csv, save } from "./csv.js";
import { h } from "./dom.js";

/** The classes of a column's cells: how it is set, and which it is. */
const kind = (column) => `${column.text ? "text" : "number"} col-${column.key}`;

const compare = (a, b, collator) =>
  typeof a === "string" || typeof b === "string" ? collator.compare(a ?? "", b ?? "") : a - b;

/**
 * Rows ordered by one column; rows without a value stay last either way, and `quiet` rows behind them; equal rows keep
 * their order.
 */
export function order(rows, raw, direction, collator, quiet = () => false) {
  const sign = direction === "descending" ? -1 : 1;
  return rows
    .map((row, i) => [row, i, raw(row) ?? null, quiet(row)])
    .sort((a, b) => {
      if (a[3] !== b[3]) return a[3] - b[3];
      if (a[2] === null || b[2] === null) return (a[2] === null) - (b[2] === null) || a[1] - b[1];
      return sign * compare(a[2], b[2], collator) || a[1] - b[1];
    })
    .map(([row]) => row);
}

/**
 * `columns`: `[{key, head, raw(row), sort(row)?, cell(row)?, text?: true, help?, always?}]`; the first is the row's
 * heading, `raw` what a file holds, `sort` what it is sorted by. A column without any value is left out. `sort`:
 * `[key, direction]` at the start. `search(row)`: the text searched. Rows of `last` stand behind the others whatever the
 * order, in the same columns; those that are `quiet` before them, in grey.
 */
export function dataTable(
  ctx,
  {
    id,
    caption,
    columns,
    rows,
    sort = null,
    limit = Infinity,
    search = null,
    file = null,
    foot = null,
    last = [],
    quiet = () => false,
  },
) {
  const state = ctx.state(id, () => ({ sort, all: false, query: "" }));
  const used = columns.filter((c, i) => i === 0 || c.always || [...rows, ...last].some((r) => (c.raw(r) ?? "") !== ""));
  const collator = new Intl.Collator(ctx.f.locale, { numeric: true, sensitivity: "base" });
  const body = h("tbody");
  const heads = used.map((c) => {
    const button = h(
      "button",
      { type: "button", title: c.help ?? null, on: { click: () => turn(c) } },
      h("span", {}, c.head),
      h("span", { class: "arrow", "aria-hidden": "true" }),
    );
    return h("th", { scope: "col", class: kind(c), "data-key": c.key }, button);
  });
  const table = h(
    "table",
    { class: `data data-${id}${used.length < 4 ? " narrow" : ""}` },
    h("caption", { class: "visually-hidden" }, `${caption}. ${ctx.t("sort_hint")}`),
    h("thead", {}, h("tr", {}, heads)),
    body,
    foot ? h("tfoot", {}, foot(used)) : null,
    last.length
      ? h(
          "tfoot",
          {},
          last.map((row) => line(row, `last ${row.kind ?? ""}`)),
        )
      : null,
  );
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, table);
  const more = h("button", {
    type: "button",
    class: "more",
    on: {
      click: () => {
        state.all = !state.all;
        draw();
      },
    },
  });
  const status = h("span", { class: "status", role: "status" });
  const find =
    search && rows.length > limit
      ? h("input", {
          type: "search",
          class: "search",
          placeholder: ctx.t("search"),
          "aria-label": ctx.t("search"),
          value: state.query,
          on: {
            input: (e) => {
              state.query = e.target.value;
              draw();
            },
          },
        })
      : null;
  const download = file
    ? h(
        "button",
        { type: "button", class: "quiet-button", on: { click: () => save(file, csv(used, [...rows, ...last])) } },
        ctx.t("download"),
      )
    : null;

  function line(row, look) {
    return h(
      "tr",
      { class: look },
      used.map((c, i) => {
        const content = c.cell ? c.cell(row) : String(c.raw(row) ?? "");
        return i === 0 ? h("th", { scope: "row", class: "text" }, content) : h("td", { class: kind(c) }, content);
      }),
    );
  }

  function turn(column) {
    const [key, direction] = state.sort ?? [];
    const first = column.text ? "ascending" : "descending";
    state.sort = [column.key, key === column.key ? (direction === "ascending" ? "descending" : "ascending") : first];
    draw();
  }

  function draw() {
    const column = used.find((c) => c.key === state.sort?.[0]);
    heads.forEach((th, i) => {
      const on = used[i] === column;
      th.setAttribute("aria-sort", on ? state.sort[1] : "none");
    });
    const wanted = state.query.trim().toLocaleLowerCase(ctx.f.locale);
    const found = wanted ? rows.filter((r) => search(r).toLocaleLowerCase(ctx.f.locale).includes(wanted)) : rows;
    const by = column ? (column.sort ?? column.raw) : () => 0;
    const sorted = order(found, by, state.sort?.[1], collator, quiet);
    const shown = state.all ? sorted : sorted.slice(0, limit);
    body.replaceChildren(...shown.map((row) => line(row, quiet(row) ? "quiet" : null)));
    if (!shown.length)
      body.append(h("tr", {}, h("td", { colspan: used.length, class: "text empty" }, ctx.t("no_match"))));
    more.hidden = sorted.length <= limit;
    more.textContent = state.all ? ctx.t("show_fewer") : ctx.t("show_all", { n: ctx.f.int(sorted.length) });
    status.textContent =
      rows.length > limit ? ctx.t("shown", { k: ctx.f.int(shown.length), n: ctx.f.int(rows.length) }) : "";
  }
  draw();
  return h(
    "div",
    { class: "table" },
    find ? h("div", { class: "table-tools" }, find) : null,
    scroll,
    h("div", { class: "table-foot" }, more, status, download),
  );
}
