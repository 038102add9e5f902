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
  const pnml = `<pnml><net id="n"><place id="p"><initialMarking><text>1</text></initialMarking></place><place id="q"/>
    <transition id="t"><name><text>${first}</text></name></transition>
    <arc id="a" source="p" target="t"/><arc id="b" source="t" target="q"/></net></pnml>`;
  const [net, sequence] = [{ pnml }, { sequence: [first] }].map((model) =>
    journeys.conform({ model }).table("summary"),
  );
  assert.deepEqual(net, sequence);
  assert.throws(() => journeys.conform({ model: { pnml: "<pnml>" } }), cx.CxError);
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
  const needs = journeys.needs(personas, phases);
  assert.equal(sum(needs.contacts), steps);
  assert.ok(needs.low.every((low, at) => low <= needs.share[at] && needs.share[at] <= needs.high[at]));
});

test("late events re-cut only their neighbours, and say what changed", () => {
  const at = (times) => ({ time: times, user: times.map(() => "u1"), channel: times.map(() => "web") });
  const roles = { time: "time", ids: { user: "user" }, touchpoint: ["channel"] };
  const read = (times) => cx.events(at(times), roles);
  const first = read(["2026-03-01T10:00:00Z", "2026-03-01T10:50:00Z"]);
  const live = cx.liveSessions(first, cx.stitch(first), {});
  assert.deepEqual([...live.table().events], [1, 1]);
  const late = read(["2026-03-01T10:25:00Z"]);
  const delta = live.insert(late, cx.stitch(late));
  assert.deepEqual([delta.report.added, delta.report.removed, delta.report.changed], [0, 1, 1]);
  assert.deepEqual([...live.table().events], [3]);
  assert.equal(live.find("user", "u1"), 0);
  assert.deepEqual([...delta.table().change].sort(), ["changed", "removed"]);
});

test("phases have shares and durations with intervals, and outcomes can be taken one at a time", () => {
  const [first] = journeys.transitions().to;
  const phases = journeys.phases({ rules: [{ phase: "any", touchpoint: [first] }] });
  const figures = phases.figures({ targets: [{ phase: "any", measure: "share", target: 0.5 }] });
  const share = figures.phase.findIndex((phase, row) => phase === "any" && figures.measure[row] === "share");
  assert.equal(figures.target[share], 0.5);
  assert.ok(figures.low[share] <= figures.actual[share] && figures.actual[share] <= figures.high[share]);
  assert.throws(() => journeys.only("no such outcome"), cx.CxError);
});

test("channels come from rules, say why, and are touchpoints of events", () => {
  const table = { source: ["google", "(direct)", "partner.ch"], medium: ["cpm", "(none)", "banner"] };
  const own = [{ channel: "Partners", when: { source: "partner.ch" } }];
  const found = cx.channels(table, { rules: "ga4@2026-05", own, source: "source", medium: "medium" });
  assert.deepEqual([...found.table().channel], ["Paid Search", "Direct", "Partners"]);
  assert.deepEqual(found.explain(2), {
    row: 2,
    channel: "Partners",
    rule: "own-1",
    sentence: 'source is "partner.ch"',
    also: ["display"],
  });
  assert.equal(sum(found.table("counts").rows), 3);
  assert.equal(sum(found.table("rules").rows), 3);
  assert.ok(found.table("lint").kind.includes("quirk"));
  assert.equal(found.report.accepted, 3);
  assert.throws(() => cx.channels(table, { rules: "ga4", source: "source" }), /ga4@2023-11/);
  const contacts = { ...table, time: table.source.map(() => "2026-03-01"), user: table.source.map(() => "u1") };
  const channel = { rules: "cx", source: "source", medium: "medium" };
  const events = cx.events(contacts, { time: "time", ids: { user: "user" }, channel });
  assert.deepEqual([...events.table().touchpoint], ["Display", "Direct", "Display"]);
});

test("spots against visits by the minute: the excess is found, and nothing where nothing is", () => {
  const start = Date.UTC(2026, 2, 2);
  const minutes = 14 * 1440;
  const spotTimes = Array.from({ length: 14 }, (_, day) => start + (day * 1440 + 20 * 60 + 15) * 60_000);
  const count = Array.from({ length: minutes }, (_, minute) => 5 + ((minute * 7919) % 3));
  for (const time of spotTimes)
    for (let after = 0; after < 20; after += 1)
      count[(time - start) / 60_000 + after] += Math.round(30 * Math.exp(-after / 5));
  const visits = cx.counts(
    { time: count.map((_, minute) => new Date(start + minute * 60_000).toISOString()), count },
    { time: "time", count: "count" },
  );
  const spots = cx.spots({ time: spotTimes.map((time) => new Date(time).toISOString()) }, { time: "time" });
  const response = cx.broadcast(spots, visits, {});
  const table = response.table();
  const given =
    14 * Array.from({ length: 20 }, (_, after) => Math.round(30 * Math.exp(-after / 5))).reduce((a, b) => a + b);
  assert.ok(
    table.visits_low[0] <= given && given <= table.visits_high[0],
    `${table.visits_low[0]} ${given} ${table.visits_high[0]}`,
  );
  assert.equal(response.table("spots").visits.length, 14);
  assert.ok(response.report.scale > 0);
  assert.throws(() => cx.broadcast(spots, journeys, {}), cx.CxError);
});

