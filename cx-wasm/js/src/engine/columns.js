// Tables of JavaScript as typed columns: what TableBuilder takes.
//
// A column is {name, type, length, validity?} with, by type:
//   f64     values: Float64Array          i64   values: BigInt64Array      time_us  values: BigInt64Array (microseconds), zone: text, or undefined for local time
//   bool    values: Uint8Array (0 | 1)    text  bytes: Uint8Array (UTF-8), offsets: Int32Array (length + 1)
// validity: one byte per row, 1 = a value, 0 = missing; undefined where no value is missing.

import { CxError } from "./error.js";

const I64_MAX = 2n ** 63n - 1n;
const I64_MIN = -(2n ** 63n);
/** The last byte a text column may reach: its offsets are 32-bit. */
const TEXT_MAX = 2 ** 31 - 1;

const isTyped = (v) => ArrayBuffer.isView(v) && !(v instanceof DataView);
const refuse = (kind, message) => {
  throw new CxError(kind, message);
};

/** A growing buffer of UTF-8 with the offsets of its texts. */
export function textColumn(name, length, at) {
  const offsets = new Int32Array(length + 1);
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(Math.max(64, length * 12));
  let end = 0;
  let validity;
  for (let i = 0; i < length; i++) {
    const value = at(i);
    if (value === null || value === undefined) {
      validity ??= new Uint8Array(length).fill(1);
      validity[i] = 0;
    } else if (value !== "") {
      // A UTF-16 unit takes at most three bytes.
      const need = end + value.length * 3;
      if (end + value.length > TEXT_MAX)
        refuse("too_large", `column ${JSON.stringify(name)}: more than 2 GiB of text; read it in parts and concat`);
      if (need > bytes.length) {
        const grown = new Uint8Array(Math.min(TEXT_MAX, Math.max(need, bytes.length * 2)));
        grown.set(bytes.subarray(0, end));
        bytes = grown;
      }
      const { read, written } = encoder.encodeInto(value, bytes.subarray(end));
      if (read < value.length)
        refuse("too_large", `column ${JSON.stringify(name)}: more than 2 GiB of text; read it in parts and concat`);
      end += written;
    }
    offsets[i + 1] = end;
  }
  return { name, type: "text", length, bytes: bytes.slice(0, end), offsets, validity };
}

function integers(name, length, at, type = "i64") {
  const values = new BigInt64Array(length);
  let validity;
  for (let i = 0; i < length; i++) {
    const value = at(i);
    if (value === null || value === undefined) {
      validity ??= new Uint8Array(length).fill(1);
      validity[i] = 0;
    } else {
      const whole = typeof value === "bigint" ? value : BigInt(value);
      if (whole > I64_MAX || whole < I64_MIN)
        refuse("overflow", `column ${JSON.stringify(name)}, row ${i}: ${whole} does not fit 64 bits`);
      values[i] = whole;
    }
  }
  return { name, type, length, values, validity };
}

function reals(name, length, at) {
  const values = new Float64Array(length);
  let validity;
  for (let i = 0; i < length; i++) {
    const value = at(i);
    if (value === null || value === undefined) {
      validity ??= new Uint8Array(length).fill(1);
      validity[i] = 0;
    } else values[i] = Number(value);
  }
  return { name, type: "f64", length, values, validity };
}

function flags(name, length, at) {
  const values = new Uint8Array(length);
  let validity;
  for (let i = 0; i < length; i++) {
    const value = at(i);
    if (value === null || value === undefined) {
      validity ??= new Uint8Array(length).fill(1);
      validity[i] = 0;
    } else values[i] = value ? 1 : 0;
  }
  return { name, type: "bool", length, values, validity };
}

/** Milliseconds of a Date as microseconds; an invalid Date is a missing value that the core counts as such. */
const micros = (value) => {
  if (value === null || value === undefined) return null;
  const ms = value.getTime();
  return Number.isNaN(ms) ? null : BigInt(Math.round(ms * 1000));
};

const KINDS = { number: 1, bigint: 2, boolean: 4, string: 8 };
const DATE = 16;

/** A plain array: its type is the one type of its values. Numbers that are all whole are integers. */
function fromArray(name, array) {
  let seen = 0;
  let whole = true;
  for (let i = 0; i < array.length; i++) {
    const value = array[i];
    if (value === null || value === undefined) continue;
    const kind = value instanceof Date ? DATE : (KINDS[typeof value] ?? 0);
    if (!kind)
      refuse(
        "bad_table",
        `column ${JSON.stringify(name)}, row ${i}: a ${Array.isArray(value) ? "list" : typeof value} cannot be a value; use text, numbers, booleans or dates`,
      );
    if (kind === KINDS.number && !Number.isSafeInteger(value)) whole = false;
    if (seen && seen !== kind && (seen | kind) !== (KINDS.number | KINDS.bigint))
      refuse(
        "mixed_column",
        `column ${JSON.stringify(name)} mixes types: row ${i} is a ${value instanceof Date ? "date" : typeof value}, the rows before are not; convert the column to one type`,
      );
    seen |= kind;
  }
  const at = (i) => array[i];
  const n = array.length;
  if (seen === KINDS.string) return textColumn(name, n, at);
  if (seen === KINDS.boolean) return flags(name, n, at);
  if (seen === DATE) return { ...integers(name, n, (i) => micros(array[i]), "time_us"), zone: "UTC" };
  if (seen & KINDS.bigint || seen === KINDS.number) return whole ? integers(name, n, at) : reals(name, n, at);
  // Nothing but missing values: a type that any role may read.
  return integers(name, n, at);
}

/** A typed array: whole types become i64, floats f64. */
function fromTyped(name, values) {
  const length = values.length;
  if (values instanceof Float64Array) return { name, type: "f64", length, values, validity: undefined };
  if (values instanceof BigInt64Array) return { name, type: "i64", length, values, validity: undefined };
  if (values instanceof Float32Array)
    return { name, type: "f64", length, values: Float64Array.from(values), validity: undefined };
  return integers(name, length, (i) => values[i]);
}

/** One column from an array, a typed array, or a column object already in this module's form. */
export function column(name, values) {
  if (isTyped(values)) return fromTyped(name, values);
  if (Array.isArray(values)) return fromArray(name, values);
  return refuse("bad_table", `column ${JSON.stringify(name)} is neither an array nor a typed array`);
}

/** Columns of one length each. */
function checked(columns) {
  for (const c of columns) {
    if (c.length !== columns[0].length)
      refuse(
        "column_length",
        `column ${JSON.stringify(c.name)} has ${c.length} rows, ${JSON.stringify(columns[0].name)} has ${columns[0].length}`,
      );
  }
  return columns;
}

/** `{name: values}` -> columns. */
export const fromColumns = (table) => checked(Object.keys(table).map((name) => column(name, table[name])));

/** `[{name: value}]` -> columns; the names are those of all rows, in the order first met; what a row lacks is missing. */
export function fromRows(rows) {
  const names = new Map();
  rows.forEach((row, i) => {
    if (row === null || typeof row !== "object" || Array.isArray(row)) refuse("bad_table", `row ${i} is not an object`);
    for (const name of Object.keys(row)) if (!names.has(name)) names.set(name, []);
  });
  for (const [name, values] of names)
    for (let i = 0; i < rows.length; i++) values.push(Object.hasOwn(rows[i], name) ? rows[i][name] : null);
  return checked([...names].map(([name, values]) => column(name, values)));
}

export { checked, flags, integers, reals, refuse };
