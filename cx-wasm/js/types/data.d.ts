// The cockpit's JSON: what the page draws.

import type { Language, Table } from "./view.js";

export type Light = "green" | "amber" | "red" | null;

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
  cost_counted?: N;
  cost_other?: N;
  answers?: N;
  findings?: N;
}

/** The figures of the whole company. */
export interface Head {
  /** The model that leads, why, and what its figures mean. */
  lead?: T;
  lead_reason?: T;
  caveat?: T;
  conversion_set?: boolean;
  /** Value credited to touchpoints for each unit of counted cost. */
  roas?: N;
  roas_low?: N;
  roas_high?: N;
  conversions_without_contact?: N;
  value_without_contact?: N;
  score?: {
    metric: string;
    n: N;
    score: N;
    low: N;
    high: N;
    /** Score of the last four windows less that of the four before. */
    change: N;
    change_low: N;
    change_high: N;
    since: T;
  } | null;
  known_persons?: N;
  anonymous_persons?: N;
}

export interface TouchpointRow {
  touchpoint: string;
  contacts?: N;
  persons?: N;
  journeys?: N;
  cost?: N;
  cost_counted?: N;
  cost_other?: N;
  owner?: T;
  conversions?: N;
  conversions_low?: N;
  conversions_high?: N;
  value?: N;
  value_low?: N;
  value_high?: N;
  share?: N;
  /** Fewest and most conversions that a model credits. */
  models_low?: N;
  models_high?: N;
  /** Whether the figures are a lower bound; whether an effect cannot be told from a slow change of the need. */
  lower_bound?: boolean;
  undecided?: boolean;
  roas?: N;
  roas_low?: N;
  roas_high?: N;
  roi?: N;
  cost_per_conversion?: N;
  experience_points?: N;
  points_per_1000?: N;
  points_per_1000_low?: N;
  points_per_1000_high?: N;
  metric?: T;
  score_n?: N;
  score_small?: boolean;
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
  experience_gap_low?: N;
  experience_gap_high?: N;
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
  lower_bound?: boolean;
  undecided?: boolean;
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
  cost_counted?: N;
  cost_other?: N;
  conversions: N;
  value: N;
  roas: N;
  roas_low?: N;
  roas_high?: N;
  roi: N;
  cost_per_conversion: N;
  experience_points: N;
  points_per_1000: N;
  /** All of a touchpoint, by contacts that name the campaign, an allocation by cost, or a sum. */
  split?: "whole" | "contacts" | "cost" | "sum";
  lower_bound?: boolean;
  undecided?: boolean;
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
  period?: { start: T; end: T; timezone?: T } | null;
  totals?: Totals;
  head?: Head;
  touchpoints?: TouchpointRow[];
  /** What no touchpoint gets, and spend that names none. */
  rest?: TouchpointRow[];
  credits?: CreditRow[];
  scores?: ScoreRow[];
  gaps?: GapRow[];
  audit?: AuditRow[];
  returns?: ReturnRow[];
  campaigns?: ReturnRow[];
  total?: ReturnRow | null;
  flow?: { steps: number; links: FlowLink[] };
  transitions?: { from: string; to: string; count: number }[];
  /** Tables of a funnel, a step matrix and personas, each with a section of its own. */
  funnel?: Table | null;
  step_matrix?: Table | null;
  personas?: Table | null;
  /** What personas turn to by phase, and what they say: `journeys.needs(...)`, scores by `persona`. */
  needs?: Table | null;
  persona_scores?: Table | null;
  /** Television and radio: campaigns, response by the minute, the check with shifted spots. */
  broadcast?: Table | null;
  response?: Table | null;
  placebo?: Table | null;
  hour_shift?: Table | null;
  paths?: { path: string[]; journeys: N; conversions: N; value: N; nulls: N }[];
  coverage?: { kind: string; subject: T; amount: N }[];
  /** The findings with a severity, once more. */
  alarms?: {
    kind: string;
    touchpoint: T;
    severity: "high" | "medium" | "low";
    size: N;
    unit: string;
    en: string;
    de: string;
    todo_en: string;
    todo_de: string;
    owner: T;
  }[];
  /** Subject by subject, the gravest first; a blank subject is the whole company. */
  findings?: {
    rank: number;
    kind: string;
    severity: "high" | "medium" | "low" | null;
    subject: T;
    size: N;
    unit: string;
    en: string;
    de: string;
    todo_en: string;
    todo_de: string;
    owner: T;
  }[];
  intake?: { table: string; source: T; read: N; accepted: N; rejected: N; duplicate: N; filtered?: N }[];
  definitions?: { name: string; method: T; definition: T; version: T }[];
}
