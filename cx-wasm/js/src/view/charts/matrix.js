// The step matrix: one row per touchpoint, one column per step, the share in each cell.

import { nameAxis, plot, Plot, textWidth } from "./plot.js";

const OTHER = "(other)";
/** What is no touchpoint, in the order in which it stands below them. */
const LAST = [OTHER, "(more)", "(end)", "(conversion)", "(null)"];

/**
 * Rows of shares with at most `keep` touchpoints by name, the most frequent first. What does not fit, and what the table
 * leaves out, is in "(other)": the shares of a step sum to 1. `cells`: `[{step, touchpoint, count, share}]`.
 */
export function matrixOf(cells, keep) {
  const good = cells.filter((c) => c.step >= 0 && c.share >= 0 && c.step !== null && c.share !== null && c.touchpoint);
  const steps = [...new Set(good.map((c) => c.step))].sort((a, b) => a - b);
  const rows = new Map();
  const row = (name) => rows.get(name) ?? rows.set(name, { name, shares: steps.map(() => 0) }).get(name);
  const weight = (r) => r.shares.reduce((a, v) => a + v, 0);
  for (const c of good) row(c.touchpoint).shares[steps.indexOf(c.step)] += c.share;
  const named = [...rows.values()]
    .filter((r) => !LAST.includes(r.name))
    .sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1));
  // "(other)" for a single name would hide it for nothing.
  const few = named.length === keep + 1 ? keep + 1 : keep;
  const other = { name: OTHER, shares: [...(rows.get(OTHER)?.shares ?? steps.map(() => 0))] };
  for (const r of named.slice(few)) r.shares.forEach((v, k) => (other.shares[k] += v));
  const rest = LAST.slice(1).flatMap((name) => rows.get(name) ?? []);
  const shown = [...named.slice(0, few), ...rest];
  steps.forEach((_, k) => {
    const missing = 1 - other.shares[k] - shown.reduce((a, r) => a + r.shares[k], 0);
    if (missing > 1e-9) other.shares[k] += missing;
  });
  const all = other.shares.some((v) => v > 1e-9) ? [...named.slice(0, few), other, ...rest] : shown;
  return { steps, rows: all, named: named.length };
}

/** Colours by kind of row; the share is the strength. */
const COLOUR = { "(conversion)": "var(--m2)", "(null)": "var(--m6)", "(end)": "var(--m6)", [OTHER]: "var(--m6)" };
/**
 * Strength of a share: by its square root, because a few cells are large and many small. Touchpoints are compared with
 * the largest of theirs, ends with all journeys. Ink stays readable on it.
 */
export const strength = (share, top = 1) => (share > 0 ? 0.05 + 0.45 * Math.sqrt(Math.min(1, share / top)) : 0);

/** The figure in a cell: whole per cent. */
export const cellText = (ctx, share) =>
  share <= 0 ? "" : share < 0.005 ? `<${ctx.f.percent(0.01)}` : ctx.f.percent(share);

/** The least width at which the figures fit. */
export const matrixWidth = (steps) => 150 + steps * 38;

/** `matrix`: as `matrixOf` gives it. */
export function matrixChart(ctx, { matrix, width }) {
  const { steps, rows } = matrix;
  const names = rows.map((r) => ctx.t.special(r.name));
  const axis = nameAxis(names, { font: ctx.font, max: Math.min(220, Math.max(104, width * 0.24)) });
  const cells = rows.flatMap((r, i) => r.shares.map((share, k) => ({ i, k, share, name: names[i], key: r.name })));
  const cell = (width - axis.marginLeft - 6) / Math.max(1, steps.length);
  const fits = cells.every((d) => textWidth(cellText(ctx, d.share), ctx.font) <= cell - 4);
  const isEnd = (key) => key !== OTHER && LAST.includes(key);
  const top = Math.max(1e-9, ...cells.filter((d) => !isEnd(d.key)).map((d) => d.share));
  const ends = rows.findIndex((r) => LAST.includes(r.name));
  const height = 28;
  return plot(
    {
      width,
      height: rows.length * height + 34,
      marginLeft: axis.marginLeft,
      marginRight: 6,
      marginTop: 28,
      marginBottom: 6,
      x: { type: "band", domain: steps.map((_, k) => k), axis: null, padding: 0 },
      y: { type: "band", domain: rows.map((_, i) => i), axis: null, padding: 0 },
      marks: [
        Plot.axisX({
          anchor: "top",
          tickSize: 0,
          tickPadding: 8,
          tickFormat: (k) => ctx.f.int(steps[k] + 1),
          fill: "var(--ink-3)",
          label: null,
        }),
        Plot.text([ctx.t("step", { n: "" }).trim()], {
          frameAnchor: "top-left",
          textAnchor: "end",
          dx: -10,
          dy: -18,
          fill: "var(--ink-3)",
        }),
        Plot.cell(cells, { x: "k", y: "i", inset: 1, fill: "var(--track)", fillOpacity: 0.5 }),
        ...[...new Set(rows.map((r) => COLOUR[r.name] ?? "var(--m0)"))].map((fill) =>
          Plot.cell(
            cells.filter((d) => (COLOUR[d.key] ?? "var(--m0)") === fill),
            {
              x: "k",
              y: "i",
              inset: 1,
              fill,
              fillOpacity: (d) => strength(d.share, isEnd(d.key) ? 1 : top),
              title: (d) => `${d.name}\n${ctx.t("step", { n: steps[d.k] + 1 })}: ${ctx.f.percent(d.share, 1)}`,
            },
          ),
        ),
        axis.mark,
        ends > 0
          ? Plot.ruleY([ends], {
              y: (d) => d,
              dy: -height / 2,
              stroke: "var(--rule-strong)",
              insetLeft: -axis.marginLeft,
            })
          : null,
        fits
          ? Plot.text(cells, {
              x: "k",
              y: "i",
              text: (d) => cellText(ctx, d.share),
              fill: "var(--ink)",
              fontVariant: "tabular-nums",
              pointerEvents: "none",
            })
          : null,
      ],
    },
    ctx.t("matrix"),
  );
}
