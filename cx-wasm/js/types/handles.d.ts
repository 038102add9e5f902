// Results of the engine.

import type { CockpitData } from "./data.js";
import type {
  CarryOptions,
  CompareOptions,
  ConformOptions,
  DirectlyFollowsOptions,
  DistanceOptions,
  EffortOptions,
  FlowOptions,
  FunnelOptions,
  NeedOptions,
  NextStepOptions,
  PersonaOptions,
  PhaseFigureOptions,
  PhaseOptions,
  StepMatrixOptions,
  TimeToNextOptions,
  TransformOptions,
  VariantOptions,
} from "./options.js";
import type { Report, TableOut } from "./tables.js";

/** A result in the engine's memory. */
export class Handle {
  protected constructor();
  /**
   * The main table, or a named one: `report` and `rejects` of what was read, `ids` of people; `steps`, `sessions`,
   * `paths`, `transitions`, `unknown_refunds` of journeys; `alarms`, `coverage`, `findings` of the cockpit. A table that is read and has no
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
  /** Persons with an identifier that names a person, and persons who have only devices, cookies and sessions. */
  known(): { known: number; anonymous: number };
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
/** Tables "distances" (a pair of distinct journeys each) and "members". */
export class Distances extends Handle {
  private readonly kind: "distances";
}
/** Tables "personas", "members" and "choices" (of the number of personas). */
export class Personas extends Handle {
  private readonly kind: "personas";
  /** The same answers with a column "persona" more, to break scores and gaps down by. */
  answers(journeys: Journeys, people: People, feedback: Feedback): Feedback;
}
/** Tables "phases", "channels" and "hand_overs". */
export class Phases extends Handle {
  private readonly kind: "phases";
  /** Share of units, share of time and duration of each phase with intervals, against targets. */
  figures(options?: PhaseFigureOptions): TableOut;
}
/** Tables "effort" and "units". */
export class Effort extends Handle {
  private readonly kind: "effort";
}
/**
 * Credits by model and touchpoint; table "parts": by campaign, where contacts name any. The report has `lead`,
 * `lead_reason`, `conversion_set` and `without_contact` ([conversions, value]). The three tables beside them need `initAnalysis()`.
 */
export class Credit extends Handle {
  private readonly kind: "credit";
  /** Where each touchpoint stands by conversions, and how sure that is; needs the option `bootstrap`. */
  ranks(): TableOut;
  /** What the models say at least and at most of each touchpoint, and whether their intervals are apart. */
  disagreement(): TableOut;
  /** Checks of the credits and of the journeys behind them: columns check, model, figure, status, sentence. */
  checks(): TableOut;
}
/** Tables "returns" (by touchpoint and campaign), "touchpoints" (with the total) and "campaigns". */
export class Returns extends Handle {
  private readonly kind: "returns";
}
/** Tables "returns" (by period, touchpoint and campaign), "touchpoints" (by period) and "marginal". */
export class PeriodReturns extends Handle {
  private readonly kind: "period_returns";
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
/** The cells of a file as text; any verb that takes a table takes it. The report has `dialect`, `labels` and `faults`. */
export class FileTable extends Handle {
  private readonly kind: "file";
}
/** Visits by the minute. */
export class Counts extends Handle {
  private readonly kind: "counts";
}
/** Spots of television and radio. */
export class Spots extends Handle {
  private readonly kind: "spots";
}
/** Tables "campaigns", "spots", "curve" and "response". */
export class Broadcast extends Handle {
  private readonly kind: "broadcast";
  /** The excess carried through the journeys of its visits, to the purchase. */
  carry(journeys: Journeys, options?: CarryOptions): Carried;
}
/** Tables "campaigns", "spots" and "touchpoints". */
export class Carried extends Handle {
  private readonly kind: "carried";
}
/** Why a row has its channel. */
export interface ChannelExplanation {
  /** The row in the table, from 0. */
  row: number;
  channel: string;
  /** The rule that decided: the first one that holds. */
  rule: string;
  /** The rule's conditions in words. */
  sentence: string;
  /** The rules that hold too and come later. */
  also: string[];
}
/** Tables "channels", "counts", "rules", "lint", "report" and "rejects". */
export class Channels extends Handle {
  private readonly kind: "channels";
  explain(row: number): ChannelExplanation;
}
/** The fit of the time-to-event model; tables "fit", "levels" and "triggers". */
export class HazardFit extends Handle {
  private readonly kind: "hazard_fit";
}
/** Signed credits of a score. */
export class Experience extends Handle {
  private readonly kind: "experience";
}
/** Signed credits of a score by period. */
export class PeriodExperience extends Handle {
  private readonly kind: "period_experience";
}
/** What late events changed; table "changes". */
export class SessionDelta extends Handle {
  private readonly kind: "session_delta";
}
/** Sessions that stay open for late events; `table()` are the sessions as they are now. */
export class LiveSessions extends Handle {
  private readonly kind: "live_sessions";
  /** Adds late events, and returns the sessions that are not what they were. */
  insert(late: Events, people: People): SessionDelta;
  /** The person of an identifier. */
  find(type: string, id: string): number | undefined;
}
export class Journeys extends Handle {
  private readonly kind: "journeys";
  /** The same journeys with these outcomes alone as conversions. */
  only(outcomes: string | readonly string[]): Journeys;
  paths(): TableOut;
  transitions(): TableOut;
  flow(options?: FlowOptions): TableOut;
  steps(): TableOut;
  sessions(): TableOut;
  /** Distinct ways, the most frequent first. This and what follows needs `initAnalysis()`. */
  variants(options?: VariantOptions): TableOut;
  /** How often, and how fast, one touchpoint follows another. */
  directlyFollows(options?: DirectlyFollowsOptions): TableOut;
  /** Which share is at which touchpoint at each step. */
  stepMatrix(options?: StepMatrixOptions): TableOut;
  /** What comes next after the last `order` touchpoints. */
  nextSteps(options?: NextStepOptions): TableOut;
  /** Differences of two groups, with intervals. */
  compare(options?: CompareOptions): TableOut;
  /** The distinct paths, to be transformed or attributed. */
  asPaths(): Paths;
  /** How many go through all steps, those who still may accounted for. */
  funnel(options: FunnelOptions): Funnel;
  /** The expected against the actual journeys: rules, a model, or both. */
  conform(options: ConformOptions): Conformance;
  /** How long it takes to the next step, open journeys censored. */
  timeToNext(options?: TimeToNextOptions): TableOut;
  /** How different journeys are, as sequences of touchpoints. */
  distances(options?: DistanceOptions): Distances;
  /** Groups of journeys that are alike, each around a real journey. */
  personas(options?: PersonaOptions): Personas;
  /** When persons or journeys enter and leave phases. */
  phases(options: PhaseOptions): Phases;
  /** What each persona turns to in each phase; phases by journey. */
  needs(personas: Personas, phases: Phases, options?: NeedOptions): TableOut;
  /** How much customers have to do in each phase. */
  effort(phases: Phases, options?: EffortOptions): Effort;
}
export class Cockpit extends Handle {
  private readonly kind: "cockpit";
  /** What `mount` and `<cx-cockpit>` draw. */
  toJSON(): CockpitData;
}
