// What the pictures of funnels, step matrices, personas and credits are drawn from.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { spans } from "../../src/view/charts/credits.js";
import { matrixOf, strength } from "../../src/view/charts/matrix.js";
import { runs, stripColours } from "../../src/view/charts/strip.js";
import { formats } from "../../src/view/format.js";
import { translator } from "../../src/view/i18n.js";
import { duration } from "../../src/view/parts.js";
import { read, rowsOf } from "../../src/view/read.js";
import { bank, many } from "../fixtures/make.mjs";

const sums = (matrix) => matrix.steps.map((_, k) => matrix.rows.reduce((a, r) => a + r.shares[k], 0));
const whole = (matrix) => sums(matrix).forEach((v, k) => assert.ok(Math.abs(v - 1) < 1e-6, `step ${k}: ${v}`));

test("every step of a matrix adds up to 1, however few touchpoints are shown", () => {
  for (const make of [bank, many])
    for (const keep of [1, 3, 12, Infinity]) {
      const matrix = matrixOf(read(make()).matrix, keep);
      whole(matrix);
      assert.ok(matrix.rows.filter((r) => !r.name.startsWith("(")).length <= keep + 1);
    }
});

test("a matrix without some of its rows shows the remainder", () => {
  const cells = read(bank()).matrix.filter((c) => c.touchpoint !== "Website" && c.touchpoint !== "(other)");
  const matrix = matrixOf(cells, 12);
  whole(matrix);
  const other = matrix.rows.findIndex((r) => r.name === "(other)");
  assert.equal(matrix.rows[other + 1].name, "(conversion)", "the remainder stands before the ends");
  assert.deepEqual(matrixOf([], 5).rows, []);
  assert.deepEqual(matrixOf([{ step: 0, touchpoint: "a", share: 1 }], 5).rows, [{ name: "a", shares: [1] }]);
});

test("a larger share is never paler, and none has no colour", () => {
  const seen = [0, 1e-4, 0.01, 0.2, 1].map((v) => strength(v));
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  assert.equal(seen[0], 0);
  assert.ok(strength(5, 1) <= 0.5);
});

/** The colours of the sheet by theme: `{name: [r, g, b]}`. */
function palette(rule) {
  const css = readFileSync(new URL("../../src/view/style/base.css", import.meta.url), "utf8");
  const block = css.slice(css.indexOf(rule), css.indexOf("}", css.indexOf(rule)));
  const parse = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, parse(hex)]),
  );
}
const luminance = (rgb) =>
  rgb
    .map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((a, v, i) => a + v * [0.2126, 0.7152, 0.0722][i], 0);
const mix = (over, under, opacity) => over.map((v, i) => v * opacity + under[i] * (1 - opacity));
const contrast = (a, b) => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

test("figures can be read on the darkest cell, in both themes", () => {
  for (const rule of [":host {", ':host([data-theme="dark"]) {']) {
    const colours = palette(rule);
    for (const name of ["m0", "m2", "m6"]) {
      const cell = mix(colours[name], mix(colours.track, colours.surface, 0.5), strength(1));
      assert.ok(contrast(colours.ink, cell) >= 4.5, `${rule} ${name}: ${contrast(colours.ink, cell)}`);
    }
    for (let i = 0; i < 8; i++)
      assert.ok(contrast(colours.ink, mix(colours[`m${i}`], colours.surface, 0.2)) >= 4.5, `${rule} m${i}`);
  }
});

test("contacts of the same touchpoint in a row are one cell; the most frequent have a colour", () => {
  assert.deepEqual(runs(["a", "a", "b", "a"]), [
    { name: "a", times: 2 },
    { name: "b", times: 1 },
    { name: "a", times: 1 },
  ]);
  assert.deepEqual(runs([]), []);
  const colours = stripColours([["x", "y", "x"], [..."abcdefghij"], ["x"]]);
  assert.equal(colours.size, 7);
  assert.equal([...colours][0][0], "x");
  assert.equal(new Set(colours.values()).size, 7);
  assert.ok(!colours.has("__proto__") && !colours.has("j"));
});

test("the span of the models is from the least to the largest credit", () => {
  const cells = (...v) => v.map((x) => ({ v: x }));
  assert.deepEqual(
    spans([
      { name: "a", cells: cells(3, null, 1, 2) },
      { name: "b", cells: cells(3) },
      { name: "c", cells: cells(0, 0) },
    ]),
    [
      { i: 0, name: "a", low: 1, high: 3 },
      { i: 2, name: "c", low: 0, high: 0 },
    ],
  );
});

test("tables come as rows, as columns or as a result that has one", () => {
  const columns = { name: ["a", "b"], n: new Float64Array([1, 2]), big: [2n ** 60n, null], x: 5 };
  const rows = [
    { name: "a", n: 1, big: 2n ** 60n },
    { name: "b", n: 2, big: null },
  ];
  assert.deepEqual(rowsOf(columns), rows);
  assert.deepEqual(rowsOf(rows), rows);
  assert.deepEqual(rowsOf({ table: () => columns }), rows);
  for (const none of [null, undefined, 5, "x", {}, { a: 5 }, [null, 1]]) assert.deepEqual(rowsOf(none), []);
  const data = read({
    funnel: { step: [0, 1], name: ["a\u202eb", 5], entered: [10n, NaN] },
    personas: { path: [["x", null], "y"] },
  });
  assert.deepEqual(
    data.funnel.map((r) => [r.step, r.name, r.entered]),
    [
      [0, "a b", 10],
      [1, "5", null],
    ],
  );
  assert.deepEqual(
    data.personas.map((r) => r.path),
    [["x", ""], []],
  );
});

test("lengths of time are in the unit that can be read", () => {
  const ctx = (language) => ({ t: translator(language), f: formats(language, null) });
  const en = (seconds) => duration(ctx("en"), seconds);
  assert.deepEqual([0, 90, 120, 5400, 7200, 172800, 3e6].map(en), [
    "0 s",
    "90 s",
    "2 min",
    "90 min",
    "2 h",
    "2 days",
    "35 days",
  ]);
  assert.equal(duration(ctx("de"), 216000), "2.5 Tage");
  assert.equal(en(null), "–");
});
