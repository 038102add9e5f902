// What the pictures of funnels, step matrices, personas and credits are drawn from.

import assert from "node:assert/strict";
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
  assert.ok(strength(5, 1) <= 0.55);
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
