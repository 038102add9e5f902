// Files of text in the engine with analysis: one reader, the same as in Python.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as cx from "../../dist/cx-cockpit.js";
import { FILES, OPTIONS } from "../files.mjs";
import { csv } from "../quickstart.js";

before(() => cx.initAnalysis());

test("text, bytes and columns give the same events", () => {
  const columns = cx.events(csv(FILES.events), OPTIONS.events);
  const whole = columns.report;
  for (const file of [FILES.events, new TextEncoder().encode(FILES.events), cx.readCsv(FILES.events)]) {
    const read = cx.events(file, OPTIONS.events);
    assert.deepEqual(read.table(), columns.table());
    assert.deepEqual(read.report.sources, whole.sources);
    assert.equal(read.report.dialects[0].separator, ",");
  }
  assert.deepEqual(whole.dialects, []);
});

test("the options of files stand beside the roles", () => {
  const file = "x\n%no\nscore;place\n9;'a;b'\n8;c\nend;end\n";
  const roles = { touchpoint: "place", separator: ";", quote: "'", skip: 1, comment: "%", footer: 1 };
  const answers = cx.feedback(file, roles);
  assert.deepEqual([answers.report.accepted, answers.report.rejected], [2, 0]);
  assert.equal(
    answers.report.definition,
    cx.feedback(cx.readCsv("score,place\n9,a\n"), { touchpoint: "place" }).report.definition,
  );
  assert.throws(() => cx.feedback(file, { separator: "" }), { kind: "option" });
});

test("a row at fault is a reject with its line", () => {
  const table = cx.readCsv("score;place\n9;app\n8\n");
  assert.deepEqual(table.table(), { score: ["9", "8"], place: ["app", null] });
  assert.deepEqual(table.report.faults, [{ row: 1, line: 3, reason: "1 cell, the header has 2" }]);
  assert.equal(table.report.dialect.separator, ";");
  const rejects = cx.feedback(table, { touchpoint: "place" }).table("rejects");
  assert.deepEqual([rejects.row, rejects.line], [[1], [3]]);
});

test("JSON has dotted paths, and what is no table is told", () => {
  const table = cx.readJson('{"id": 1.10, "utm": {"source": "ad"}}\n{"id": 2}\n');
  assert.deepEqual(table.table(), { id: ["1.10", "2"], "utm.source": ["ad", null] });
  assert.throws(() => cx.readCsv("<html>404</html>"), { kind: "file", message: /page of the web/ });
  assert.throws(() => cx.readCsv("a@b.ch,1\nc@d.ch,2\n"), { kind: "file", message: /no header\?/ });
  assert.throws(() => cx.readCsv({ a: [1] }), { kind: "bad_argument" });
});
