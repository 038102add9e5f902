// The verbs of the engine, and the columns that play a role in their tables.

import type {
  Audit,
  Campaigns,
  Cockpit,
  Credit,
  Criteria,
  Events,
  Feedback,
  Findings,
  Gaps,
  Journeys,
  Paths,
  People,
  Returns,
  Scores,
  Targets,
} from "./handles.js";
import type { JourneyOptions } from "./options.js";
import type { Options, Role, TableLike } from "./tables.js";
import type { Language } from "./view.js";

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
export function journeys(events: Events, people: People, options?: JourneyOptions): Journeys;
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
