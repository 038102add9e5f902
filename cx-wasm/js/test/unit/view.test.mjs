import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fold } from "../../src/view/charts/flow.js";
import { csv } from "../../src/view/csv.js";
import { formats, num } from "../../src/view/format.js";
import { translator, WORDS } from "../../src/view/i18n.js";
import { label, read, rowsOf } from "../../src/view/read.js";
import { proven } from "../../src/view/parts.js";
import { marks } from "../../src/view/sections/returns.js";
import { order } from "../../src/view/table.js";
import { bank, hostile, many } from "../fixtures/make.mjs";

test("both languages have every word, with the same places to fill", () => {
  // Caveats of models come in English from the engine.
  const own = (words) => Object.keys(words).filter((key) => !key.startsWith("caveat_"));
  assert.deepEqual(own(WORDS.de).sort(), own(WORDS.en).sort());
  const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  for (const key of Object.keys(WORDS.en)) assert.equal(places(WORDS.de[key]), places(WORDS.en[key]), key);
  for (const [key, text] of Object.entries(WORDS.de)) assert.ok(!text.includes("ß"), `${key}: Swiss spelling has no ß`);
});

test("every metric that the engine knows has its name in both languages", () => {
  const engine = readFileSync(new URL("../../../../cx-core/src/intake/metric.rs", import.meta.url), "utf8");
  const metrics = [...engine.matchAll(/Metric \{ name: "(\w+)"/g)].map((m) => m[1]);
  assert.ok(metrics.length >= 7);
  for (const metric of metrics)
    assert.ok(Object.hasOwn(WORDS.en, `metric_${metric}`) && Object.hasOwn(WORDS.de, `metric_${metric}`), metric);
});

test("no text of the engine is lost: each text column of the sample is read as text", () => {
  const sample = JSON.parse(readFileSync(new URL("../fixtures/sample.json", import.meta.url), "utf8"));
  const page = read(sample);
  const shown = { flow: "flow", step_matrix: "matrix", persona_scores: "personaScores" };
  // What the page names otherwise or does not show.
  const other = new Set(["gaps.touchpoint", "gaps.method", "scores.touchpoint"]);
  const seen = [];
  for (const [name, given] of Object.entries(sample)) {
    const rows = rowsOf(name === "flow" ? given.links : given);
    const drawn = page[shown[name] ?? name];
    if (!rows.length || !Array.isArray(drawn)) continue;
    for (const [at, row] of rows.entries())
      for (const [column, cell] of Object.entries(row)) {
        if (typeof cell !== "string" || other.has(`${name}.${column}`) || !drawn[at]) continue;
        seen.push(column);
        assert.notEqual(drawn[at][column] ?? null, null, `${name}.${column} is text and is not listed in read.js`);
      }
  }
  assert.ok(new Set(seen).size > 10);
});

test("every model has its name in both languages, and its caveat in German", () => {
  const types = readFileSync(new URL("../../types/options.gen.d.ts", import.meta.url), "utf8");
  const models = [...types.match(/export type Model =([^;]*);/)[1].matchAll(/"(\w+)"/g)].map((m) => m[1]);
  assert.equal(models.length, 12);
  for (const model of models) {
    assert.ok(Object.hasOwn(WORDS.en, `model_${model}`) && Object.hasOwn(WORDS.de, `model_${model}`), model);
    assert.ok(Object.hasOwn(WORDS.de, `caveat_${model}`), model);
  }
  assert.equal(translator("en").caveat("markov", "As the engine says it."), "As the engine says it.");
  assert.match(translator("de").caveat("markov", "As the engine says it."), /Wegfalleffekt/);
  assert.equal(translator("de").caveat("my_model", null), null);
});

test("special names are put in words, others never", () => {
  const t = translator("de");
  assert.equal(t.special("(other)"), "Übrige");
  assert.equal(t.special("(constructor)"), "(constructor)");
  assert.equal(t.special("other"), "other");
  assert.equal(t.special("(no touchpoint)"), "Ohne Touchpoint");
  assert.equal(t.model("time_decay"), "Zeitzerfall");
  assert.equal(t.model("my_model"), "my model");
  assert.equal(t.metric("toString"), "toString");
});

test("numbers, money and dates", () => {
  const [en, de] = [formats("en", "CHF"), formats("de", "CHF")];
  assert.equal(en.int(1234567), "1,234,567");
  assert.match(de.int(1234567), /^1['’]234['’]567$/);
  assert.equal(en.money(12.5), "12.50");
  assert.equal(en.money(1234.56), "1,235");
  assert.equal(en.moneyCode(88000), "CHF 88,000");
  assert.equal(en.signed(-1.8, 2), "−1.80");
  assert.equal(en.signed(0, 1), "0.0");
  assert.equal(en.percent(0.685), "69%");
  assert.equal(
    en.range(-12, 4, (v) => en.fixed(v, 1)),
    "−12.0 to 4.0",
  );
  assert.equal(
    de.range(-12, 4, (v) => de.fixed(v, 0)),
    "−12 bis 4",
  );
  assert.equal(en.range(1, null, en.int), "");
  for (const none of [null, undefined, NaN, Infinity, "5"]) assert.equal(en.int(none), "–");
  assert.equal(en.date("2026-03-01"), "1 Mar 2026");
  assert.equal(en.date("nonsense"), "–");
  assert.equal(formats("en", "<b>").moneyCode(5), "5");
  assert.equal(formats("xx", "US").currency, null);
});

test("data are read defensively", () => {
  assert.equal(label("a\u202Eb\n\u0000c"), "a b c");
  assert.equal(label(5), "5");
  assert.equal(num("5"), null);
  for (const nonsense of [
    null,
    {},
    [],
    {
      touchpoints: 5,
      credits: [null, 1, "x"],
      flow: null,
      totals: [],
      period: "x",
      paths: [{}],
      findings: [{ severity: {}, todo_en: 5, owner: [] }],
    },
  ])
    assert.equal(typeof read(nonsense).title, "string");
  const data = read({ touchpoints: [{ touchpoint: null, score: "12", score_light: "purple", trend: "x" }] });
  assert.equal(data.touchpoints[0].score, null);
  assert.equal(data.touchpoints[0].score_light, null);
  assert.deepEqual(data.touchpoints[0].trend, []);
  assert.throws(() => read("{"), SyntaxError);
});

test("a sorted column: numbers by size, missing last either way, equal rows keep their order", () => {
  const rows = [
    { k: 1, v: 5 },
    { k: 2, v: null },
    { k: 3, v: -2 },
    { k: 4, v: 5 },
  ];
  const keys = (direction) => order(rows, (r) => r.v, direction, new Intl.Collator("en")).map((r) => r.k);
  assert.deepEqual(keys("ascending"), [3, 1, 4, 2]);
  assert.deepEqual(keys("descending"), [1, 4, 3, 2]);
  assert.deepEqual(
    order(
      [{ v: "b10" }, { v: "B2" }, { v: "ä" }],
      (r) => r.v,
      "ascending",
      new Intl.Collator("de", { numeric: true }),
    ).map((r) => r.v),
    ["ä", "B2", "b10"],
  );
});

test("quiet rows stand last whatever the order", () => {
  const rows = [{ v: 9, q: true }, { v: 1 }, { v: 5 }];
  const collator = new Intl.Collator("en");
  for (const [direction, seen] of [
    ["ascending", [1, 5, 9]],
    ["descending", [5, 1, 9]],
  ])
    assert.deepEqual(
      order(
        rows,
        (r) => r.v,
        direction,
        collator,
        (r) => r.q === true,
      ).map((r) => r.v),
      seen,
    );
});

test("a colour only where the interval leaves the level out", () => {
  assert.equal(proven(0.1, 2), "better");
  assert.equal(proven(-2, -0.1), "worse");
  for (const [low, high] of [
    [-1, 1],
    [0, 1],
    [-1, 0],
    [null, null],
    [undefined, undefined],
  ])
    assert.equal(proven(low, high), null);
  assert.equal(proven(1.2, 2, 1), "better");
  assert.equal(proven(0.8, 1.4, 1), null);
  assert.equal(proven(0.2, 0.9, 1), "worse");
});

test("an allocation by cost, a lower bound and what cannot be told are never drawn as measurements", () => {
  const place = (touchpoint, more) => ({ touchpoint, roas: 2, cost: 10, points_per_1000: 1, ...more });
  const data = read({
    touchpoints: [
      place("search"),
      place("mail"),
      place("tv", { lower_bound: true }),
      place("branch", { undecided: true }),
      place("free", { roas: null }),
    ],
    rest: [place("(baseline)")],
    returns: [
      { touchpoint: "search", campaign: "a", split: "contacts", roas: 3 },
      { touchpoint: "search", campaign: "b", split: "contacts", roas: 1 },
      { touchpoint: "search", campaign: null, split: "contacts", roas: 1 },
      { touchpoint: "mail", campaign: "c", split: "cost", roas: 2 },
      { touchpoint: "mail", campaign: "d", split: "cost", roas: 2 },
    ],
  });
  const { drawn, campaigns, split, undecided, bounds } = marks(data);
  const names = (rows) => rows.map((r) => [r.touchpoint, r.campaign]);
  assert.deepEqual(names(drawn), [
    ["search", null],
    ["mail", null],
  ]);
  assert.deepEqual(names(campaigns), [
    ["search", "a"],
    ["search", "b"],
  ]);
  assert.deepEqual(
    split.map((r) => [r.place.touchpoint, r.campaigns.map((c) => c.campaign)]),
    [["mail", ["c", "d"]]],
  );
  assert.deepEqual([undecided[0].touchpoint, bounds[0].touchpoint], ["branch", "tv"]);
});

test("the folded flow keeps every journey", () => {
  for (const make of [bank, many]) {
    const links = make().flow.links;
    const sums = (list) =>
      [0, 1, 2].map((step) => list.filter((l) => l.step === step).reduce((a, l) => a + l.count, 0));
    const small = fold(links, 6);
    assert.deepEqual(sums(small), sums(links));
    for (const step of [0, 1, 2, 3]) {
      const names = new Set(
        small
          .flatMap((l) => [l.step === step ? l.from : null, l.step + 1 === step ? l.to : null])
          .filter((x) => x && !x.startsWith("(")),
      );
      assert.ok(names.size <= 7, `${names.size} names at step ${step}`);
    }
    const ends = (list, name) => list.filter((l) => l.to === name).reduce((a, l) => a + l.count, 0);
    assert.equal(ends(small, "(conversion)"), ends(links, "(conversion)"));
  }
  assert.deepEqual(fold([{ step: 0, from: "(other)", to: "(other)", count: 1 }], 3), [
    { step: 0, from: "(other)", to: "(other)", count: 1 },
  ]);
});

test("CSV quotes, and never starts a cell like a formula", () => {
  const columns = [
    { head: "name", raw: (r) => r.name },
    { head: "n", raw: (r) => r.n },
  ];
  assert.equal(
    csv(columns, [
      { name: 'a "b", c', n: -1.5 },
      { name: "=1+1", n: null },
      { name: "@x", n: 0 },
    ]),
    'name,n\r\n"a ""b"", c",-1.5\r\n\'=1+1,\r\n\'@x,0\r\n',
  );
});

test("the fixture on disk is what its script makes", () => {
  assert.deepEqual(JSON.parse(readFileSync(new URL("../fixtures/sample.json", import.meta.url), "utf8")), bank());
  assert.ok(hostile().touchpoints.length >= 200);
});
