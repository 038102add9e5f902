// Options of the verbs. Durations are text with units ("30m", "7d"); null switches a rule off.

import type { Journeys, Personas } from "./handles.js";

/** One name, or several. */
export type Names = string | readonly string[];
/** How journeys and sessions are cut. */
export interface JourneyOptions {
  /** Kinds of event that convert and end a journey; null: nothing converts. */
  conversion?: Names | null;
  /** Kinds of event that give back or cancel the order that they name; needs the role `order_id` of the events. */
  refund?: Names;
  /** Kinds of event that are no contacts: they belong to sessions but are no steps of a path. */
  exclude?: Names;
  /** A contact longer before the conversion than this belongs to a journey of its own that did not convert; default "30d", null: no limit. */
  lookback?: string | null;
  /** Touchpoints with a look-back of their own, in the place of `lookback`. */
  touchpoint_lookback?: Readonly<Record<string, string>>;
  /** Kinds of event with a look-back of their own; where the touchpoint has one too, the shorter one counts. */
  event_lookback?: Readonly<Record<string, string>>;
  /** A conversion without a contact of its own, at most so long after the person's last one, has the contacts of that one in paths, transitions, the flow and credits; null: none. */
  carry_over?: string | null;
  /** A journey ends when nothing happens for longer than this; null: never by silence. */
  silence?: string | null;
  /** How long it takes until a customer buys again: so long after the last conversion a journey that is going on ends; null: never. */
  cycle?: string | null;
  /** A session ends when nothing happens for longer than this; default "30m", null: a person is one session. */
  session_gap?: string | null;
  /** A session also ends at midnight of this time zone; in the browser "UTC" or an offset such as "+01:00". */
  session_midnight?: string | null;
  /** What ends a session when it changes. */
  session_change?: "campaign" | "touchpoint" | readonly ("campaign" | "touchpoint")[];
  /** Kinds of event that begin a session, such as a login. */
  session_start?: Names;
  /** Kinds of event that end the session they are in, such as a logout. */
  session_end?: Names;
  /** No event of a session comes longer after its first one than this; null: no limit. */
  session_longest?: string | null;
  /** Whether the converting event is also a step of the path; false where not given. */
  conversion_is_step?: boolean;
}
export type Model =
  | "first"
  | "last"
  | "last_non_direct"
  | "linear"
  | "position"
  | "w_shaped"
  | "custom"
  | "time_decay"
  | "markov"
  | "shapley"
  | "shapley_rate"
  | "hazard";
/**
 * How outcomes are split over touchpoints. `shapley_rate`, `hazard`, Markov chains beyond order 1, `exclude`,
 * `direct_policy`, `outcome` and `bootstrap` need `initAnalysis()`.
 */
export interface AttributeOptions {
  /** One model or several. Default: the one that leads by rule. */
  model?: Model | readonly Model[];
  /** The same under its plural name; not both. */
  models?: Model | readonly Model[];
  /** The model that leads; default: `hazard` where journeys have times and at least 300 conversions, else `markov`. */
  lead?: Model | null;
  /** `markov`: how many contacts a state remembers; default 1. */
  order?: number | "auto";
  /** `markov`: what the states beyond order 1 are; default "windows". */
  states?: "windows" | "padded";
  /** `markov`: what becomes of a journey where a touchpoint is taken out; default "redirect". */
  removal?: "redirect" | "reconnect";
  /** `position`: parts of first and last contact, or weights of first, middle and last; default [0.4, 0.4]. */
  position?: readonly [number, number] | readonly [number, number, number];
  /** `w_shaped`: touchpoints or kinds of event that are the milestone. */
  milestone?: Names;
  /** `custom`: weights from the start, from the end, of the others together (`middle`, default 1), and factors of touchpoints (default 1). */
  weights?: {
    first?: readonly number[];
    last?: readonly number[];
    middle?: number;
    touchpoints?: Readonly<Record<string, number>>;
  };
  /** `time_decay`: default "7d". */
  half_life?: string;
  /** Direct touchpoints; none: those in a usual spelling, whatever its case, such as "direct" or "(direct) / (none)". */
  direct?: Names;
  direct_policy?: "keep" | "drop_unless_alone" | "drop_last_unless_alone";
  /** Touchpoints that are taken out of all journeys. */
  exclude?: Names;
  /** Factors of kinds of event, above 0 and up to 1, in models that split each journey by itself. */
  view_through?: Readonly<Record<string, number>>;
  /** Journeys up to the first conversion of each person, those after it, or all. */
  outcome?: "all" | "first" | "repeat";
  /** `shapley_rate`: orders sampled beyond 25 touchpoints, an even number; default 2000. */
  permutations?: number;
  /** Seed of sampled orders and of the bootstrap. */
  seed?: number;
  /** Replicates for intervals and ranks, for example 200; 0: intervals by formula. */
  bootstrap?: number;
  /** `hazard`: levels of intent, 1 to 24; default 12. */
  intent_levels?: number;
  /** `hazard`: shortest and longest decay of an effect; default ["12h", "30d"]. */
  decay?: readonly [string, string];
  /** `hazard`: who gets the credit of a contact that another one triggered; default "loss". */
  knock_on?: "loss" | "origin" | "none";
  /** `hazard`: default "3d". */
  knock_on_window?: string;
  /** `hazard`: whether persons go on after a conversion; null: if any converts twice. */
  repeat?: boolean | null;
  /** `hazard`: most steps of the search; default 2000. */
  iterations?: number;
  /** Confidence of the intervals, 0.5 to 0.9999; default 0.95. */
  confidence?: number;
}
/** Costs and credits by period. */
export interface PeriodReturnOptions {
  /** Length of a period; default "week" (ISO, from Monday). */
  window?: "day" | "week" | "month" | "quarter" | "year";
  /** Whether credits are dated by contact (default) or by conversion. */
  dated?: "touch" | "conversion";
  /** In the browser "UTC" or an offset such as "+01:00". */
  timezone?: string;
  /** What one unit of each currency of the costs is in the currency of the values: for each of them, in any case, and for no other. */
  rates?: Readonly<Record<string, number>>;
  /** How long conversions may follow a contact; later periods do not count for marginal returns. */
  settle?: string | null;
  /** Options of attribute(); the model that leads counts. */
  attribute?: AttributeOptions;
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
  | { net: Readonly<Record<string, unknown>> }
  | { pnml: string };
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
export interface NeedOptions {
  by?: "touchpoint" | "event";
  confidence?: number;
}
export interface EffortOptions {
  personas?: Personas;
  weights?: Readonly<Record<string, number>>;
  reference?: Readonly<Record<string, number>> | null;
  pause?: string;
  confidence?: number;
}
