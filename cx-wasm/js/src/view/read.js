// The cockpit's JSON, read defensively: text is text, numbers are finite or null, lists are lists.

import { num } from "./format.js";

const LIGHTS = new Set(["green", "amber", "red"]);
// Control characters, line ends and bidirectional overrides would let a name rearrange the page's own text.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/** Text fit for one line of a label; null stays null. */
export function label(value) {
  if (value == null) return null;
  const text = (typeof value === "string" ? value : String(value)).replace(UNSEEN, " ").trim();
  return text;
}

const list = (v) => (Array.isArray(v) ? v.filter((x) => x && typeof x === "object") : []);
const LONGEST = 1_000_000;

/** Rows of a table: of rows, of columns as the engine's methods give them, or of a result that has one. */
export function rowsOf(input) {
  const table = typeof input?.table === "function" ? input.table() : input;
  if (!table || typeof table !== "object" || Array.isArray(table)) return list(table);
  const columns = Object.entries(table).filter(([, v]) => Array.isArray(v) || ArrayBuffer.isView(v));
  const length = Math.min(LONGEST, Math.max(0, ...columns.map(([, v]) => v.length ?? 0)));
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(([name, v]) => [name, v[i] ?? null])));
}

const light = (v) => (LIGHTS.has(v) ? v : null);

function row(raw, texts, lights = []) {
  const out = Object.create(null);
  for (const [key, value] of Object.entries(raw)) {
    if (texts.includes(key)) out[key] = label(value);
    else if (lights.includes(key)) out[key] = light(value);
    else if (typeof value === "boolean") out[key] = value;
    else out[key] = num(typeof value === "bigint" ? Number(value) : value);
  }
  return out;
}

const texts = (v) => (Array.isArray(v) ? v.map((x) => label(x) ?? "") : []);

/** What a row is about: its touchpoint, or the names of the groups it belongs to. */
const subject = (raw) => {
  if (typeof raw.touchpoint === "string") return label(raw.touchpoint);
  if (!Array.isArray(raw.by)) return null;
  // Answers that do not say where: the words for it are the page's.
  if (raw.by.length === 1 && raw.by[0] === null) return "(none)";
  return raw.by.map((name) => label(name) ?? "–").join(" · ");
};

/** Groups without a window where there are any, else those of the last window. */
function gapRows(rows) {
  const all = list(rows).map((raw) => {
    const out = row(raw, ["metric", "window_start"]);
    const others = Object.entries(raw).filter(([k, v]) => typeof v === "string" && !GAP_TEXTS.has(k));
    return { ...out, name: subject(raw) ?? others.map(([, v]) => label(v)).join(" · ") };
  });
  const last = all.reduce((a, r) => (r.window_start && r.window_start > a ? r.window_start : a), "");
  const whole = all.filter((r) => !r.window_start);
  return whole.length ? whole : all.filter((r) => r.window_start === last);
}
const GAP_TEXTS = new Set(["metric", "method", "window_start"]);

const TOUCHPOINT_TEXTS = ["touchpoint", "owner", "metric", "audit_due"];
const RETURN_TEXTS = ["touchpoint", "campaign", "split"];
const object = (v) => (v && typeof v === "object" && !Array.isArray(v) ? v : null);

/** The figures of the whole company; null where the JSON has none. */
function headOf(raw) {
  if (!object(raw)) return null;
  const score = object(raw.score) ? row(raw.score, ["metric", "since"]) : null;
  return { ...row(raw, ["lead", "lead_reason", "caveat"]), score };
}

/** Everything the page draws, from the contract's JSON (an object or its text). Throws only on text that is not JSON. */
export function read(input) {
  const raw = (typeof input === "string" ? JSON.parse(input) : input) ?? {};
  const t = (rows, texts, lights) => list(rows).map((r) => row(r, texts, lights));
  const place = (r) => {
    const out = row(r, TOUCHPOINT_TEXTS, ["score_light", "audit_light"]);
    out.touchpoint ??= "";
    out.trend = t(r.trend, ["window_start"], ["light"]);
    return out;
  };
  const touchpoints = list(raw.touchpoints).map(place);
  const head = headOf(raw.head);
  // Without a conversion set there is nothing to credit, and no return.
  const unset = head !== null && head.lead !== null && head.conversion_set === false;
  const credits = unset ? [] : t(rowsOf(raw.credits), ["model", "touchpoint"]);
  return {
    schema: num(raw.schema),
    title: label(raw.title) ?? "",
    currency: typeof raw.currency === "string" ? raw.currency : null,
    language: raw.language === "de" || raw.language === "en" ? raw.language : null,
    period: raw.period && typeof raw.period === "object" ? raw.period : null,
    confidence: num(raw.confidence),
    totals: row(raw.totals && typeof raw.totals === "object" ? raw.totals : {}, []),
    head,
    touchpoints,
    rest: list(raw.rest).map(place),
    credits,
    unset,
    leadModel: unset ? null : (head?.lead ?? credits[0]?.model ?? null),
    scores: list(raw.scores).map((r) => ({
      ...row(r, ["metric", "touchpoint", "window_start"], ["light"]),
      touchpoint: subject(r),
    })),
    gaps: gapRows(raw.gaps),
    audit: t(raw.audit, ["node", "parent", "text", "touchpoint", "due"], ["light"]),
    returns: t(raw.returns, RETURN_TEXTS),
    total: object(raw.total) ? row(raw.total, RETURN_TEXTS) : null,
    flow: t(rowsOf(raw.flow?.links), ["from", "to"]),
    funnel: t(rowsOf(raw.funnel), ["name", "method"]),
    matrix: t(rowsOf(raw.step_matrix), ["touchpoint"]),
    personas: rowsOf(raw.personas).map((r) => ({ ...row(r, []), path: texts(r.path) })),
    needs: t(rowsOf(raw.needs), ["phase", "touchpoint", "event"]),
    personaScores: t(rowsOf(raw.persona_scores), ["metric", "persona", "window_start"], ["light"]),
    broadcast: t(rowsOf(raw.broadcast), ["touchpoint", "campaign"]),
    response: t(rowsOf(raw.response), []).filter((r) => r.minute !== null && r.share !== null),
    placebo: t(rowsOf(raw.placebo), []),
    hourShift: t(rowsOf(raw.hour_shift), ["en", "de"]),
    transitions: t(raw.transitions, ["from", "to"]),
    paths: list(raw.paths).map((p) => ({
      path: texts(p.path),
      journeys: num(p.journeys),
      conversions: num(p.conversions),
      value: num(p.value),
      nulls: num(p.nulls),
    })),
    coverage: t(raw.coverage, ["kind", "subject", "unit"]),
    findings: t(raw.findings, ["kind", "severity", "subject", "unit", "en", "de", "todo_en", "todo_de", "owner"]),
    intake: t(raw.intake, ["table", "source"]),
    definitions: t(raw.definitions, ["name", "method", "definition", "version"]),
  };
}
