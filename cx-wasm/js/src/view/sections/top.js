// The head of the page: title, period, key figures, findings in plain words, alarms.

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

/** The findings, ranked, as sentences. */
export function findings(ctx, data) {
  if (!data.findings.length) return null;
  const rows = [...data.findings].sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9));
  const item = (r, i) =>
    h(
      "li",
      {},
      h("span", { class: "rank", "aria-hidden": "true" }, String(r.rank ?? i + 1)),
      h("p", { dir: "auto" }, ctx.t.pick(r)),
    );
  return section(ctx, "findings", ctx.t("findings"), null, ...firstOf(ctx, "findings", "ol", rows, item));
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
const FEW = 6;

/** The alarms, gravest first; severity by shape, colour and word. */
export function alarms(ctx, data) {
  if (!data.alarms.length) return null;
  const rows = [...data.alarms].sort((a, b) => LEVELS.indexOf(a.severity) - LEVELS.indexOf(b.severity));
  const item = (r) => {
    const level = LEVELS.includes(r.severity) ? r.severity : "low";
    return h(
      "li",
      { class: `alarm alarm-${level}` },
      s(
        "svg",
        { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true", focusable: "false" },
        s("path", { d: MARKS[level], class: "alarm-mark" }),
      ),
      h(
        "div",
        {},
        h("span", { class: "level" }, ctx.t(level)),
        r.touchpoint ? h("span", { class: "alarm-name", dir: "auto" }, ctx.t.special(r.touchpoint)) : null,
        h("p", { dir: "auto" }, ctx.t.pick(r)),
      ),
    );
  };
  return section(ctx, "alarms", ctx.t("alarms"), null, ...firstOf(ctx, "alarms", "ul", rows, item));
}
