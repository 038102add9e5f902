// The declarations beside the engine as it is: every name that is exported, how many arguments it takes, the methods of
// every result, and every option that the engine knows. The compiler compares; what is asserted is written for it here.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as cx from "../../dist/cx-cockpit.js";
import { FILES, OPTIONS } from "../files.mjs";
import { csv } from "../quickstart.js";

// Inside the package, so that it imports itself by its name.
const FOLDER = fileURLToPath(new URL(`../../dist/declarations-${process.pid}/`, import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

before(() => cx.initAnalysis());
after(() => rmSync(FOLDER, { recursive: true, force: true }));

/** What the compiler says of a file with these lines; "" where all holds. */
function compiled(lines) {
  const head = [
    'import * as cx from "cx-cockpit";',
    "type Known<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };",
    "type Same<Declared, Real> = [Declared] extends [Real] ? [Real] extends [Declared] ? true",
    "  : { notDeclared: Exclude<Real, Declared> } : { notReal: Exclude<Declared, Real> };",
    "type Most<F extends (...args: never) => unknown> = Required<Parameters<F>>['length'];",
  ];
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "check.ts"), [...head, ...lines, "export { cx };"].join("\n"));
  writeFileSync(join(FOLDER, "tsconfig.json"), '{ "extends": "../../tsconfig.json", "files": ["check.ts"] }');
  try {
    execFileSync(process.execPath, [TSC, "-p", FOLDER], { encoding: "utf8", stdio: "pipe" });
    return "";
  } catch (error) {
    return `${error.stdout}${error.stderr}`;
  }
}

const union = (names) => names.map((name) => JSON.stringify(name)).join(" | ") || "never";
const same = (name, declared, real) => `export const ${name}: Same<${declared}, ${union(real)}> = true;`;

/** How many parameters a function is written with; those with a default count, which `length` leaves out. */
function parameters(work) {
  const text = work.toString().replace(/^(async\s+)?(function\s*)?[\w$]*\s*/, "");
  if (!text.startsWith("(")) return work.length;
  let [depth, count, inside] = [0, 0, false];
  for (const letter of text) {
    if ("([{".includes(letter)) depth += 1;
    else if (")]}".includes(letter)) depth -= 1;
    else if (depth === 1 && letter === ",") count += 1;
    if (depth === 0) break;
    if (!"( \n,".includes(letter)) inside = true;
  }
  return inside ? count + 1 : 0;
}

const isResult = (value) => value === cx.Handle || value?.prototype instanceof cx.Handle;
/** For this package only. */
const INSIDE = ["constructor", "alive"];

function members(result) {
  const found = new Set();
  for (let at = result.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) if (!INSIDE.includes(name)) found.add(name);
  return [...found].sort();
}

test("every export is declared, and nothing else", () => {
  const said = compiled([same("names", "keyof typeof cx", Object.keys(cx).sort())]);
  assert.equal(said, "");
});

test("functions are declared with the parameters that they have", () => {
  const works = Object.entries(cx).filter(([name, value]) => {
    return name !== "default" && typeof value === "function" && !/^class\b/.test(value.toString());
  });
  assert.ok(works.length > 30, `${works.length} functions`);
  const lines = works.map(([name, work], at) => `export const f${at}: Most<typeof cx.${name}> = ${parameters(work)};`);
  assert.equal(compiled(lines), "");
});

test("results are declared with the methods that they have", () => {
  const results = Object.entries(cx).filter(([, value]) => isResult(value));
  assert.ok(results.length > 25, `${results.length} results`);
  const lines = results.map(([name, result], at) => same(`r${at}`, `keyof cx.${name}`, members(result)));
  for (const [name, result] of results)
    for (const [method, { value }] of Object.entries(Object.getOwnPropertyDescriptors(result.prototype)))
      if (typeof value === "function" && !INSIDE.includes(method))
        lines.push(`export const ${name}_${method}: Most<cx.${name}["${method}"]> = ${parameters(value)};`);
  assert.equal(compiled(lines), "");
});

/** The options that the engine lists when it refuses one that does not exist. */
function known(call) {
  const names = [];
  assert.throws(call, (error) => {
    assert.equal(error.kind, "options", error.message);
    const [, list] = error.message.split("expected");
    names.push(...[...list.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    return true;
  });
  assert.ok(names.length > 0);
  return [...new Set(names)].sort();
}

/** Options by the interface that declares them: how to ask for them, and what this face adds or takes apart. */
function asked() {
  const no = { "no such option": 0 };
  const events = cx.events(csv(FILES.events), OPTIONS.events);
  const people = cx.stitch(events);
  const journeys = cx.journeys(events, people, OPTIONS.journeys);
  const table = csv(FILES.events);
  return {
    JourneyOptions: [() => cx.journeys(events, people, no)],
    AttributeOptions: [() => cx.attribute(journeys, no)],
    PeriodReturnOptions: [() => cx.returnsByPeriod(journeys, null, no), ["attribute"]],
    TransformOptions: [() => cx.paths(PATHS, ROLES).transform(no)],
    CompareOptions: [() => journeys.compare(no), ["with"]],
    FunnelOptions: [() => journeys.funnel(no)],
    ConformOptions: [() => journeys.conform(no)],
    DistanceOptions: [() => journeys.distances(no)],
    PersonaOptions: [() => journeys.personas(no)],
    PhaseOptions: [() => journeys.phases(no)],
    ScoreOptions: [() => cx.score(cx.feedback(csv(FILES.feedback), OPTIONS.feedback), no)],
    StitchOptions: [() => cx.stitch(events, no)],
    FlowOptions: [() => journeys.flow(no)],
    VariantOptions: [() => journeys.variants(no)],
    StepMatrixOptions: [() => journeys.stepMatrix(no)],
    DirectlyFollowsOptions: [() => journeys.directlyFollows(no)],
    TimeToNextOptions: [() => journeys.timeToNext(no)],
    NextStepOptions: [() => journeys.nextSteps(no)],
    CockpitOptions: [() => cx.cockpit(no)],
    EventRoles: [() => cx.events(table, no)],
    FeedbackRoles: [() => cx.feedback(table, no)],
    CampaignRoles: [() => cx.campaigns(table, no)],
    TargetRoles: [() => cx.targets(table, no)],
    CriterionRoles: [() => cx.criteria(table, no)],
    FindingRoles: [() => cx.findings(table, no)],
    PathRoles: [() => cx.paths(table, no)],
    ChannelOptions: [() => cx.channels(table, no)],
    SpotRoles: [() => cx.spots(table, no)],
    CountRoles: [() => cx.counts(table, no)],
  };
}

const PATHS = [{ path: "a > b", conversions: 1 }];
const ROLES = { path: "path", conversions: "conversions" };

test("options are declared by the names that the engine knows", () => {
  const lines = Object.entries(asked()).map(([name, [call, more = []]]) => {
    return same(name, `Known<cx.${name}>`, [...known(call), ...more].sort());
  });
  assert.equal(compiled(lines), "");
});
