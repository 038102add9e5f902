// Any table that the engine accepts, handed to the core.

import { checked, fromColumns, fromRows, refuse } from "./columns.js";
import { fromIpc } from "./ipc.js";

/** Columns of `{name: values}`, of an array of row objects, or of Arrow IPC bytes. */
export function columnsOf(table) {
  if (table instanceof Uint8Array || table instanceof ArrayBuffer) return checked(fromIpc(table));
  if (Array.isArray(table)) return fromRows(table);
  if (table && typeof table === "object" && !ArrayBuffer.isView(table)) return fromColumns(table);
  return refuse(
    "bad_table",
    "a table is {column: array}, an array of row objects, Arrow IPC bytes (Uint8Array), or the text or bytes of a file",
  );
}

/** Feeds the columns to a `TableBuilder` of the module. */
export function build(TableBuilder, table) {
  const builder = new TableBuilder();
  for (const c of columnsOf(table)) {
    if (c.type === "text") builder.text(c.name, c.bytes, c.offsets, c.validity);
    else if (c.type === "time_us") builder.time_us(c.name, c.values, c.validity, c.zone);
    else builder[c.type](c.name, c.values, c.validity);
  }
  return builder;
}

/**
 * A report's table as `{name: Array}`. `raw` has `columns()`: JSON text `[{name, type}]`, and per column `i`:
 * `f64(i)`, `i64(i)`, `bool(i)`, `time_us(i)`, `text(i)` + `offsets(i)`, `lists(i)` (offsets of a list of texts), `validity(i)`.
 * Whole numbers beyond 2^53 stay bigint; instants are Dates; a missing value is null.
 */
export function read(raw) {
  try {
    return columnsOut(raw);
  } finally {
    raw.free?.();
  }
}

function columnsOut(raw) {
  const decoder = new TextDecoder();
  const out = {};
  JSON.parse(raw.columns()).forEach(({ name, type }, i) => {
    const valid = raw.validity(i);
    const keep = (length, at) => Array.from({ length }, (_, row) => (valid && !valid[row] ? null : at(row)));
    const texts = () => {
      const [bytes, offsets] = [raw.text(i), raw.offsets(i)];
      return {
        length: offsets.length - 1,
        at: (row) => decoder.decode(bytes.subarray(offsets[row], offsets[row + 1])),
      };
    };
    let values;
    if (type === "text") {
      const { length, at } = texts();
      values = keep(length, at);
    } else if (type === "texts") {
      const [{ at }, lists] = [texts(), raw.lists(i)];
      values = keep(lists.length - 1, (row) =>
        Array.from({ length: lists[row + 1] - lists[row] }, (_, k) => at(lists[row] + k)),
      );
    } else {
      const source = raw[type](i);
      const whole = (v) =>
        v >= BigInt(Number.MIN_SAFE_INTEGER) && v <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(v) : v;
      const convert = { f64: (v) => v, i64: whole, bool: (v) => v === 1, time_us: (v) => new Date(Number(v) / 1000) }[
        type
      ];
      values = keep(source.length, (row) => convert(source[row]));
    }
    Object.defineProperty(out, name, { value: values, enumerable: true, configurable: true, writable: true });
  });
  return out;
}
