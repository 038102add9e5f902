import assert from "node:assert/strict";
import { test } from "node:test";
import { use } from "../../src/engine/backend.js";
import * as cx from "../../src/engine/index.js";

const refused =
  (kind, pattern = /./) =>
  (error) =>
    error instanceof cx.CxError && error.kind === kind && pattern.test(error.message);

/** A stand-in for the compiled module that writes down what it was asked. */
function stub() {
  const log = [];
  const result = (name) => ({
    name,
    report: () => '{"method":"stub"}',
    json: () => '{"schema":1}',
    free: () => log.push(["free", name]),
    table: () => ({ columns: () => "[]" }),
  });
  class TableBuilder {
    constructor() {
      this.columns = [];
    }
    i64(name) {
      this.columns.push(name);
    }
    f64(name) {
      this.columns.push(name);
    }
    text(name) {
      this.columns.push(name);
    }
  }
  class EventsList {
    parts = [];
    push(x) {
      this.parts.push(x.name);
    }
    concat() {
      log.push(["concat", this.parts]);
      return result("concat");
    }
  }
  class CockpitInput {
    parts = {};
    finish(options) {
      log.push(["cockpit", this.parts, options]);
      return result("cockpit");
    }
  }
  for (const part of ["journeys", "credit", "scores", "targets"])
    CockpitInput.prototype[part] = function (x) {
      this.parts[part] = x.name;
    };
  const module = { TableBuilder, EventsList, CockpitInput };
  for (const verb of ["events", "feedback", "campaigns", "targets", "criteria", "findings", "paths"])
    module[verb] = (table, roles) => {
      log.push([verb, table.columns, roles]);
      return result(verb);
    };
  for (const verb of [
    "stitch",
    "journeys",
    "attribute",
    "attribute_paths",
    "returns",
    "score",
    "score_against",
    "gaps",
    "audit",
  ])
    module[verb] = (...args) => {
      log.push([verb, ...args.map((a) => a?.name ?? a)]);
      return result(verb);
    };
  use(module);
  return { log, module };
}

test("before init every verb says so", () => {
  use(null);
  assert.throws(() => cx.events({ a: [1] }, {}), refused("not_ready", /init/));
});

test("a copy without its module says so", async () => {
  use(null);
  await assert.rejects(cx.init(new Uint8Array(8)), refused("not_built"));
});

test("verbs hand tables, roles and options on", () => {
  const { log } = stub();
  const events = cx.events({ t: [1], id: ["a"] }, { time: "t", ids: { user: "id" }, touchpoint: ["x"] });
  const both = cx.concat([events, events]);
  const people = cx.stitch(both);
  const journeys = cx.journeys(both, people, { conversion: "buy", lookback: null, session_gap: undefined });
  const credit = cx.attribute(journeys, { models: ["markov"] });
  cx.attribute(cx.paths({ path: ["a > b"], conv: [1] }, { path: "path", conversions: "conv" }), { model: "last" });
  cx.returns(credit, cx.campaigns([{ campaign: "x" }], { campaign: "campaign" }), { experience: { shop: 3 } });
  const scores = cx.score(cx.feedback([{ s: 9 }], { score: "s" }), {
    metric: "nps",
    targets: cx.targets([{ kpi: "nps" }], { kpi: "kpi" }),
  });
  cx.gaps(cx.feedback([{ s: 9 }], { score: "s" }), { by: ["phase"] });
  cx.audit(cx.criteria([{ c: "x" }], { criterion: "c" }), cx.findings([{ c: "x" }], { criterion: "c" }), {
    at: "2026-11-22",
  });
  const page = cx.cockpit({ journeys, credit, scores: [scores], targets: null, title: "T" });
  assert.equal(JSON.stringify(page), '{"schema":1}');
  assert.equal(credit.report.method, "stub");
  assert.deepEqual(credit.table(), {});
  assert.deepEqual(log[0], ["events", ["t", "id"], '{"time":"t","ids":{"user":"id"},"touchpoint":["x"]}']);
  assert.deepEqual(log[1], ["concat", ["events", "events"]]);
  assert.deepEqual(log[2], ["stitch", "concat", "{}"]);
  assert.deepEqual(log[3], ["journeys", "concat", "stitch", '{"conversion":"buy","lookback":null}']);
  assert.deepEqual(log[4], ["attribute", "journeys", '{"models":["markov"]}']);
  assert.deepEqual(log[6], ["attribute_paths", "paths", '{"model":"last"}']);
  assert.deepEqual(
    log.find((x) => x[0] === "score_against"),
    ["score_against", "feedback", "targets", '{"metric":"nps"}'],
  );
  assert.deepEqual(
    log.find((x) => x[0] === "returns"),
    ["returns", "attribute", "campaigns", '{"shop":3}', "{}"],
  );
  assert.deepEqual(log.at(-1), [
    "cockpit",
    { journeys: "journeys", credit: "attribute", scores: "score_against" },
    '{"title":"T"}',
  ]);
});

test("wrong arguments name what is needed", () => {
  stub();
  const events = cx.events({ t: [1] }, {});
  assert.throws(() => cx.stitch({}), refused("bad_argument", /events must be made by events\(\)/));
  assert.throws(() => cx.attribute(events), refused("bad_argument", /journeys\(\) or paths\(\)/));
  assert.throws(() => cx.concat([]), refused("bad_argument"));
  assert.throws(() => cx.returns({}), refused("bad_argument", /attribute\(\)/));
  assert.throws(() => cx.stitch(events, "x"), refused("bad_option"));
  events.free();
  assert.throws(() => cx.stitch(events), refused("freed"));
});

test("the core's errors keep their kind; a trap asks for a new init", () => {
  const { module } = stub();
  module.events = () => {
    throw new Error('{"kind":"missing_column","message":"events: no column \\"ts\\"; available: t"}');
  };
  assert.throws(() => cx.events({ t: [1] }, {}), refused("missing_column", /no column "ts"/));
  module.events = () => {
    throw new WebAssembly.RuntimeError("unreachable");
  };
  assert.throws(() => cx.events({ t: [1] }, {}), refused("trap", /init/));
  assert.throws(() => cx.events({ t: [1] }, {}), refused("not_ready"));
});
