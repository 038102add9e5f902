// The head of the page: title, period, key figures, findings in plain words.

import { h, s } from "../dom.js";
import { section, segmented } from "../parts.js";

/** Title, period, and the switches for language and theme. */
export function head(ctx, data) {
  const { t, f } = ctx;
  const period = data.period ? f.period(data.period.start, data.period.end) : "";
  const tools = ctx.controls
    ? h(
        "div",
        { class: "tools" },
        segmented(
          t("language"),
          [
            ["en", "EN"],
            ["de", "DE"],
          ],
          ctx.language,
          ctx.setLanguage,
        ),
        segmented(
          t("theme"),
          [
            ["light", t("theme_light")],
            ["dark", t("theme_dark")],
          ],
          ctx.shownTheme(),
          ctx.setTheme,
        ),
      )
    : null;
  return h(
    "header",
    { class: "page-head" },
    h(
      "div",
      {},
      h("p", { class: "eyebrow" }, t("eyebrow")),
      h("h1", { dir: "auto" }, data.title || t("eyebrow")),
      period ? h("p", { class: "period" }, period) : null,
    ),
    tools,
  );
}

const TILES = [
  ["persons"],
  ["events"],
  ["journeys"],
  ["conversions"],
  ["value", true],
  ["cost", true],
  ["answers"],
  ["findings", false, "findings_n"],
];

/** The totals, one tile each; a total without a value has no tile. */
export function tiles(ctx, data) {
  const { t, f } = ctx;
  // What the head says is said once.
  const said = data.head && data.totals.cost_counted != null ? ["cost"] : [];
  const shown = TILES.filter(([key]) => data.totals[key] != null && !said.includes(key));
  if (!shown.length) return null;
  return h(
    "section",
    { class: "tiles-section", "aria-label": t("key_figures") },
    h(
      "dl",
      { class: shown.length < 4 ? "tiles few" : "tiles" },
      shown.map(([key, money, word]) => {
        const v = data.totals[key];
        const exact = money ? f.money(v) : f.int(v);
        return h(
          "div",
          { class: "tile", "data-total": key },
          h("dt", {}, t(word ?? key), money && f.currency ? h("span", { class: "unit" }, ` ${f.currency}`) : null),
          h("dd", { title: exact }, Math.abs(v) >= 1e7 ? f.compact(v) : Math.abs(v) >= 1000 ? f.int(v) : exact),
          key === "persons" && data.head?.known_persons != null
            ? h("dd", { class: "sub" }, t("of_them_known", { n: f.int(data.head.known_persons) }))
            : null,
          key === "events" && data.totals.sessions != null
            ? h("dd", { class: "sub" }, t("in_sessions", { n: f.int(data.totals.sessions) }))
            : null,
        );
      }),
    ),
  );
}

/** The findings, subject by subject in their order: what is so, what to do, who answers for it. */
export function findings(ctx, data) {
  if (!data.findings.length) return null;
  const rows = [...data.findings].sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9));
  const subjects = new Map();
  for (const r of rows) {
    const name = r.subject ?? "";
    subjects.set(name, [...(subjects.get(name) ?? []), r]);
  }
  const item = ([name, facts]) =>
    h(
      "li",
      {},
      h("h3", { dir: "auto" }, name ? ctx.t.special(name) : ctx.t("company")),
      h(
        "ul",
        { class: "facts" },
        facts.map((r) => fact(ctx, r)),
      ),
    );
  return section(ctx, "findings", ctx.t("findings"), null, ...firstOf(ctx, "findings", "ol", [...subjects], item));
}

/** One fact; its severity by shape, colour and word. */
function fact(ctx, r) {
  const level = LEVELS.includes(r.severity) ? r.severity : null;
  const todo = ctx.t.pick({ en: r.todo_en, de: r.todo_de });
  return h(
    "li",
    { class: level ? `fact alarm-${level}` : "fact" },
    level
      ? s(
          "svg",
          { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true", focusable: "false" },
          s("path", { d: MARKS[level], class: "alarm-mark" }),
        )
      : h("span", { "aria-hidden": "true" }),
    h(
      "div",
      {},
      level ? h("span", { class: "level" }, ctx.t(level)) : null,
      h("p", { dir: "auto" }, ctx.t.pick(r)),
      todo ? h("p", { class: "todo", dir: "auto" }, h("b", {}, `${ctx.t("todo")} `), todo) : null,
      r.owner ? h("p", { class: "todo", dir: "auto" }, ctx.t("owner", { v: r.owner })) : null,
    ),
  );
}

/** A list of the first few rows with a button for the others. */
function firstOf(ctx, key, tag, rows, item) {
  const state = ctx.state(key, () => ({ all: false }));
  const list = h(tag, { class: key });
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
  const draw = () => {
    list.replaceChildren(...(state.all ? rows : rows.slice(0, FEW)).map(item));
    more.hidden = rows.length <= FEW;
    more.textContent = state.all ? ctx.t("show_fewer") : ctx.t("show_all", { n: ctx.f.int(rows.length) });
  };
  draw();
  return [list, more];
}

const LEVELS = ["high", "medium", "low"];
const MARKS = { high: "M8 1.5 15.5 14.5H.5z", medium: "M8 1 15 8l-7 7-7-7z", low: "M8 2a6 6 0 1 0 .001 0z" };
const FEW = 5;