test("experience as the outcome: signed credits sum to the lift, and returns take them", () => {
  const days = (day, hour) => `2026-03-${String(day).padStart(2, "0")}T${hour}:00:00Z`;
  const users = Array.from({ length: 12 }, (_, at) => `u${at}`);
  const contacts = users.flatMap((user, at) =>
    [
      ["web", "10"],
      [at % 2 ? "branch" : "call centre", "12"],
    ].map(([channel, hour]) => ({ user, channel, time: days(at + 1, hour) })),
  );
  const events = cx.events(contacts, { time: "time", ids: { user: "user" }, touchpoint: ["channel"] });
  const people = cx.stitch(events);
  const ways = cx.journeys(events, people, {});
  const answers = cx.feedback(
    users.map((user, at) => ({ user, time: days(at + 1, "15"), score: at % 2 ? 10 : 4 })),
    { time: "time", ids: { user: "user" }, score: "score", metric: "=nps" },
  );
  const points = cx.experience(ways, people, answers, { metric: "nps", models: ["linear", "last"] });
  const table = points.table();
  for (const model of ["linear", "last"])
    assert.ok(
      Math.abs(sum(table.credit.filter((_, row) => table.model[row] === model)) - points.report.total) < 1e-9,
      model,
    );
  const at = (touchpoint) =>
    table.credit[table.touchpoint.findIndex((name, row) => name === touchpoint && table.model[row] === "last")];
  assert.ok(at("branch") > 0 && at("call centre") < 0);
  const campaigns = cx.campaigns([{ campaign: "spring", touchpoint: "branch", cost: 100 }], {
    campaign: "campaign",
    touchpoint: "touchpoint",
    cost: "cost",
  });
  const credit = cx.attribute(ways, { model: "linear" });
  const returned = cx.returns(credit, campaigns, { experience: points }).table();
  assert.ok(returned.experience_points.some((value) => value > 0));
  const weeks = cx.experienceByPeriod(ways, people, answers, { metric: "nps", models: ["last"] });
  assert.ok(Math.abs(sum(weeks.table().credit) - points.report.total) < 1e-9);
  assert.equal(weeks.report.without_time, 0);
  const flight = cx.campaigns(
    [{ campaign: "spring", touchpoint: "branch", from: "2026-03-02", to: "2026-03-15", cost: 140 }],
    { campaign: "campaign", touchpoint: "touchpoint", start: "from", end: "to", cost: "cost" },
  );
  const months = { attribute: { model: "linear" }, experience: weeks };
  const joined = cx.returnsByPeriod(ways, flight, months).table();
  assert.ok(Math.abs(sum(joined.experience_points) - points.report.total / 100) < 1e-9);
  assert.ok(joined.points_per_1000.some((value) => value > 0));
  assert.throws(() => cx.returnsByPeriod(ways, flight, { ...months, window: "month" }), cx.CxError);
  const told = ways.personas({ least: 2, most: 2, resamples: 0 }).answers(ways, people, answers);
  const scores = cx.score(told, { by: ["persona"] }).table();
  assert.equal(sum(scores.n), answers.report.accepted);
  assert.deepEqual(
    [...scores.score].sort((a, b) => a - b),
    [-100, 100],
  );
});

test("every model splits the same conversions, and tables beside the credits add up to them", () => {
  const paths = cx.paths(
    [
      { path: "ad/spring > web", won: 3, lost: 5 },
      { path: "ad/summer > web > branch", won: 2, lost: 4 },
      { path: "web", won: 1, lost: 8 },
    ],
    { path: "path", conversions: "won", nulls: "lost" },
  );
  const credit = cx.attribute(paths, {
    models: ["last_non_direct", "w_shaped", "custom", "markov", "shapley", "shapley_rate"],
    order: 2,
    weights: { first: [2], last: [1] },
  });
  const table = credit.table();
  for (const model of new Set(table.model))
    assert.ok(Math.abs(sum(table.conversions.filter((_, row) => table.model[row] === model)) - 6) < 1e-9, model);
  const attribute = { model: "shapley" };
  assert.ok(Math.abs(sum(cx.creditByPosition(paths, { positions: 3, attribute }).conversions) - 6) < 1e-9);
  assert.ok(cx.creditByLevel(paths, { attribute }).level.length > 0);
  assert.ok(cx.interactions(paths, {}).touchpoint.length > 0);
  const order = cx.chooseOrder(paths, { max_order: 2 });
  assert.deepEqual(order.order.map(Number), [1, 2]);
  assert.ok(cx.sequenceEffects(paths, { order: 2 }).sequence.length > 0);
  const moves = cx.transitions(paths, { order: 1 });
  assert.ok(moves.probability.every((p) => p > 0 && p <= 1));
});

