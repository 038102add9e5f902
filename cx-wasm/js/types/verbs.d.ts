// The verbs of the engine, and the columns that play a role in their tables.

import type {
  Audit,
  Broadcast,
  Campaigns,
  Cockpit,
  Counts,
  Credit,
  Criteria,
  Events,
  Experience,
  Feedback,
  Findings,
  Gaps,
  HazardFit,
  Journeys,
  LiveSessions,
  Paths,
  People,
  PeriodExperience,
  PeriodReturns,
  Returns,
  Scores,
  Spots,
  Targets,
} from "./handles.js";
import type { AttributeOptions, JourneyOptions, Model, PeriodReturnOptions } from "./options.js";
import type { Options, Role, TableLike, TableOut } from "./tables.js";
import type { Language } from "./view.js";

export interface EventRoles {
  time: Role;
  ids: Readonly<Record<string, Role>>;
  touchpoint: Role | readonly Role[];
  event?: Role;
  /** Number of the order that a sale makes and a refund names; it stays inside. */
  order_id?: Role;
  /** Money brought; below 0 where it was given back. */
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
  /** Those of the conversions whose value is below 0, and that value; both or none. */
  conversions_below?: Role;
  value_below?: Role;
  /** Those of the conversions whose order was given back as a whole. */
  cancelled?: Role;
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
export function journeys(events: Events, people: People, options?: JourneyOptions): Journeys;
/** With a `broadcast` spots have rows of their own; that needs journeys and `initAnalysis()`. */
export function attribute(of: Journeys | Paths, options?: AttributeOptions & { broadcast?: Broadcast | null }): Credit;
export function returns(
  credit: Credit,
  campaigns?: Campaigns | null,
  options?: Options & { experience?: Experience | Readonly<Record<string, number>> | null },
): Returns;
export function score(feedback: Feedback, options?: Options & { targets?: Targets | null }): Scores;
export function gaps(feedback: Feedback, options?: Options): Gaps;
export function audit(criteria: Criteria, findings: Findings, options?: Options): Audit;

export interface CockpitParts {
  events?: Events | null;
  /** How many persons are known by an identifier that names them. */
  people?: People | null;
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
  /** Whose credits lead; null: the model of the returns, else the lead of the credits. */
  lead?: Model | null;
  /** The zone of the dates shown; null: the one that the events were read with. */
  timezone?: string | null;
  [option: string]: unknown;
}
export function cockpit(parts: CockpitParts): Cockpit;

/** Which column plays which role in a table of spots. */
export interface SpotRoles {
  time: Role;
  spot?: Role;
  campaign?: Role;
  touchpoint?: Role;
  cost?: Role;
  weight?: Role;
  source?: Role;
  timezone?: string;
  time_unit?: string;
}
/** Which column plays which role in a table of visits by the minute. */
export interface CountRoles {
  time: Role;
  count: Role;
  source?: Role;
  timezone?: string;
  time_unit?: string;
}
/** Spots of television and radio. This and what follows needs `initAnalysis()`. */
export function spots(table: TableLike, roles: SpotRoles): Spots;
/** Visits or searches by the minute. */
export function counts(table: TableLike, roles: CountRoles): Counts;
/** Visits that spots brought, with intervals, costs per visit and a check with shifted spots. */
export function broadcast(spots: Spots, visits: Events | Counts, options?: Options): Broadcast;
/** Sessions to which late events can be added. */
export function liveSessions(events: Events, people: People, options?: JourneyOptions): LiveSessions;
/** What each touchpoint did for a score: signed credits that sum to the lift over the reference. */
export function experience(journeys: Journeys, people: People, feedback: Feedback, options?: Options): Experience;
/** The same by period, with models that split each answer by itself. */
export function experienceByPeriod(
  journeys: Journeys,
  people: People,
  feedback: Feedback,
  options?: Options & { window?: string; dated?: "touch" | "conversion"; timezone?: string },
): PeriodExperience;
/** How well Markov chains of each order predict journeys that they were not counted from. */
export function chooseOrder(of: Journeys | Paths, options?: Options): TableOut;
/** What sequences of touchpoints do. */
export function sequenceEffects(of: Journeys | Paths, options?: Options): TableOut;
/** The transitions of the attribution chain of any order. */
export function transitions(of: Journeys | Paths, options?: Options): TableOut;
/** Options of a verb, and in `attribute` those of attribute(). */
export type WithModels = Options & { attribute?: AttributeOptions };
/** Credits by touchpoint and position in the journey. */
export function creditByPosition(of: Journeys | Paths, options?: WithModels): TableOut;
/** Owen values of a hierarchy of touchpoints. */
export function creditByLevel(of: Journeys | Paths, options?: WithModels): TableOut;
/** Which touchpoints help one another. */
export function interactions(of: Journeys | Paths, options?: WithModels): TableOut;
/** Credits by period of the calendar, dated by touch or by conversion. */
export function creditByPeriod(of: Journeys, options?: WithModels): TableOut;
/** The fit of the time-to-event model. */
export function hazardFit(journeys: Journeys, options?: AttributeOptions): HazardFit;
/**
 * Costs and credits by period, and what more spend went with; campaigns have `start`, `end` and `cost`. Points of an
 * experience with the same periods stand beside them.
 */
export function returnsByPeriod(
  journeys: Journeys,
  campaigns?: Campaigns | null,
  options?: PeriodReturnOptions & { broadcast?: Broadcast | null; experience?: PeriodExperience | null },
): PeriodReturns;
