/**
 * CX Cockpit in the browser: the engine (WebAssembly), the page `<cx-cockpit>`, the notebook widget.
 */

// ---------------------------------------------------------------- drawing

export type Language = "en" | "de";
export type Theme = "light" | "dark";
export type Light = "green" | "amber" | "red" | null;

export interface ViewOptions {
  /** Labels and number formats; without it the data's own language, else English. */
  language?: Language | null;
  /** Without it the reader's system setting. */
  theme?: Theme | null;
  /** Shows switches for language and theme. */
  controls?: boolean;
}

export interface View {
  /** Draws anew with other data; options not named stay. */
  update(data: CockpitData | string | null, options?: ViewOptions): void;
  /** Takes the page out of the element and ends all listening. */
  destroy(): void;
}

/** Draws a cockpit into `el`. */
export function mount(el: Element, data: CockpitData | string | null, options?: ViewOptions): View;

/** The element `<cx-cockpit>`; register it with `define()`. */
export class CxCockpit extends HTMLElement {
  /** The cockpit's JSON, as object or text. */
  get data(): CockpitData | string | null;
  set data(value: CockpitData | string | null);
  get language(): string | null;
  set language(value: Language | null);
  get theme(): string | null;
  set theme(value: Theme | null);
  /** Address of the JSON; fetched when no `data` is set (the page's policy must allow it by connect-src). */
  get src(): string | null;
  set src(value: string | null);
  get controls(): boolean;
  set controls(value: boolean);
}

/** Registers the element once, as `cx-cockpit` or under another name. */
export function define(tag?: string): void;

