// What the compiled engine refuses, how it says so, and that it goes on afterwards.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as cx from "../../dist/cx-cockpit.js";
import { PAYLOADS } from "../fixtures/payloads.mjs";

before(() => cx.init());

const ROLES = { time: "t", ids: { user: "u" }, touchpoint: "p", value: "v" };
const TABLE = { t: ["2026-01-01", "2026-01-02"], u: ["a", "a"], p: ["x", "y"], v: [null, 1] };
const works = () => {
  const events = cx.events(TABLE, ROLES);
  assert.equal(cx.journeys(events, cx.stitch(events), { conversion: null }).table().touches[0], 2);
};
const events = () => cx.events(TABLE, ROLES);
const journeys = (options) => cx.journeys(events(), cx.stitch(events()), options);

const REFUSED = {
  "unknown column": ["missing_column", () => cx.events(TABLE, { ...ROLES, value: "w" }), /"w"; available: t, u, p, v/],
  "unknown role": ["options", () => cx.events(TABLE, { ...ROLES, valeu: "v" }), /valeu.*expected one of/],
  "a role of the wrong type": ["options", () => cx.events(TABLE, { ...ROLES, time: 7 })],
  "no role": ["missing_role", () => cx.events(TABLE, {})],
  "a column of the wrong type": ["column_type", () => cx.events({ ...TABLE, t: [1, 2] }, ROLES), /time_unit/],
  "money as instants": ["column_type", () => cx.events({ ...TABLE, v: [new Date(0), null] }, ROLES)],
  "no rows": ["empty", () => cx.events({ t: [], u: [], p: [], v: [] }, ROLES)],
  "no columns": ["empty", () => cx.events([], ROLES)],
  "a bare number as duration": ["options", () => journeys({ session_gap: 30 }), /duration/],
  "a duration without unit": ["options", () => journeys({ session_gap: "30" }), /30m/],
  "an unknown event": ["unknown_name", () => journeys({ conversion: "buy" })],
  "an unknown model": ["options", () => cx.attribute(journeys({ conversion: null }), { model: "oracle" })],
  "a confidence out of range": ["option", () => cx.attribute(journeys({ conversion: null }), { confidence: 2 })],
  "a named time zone": ["unknown_zone", () => cx.events(TABLE, { ...ROLES, timezone: "Europe/Zurich" }), /\+01:00/],
  "an unknown table": ["unknown_name", () => events().table("nope"), /available: events, report, rejects/],
  "columns of two lengths": ["column_length", () => cx.events({ ...TABLE, v: [1] }, ROLES)],
  "an option of the cockpit that does not exist": ["options", () => cx.cockpit({ persons: 1 }), /persons/],
};

for (const [what, [kind, work, pattern = /./]] of Object.entries(REFUSED))
  test(`refused: ${what}`, () => {
    assert.throws(work, (error) => {
      assert.ok(error instanceof cx.CxError, `${error}`);
      assert.equal(error.kind, kind, error.message);
      assert.match(error.message, pattern);
      assert.ok(!error.message.includes(" at line "), error.message);
      return true;
    });
    works();
  });

test("money that is no number is rejected row by row", () => {
  const bad = { ...TABLE, v: new Float64Array([NaN, 1e300]) };
  assert.throws(
    () => cx.events(bad, ROLES),
    (error) => error.kind === "none_accepted" && /all 2 rows were rejected/.test(error.message),
  );
  const { row, column, reason } = cx.events({ ...TABLE, v: [Infinity, 2] }, ROLES).table("rejects");
  assert.deepEqual([row, column, reason.length], [[0], ["v"], 1]);
  works();
});

test("a hundred thousand columns end in a short message", () => {
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`c${i}`, [1]]));
  assert.throws(
    () => cx.events(wide, ROLES),
    (error) => error.kind === "missing_column" && error.message.length < 400,
  );
  works();
});

test("hostile names come back as they went in", () => {
  const names = [...PAYLOADS, "x".repeat(100_000), "\u0000", "🦀", "\u202e"];
  const table = { t: names.map(() => "2026-01-01"), u: names.map((_, i) => `u${i}`), p: names, v: names.map(() => 1) };
  const found = cx.events(table, ROLES);
  const steps = cx.journeys(found, cx.stitch(found), { conversion: null }).steps();
  // Half a surrogate pair is no character; UTF-8 has none.
  const usable = new Set(names.map((name) => name.toWellFormed().trim()).filter(Boolean));
  for (const name of steps.touchpoint) assert.ok(usable.has(name.trim()), JSON.stringify(name));
  assert.equal(steps.touchpoint.length, found.report.accepted);
  assert.throws(() => cx.events(TABLE, { ...ROLES, time: names[0] }), { kind: "missing_column" });
  works();
});

test("after a trap it says so, starts anew, and refuses results of before", async () => {
  const old = events();
  // More than the engine's memory can ever hold; never touched, so it costs nothing here.
  const huge = new Float64Array(2 ** 28);
  assert.throws(() => cx.events({ t: huge }, ROLES), { kind: "trap" });
  assert.throws(works, { kind: "not_ready" });
  await cx.init();
  works();
  assert.throws(() => old.table());
  works();
});
