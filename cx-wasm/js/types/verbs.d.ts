// The verbs of the engine, and the columns that play a role in their tables.

import type {
  Audit,
  Broadcast,
  Campaigns,
  Channels,
  Cockpit,
  Counts,
  Credit,
  Criteria,
  Events,
  Experience,
  Feedback,
  FileTable,
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
import type {
  AttributeOptions,
  AuditOptions,
  BroadcastOptions,
  CampaignRoles,
  ChannelOptions,
  CockpitOptions,
  CountRoles,
  CriteriaRoles,
  EventRoles,
  ExperienceOptions,
  FeedbackRoles,
  FileOptions,
  FindingRoles,
  GapOptions,
  InteractionOptions,
  JourneyOptions,
  LevelOptions,
  OrderOptions,
  PathRoles,
  PeriodOptions,
  PeriodReturnOptions,
  PositionOptions,
  ReturnOptions,
  ScoreOptions,
  SequenceEffectOptions,
  SpotRoles,
  StitchOptions,
  TargetRoles,
  TransitionOptions,
  WithModels,
} from "./options.js";
import type { TableLike, TableOut } from "./tables.js";

/** With a `channel`, which needs `initAnalysis()`, `touchpoint` may be left out. */
export function events(table: TableLike, roles: EventRoles & FileOptions): Events;
export function feedback(table: TableLike, roles: FeedbackRoles & FileOptions): Feedback;
export function campaigns(table: TableLike, roles: CampaignRoles & FileOptions): Campaigns;
export function targets(table: TableLike, roles: TargetRoles & FileOptions): Targets;
export function criteria(table: TableLike, roles: CriteriaRoles & FileOptions): Criteria;
export function findings(table: TableLike, roles: FindingRoles & FileOptions): Findings;
export function paths(table: TableLike, roles: PathRoles & FileOptions): Paths;
export function concat(parts: readonly Events[]): Events;
export function stitch(events: Events, options?: StitchOptions): People;
export function journeys(events: Events, people: People, options?: JourneyOptions): Journeys;
/** With a `broadcast` spots have rows of their own; that needs journeys and `initAnalysis()`. */
export function attribute(of: Journeys | Paths, options?: AttributeOptions & { broadcast?: Broadcast | null }): Credit;
export function returns(
  credit: Credit,
  campaigns?: Campaigns | null,
  options?: ReturnOptions & { experience?: Experience | Readonly<Record<string, number>> | null },
): Returns;
export function score(feedback: Feedback, options?: ScoreOptions & { targets?: Targets | null }): Scores;
export function gaps(feedback: Feedback, options?: GapOptions): Gaps;
export function audit(criteria: Criteria, findings: Findings, options?: AuditOptions): Audit;

export interface CockpitParts extends Omit<CockpitOptions, "paths"> {
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
}
export function cockpit(parts: CockpitParts): Cockpit;

/** The channel of every row of a table, by ordered rules. This and what follows needs `initAnalysis()`. */
export function channels(table: TableLike, options: ChannelOptions): Channels;
/** CSV of any dialect; what the options do not say is found, and stands in the report. */
export function readCsv(file: string | Uint8Array | ArrayBuffer, options?: FileOptions): FileTable;
/** JSON or JSON lines; objects are rows, fields of objects inside have dotted names. */
export function readJson(file: string | Uint8Array | ArrayBuffer, options?: FileOptions): FileTable;
/** Spots of television and radio. */
export function spots(table: TableLike, roles: SpotRoles & FileOptions): Spots;
/** Visits or searches by the minute. */
export function counts(table: TableLike, roles: CountRoles & FileOptions): Counts;
/** Visits that spots brought, with intervals, costs per visit and a check with shifted spots. */
export function broadcast(spots: Spots, visits: Events | Counts, options?: BroadcastOptions): Broadcast;
/** Sessions to which late events can be added. */
export function liveSessions(events: Events, people: People, options?: JourneyOptions): LiveSessions;
/** What each touchpoint did for a score: signed credits that sum to the lift over the reference. */
export function experience(
  journeys: Journeys,
  people: People,
  feedback: Feedback,
  options?: ExperienceOptions,
): Experience;
/** The same by period, with models that split each answer by itself. */
export function experienceByPeriod(
  journeys: Journeys,
  people: People,
  feedback: Feedback,
  options?: PeriodOptions & ExperienceOptions,
): PeriodExperience;
/** How well Markov chains of each order predict journeys that they were not counted from. */
export function chooseOrder(of: Journeys | Paths, options?: OrderOptions): TableOut;
/** What sequences of touchpoints do. */
export function sequenceEffects(of: Journeys | Paths, options?: SequenceEffectOptions): TableOut;
/** The transitions of the attribution chain of any order. */
export function transitions(of: Journeys | Paths, options?: TransitionOptions): TableOut;
/** Credits by touchpoint and position in the journey. */
export function creditByPosition(of: Journeys | Paths, options?: PositionOptions & WithModels): TableOut;
/** Owen values of a hierarchy of touchpoints. */
export function creditByLevel(of: Journeys | Paths, options?: LevelOptions & WithModels): TableOut;
/** Which touchpoints help one another. */
export function interactions(of: Journeys | Paths, options?: InteractionOptions & WithModels): TableOut;
/** Credits by period of the calendar, dated by touch or by conversion. */
export function creditByPeriod(of: Journeys, options?: PeriodOptions & WithModels): TableOut;
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
