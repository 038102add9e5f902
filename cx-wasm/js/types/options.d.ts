// Options of the verbs beyond those of the engine: what a verb takes beside its own options.
// Durations are text with units ("30m", "7d"); null switches a rule off.

import type { Journeys, Personas } from "./handles.js";
import type * as engine from "./options.gen.js";

export type * from "./options.gen.js";

/** Options of a verb, and in `attribute` those of attribute(). */
export interface WithModels {
  attribute?: engine.AttributeOptions;
}
/** Costs and credits by period; the model that leads counts. */
export interface PeriodReturnOptions extends engine.PeriodReturnOptions, WithModels {}
/** Differences of two groups: of the same journeys, or with other journeys. */
export interface CompareOptions extends engine.CompareOptions {
  /** Other journeys; without them two groups of the same journeys are compared. */
  with?: Journeys;
}
/** How much customers have to do in each phase. */
export interface EffortOptions extends engine.EffortOptions {
  /** Also by persona; phases by journey. */
  personas?: Personas;
}
/** The roles of criteria under their earlier name. */
export type CriterionRoles = engine.CriteriaRoles;
