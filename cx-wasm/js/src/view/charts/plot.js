// Observable Plot under a strict content security policy.

import {
  areaY,
  axisX,
  axisY,
  barX,
  cell,
  dot,
  gridX,
  gridY,
  lineY,
  plot as draw,
  pointer,
  pointerX,
  pointerY,
  rectY,
  ruleX,
  ruleY,
  text,
  tickX,
  tip,
} from "@observablehq/plot";

/** The marks in use; named one by one so that the bundle leaves out the others. */
export const Plot = {
  areaY,
  axisX,
  axisY,
  barX,
  cell,
  dot,
  gridX,
  gridY,
  lineY,
  plot: draw,
  pointer,
  pointerX,
  pointerY,
  rectY,
  ruleX,
  ruleY,
  text,
  tickX,
  tip,
};

/**
 * A plot as a detached SVG without the <style> element that Plot adds (a policy without 'unsafe-inline' would report it
 * once connected); the rules it held are in the page's own sheet under `.cx-plot`.
 */
export function plot(options, description) {
  const svg = draw({
    style: { fontFamily: "inherit", fontSize: "12px", background: "none", overflow: "visible" },
    className: "cx-plot",
    ...options,
  });
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const marked of svg.querySelectorAll("[style]"))
    if (!marked.getAttribute("style")) marked.removeAttribute("style");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", description);
  return svg;
}

let canvas;
/** The width of a line of text in pixels, in the page's font. */
export function textWidth(text, font) {
  canvas ??= document.createElement("canvas").getContext("2d");
  canvas.font = font;
  return canvas.measureText(text).width;
}

/** The text, or its beginning and an ellipsis, within `max` pixels. */
export function fit(text, max, font) {
  if (textWidth(text, font) <= max) return text;
  const marks = [...text];
  let [low, high] = [0, marks.length];
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (textWidth(marks.slice(0, mid).join("") + "…", font) <= max) low = mid;
    else high = mid - 1;
  }
  return marks.slice(0, low).join("").trimEnd() + "…";
}

/** The text on at most two lines of `max` pixels, broken between words where possible. */
export function wrap(text, max, font) {
  if (textWidth(text, font) <= max) return text;
  const words = text.split(/(?<=[\s/\-–_.·])/);
  let first = "";
  while (words.length && textWidth((first + words[0]).trimEnd(), font) <= max) first += words.shift();
  // A word longer than a line is broken where the line ends.
  if (!first.trim()) {
    first = fit(text, max, font).replace(/…$/, "");
    return `${first}\n${fit(text.slice(first.length).trim(), max, font)}`;
  }
  return `${first.trimEnd()}\n${fit(words.join("").trim(), max, font)}`;
}

/**
 * A left axis of names: rows are keyed by their index, so that names from data never act as keys.
 * Returns the axis' marks, and the margin that holds them.
 */
export function nameAxis(names, { font, max }) {
  const lines = names.map((name) => wrap(name, max, font));
  const widest = Math.max(0, ...lines.flatMap((line) => line.split("\n").map((part) => textWidth(part, font))));
  const marginLeft = Math.ceil(Math.min(widest, max)) + 14;
  const mark = Plot.text(
    names.map((_, i) => i),
    {
      y: (i) => i,
      text: (i) => lines[i],
      title: (i) => names[i],
      frameAnchor: "left",
      textAnchor: "end",
      dx: -10,
      fill: "var(--ink)",
      lineHeight: 1.1,
    },
  );
  return { mark, marginLeft, lines };
}

/** The look of a tip; its lines break so that it fits into half of a narrow chart. */
export const tipLook = (width) => ({
  fill: "var(--surface)",
  stroke: "var(--rule-strong)",
  fontSize: 12,
  lineHeight: 1.25,
  textPadding: 9,
  lineWidth: Math.min(28, width / 28),
});
