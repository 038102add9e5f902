// Credits by model: one row per touchpoint, one symbol per model, a line for its interval.

import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond2,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolTimes,
  symbolWye,
} from "d3";
import { nameAxis, plot, Plot, textWidth, tipLook } from "./plot.js";
import { h, s } from "../dom.js";

const SYMBOLS = [
  ["circle", symbolCircle],
  ["square", symbolSquare],
  ["triangle", symbolTriangle],
  ["diamond2", symbolDiamond2],
  ["cross", symbolCross],
  ["star", symbolStar],
  ["wye", symbolWye],
  ["times", symbolTimes],
];
const colour = (i) => `var(--m${i % 8})`;

/** The legend: the same symbols, with the model's name beside each. */
export function creditLegend(ctx, models) {
  return h(
    "ul",
    { class: "legend" },
    models.map((model, i) =>
      h(
        "li",
        {},
        s(
          "svg",
          { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true", focusable: "false" },
          s("path", {
            d: symbol(SYMBOLS[i % 8][1], 55)(),
            ...(i % 8 === 7 ? { stroke: colour(i), "stroke-width": 1.8, fill: "none" } : { fill: colour(i) }),
          }),
        ),
        ctx.t.model(model),
      ),
    ),
    models.length > 1 ? h("li", {}, h("i", { class: "key-box key-span" }), ctx.t("span_of_models")) : null,
  );
}

/** From the least to the largest credit that the models give to each row; a row with one model has none. */
export function spans(rows) {
  return rows.flatMap((r, i) => {
    const values = r.cells.map((c) => c.v).filter((v) => v !== null && v !== undefined);
    return values.length > 1 ? [{ i, name: r.name, low: Math.min(...values), high: Math.max(...values) }] : [];
  });
}

/** `rows`: `[{name, cells: [{model, v, low, high}]}]`, `models`: their order. */
export function creditChart(ctx, { rows, models, money, width }) {
  const font = ctx.font;
  const names = rows.map((r) => r.name);
  const max = Math.min(240, Math.max(110, width * 0.3));
  const axis = nameAxis(names, { font, max });
  const lane = models.length > 1 ? 9 : 0;
  const step = Math.max(34, lane * models.length + 16);
  const points = rows.flatMap((r, i) => r.cells.map((c) => ({ ...c, i, name: r.name, m: models.indexOf(c.model) })));
  const fmt = money ? ctx.f.money : ctx.f.count;
  const told = (d) => {
    const span = apart.find((a) => a.i === d.i);
    return span ? `\n${ctx.t("span_of_models")}: ${written(span)}` : "";
  };
  const said = (d) => (d.v === null ? ctx.t("cannot_tell") : d.bound ? ctx.t("at_least", { v: fmt(d.v) }) : fmt(d.v));
  const tip = (d) =>
    `${d.name}\n${ctx.t.model(d.model)}: ${said(d)}${d.low == null ? "" : `\n${ctx.f.range(d.low, d.high, fmt)}`}${told(d)}`;
  const apart = spans(rows);
  const written = (d) => {
    const write = money || d.high >= 100 ? ctx.f.int : (v) => ctx.f.fixed(v, 1);
    return write(d.low) === write(d.high) ? write(d.high) : ctx.f.range(d.low, d.high, write);
  };
  const head = ctx.t("span");
  const widest = Math.max(0, ...[head, ...apart.map(written)].map((text) => textWidth(text, font)));
  // Where there is no room for figures, the band alone shows the span.
  const side = apart.length && width >= 620 ? Math.ceil(widest) + 34 : 22;
  const tell = side > 22;
  const aside = { frameAnchor: "right", textAnchor: "end", dx: side - 4, fontVariant: "tabular-nums" };
  const lines = Math.max(2, Math.floor((width - axis.marginLeft - side) / 90));
  const ends = points.flatMap((d) => [d.v, d.low, d.high]).filter((v) => v !== null && v !== undefined);
  const marks = models.flatMap((model, m) => {
    const own = points.filter((d) => d.m === m && d.v !== null);
    const open = points.filter((d) => d.m === m && d.undecided);
    const dy = (m - (models.length - 1) / 2) * lane;
    const options = { y: "i", dy };
    return [
      Plot.ruleY(
        [...own, ...open].filter((d) => d.low !== null && d.high !== null),
        { ...options, x1: "low", x2: "high", stroke: colour(m), strokeWidth: 1.75, strokeOpacity: 0.55 },
      ),
      Plot.ruleX(
        open.flatMap((d) => [d.low, d.high].filter((x) => x !== null).map((x) => ({ i: d.i, x }))),
        { ...options, x: "x", insetTop: step / 2 - 4, insetBottom: step / 2 - 4, stroke: colour(m), strokeWidth: 1.75 },
      ),
      Plot.dot(own, {
        ...options,
        x: "v",
        symbol: SYMBOLS[m % 8][0],
        r: 3.6,
        ...(m % 8 === 7
          ? { stroke: colour(m), strokeWidth: 1.8 }
          : { fill: colour(m), stroke: "var(--surface)", strokeWidth: 0.75 }),
      }),
    ];
  });
  return plot(
    {
      width,
      marginLeft: axis.marginLeft,
      marginRight: side,
      marginTop: 26,
      marginBottom: 8,
      height: rows.length * step + 34,
      x: { axis: null, domain: [Math.min(0, ...ends), Math.max(1e-9, ...ends)], nice: true },
      y: { type: "band", domain: names.map((_, i) => i), axis: null, padding: 0 },
      marks: [
        Plot.axisX({
          anchor: "top",
          tickSize: 0,
          tickPadding: 6,
          ticks: lines,
          tickFormat: (v) => (Math.abs(v) >= 10000 ? ctx.f.compact(v) : ctx.f.upTo(v, 2)),
          fill: "var(--ink-3)",
          label: null,
        }),
        Plot.gridX({ stroke: "var(--rule)", strokeOpacity: 1, ticks: lines }),
        Plot.ruleY(names.slice(1), {
          y: (_, i) => i + 1,
          dy: -step / 2,
          stroke: "var(--rule)",
          insetLeft: -axis.marginLeft,
          insetRight: -side,
        }),
        Plot.ruleX([0], { stroke: "var(--rule-strong)" }),
        axis.mark,
        Plot.barX(apart, {
          y: "i",
          x1: "low",
          x2: "high",
          insetTop: 5,
          insetBottom: 5,
          rx: 3,
          fill: "var(--ink-3)",
          fillOpacity: 0.14,
        }),
        tell ? Plot.text(apart, { ...aside, y: "i", text: written, fill: "var(--ink-2)" }) : null,
        tell ? Plot.text([head], { ...aside, frameAnchor: "top-right", dy: -19, fill: "var(--ink-3)" }) : null,
        ...marks,
        Plot.tip(
          points.filter((d) => d.v !== null),
          Plot.pointer({ x: "v", y: "i", title: tip, ...tipLook(width) }),
        ),
      ],
    },
    ctx.t("credits"),
  );
}