test("the time-to-event model and credits by period need journeys", () => {
  assert.throws(() => cx.hazardFit(cx.paths([{ path: "a" }], { path: "path" })), cx.CxError);
  const fit = cx.hazardFit(journeys, { intent_levels: 1 });
  assert.ok(fit.report.conversions > 0 && fit.table().touchpoint.length > 0);
  const periods = cx.creditByPeriod(journeys, { window: "month", attribute: { model: "linear" } });
  near(sum(periods.conversions), sum(cx.attribute(journeys, { model: "linear" }).table().conversions), "periods");
});

test("credits come with ranks, disagreement and checks", () => {
  const credit = cx.attribute(journeys, { models: ["linear", "shapley"], bootstrap: 39, seed: 3 });
  const ranks = credit.ranks();
  assert.deepEqual([...new Set(ranks.model)], ["linear", "shapley"]);
  for (const model of ["linear", "shapley"])
    near(sum(ranks.first.filter((_, row) => ranks.model[row] === model)), 1, `${model}: somebody comes first`);
  const disagreement = credit.disagreement();
  assert.ok(disagreement.spread.every((spread, row) => spread >= 0 && disagreement.models[row] <= 2));
  const checks = credit.checks();
  assert.ok(checks.check.includes("conservation") && checks.status.every((status) => /^(ok|warn)$/.test(status)));
  const without = cx.attribute(journeys, { model: "linear" });
  assert.throws(
    () => without.ranks(),
    (error) => error instanceof cx.CxError && /bootstrap/.test(error),
  );
});

test("costs and credits of the periods sum to the whole", () => {
  const spent = cx.campaigns(
    [
      { name: "long", at: "newsletter", from: "2026-01-01", to: "2026-12-31", cost: 365 },
      { name: "fee", at: null, from: null, to: null, cost: 5 },
    ],
    { campaign: "name", touchpoint: "at", start: "from", end: "to", cost: "cost" },
  );
  const attribute = { model: "linear" };
  const months = cx.returnsByPeriod(journeys, spent, { window: "month", attribute });
  const table = months.table();
  near(sum(table.cost), 370, "cost");
  near(sum(table.conversions), sum(cx.attribute(journeys, attribute).table().conversions), "conversions");
  assert.equal(table.period.filter((period) => period === null).length, 1);
  assert.deepEqual(months.table("marginal").touchpoint, ["newsletter"]);
  assert.equal(months.report.model, "linear");
  near(sum(months.table("touchpoints").cost), 370, "cost by touchpoint");
  const byRule = cx.attribute(journeys);
  assert.deepEqual([byRule.report.lead, byRule.report.lead_reason], ["markov", "without_times"]);
  assert.equal(byRule.report.conversion_set, true);
  // Without campaigns, and by the model that leads.
  const alone = cx.returnsByPeriod(journeys, null, { window: "month" });
  near(sum(alone.table("touchpoints").conversions), sum(byRule.table().conversions), "conversions by rule");
  near(sum(cx.creditByPeriod(journeys).conversions), sum(byRule.table().conversions), "credit by rule");
  const whole = cx.returns(byRule).table("touchpoints");
  assert.equal(whole.touchpoint.at(-1), "(total)");
  near(whole.conversions.at(-1), sum(byRule.table().conversions), "total");
  const refused = { attribute: { model: "shapley_rate" } };
  assert.throws(() => cx.returnsByPeriod(journeys, spent, refused), cx.CxError);
});

test("how many persons are known by an identifier that names them", () => {
  const events = cx.events(
    {
      t: ["2026-03-01", "2026-03-02", "2026-03-03"],
      cookie: ["a", "b", "c"],
      login: ["anna", null, null],
      at: ["x", "x", "x"],
    },
    { time: "t", ids: { cookie: "cookie", login: "login" }, touchpoint: ["at"] },
  );
  const people = cx.stitch(events);
  assert.deepEqual(people.known(), { known: 1, anonymous: 2 });
  const { head } = cx.cockpit({ events, people, journeys: cx.journeys(events, people) }).toJSON();
  assert.deepEqual([head.known_persons, head.anonymous_persons], [1, 2]);
});
