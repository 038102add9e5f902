// The compiled engine in Node: the figures of the native core, and a face for every verb.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as cx from "../../dist/cx-cockpit.js";
import { EXPECTED, FILES, OPTIONS } from "../files.mjs";
import { csv, differences, quickstart } from "../quickstart.js";

before(() => cx.init());

test("the quickstart gives the figures of the native core", () => {
  const { cockpit } = quickstart(cx, FILES, OPTIONS);
  assert.deepEqual(differences(JSON.parse(JSON.stringify(cockpit)), EXPECTED), []);
});

/** A Date; missing where JavaScript would make the second of March of the thirtieth of February. */
function instant(text) {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10)) ? date : null;
}

test("typed columns, rows and other orders of rows give the same figures", () => {
  const columns = csv(FILES.events);
  const rows = columns.time.map((_, i) =>
    Object.fromEntries(Object.keys(columns).map((name) => [name, columns[name][i]])),
  );
  const typed = {
    ...columns,
    time: columns.time.map((time) => instant(time)),
    revenue: columns.revenue.map((value) => value && Number(value)),
  };
  const shuffled = rows.map((row, i) => [(i * 7919) % 104_729, row]).sort((a, b) => a[0] - b[0]);
  const tables = [columns, rows, typed, shuffled.map(([, row]) => row)];
  const [first, ...others] = tables.map((table) => {
    const events = cx.events(table, OPTIONS.events);
    const journeys = cx.journeys(events, cx.stitch(events), OPTIONS.journeys);
    const { definition, ...report } = journeys.report;
    assert.match(definition, /^[0-9a-f]{16}$/);
    return { report, credit: cx.attribute(journeys, OPTIONS.attribute).table(), paths: journeys.paths() };
  });
  for (const other of others) assert.deepEqual(other, first);
});

test("tables out: names, types, lists, dates, missing values", () => {
  const found = quickstart(cx, FILES, OPTIONS);
  const { events, people, journeys, scores, trend, audit, cockpit } = found;
  const rows = (table) => Object.values(table)[0].length;
  assert.deepEqual(Object.keys(people.table()), ["row", "source", "person"]);
  assert.deepEqual(Object.keys(people.table("ids")), ["type", "id", "person"]);
  assert.equal(people.find("customer", "nobody"), undefined);
  const { type, id, person } = people.table("ids");
  assert.equal(people.find(type[0], id[0]), person[0]);
  assert.deepEqual(Object.keys(journeys.paths()), ["path", "journeys", "conversions", "value", "nulls"]);
  assert.ok(
    journeys.paths().path.every((path) => Array.isArray(path) && path.every((name) => typeof name === "string")),
  );
  assert.deepEqual(Object.keys(journeys.transitions()), ["from", "to", "count"]);
  assert.deepEqual(Object.keys(journeys.flow({ steps: 2 })).slice(0, 4), ["step", "from", "to", "count"]);
  assert.equal(rows(journeys.steps()), journeys.report.steps);
  assert.ok(journeys.sessions().start[0] instanceof Date);
  assert.equal(journeys.table().value.filter((value) => value !== null).length, 30);
  assert.ok(scores.table().window_start.every((day) => day === null));
  assert.ok(trend.table().window_start.every((day) => day instanceof Date && day.getUTCDay() === 1));
  assert.ok(audit.table().touchpoint.includes(null) && audit.table().touchpoint.includes("branch"));
  assert.deepEqual(
    ["touchpoints", "alarms", "coverage", "findings"].map((name) => rows(cockpit.table(name)) > 0),
    [true, true, true, true],
  );
  const { read, accepted, rejected, duplicate } = events.report;
  assert.equal(accepted + rejected + duplicate, read);
  assert.equal(rows(events.table("rejects")), rejected);
  assert.equal(rows(events.table()), accepted);
  for (const [name, part] of Object.entries(found).filter(([name]) => name !== "cockpit"))
    assert.match(part.report.definition, /^[0-9a-f]{16}$/, name);
});

test("concat, aggregated paths, gaps", () => {
  const table = csv(FILES.events);
  const half = (from, to) =>
    Object.fromEntries(Object.entries(table).map(([name, cells]) => [name, cells.slice(from, to)]));
  const roles = (source) => ({ ...OPTIONS.events, source: `=${source}` });
  const parts = [cx.events(half(0, 100), roles("a")), cx.events(half(100), roles("b"))];
  const both = cx.concat(parts);
  assert.deepEqual(
    both.report.sources.map(({ source, read }) => [source, read]),
    [
      ["a", 100],
      ["b", 224],
    ],
  );
  const paths = cx.paths(
    { path: ["a > b", "b", "a"], conv: [3, 1, 0], nulls: [1, 0, 5], value: [30, 10, 0] },
    { path: "path", conversions: "conv", nulls: "nulls", value: "value" },
  );
  const credit = cx.attribute(paths, { model: "last" }).table();
  assert.deepEqual(
    [credit.touchpoint, credit.conversions, credit.value],
    [
      ["a", "b"],
      [0, 4],
      [0, 40],
    ],
  );
  const answers = ["expectation", "perception"].flatMap((aspect, k) =>
    Array.from({ length: 20 }, (_, i) => ({ aspect, touchpoint: "shop", score: 7 - 2 * k + (i % 3), metric: "csat" })),
  );
  // On the scale from 0 to 10 two grades are twenty points of a hundred.
  const asked = { score: "score", touchpoint: "touchpoint", aspect: "aspect", metric: "metric" };
  const gaps = cx.gaps(cx.feedback(answers, { ...asked, scale: { csat: { min: 0, max: 10 } } })).table();
  assert.ok(Math.abs(gaps.gap[0] + 20) < 1e-9, String(gaps.gap));
});
