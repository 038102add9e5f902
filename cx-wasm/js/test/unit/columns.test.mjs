import assert from "node:assert/strict";
import { test } from "node:test";
import {
  columnFromArray,
  dictionary,
  decimal,
  float32,
  int8,
  int64,
  tableFromArrays,
  tableFromColumns,
  tableToIPC,
  timestamp,
  uint64,
  utf8,
  dateDay,
  bool,
  TimeUnit,
  list,
} from "@uwdata/flechette";
import { CxError } from "../../src/engine/error.js";
import { build, columnsOf, read } from "../../src/engine/table.js";

const texts = (c) =>
  Array.from({ length: c.length }, (_, i) =>
    c.validity && !c.validity[i] ? null : new TextDecoder().decode(c.bytes.subarray(c.offsets[i], c.offsets[i + 1])),
  );
const refused = (kind, pattern) => (error) =>
  error instanceof CxError && error.kind === kind && pattern.test(error.message);

test("an object of arrays: types are inferred from the values", () => {
  const when = new Date("2026-03-29T01:30:00.123Z");
  const [a, b, c, d, e, f] = columnsOf({
    whole: [1, null, -3],
    real: [1, 2.5, NaN],
    text: ["ä", undefined, "日本"],
    flag: [true, false, null],
    time: [when, null, new Date(NaN)],
    big: [1n, 2n, 3],
  });
  assert.deepEqual([a.type, b.type, c.type, d.type, e.type, f.type], ["i64", "f64", "text", "bool", "time_us", "i64"]);
  assert.deepEqual([...a.values], [1n, 0n, -3n]);
  assert.deepEqual([...a.validity], [1, 0, 1]);
  assert.deepEqual([...b.values], [1, 2.5, NaN]);
  assert.equal(b.validity, undefined);
  assert.deepEqual(texts(c), ["ä", null, "日本"]);
  assert.deepEqual([...d.values], [1, 0, 0]);
  assert.deepEqual([...e.validity], [1, 0, 0]);
  assert.equal(e.values[0], BigInt(when.getTime()) * 1000n);
  assert.equal(e.zone, "UTC");
  assert.deepEqual([...f.values], [1n, 2n, 3n]);
});

test("typed arrays: floats stay, whole numbers become 64 bits", () => {
  const same = new Float64Array([1, 2]);
  const [a, b, c, d] = columnsOf({
    a: same,
    b: new Int32Array([-1, 2]),
    c: new BigUint64Array([1n, 2n]),
    d: new Float32Array([0.5, 1]),
  });
  assert.equal(a.values, same);
  assert.deepEqual([...b.values], [-1n, 2n]);
  assert.deepEqual([c.type, d.type], ["i64", "f64"]);
  assert.throws(() => columnsOf({ x: new BigUint64Array([2n ** 63n]) }), refused("overflow", /"x", row 0/));
});

test("rows: the union of names, missing where a row lacks one, hostile names are names", () => {
  const columns = columnsOf([{ a: 1 }, JSON.parse('{"b":"x","__proto__":"y","constructor":"z"}'), { a: 3, b: null }]);
  assert.deepEqual(
    columns.map((c) => c.name),
    ["a", "b", "__proto__", "constructor"],
  );
  assert.deepEqual([...columns[0].validity], [1, 0, 1]);
  assert.deepEqual(texts(columns[1]), [null, "x", null]);
  assert.deepEqual(texts(columns[2]), [null, "y", null]);
  assert.equal({}.y, undefined);
  assert.deepEqual(columnsOf([]), []);
});

test("what cannot be a column is refused with its name and row", () => {
  assert.throws(() => columnsOf({ x: [1, "a"] }), refused("mixed_column", /"x".*row 1 is a string/));
  assert.throws(() => columnsOf({ x: [1, {}] }), refused("bad_table", /"x", row 1/));
  assert.throws(() => columnsOf({ x: [[1]] }), refused("bad_table", /list/));
  assert.throws(() => columnsOf({ x: [() => 1] }), refused("bad_table", /function/));
  assert.throws(() => columnsOf({ x: [1], y: [1, 2] }), refused("column_length", /"y" has 2 rows, "x" has 1/));
  assert.throws(() => columnsOf({ x: 5 }), refused("bad_table", /neither/));
  assert.throws(() => columnsOf([1]), refused("bad_table", /row 0/));
  for (const bad of [null, undefined, 5, "text", new Float64Array(2)])
    assert.throws(() => columnsOf(bad), refused("bad_table", /a table is/));
});

test("text: surrogates, empty text, growth, offsets that end at the bytes", () => {
  const values = ["", "\ud800", "x".repeat(5000), "😀".repeat(300), "", null];
  const [c] = columnsOf({ t: values });
  assert.deepEqual(texts(c), ["", "\ufffd", values[2], values[3], "", null]);
  assert.equal(c.offsets.at(-1), c.bytes.length);
  const many = Array.from({ length: 20000 }, (_, i) => `name-${i}-${"é".repeat(i % 17)}`);
  assert.deepEqual(texts(columnsOf({ t: many })[0]), many);
});

