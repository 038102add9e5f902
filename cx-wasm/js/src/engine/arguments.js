// What verbs are given: checked, and in the form in which the core reads it.

import { analyse, call } from "./backend.js";
import { CxError } from "./error.js";
import {
  Audit,
  Broadcast,
  Campaigns,
  Counts,
  Credit,
  Criteria,
  Events,
  Feedback,
  FileTable,
  Findings,
  Gaps,
  Journeys,
  Paths,
  People,
  Returns,
  Scores,
  Spots,
  Targets,
} from "./handles.js";
import { build } from "./table.js";

/** Options travel as JSON text: null switches a rule off, undefined leaves it at its default. */
export const text = (options) => {
  if (options === undefined || options === null) return "{}";
  if (typeof options !== "object" || Array.isArray(options)) throw new CxError("bad_option", "options are an object");
  return JSON.stringify(options);
};

export const raw = (value, classes, what) => {
  if (!classes.some((c) => value instanceof c))
    throw new CxError(
      "bad_argument",
      `${what} must be made by ${classes.map((c) => `${verbOf.get(c)}()`).join(" or ")}`,
    );
  return value.alive();
};
export const maybe = (value, classes, what) =>
  value === undefined || value === null ? undefined : raw(value, classes, what);

export const reader = (verb, Class) => (table, roles) => call((core) => read(core, verb, Class, table, roles));

/** The same for a table that only the engine with analysis reads. */
export const analysisReader = (verb, Class) => (table, roles) =>
  analyse((core) => read(core, verb, Class, table, roles));

/** Whether bytes are a stream or a file of Arrow: a stream begins with a mark or with the length of its first message. */
const isArrow = (bytes) =>
  (bytes[0] === 0xff && bytes[1] === 0xff && bytes[2] === 0xff && bytes[3] === 0xff) ||
  (bytes[0] === 0x41 && bytes[1] === 0x52 && bytes[2] === 0x52 && bytes[3] === 0x4f && bytes[4] === 0x57);

/** The bytes of a file of text; undefined for every other table. */
export function fileBytes(table) {
  if (typeof table === "string") return new TextEncoder().encode(table);
  if (!(table instanceof Uint8Array || table instanceof ArrayBuffer)) return undefined;
  const bytes = table instanceof Uint8Array ? table : new Uint8Array(table);
  return isArrow(bytes) ? undefined : bytes;
}

function read(core, verb, Class, table, roles) {
  if (table instanceof FileTable) return new Class(core[verb](table.alive().input(), text(roles)));
  const bytes = fileBytes(table);
  if (bytes)
    return analyse(() => {
      const file = core.analysis_file(bytes, text(roles));
      try {
        return new Class(core[verb](file.input(), core.analysis_roles(text(roles))));
      } finally {
        file.free();
      }
    });
  return new Class(core[verb](build(core.TableBuilder, table), text(roles)));
}

const verbOf = new Map([
  [Events, "events"],
  [Feedback, "feedback"],
  [Campaigns, "campaigns"],
  [Targets, "targets"],
  [Criteria, "criteria"],
  [Findings, "findings"],
  [Paths, "paths"],
  [People, "stitch"],
  [Journeys, "journeys"],
  [Credit, "attribute"],
  [Returns, "returns"],
  [Scores, "score"],
  [Gaps, "gaps"],
  [Audit, "audit"],
  [Spots, "spots"],
  [Counts, "counts"],
  [Broadcast, "broadcast"],
]);
