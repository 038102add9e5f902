// The engine of a page that only shows a cockpit says what it goes without.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as cx from "../../dist/cx-cockpit.js";
import { FILES, OPTIONS } from "../files.mjs";
import { csv } from "../quickstart.js";

test("analysis asks for the other engine, and that one for its turn", async () => {
  await cx.init();
  const events = cx.events(csv(FILES.events), OPTIONS.events);
  const journeys = cx.journeys(events, cx.stitch(events), OPTIONS.journeys);
  const refused = (error) => error instanceof cx.CxError && error.kind === "not_loaded" && /initAnalysis/.test(error);
  assert.throws(() => journeys.variants(), refused);
  await assert.rejects(cx.initAnalysis(), refused);
  assert.throws(() => cx.attribute(journeys, { model: "linear" }).checks(), refused);
  const channel = { rules: "cx", source: "channel" };
  assert.throws(() => cx.channels(csv(FILES.events), channel), refused);
  assert.throws(() => cx.events(csv(FILES.events), { ...OPTIONS.events, channel }), refused);
  assert.ok(journeys.table().journey.length > 0);
});
