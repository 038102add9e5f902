// The analysis of journeys in the compiled engine: the figures reconcile with one another.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as cx from "../../dist/cx-cockpit.js";
import { FILES, OPTIONS } from "../files.mjs";
import { csv } from "../quickstart.js";

const sum = (column) => column.reduce((total, value) => total + (value ?? 0), 0);
/** Sums of doubles in another order. */
const near = (found, expected, what) =>
  assert.ok(Math.abs(found - expected) <= 1e-12 * Math.abs(expected), `${what}: ${found}, not ${expected}`);
let journeys;

before(async () => {
  await cx.initAnalysis();
  const events = cx.events(csv(FILES.events), OPTIONS.events);
  journeys = cx.journeys(events, cx.stitch(events), OPTIONS.journeys);
});

const all = () => journeys.table().journey.length;

test("variants, step matrix and moves count the same journeys", () => {
  const variants = journeys.variants({ top: null });
  assert.equal(sum(variants.count), all());
  assert.ok(variants.count.every((count, i) => i === 0 || count <= variants.count[i - 1]));
  const matrix = journeys.stepMatrix({ steps: 3 });
  for (const step of [0, 1, 2]) {
    const here = matrix.count.filter((_, row) => matrix.step[row] === step);
    assert.equal(sum(here), all(), `step ${step}`);
  }
  const moves = journeys.directlyFollows();
  assert.deepEqual(sum(moves.count), sum(journeys.transitions().count));
});

test("what comes next, and how two groups differ", () => {
  const next = journeys.nextSteps({ order: 1 });
  assert.ok(next.count.every((count) => count > 0));
  const differences = journeys.compare({ subject: "steps", steps: 1 });
  assert.ok(differences.difference.every((d, i) => differences.low[i] <= d && d <= differences.high[i]));
  const none = journeys.compare({ with: journeys, subject: "variants" });
  assert.ok(none.difference.every((d) => d === 0));
});

test("transformed paths keep their outcome and can be attributed", () => {
  const paths = journeys.asPaths();
  const short = paths.transform({ repeats: "first" });
  for (const column of ["conversions", "value", "nulls"])
    near(sum(short.table()[column]), sum(paths.table()[column]), column);
  const credit = cx.attribute(short, { model: "linear" }).table();
  near(sum(credit.conversions), sum(paths.table().conversions), "credit");
});

test("a funnel tells who converted, who may and who cannot", () => {
  const [first] = journeys.transitions().to;
  const funnel = journeys.funnel({ steps: [first, "(conversion)"] });
  const table = funnel.table();
  assert.equal(table.entered[0], table.converted[0] + table.censored[0] + table.lost[0]);
  assert.equal(table.entered[1], table.converted[0]);
  assert.match(funnel.report.definition, /^[0-9a-f]{16}$/);
  assert.ok("seconds" in funnel.table("times"));
  assert.throws(() => journeys.funnel({ steps: ["nobody was ever here"] }), cx.CxError);
});

test("journeys against rules and a model", () => {
  const [first] = journeys.transitions().to;
  const found = journeys.conform({
    model: { loop: [first] },
    rules: [{ rule: "existence", a: first }],
  });
  const summary = found.table("summary");
  const [rule, model] = [summary.kind.indexOf("existence"), summary.kind.indexOf("model")];
  for (const row of [rule, model])
    assert.equal(summary.activated[row], summary.fulfilled[row] + summary.violated[row] + summary.pending[row]);
  assert.equal(summary.activated[model], all());
  assert.equal(sum(found.table("variants").units), all());
  assert.throws(() => journeys.conform({ model: { sequence: ["nobody was ever here"] } }), cx.CxError);
});

test("distances, personas, phases and effort are of the same journeys", () => {
  const distances = journeys.distances({ method: "lcs" });
  assert.equal(distances.table("members").row.length, all());
  const personas = journeys.personas({ least: 2, most: 3, resamples: 2 });
  const { share, journeys: counts } = personas.table();
  assert.equal(sum(counts), all());
  near(sum(share), 1, "shares");
  const [first] = journeys.transitions().to;
  const phases = journeys.phases({ unit: "journeys", rules: [{ phase: "met", touchpoint: first }] });
  const steps = journeys.table("steps").step.length;
  assert.equal(sum(phases.table().contacts), steps);
  const effort = journeys.effort(phases, { personas });
  assert.equal(sum(effort.table("units").contacts), steps);
  assert.ok(effort.table().persona.some((persona) => persona !== null));
  assert.ok(journeys.timeToNext().count.every((count) => count > 0));
});
