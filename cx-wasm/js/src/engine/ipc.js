// Arrow IPC bytes (stream or file) as typed columns.

import { tableFromIPC, Type } from "@uwdata/flechette";
import { flags, integers, reals, refuse, textColumn } from "./columns.js";

const TEXT = new Set([Type.Utf8, Type.LargeUtf8, Type.Utf8View]);
/** Microseconds per unit (seconds, milliseconds, microseconds); nanoseconds are divided. */
const UNIT = [1_000_000n, 1_000n, 1n];

/** A 64-bit instant in microseconds; nanoseconds are rounded down, before the epoch too. */
const micros = (value, unit) => {
  if (unit < 3) return value * UNIT[unit];
  const whole = value / 1000n;
  return value < 0n && whole * 1000n !== value ? whole - 1n : whole;
};

function convert(name, type, vector) {
  const n = vector.length;
  const at = (i) => vector.at(i);
  const id = type.typeId;
  if (id === Type.Dictionary) return convert(name, type.dictionary, vector);
  if (TEXT.has(id)) return textColumn(name, n, at);
  if (id === Type.Float || id === Type.Decimal) return reals(name, n, at);
  if (id === Type.Int || id === Type.Null) return integers(name, n, at);
  if (id === Type.Bool) return flags(name, n, at);
  if (id === Type.Date)
    return integers(
      name,
      n,
      (i) => {
        const v = at(i);
        return v === null ? null : BigInt(Math.round(v)) * 1000n;
      },
      "time_us",
    );
  if (id === Type.Timestamp) {
    const column = integers(
      name,
      n,
      (i) => {
        const v = at(i);
        return v === null ? null : micros(v, type.unit);
      },
      "time_us",
    );
    return { ...column, zone: type.timezone ?? undefined };
  }
  return refuse(
    "column_type",
    `column ${JSON.stringify(name)} has an Arrow type that no role reads (type ${id}); cast it to text, a number, a boolean or a timestamp`,
  );
}

/** The columns of IPC bytes. */
export function fromIpc(bytes) {
  let table;
  try {
    table = tableFromIPC(bytes, { useBigInt: true, useBigIntTimestamp: true });
  } catch (error) {
    return refuse("bad_ipc", `these bytes are not an Arrow IPC stream or file (${error.message})`);
  }
  if (!table.schema?.fields?.length)
    return refuse("bad_ipc", "these bytes hold no Arrow schema; write the table as an IPC stream or file");
  return table.schema.fields.map((field, i) => convert(field.name, field.type, table.getChildAt(i)));
}
