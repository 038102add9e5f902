// Small parts that every section uses: lights, figures with their interval, section frames, switches.

import { h, s } from "./dom.js";
import { NONE, num } from "./format.js";

const SHAPES = {
  green: ["M6.2 12.4 9.6 15.8 16 8.6", true],
  amber: ["M7 12h8", true],
  red: ["M8 9l6 6M14 9l-6 6", true],
};
const OUTLINES = { green: s0("circle"), amber: s0("diamond"), red: s0("octagon") };
function s0(kind) {
  return {
    circle: "M11 2a10 10 0 1 0 .001 0z",
    diamond: "M11 1 21.5 12 11 23 .5 12z",
    octagon: "M7 2h8l6 6v8l-6 6H7l-6-6V8z",
  }[kind];
}

/** A traffic light told by shape, colour and word. `needed`: answers that would decide an amber one. */
export function light(ctx, value, { needed = null, words = true } = {}) {
  if (!value) return null;
  const text = ctx.t(`light_${value}`);
  const icon = s(
    "svg",
    { class: "lamp", viewBox: "0 0 22 24", width: 15, height: 16, "aria-hidden": "true", focusable: "false" },
    s("path", { d: OUTLINES[value], class: "lamp-body" }),
    s("path", { d: SHAPES[value][0], class: "lamp-mark" }),
  );
  return h(
    "span",
    { class: `light light-${value}`, title: needed ? ctx.t("answers_needed", { n: ctx.f.int(needed) }) : null },
    icon,
    h("span", { class: words ? "" : "visually-hidden" }, text),
  );
}

/** A figure with a small second line; "no value" is said aloud where there is none. */
export function figure(ctx, main, sub, { title = null } = {}) {
  if (main === NONE)
    return h(
      "span",
      { class: "none" },
      h("span", { "aria-hidden": "true" }, NONE),
      h("span", { class: "visually-hidden" }, ctx.t("no_value")),
    );
  return [h("span", { class: "main", title }, main), sub ? h("span", { class: "sub" }, sub) : null];
}

/** A small line below a figure; nothing where there is no text. */
export const sub = (text) => (text ? h("span", { class: "sub" }, text) : null);

/** Parts of a small line, which breaks between them only. */
export const pieces = (parts) =>
  parts.filter(Boolean).flatMap((part, i) => [i ? " · " : null, h("span", { class: "piece" }, part)]);

/** A section with a heading and one sentence on how to read it. */
export function section(ctx, key, title, note, ...content) {
  const id = `${ctx.id}-${key}`;
  return h(
    "section",
    { class: `section section-${key}`, "aria-labelledby": id },
    h("header", { class: "section-head" }, h("h2", { id }, title), note ? h("p", { class: "note" }, note) : null),
    ...content,
  );
}

/** Buttons of which one is pressed. `options`: `[[value, text]]`. */
export function segmented(name, options, current, change) {
  const group = h("div", { class: "segmented", role: "group", "aria-label": name });
  const buttons = options.map(([value, text]) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(value === current),
        on: {
          click: () => {
            buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(options[i][0] === value)));
            change(value);
          },
        },
      },
      text,
    ),
  );
  group.append(...buttons);
  return group;
}

/** "Show the numbers": a disclosure whose content is made when it is first opened. */
export function numbers(ctx, make, title = ctx.t("show_numbers")) {
  const details = h("details", { class: "numbers" }, h("summary", {}, title));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(make());
  });
  return details;
}

/** The digits after the point that suit values of this size: one, or two on a scale of five or less. */
export const digitsFor = (values) => (Math.max(0, ...values.map((v) => Math.abs(num(v) ?? 0))) > 5.5 ? 1 : 2);

/** The class of a figure that is proven to be above a level, or below it; none where its interval holds the level. */
export const proven = (low, high, level = 0) =>
  num(low) !== null && low > level ? "better" : num(high) !== null && high < level ? "worse" : null;

/** Names that say nothing: answers and contacts that do not say where. */
export const unstated = (name) => !name || name === "(none)";

/** In one line what the figures of the model that leads mean and what they do not; nothing without a model. */
export function caveat(ctx, data) {
  const text = data.leadModel ? ctx.t.caveat(data.leadModel, data.head?.caveat) : null;
  return text ? h("p", { class: "note caveat" }, h("strong", {}, `${ctx.t.model(data.leadModel)}: `), text) : null;
}

/** What all models say of a touchpoint's conversions: "models say 147 to 894". */
export const modelSpan = (ctx, row, fmt) =>
  row.models_low == null || row.models_low === row.models_high
    ? null
    : ctx.t("models_say", { range: ctx.f.to(row.models_low, row.models_high, fmt) });

/** The order in which lights matter: missed, undecided, met. */
export const WORST = { red: 0, amber: 1, green: 2 };

/** A name from data in a table's cell. */
export const nameCell = (text) => h("span", { class: "name", dir: "auto", title: text }, text);

/** A column of figures for `dataTable`. */
export const col = (key, head, raw, fmt) => ({ key, head, raw, cell: (r) => fmt(raw(r)) });

/** A button that switches between the first rows and all of them. */
export function allButton(ctx, state, total, limit, redraw) {
  if (total <= limit) return null;
  const text = () => (state.all ? ctx.t("show_fewer") : ctx.t("show_all", { n: ctx.f.int(total) }));
  const button = h(
    "button",
    {
      type: "button",
      class: "more",
      on: {
        click: () => {
          state.all = !state.all;
          button.textContent = text();
          redraw();
        },
      },
    },
    text(),
  );
  return button;
}

const UNITS = [
  ["n_days", 86400],
  ["n_hours", 3600],
  ["n_minutes", 60],
];

/** A length of time in the largest unit of which there are two or more. */
export function duration(ctx, seconds) {
  if (num(seconds) === null) return NONE;
  const [key, size] = UNITS.find(([, size]) => seconds >= 2 * size) ?? ["n_seconds", 1];
  const n = seconds / size;
  return ctx.t(key, { n: n < 10 ? ctx.f.upTo(n, 1) : ctx.f.int(n) });
}