test("Arrow IPC: every encoding that a browser's tool hands over", () => {
  const table = tableFromColumns({
    i8: columnFromArray([1, null, -3], int8()),
    i64: columnFromArray([1n, -(2n ** 62n), null], int64()),
    f32: columnFromArray([0.5, null, 2], float32()),
    dec: columnFromArray([1.25, 2.5, null], decimal(18, 2)),
    s: columnFromArray(["ä", null, ""], utf8()),
    dict: columnFromArray(["a", "b", "a"], dictionary(utf8())),
    flag: columnFromArray([true, null, false], bool()),
    day: columnFromArray([new Date("2026-01-02"), null, new Date("1969-12-31")], dateDay()),
    ms: columnFromArray(
      [new Date("2026-01-02T03:04:05.678Z"), null, new Date(-1)],
      timestamp(TimeUnit.MILLISECOND, "UTC"),
    ),
    us: columnFromArray([new Date(1000), null, new Date(-1)], timestamp(TimeUnit.MICROSECOND)),
    ns: columnFromArray([new Date(1), null, new Date(-1)], timestamp(TimeUnit.NANOSECOND, "Europe/Zurich")),
  });
  for (const format of ["stream", "file"]) {
    const by = Object.fromEntries(columnsOf(tableToIPC(table, { format })).map((c) => [c.name, c]));
    assert.deepEqual([...by.i8.values], [1n, 0n, -3n]);
    assert.deepEqual([...by.i64.values], [1n, -(2n ** 62n), 0n]);
    assert.deepEqual([...by.i64.validity], [1, 1, 0]);
    assert.deepEqual([...by.f32.values], [0.5, 0, 2]);
    assert.deepEqual([...by.dec.values], [1.25, 2.5, 0]);
    assert.deepEqual(texts(by.s), ["ä", null, ""]);
    assert.deepEqual(texts(by.dict), ["a", "b", "a"]);
    assert.deepEqual([...by.flag.values], [1, 0, 0]);
    assert.deepEqual([...by.day.values], [BigInt(Date.UTC(2026, 0, 2)) * 1000n, 0n, -86_400_000_000n]);
    assert.deepEqual([...by.ms.values], [BigInt(Date.UTC(2026, 0, 2, 3, 4, 5, 678)) * 1000n, 0n, -1000n]);
    assert.deepEqual([...by.us.values], [1_000_000n, 0n, -1000n]);
    assert.deepEqual([...by.ns.values], [1000n, 0n, -1000n]);
    assert.deepEqual([by.ms.zone, by.us.zone, by.ns.zone], ["UTC", undefined, "Europe/Zurich"]);
  }
});

test("Arrow IPC: what is not Arrow, and what no role reads, is refused", () => {
  assert.throws(() => columnsOf(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])), refused("bad_ipc", /not an Arrow IPC/));
  assert.throws(() => columnsOf(new Uint8Array(0)), refused("bad_ipc", /no Arrow schema|not an Arrow/));
  const lists = tableToIPC(tableFromArrays({ l: [[1], [2]] }, { types: { l: list(int8()) } }), { format: "stream" });
  assert.throws(() => columnsOf(lists), refused("column_type", /"l"/));
  assert.throws(
    () => columnsOf(tableToIPC(tableFromColumns({ u: columnFromArray([2n ** 64n - 1n], uint64()) }))),
    refused("overflow", /"u", row 0/),
  );
});

test("a table goes to the builder column by column", () => {
  const log = [];
  class TableBuilder {}
  for (const verb of ["f64", "i64", "bool", "text", "time_us"])
    TableBuilder.prototype[verb] = (...args) => log.push([verb, args[0], args.length]);
  build(TableBuilder, { a: [0.5], b: [1], c: [true], d: ["x"], e: [new Date(0)] });
  assert.deepEqual(log, [
    ["f64", "a", 3],
    ["i64", "b", 3],
    ["bool", "c", 3],
    ["text", "d", 4],
    ["time_us", "e", 4],
  ]);
});

test("a report's table comes back as arrays", () => {
  const encoder = new TextEncoder();
  const raw = {
    columns: () =>
      JSON.stringify([
        { name: "n", type: "i64" },
        { name: "v", type: "f64" },
        { name: "s", type: "text" },
        { name: "b", type: "bool" },
        { name: "t", type: "time_us" },
        { name: "p", type: "texts" },
      ]),
    validity: (i) => (i === 1 ? new Uint8Array([1, 0]) : undefined),
    i64: () => new BigInt64Array([5n, 2n ** 60n]),
    f64: () => new Float64Array([1.5, 0]),
    bool: () => new Uint8Array([1, 0]),
    time_us: () => new BigInt64Array([1_000_000n, 0n]),
    text: (i) => encoder.encode(i === 2 ? "aäb" : "xyz"),
    offsets: (i) => (i === 2 ? new Int32Array([0, 3, 4]) : new Int32Array([0, 1, 2, 3])),
    lists: () => new Int32Array([0, 2, 3]),
  };
  assert.deepEqual(read(raw), {
    n: [5, 2n ** 60n],
    v: [1.5, null],
    s: ["aä", "b"],
    b: [true, false],
    t: [new Date(1000), new Date(0)],
    p: [["x", "y"], ["z"]],
  });
});
