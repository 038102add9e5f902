// The page: sections in the order in which they are read; charts drawn to the width they have.

import base from "./style/base.css";
import charts from "./style/charts.css";
import top from "./style/headline.css";
import print from "./style/print.css";
import tables from "./style/tables.css";
import words from "./style/words.css";
import { audit } from "./sections/audit.js";
import { broadcast } from "./sections/broadcast.js";
import { coverage, definitions, intake } from "./sections/bottom.js";
import { credits } from "./sections/credits.js";
import { flow } from "./sections/flow.js";
import { funnel } from "./sections/funnel.js";
import { gaps } from "./sections/gaps.js";
import { headline } from "./sections/headline.js";
import { kpi } from "./sections/kpi.js";
import { matrix } from "./sections/matrix.js";
import { paths } from "./sections/paths.js";
import { personas } from "./sections/personas.js";
import { returns } from "./sections/returns.js";
import { findings, head, tiles } from "./sections/top.js";
import { touchpoints } from "./sections/touchpoints.js";
import { h } from "./dom.js";
import { formats } from "./format.js";
import { translator } from "./i18n.js";
import { read } from "./read.js";

const sheets = new WeakMap();
function sheetOf(document) {
  if (!sheets.has(document)) {
    const sheet = new document.defaultView.CSSStyleSheet();
    sheet.replaceSync([base, words, tables, top, charts, print].join("\n"));
    sheets.set(document, sheet);
  }
  return sheets.get(document);
}

/** The form of the JSON that this page draws. */
const SCHEMA = 2;

let serial = 0;

/** Draws into a shadow root whose host carries `theme`. */
export function createView(root, host) {
  root.adoptedStyleSheets = [sheetOf(host.ownerDocument)];
  const id = `cx${++serial}`;
  const states = new Map();
  let charts = [];
  let current = { data: null, options: {} };
  let chosen = {};
  const painted = new WeakMap();

  const paint = (item, force = false) => {
    const width = Math.max(item.min, Math.floor(item.box.clientWidth));
    if (!width || !item.box.isConnected || (!force && painted.get(item) === width)) return;
    painted.set(item, width);
    item.box.replaceChildren(item.draw(width));
  };
  let pending = 0;
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => charts.forEach((c) => paint(c)));
  });
  observer.observe(host);

  function draw() {
    charts = [];
    const { data, options } = current;
    const shown = data;
    const language = chosen.language ?? options.language ?? shown?.language ?? "en";
    const theme = chosen.theme ?? options.theme;
    if (theme === "light" || theme === "dark") host.setAttribute("data-theme", theme);
    else host.removeAttribute("data-theme");
    const family = getComputedStyle(host).fontFamily || "sans-serif";
    const t = translator(language);
    const ctx = {
      id,
      language,
      t,
      f: formats(language, shown?.currency),
      font: `12px ${family}`,
      boldFont: `600 12px ${family}`,
      controls: options.controls ?? false,
      state: (key, make) => states.get(key) ?? states.set(key, make()).get(key),
      shownTheme: () =>
        theme === "light" || theme === "dark"
          ? theme
          : matchMedia("(prefers-color-scheme: dark)").matches
            ? "dark"
            : "light",
      setLanguage: (v) => {
        chosen.language = v;
        host.dispatchEvent(new CustomEvent("cx-language", { detail: v }));
        draw();
      },
      setTheme: (v) => {
        chosen.theme = v;
        host.dispatchEvent(new CustomEvent("cx-theme", { detail: v }));
        host.setAttribute("data-theme", v);
      },
      chart(make, owner = null, min = 240) {
        const item = { box: h("div", { class: "chart" }), draw: make, owner, min };
        charts.push(item);
        return { box: item.box, redraw: () => paint(item, true) };
      },
      drop(owner) {
        charts = charts.filter((c) => c.owner !== owner);
      },
      paint(owner) {
        charts.filter((c) => c.owner === owner).forEach((c) => paint(c));
      },
    };
    const page = h("div", { class: options.bare ? "page bare" : "page", lang: language });
    if (current.error) page.append(h("p", { class: "empty", role: "alert" }, t("bad_data")));
    else if (!shown) page.append(h("p", { class: "empty" }, t("no_data")));
    else {
      const parts = [
        options.bare ? null : head(ctx, shown),
        shown.schema > SCHEMA ? h("p", { class: "note" }, t("newer")) : null,
        headline(ctx, shown),
        tiles(ctx, shown),
        findings(ctx, shown),
        touchpoints(ctx, shown),
        credits(ctx, shown),
        kpi(ctx, shown),
        pair(gaps(ctx, shown), audit(ctx, shown)),
        returns(ctx, shown),
        broadcast(ctx, shown),
        flow(ctx, shown),
        funnel(ctx, shown),
        matrix(ctx, shown),
        personas(ctx, shown),
        paths(ctx, shown),
        pair(coverage(ctx, shown), intake(ctx, shown)),
        definitions(ctx, shown),
      ].filter(Boolean);
      if (parts.length === (options.bare ? 0 : 1)) parts.push(h("p", { class: "empty" }, t("no_data")));
      page.append(...parts);
    }
    root.replaceChildren(page);
    charts.forEach((c) => paint(c, true));
  }

  return {
    /** Shows `data` (the cockpit's JSON: object or text) in `language` and `theme`. */
    render(data, options = {}) {
      if (options.language !== current.options.language) delete chosen.language;
      if (options.theme !== current.options.theme) delete chosen.theme;
      try {
        current = { data: data == null || data === "" ? null : read(data), options };
      } catch (error) {
        current = { data: null, options, error };
      }
      draw();
    },
    destroy() {
      observer.disconnect();
      cancelAnimationFrame(pending);
      charts = [];
      root.replaceChildren();
    },
  };
}

const pair = (a, b) => (a && b ? h("div", { class: "columns columns-even" }, a, b) : (a ?? b));
