// Tables in, tables and reports out.

import type { FileTable } from "./handles.js";

export type Cell = string | number | bigint | boolean | Date | null | undefined;
export type Column =
  | readonly Cell[]
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;
/**
 * Columns, rows, the bytes of an Arrow IPC stream or file, or (with `initAnalysis()`) a file of text: its text or bytes,
 * or what `readCsv` and `readJson` give.
 */
export type TableLike =
  | Readonly<Record<string, Column>>
  | readonly Readonly<Record<string, Cell>>[]
  | Uint8Array
  | ArrayBuffer
  | string
  | FileTable;
/** A report's table: one array per column; whole numbers beyond 2^53 stay bigint, a missing value is null. */
export type TableOut = Record<string, (string | number | bigint | boolean | Date | string[] | null)[]>;
/** Durations are text with units ("30m", "7d"); null switches a rule off. */
export type Options = Readonly<Record<string, unknown>>;
/** A column's name, or a constant as "=text". */
export type Role = string;

export interface Report {
  /** Hash over options and method. */
  definition?: string;
  method?: string;
  version?: string;
  [more: string]: unknown;
}