/** What anywidget hands over. */
export interface WidgetModel {
  get(name: string): unknown;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

declare const widget: {
  /** The front end of an anywidget with the traits `data`, `language`, `theme`; returns its clean-up. */
  render(context: { model: WidgetModel; el: Element }): () => void;
};
export default widget;

declare global {
  interface HTMLElementTagNameMap {
    "cx-cockpit": CxCockpit;
  }
}

// ---------------------------------------------------------------- the cockpit's JSON

type N = number | null;
type T = string | null;

export interface Totals {
  events?: N;
  persons?: N;
  sessions?: N;
  journeys?: N;
  touches?: N;
  conversions?: N;
  value?: N;
  cost?: N;
  answers?: N;
  findings?: N;
}

export interface TouchpointRow {
  touchpoint: string;
  contacts?: N;
  persons?: N;
  journeys?: N;
  cost?: N;
  conversions?: N;
  conversions_low?: N;
  conversions_high?: N;
  value?: N;
  value_low?: N;
  value_high?: N;
  share?: N;
  roas?: N;
  roi?: N;
  cost_per_conversion?: N;
  experience_points?: N;
  points_per_1000?: N;
  metric?: T;
  score_n?: N;
  score?: N;
  score_low?: N;
  score_high?: N;
  score_target?: N;
  score_gap?: N;
  score_light?: Light;
  answers_needed?: N;
  trend?: TrendRow[];
  expectation?: N;
  perception?: N;
  experience_gap?: N;
  audit_score?: N;
  audit_gated?: boolean | number | null;
  audit_coverage?: N;
  audit_target?: N;
  audit_gap?: N;
  audit_light?: Light;
  audit_due?: T;
}

export interface TrendRow {
  window_start: string;
  n: N;
  score: N;
  low: N;
  high: N;
  light: Light;
}
export interface CreditRow {
  model: string;
  touchpoint: string;
  conversions: N;
  value: N;
  share: N;
  conversions_low: N;
  conversions_high: N;
  value_low: N;
  value_high: N;
  removal_effect: N;
}
export interface ScoreRow {
  metric: string;
  touchpoint: T;
  window_start: T;
  n: N;
  score: N;
  low: N;
  high: N;
  target: N;
  gap: N;
  light: Light;
  answers_needed: N;
}
/** One row per group; the group's columns (`touchpoint`, `phase` ...) are texts. */
export interface GapRow {
  n: N;
  expectation: N;
  perception: N;
  gap: N;
  low: N;
  high: N;
  [by: string]: string | number | null;
}
export interface AuditRow {
  node: string;
  parent: T;
  text: T;
  touchpoint: T;
  score: N;
  gated: boolean | number | null;
  coverage: N;
  target: N;
  gap: N;
  light: Light;
  due: T;
  visits: N;
}
export interface ReturnRow {
  touchpoint: T;
  campaign: T;
  cost: N;
  conversions: N;
  value: N;
  roas: N;
  roi: N;
  cost_per_conversion: N;
  experience_points: N;
  points_per_1000: N;
}
/** From step k to step k + 1; special names: "(conversion)", "(null)", "(other)". */
export interface FlowLink {
  step: number;
  from: string;
  to: string;
  count: number;
}

export interface CockpitData {
  schema?: number;
  title?: string;
  currency?: T;
  language?: Language;
  period?: { start: T; end: T } | null;
  totals?: Totals;
  touchpoints?: TouchpointRow[];
  credits?: CreditRow[];
  scores?: ScoreRow[];
  gaps?: GapRow[];
  audit?: AuditRow[];
  returns?: ReturnRow[];
  flow?: { steps: number; links: FlowLink[] };
  transitions?: { from: string; to: string; count: number }[];
  paths?: { path: string[]; journeys: N; conversions: N; value: N; nulls: N }[];
  coverage?: { kind: string; subject: T; amount: N }[];
  alarms?: { kind: string; touchpoint: T; severity: "high" | "medium" | "low"; en: string; de: string }[];
  findings?: { rank: number; kind: string; subject: T; en: string; de: string }[];
  intake?: { table: string; source: T; read: N; accepted: N; rejected: N; duplicate: N }[];
  definitions?: { name: string; method: T; definition: T; version: T }[];
}

// ---------------------------------------------------------------- the engine

/** Everything the engine refuses. `kind` names the reason, for example `missing_column`, `bad_option`, `mixed_column`, `not_ready`, `trap`. */
export class CxError extends Error {
  constructor(kind: string, message: string, options?: ErrorOptions);
  readonly kind: string;
}

/**
 * Loads the engine. Without an argument the module comes from `cx-wasm-inline.js` beside this one, which works under
 * `script-src 'self' 'wasm-unsafe-eval'`; a URL is fetched and needs connect-src.
 */
export function init(wasm?: URL | string | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/**
 * Loads the engine with the analysis of journeys (`variants`, `directlyFollows`, `stepMatrix`, `nextSteps`, `compare`,
 * `funnel`, `conform` and so on) instead of the smaller one that `init()` loads. Without an argument the module comes
 * from `cx-analysis-inline.js`; `cx-cockpit/cx_analysis_bg.wasm` is the same as a file.
 */
export function initAnalysis(
  wasm?: URL | string | Request | Response | BufferSource | WebAssembly.Module,
): Promise<void>;

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
/** Columns, rows, or the bytes of an Arrow IPC stream or file. */
export type TableLike =
  Readonly<Record<string, Column>> | readonly Readonly<Record<string, Cell>>[] | Uint8Array | ArrayBuffer;
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

/** A result in the engine's memory. */
export class Handle {
  protected constructor();
  /**
   * The main table, or a named one: `report` and `rejects` of what was read, `ids` of people; `steps`, `sessions`,
   * `paths`, `transitions` of journeys; `alarms`, `coverage`, `findings` of the cockpit. A table that is read and has no
   * other form gives its `report`.
   */
  table(name?: string): TableOut;
  readonly report: Report;
  /** Gives its memory back. */
  free(): void;
}
export class Events extends Handle {
  private readonly kind: "events";
}
export class Feedback extends Handle {
  private readonly kind: "feedback";
}
export class Campaigns extends Handle {
  private readonly kind: "campaigns";
}
export class Targets extends Handle {
  private readonly kind: "targets";
}
export class Criteria extends Handle {
  private readonly kind: "criteria";
}
export class Findings extends Handle {
  private readonly kind: "findings";
}
export class People extends Handle {
  private readonly kind: "people";
  /** The number of the person whom an identifier belongs to. */
  find(type: string, id: string): number | undefined;
}
export type Unit = "journeys" | "sessions" | "persons";
export interface TransformOptions {
  repeats?: "exposure" | "first" | "frequency" | "unique" | null;
  /** Touchpoints that go from every path that has another one. */
  direct?: string | readonly string[];
  /** Keeps the first, or the last, so many steps. */
  first?: number | null;
  last?: number | null;
  /** Whether what was cut off stays as one step "(more)"; true where not given. */
  remainder?: boolean;
}
export interface CompareOptions {
  /** Other journeys; without them two groups of the same journeys are compared. */
  with?: Journeys;
  subject?: "transitions" | "steps" | "variants";
  split?: "converted" | { persons: readonly number[] } | { journeys: readonly number[] } | null;
  steps?: number;
  top?: number | null;
  confidence?: number;
}
/** A touchpoint, several of which any will do, or a description of the contact. */
export type Selector = string | readonly string[] | Readonly<Record<string, unknown>>;
export type FunnelStep = Selector | { at: Selector; name?: string; within?: string; after?: string };
export interface FunnelOptions {
  steps: readonly FunnelStep[];
  order?: "any" | "ordered" | "strict";
  exclude?: readonly (Selector | { at: Selector; between?: readonly [number, number] })[];
  within?: string | null;
  unit?: Unit;
  session_gap?: string | null;
  quantiles?: readonly number[];
  confidence?: number;
  allow_unknown?: boolean;
}
/** An expected journey: a contact, or blocks within blocks. */
export type Block =
  | string
  | { sequence: readonly Block[] }
  | { choice: readonly Block[] }
  | { optional: Block }
  | { loop: readonly Block[] }
  | { parallel: readonly Block[] }
  | { net: Readonly<Record<string, unknown>> };
export interface ConformOptions {
  model?: Block | null;
  rules?: readonly Readonly<{
    rule: string;
    a: Selector;
    b?: Selector;
    within?: string;
    times?: number;
    name?: string;
  }>[];
  by?: "touchpoint" | "event";
  unit?: Unit;
  session_gap?: string | null;
  judge_open?: boolean;
  missing?: Readonly<Record<string, number>>;
  extra?: Readonly<Record<string, number>>;
  confidence?: number;
  max_states?: number;
  allow_unknown?: boolean;
}
export class Paths extends Handle {
  private readonly kind: "paths";
  /** The same paths in another form; conversions, value and nulls are those of before. Needs `initAnalysis()`. */
  transform(options?: TransformOptions): Paths;
}
/** Tables "funnel" (one row for each step) and "times" (quantiles of the time to the next step). */
export class Funnel extends Handle {
  private readonly kind: "funnel";
}
/** Tables "summary", "violations", "variants", "deviations" and "units". */
export class Conformance extends Handle {
  private readonly kind: "conformance";
}
export interface DistanceOptions {
  method?: string;
  [more: string]: unknown;
}
export interface PersonaOptions {
  distance?: DistanceOptions;
  /** The least and the largest number of personas. */
  least?: number;
  most?: number;
  resamples?: number;
  seed?: number;
  limit?: number;
  fuzziness?: number;
  confidence?: number;
}
export interface PhaseOptions {
  rules?: readonly Readonly<{
    phase: string;
    touchpoint?: string | readonly string[];
    event?: string | readonly string[];
    conversion?: boolean;
    silence?: string | null;
    from?: string | readonly string[];
  }>[];
  [more: string]: unknown;
}
export interface EffortOptions {
  personas?: Personas;
  weights?: Readonly<Record<string, number>>;
  reference?: Readonly<Record<string, number>> | null;
  pause?: string;
  confidence?: number;
}
/** Tables "distances" (a pair of distinct journeys each) and "members". */
export class Distances extends Handle {
  private readonly kind: "distances";
}
/** Tables "personas", "members" and "choices" (of the number of personas). */
export class Personas extends Handle {
  private readonly kind: "personas";
}
/** Tables "phases", "channels" and "hand_overs". */
export class Phases extends Handle {
  private readonly kind: "phases";
}
/** Tables "effort" and "units". */
export class Effort extends Handle {
  private readonly kind: "effort";
}
export class Credit extends Handle {
  private readonly kind: "credit";
}
export class Returns extends Handle {
  private readonly kind: "returns";
}
export class Scores extends Handle {
  private readonly kind: "scores";
}
export class Gaps extends Handle {
  private readonly kind: "gaps";
}
export class Audit extends Handle {
  private readonly kind: "audit";
}
export class Journeys extends Handle {
  private readonly kind: "journeys";
  paths(): TableOut;
  transitions(): TableOut;
  flow(options?: { steps?: number; top?: number }): TableOut;
  steps(): TableOut;
  sessions(): TableOut;
  /** Distinct ways, the most frequent first. This and what follows needs `initAnalysis()`. */
  variants(options?: { unit?: Unit; top?: number | null }): TableOut;
  /** How often, and how fast, one touchpoint follows another. */
  directlyFollows(options?: { unit?: "occurrences" | Unit; quantile?: number }): TableOut;
  /** Which share is at which touchpoint at each step. */
  stepMatrix(options?: { steps?: number; top?: number; unit?: Unit }): TableOut;
  /** What comes next after the last `order` touchpoints. */
  nextSteps(options?: { order?: number } & Options): TableOut;
  /** Differences of two groups, with intervals. */
  compare(options?: CompareOptions): TableOut;
  /** The distinct paths, to be transformed or attributed. */
  asPaths(): Paths;
  /** How many go through all steps, those who still may accounted for. */
  funnel(options: FunnelOptions): Funnel;
  /** The expected against the actual journeys: rules, a model, or both. */
  conform(options: ConformOptions): Conformance;
  /** How long it takes to the next step, open journeys censored. */
  timeToNext(options?: Options): TableOut;
  /** How different journeys are, as sequences of touchpoints. */
  distances(options?: DistanceOptions): Distances;
  /** Groups of journeys that are alike, each around a real journey. */
  personas(options?: PersonaOptions): Personas;
  /** When persons or journeys enter and leave phases. */
  phases(options: PhaseOptions): Phases;
  /** How much customers have to do in each phase. */
  effort(phases: Phases, options?: EffortOptions): Effort;
}
export class Cockpit extends Handle {
  private readonly kind: "cockpit";
  /** What `mount` and `<cx-cockpit>` draw. */
  toJSON(): CockpitData;
}

export interface EventRoles {
  time: Role;
  ids: Readonly<Record<string, Role>>;
  touchpoint: Role | readonly Role[];
  event?: Role;
  value?: Role;
  cost?: Role;
  campaign?: Role;
  source?: Role;
  event_id?: Role;
  attributes?: readonly Role[];
  [more: string]: unknown;
}
export interface FeedbackRoles {
  touchpoint?: Role | readonly Role[];
  score: Role;
  time?: Role;
  ids?: Readonly<Record<string, Role>>;
  metric?: Role;
  scale?: unknown;
  aspect?: Role;
  weight?: Role;
  stratum?: Role;
  cluster?: Role;
  segment?: Role | readonly Role[];
  [more: string]: unknown;
}
export interface CampaignRoles {
  campaign: Role;
  kind?: Role;
  owner?: Role;
  touchpoint?: Role | readonly Role[];
  start?: Role;
  end?: Role;
  cost?: Role;
  currency?: Role;
  [more: string]: unknown;
}
export interface TargetRoles {
  kpi: Role;
  target: Role;
  touchpoint?: Role | readonly Role[];
  tolerance?: Role;
  direction?: Role;
  valid_from?: Role;
  owner?: Role;
  [more: string]: unknown;
}
export interface CriterionRoles {
  criterion: Role;
  parent?: Role;
  text?: Role;
  kind?: Role;
  weight?: Role;
  target?: Role;
  lower?: Role;
  upper?: Role;
  tolerance?: Role;
  critical?: Role;
  cadence?: Role;
  owner?: Role;
  [more: string]: unknown;
}
export interface FindingRoles {
  criterion: Role;
  touchpoint: Role | readonly Role[];
  time: Role;
  answer: Role;
  auditor?: Role;
  state?: Role;
  evidence?: Role;
  [more: string]: unknown;
}
export interface PathRoles {
  path: Role;
  conversions: Role;
  value?: Role;
  nulls?: Role;
  sep?: string;
  [more: string]: unknown;
}

export function events(table: TableLike, roles: EventRoles): Events;
export function feedback(table: TableLike, roles: FeedbackRoles): Feedback;
export function campaigns(table: TableLike, roles: CampaignRoles): Campaigns;
export function targets(table: TableLike, roles: TargetRoles): Targets;
export function criteria(table: TableLike, roles: CriterionRoles): Criteria;
export function findings(table: TableLike, roles: FindingRoles): Findings;
export function paths(table: TableLike, roles: PathRoles): Paths;
export function concat(parts: readonly Events[]): Events;
export function stitch(events: Events, options?: Options): People;
export function journeys(events: Events, people: People, options?: Options): Journeys;
export function attribute(of: Journeys | Paths, options?: Options): Credit;
export function returns(
  credit: Credit,
  campaigns: Campaigns,
  options?: Options & { experience?: Readonly<Record<string, number>> | null },
): Returns;
export function score(feedback: Feedback, options?: Options & { targets?: Targets | null }): Scores;
export function gaps(feedback: Feedback, options?: Options): Gaps;
export function audit(criteria: Criteria, findings: Findings, options?: Options): Audit;

export interface CockpitParts {
  events?: Events | null;
  journeys?: Journeys | null;
  credit?: Credit | null;
  returns?: Returns | null;
  /** Several: those of the whole period and those by window give a trend. */
  scores?: Scores | readonly Scores[] | null;
  gaps?: Gaps | null;
  audit?: Audit | null;
  campaigns?: Campaigns | null;
  targets?: Targets | null;
  /** Tables whose accounts of rows are shown. */
  feedback?: Feedback | null;
  criteria?: Criteria | null;
  findings?: Findings | null;
  paths?: Paths | null;
  title?: string;
  currency?: string | null;
  language?: Language;
  [option: string]: unknown;
}
export function cockpit(parts: CockpitParts): Cockpit;
