// Written by `cargo run -p cx-schema` from the options of the engine; not to be edited.

/** A duration as text with its unit: "90s", "30m", "12h", "7d", "2w", "1d12h". */
export type Span = string;
/** One name, or several. */
export type Names = string | readonly string[];
/** Options of `attribute`. */
export interface AttributeOptions {
  /** The same as `models`; not both. */
  model?: Model | readonly Model[];
  /** One model or several (`"markov"` or `["first", "markov"]`; also under the name `model`). Default: the one that leads by rule. */
  models?: Model | readonly Model[];
  /** The model that leads where one can be shown only; computed also where it is not among `models`. Default: by rule, `hazard` where journeys have times and at least 300 conversions, else `markov`; of models that are named, the first one where neither is among them. */
  lead?: Model | null;
  /** `markov`: how many contacts a state remembers, or `"auto"`. Default: 1. */
  order?: Order;
  /** `markov`: what the states of a chain of higher order are. Default: "windows". */
  states?: States;
  /** `markov`: what becomes of a journey where a touchpoint is taken out. Default: "redirect". */
  removal?: Removal;
  /** Parts of the first and the last contact in the model `position`, the rest going to those between; or three weights of first, middle and last. A journey of two contacts is split in the proportion of first and last. Default: [0.4, 0.4]. */
  position?: readonly number[];
  /** Touchpoints or kinds of event that are the milestone of `w_shaped` (`"lead"`): the first contact with one of them. Where none is named, the contact in the middle of the journey (the earlier of two); where one is named and the journey has none, first and last get more. */
  milestone?: Names;
  /** Weights of the model `custom`. */
  weights?: Weights;
  /** Direct touchpoints; where none is named, those in a usual spelling, whatever its case: `direct`, `(direct)`, `(none)`, `(direct) / (none)`, `direct traffic`, `Direktzugriff`. The check `direct` warns where a model or policy needs one and none is found. */
  direct?: Names;
  /** What becomes of direct contacts in all models. Default: "keep". */
  direct_policy?: DirectPolicy;
  /** Touchpoints that are taken out of all journeys, in all models: their credit goes to the others, or to `(unattributed)` where no contact is left. */
  exclude?: Names;
  /** Factors above 0 and up to 1 for contacts of some kinds of event in the models that split each journey by itself, for example `{"impression": 0.3}`; parts are normalised to 1 again. */
  view_through?: Readonly<Record<string, number>>;
  /** What the models that split each journey by itself make of contacts of equal times: `order` takes them as they come (by the role `order`, else by the alphabet), `even` gives each the mean of their parts. Needs journeys. Default: "order". */
  tied?: Tied;
  /** Whose journeys count: `all`, those up to the `first` conversion of each person, or `repeat`, those after it. What came before the data begin is not known. Default: "all". */
  outcome?: OutcomeFilter;
  /** Half-life of the model `time_decay`. Parts are normalised to 1 in each journey, so it does not matter whether ages count from the conversion or from the last contact: the common factor cancels. Default: "7d". */
  half_life?: Span;
  /** Orders of touchpoints that `shapley_rate` samples beyond 25 touchpoints, in pairs of an order and its reverse: an even number from 4 to 1,000,000. Up to 25 it is exact. Default: 2,000. */
  permutations?: number;
  /** Seed of the sampled orders and of the bootstrap; the same seed gives the same figures everywhere. Default: 0. */
  seed?: number;
  /** Replicates of a bootstrap from which intervals and ranks are made, for example 200; 0: intervals by formula, and no ranks. At 95 % confidence at least 39, at most 10,000. Default: 0. */
  bootstrap?: number;
  /** `hazard`: how many levels of intent persons may have, 1 to 24. They are used where the contacts ask for them; with 1 every contact is taken for chance, and targeting for effect. Default: 12. */
  intent_levels?: number;
  /** `hazard`: shortest and longest decay (`tau`) of the effect of a contact. A touchpoint whose decay is as long as it may be is not proven to have an effect. Default: ["12h", "30d"]. */
  decay?: readonly [Span, Span];
  /** `hazard`: who gets the credit of a contact that another one triggered. Default: "loss". */
  knock_on?: KnockOn;
  /** `hazard`: how long after a contact another one can be triggered by it. Default: "3d". */
  knock_on_window?: Span;
  /** `hazard`: whether persons go on after a conversion (else they are observed until then); null: if any person converts twice. */
  repeat?: boolean | null;
  /** `hazard`: most steps of the search, 1 to 10,000. Default: 2,000. */
  iterations?: number;
  /** Confidence of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** How findings are rolled up. */
export interface AuditOptions {
  /** The day (or instant) of the report, ISO 8601, in UTC: later findings do not count, and what is due is measured against it. null: the latest finding. */
  at?: string | null;
  /** How parts become a whole. Default: "normalised". */
  policy?: Policy;
  /** What a criterion counts that does not apply. Default: "exclude". */
  not_applicable?: NotApplicable;
  /** Least share (0 to 1) of the applicable weight that must be scored for a light. Default: 0.5. */
  min_coverage?: number;
  /** Confidence of the intervals. From 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
  /** How far back from `at` findings count, for example `"90d"`; null: all. */
  window?: Span | null;
}
export type Block = string | { readonly sequence: readonly Block[] } | { readonly choice: readonly Block[] } | { readonly optional: Block } | { readonly loop: readonly Block[] } | { readonly parallel: readonly Block[] } | { readonly net: Net } | { readonly pnml: string };
/** Options of `broadcast`. */
export interface BroadcastOptions {
  /** Touchpoints whose events are visits; none: all. Without meaning for counts. */
  touchpoints?: Names;
  /** Kinds of event that are visits; none: all. Without meaning for counts. */
  events?: Names;
  /** How long after a spot visits may be due to it, at most a day. Default: "1h". */
  window?: Span;
  /** The exponent `a` of the response `u^(a-1) exp(-u/theta)`, 0.5 to 10; null: by likelihood. */
  shape?: number | null;
  /** The `theta` of the response; null: by likelihood. */
  scale?: Span | null;
  /** Length of the parts of the week over which the profile of the baseline is constant: 1 minute to a day, and a whole part of a day. Default: "30m". */
  slot?: Span;
  /** Length of the moving window over which the level of the baseline is taken. Default: "7d". */
  level?: Span;
  /** Parts of a day with more visits than this many standard deviations above the baseline are set aside when it is fitted, 2 to 100. Default: 5. */
  outlier?: number;
  /** Zone of the calendar in which the week's profile repeats; by default that in which the spots were read. */
  timezone?: string | null;
  /** Whether the check with shifted spots is made. Default: true. */
  placebo?: boolean;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
export type By = "touchpoint" | "event";
/** Which column plays which role. A role is the name of a column, or a constant as `"=text"`. */
export interface CampaignRoles {
  /** The campaign's name or number (required). Default: "campaign". */
  campaign?: string;
  /** Campaign, advertising, sponsoring, ... */
  kind?: string | null;
  /** The person or team that is responsible. */
  owner?: string | null;
  /** The touchpoint at which customers meet it. */
  touchpoint?: string | null;
  /** First day. */
  start?: Names | null;
  /** Last day; a day that no calendar means, such as 9999-12-31, is an open end. */
  end?: Names | null;
  /** What it cost, 0 or more. */
  cost?: string | null;
  /** Currency of the cost. */
  currency?: string | null;
  /** Where the row comes from; by default `"campaigns"`. */
  source?: string | null;
  /** Zone of times without an offset; by default UTC. */
  timezone?: string | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
/** Options of `carry`. */
export interface CarryOptions {
  /** How a journey is split over its contacts: `linear`, `first` or `last`. Default: "linear". */
  model?: CarryRule;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
export type CarryRule = "linear" | "first" | "last";
/** Which rules give channels, and which columns they look at. A column is named, or a constant as `"=text"`. */
export interface ChannelOptions {
  /** The table of rules: `"ga4@2023-11"`, `"ga4@2026-05"`, `"matomo@2026-07"` or `"cx@2026-11"`; `"cx"` is the newest of ours. */
  rules?: string | null;
  /** Rules of your own, in order; they come before those of the table. */
  own?: readonly ChannelRule[];
  /** Where the contact came from, such as `google`; by default `utm_source` of `url`. */
  source?: string | null;
  /** By what, such as `cpc`; by default `utm_medium` of `url`. */
  medium?: string | null;
  /** The campaign; by default `utm_campaign` of `url`. */
  campaign?: string | null;
  /** The page before. Of the same host as `url`, it counts as none. */
  referrer?: string | null;
  /** The page that was opened, with its query. */
  url?: string | null;
  /** Click id to column, for example `gclid -> google_click`; those in the query of `url` are found there. */
  click_ids?: Readonly<Record<string, string>>;
}
/** One rule: the channel of the rows for which all of `when` hold, and one of `any` where any are given. */
export interface ChannelRule {
  /** The channel. */
  channel: string;
  /** The rule's name in reports; by default its number. */
  id?: string | null;
  /** Field to what it must be; all of them hold. Fields: `source`, `medium`, `campaign`, `referrer` (its host), `url` (of the page), `click_id` (which of them is there), or the name of a click id, such as `gclid`. */
  when?: Readonly<Record<string, ChannelTest>>;
  /** As `when`; one of them holds. */
  any?: Readonly<Record<string, ChannelTest>>;
}
/** What a value must be. One of the conditions that are given has to hold; the case of letters does not count. A name, or a list of names, alone is what it `equals`. */
export interface ChannelTestFields {
  /** It is one of these; `""` is a blank. */
  equals?: Names;
  /** It is in one of these lists: `"search"`, `"social"`, `"video"`, `"shopping"`, `"ai"`, `"direct"`. */
  list?: Names;
  /** One of these stands in it. */
  contains?: Names;
  /** It starts with one of these. */
  starts?: Names;
  /** It ends with one of these. */
  ends?: Names;
  /** One of these regular expressions matches somewhere in it. */
  regex?: Names;
  /** None of the conditions may hold. Default: false. */
  not?: boolean;
}
export type ChannelTest = Names | ChannelTestFields;
/** How a cockpit is shown. */
export interface CockpitOptions {
  /** The title of the page. Default: "CX Cockpit". */
  title?: string;
  /** The currency of values and costs, for example `CHF`; that of the returns or costs, where these say one. */
  currency?: string | null;
  /** The language of the page. Default: "en". */
  language?: Language;
  /** The same as `lead`; not both. */
  model?: Model | null;
  /** Whose credits lead (also under the name `model`); null: the model of the returns, else the lead of the credits. */
  lead?: Model | null;
  /** Which metric leads; null: for each touchpoint the one with most answers. */
  metric?: string | null;
  /** Paths shown, the most frequent first; at most 1,000. From 0 to 1,000. Default: 20. */
  paths?: number;
  /** The zone of the dates shown: an IANA name, `UTC` or an offset; null: the one that the events were read with. */
  timezone?: string | null;
  /** How much of the flow is shown. */
  flow?: FlowOptions;
}
/** Options of `compare`. */
export interface CompareOptions {
  /** What is compared. Default: "transitions". */
  subject?: Subject;
  /** How the journeys are split where there is no second set of journeys; null: those that converted against all others. */
  split?: "converted" | { readonly persons: readonly number[] } | { readonly journeys: readonly number[] } | null;
  /** Steps compared, 1 to 1,000; for `steps` only. Default: 10. */
  steps?: number;
  /** How many rows are given, those with the most journeys of both groups; null: all. */
  top?: number | null;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** What a cell must be for its row to count; a text, a number, or a list of them stand for `in`. */
export interface Condition {
  /** One of these, as text. */
  in?: Names | null;
  /** None of these. */
  not?: Names | null;
  /** Whether it must be blank, or must not be; the words of `blank` are. */
  blank?: boolean | null;
  /** At least this number. */
  min?: number | null;
  /** At most this number. */
  max?: number | null;
  /** It begins with one of these. */
  starts?: Names | null;
  /** It contains one of these. */
  contains?: Names | null;
}
export type Conditions = Readonly<Record<string, Condition>>;
/** Options of `conform`: rules, a model, or both. */
export interface ConformOptions {
  /** The expected journey. */
  model?: Block | null;
  /** Rules that journeys should keep. */
  rules?: readonly Rule[];
  /** What the names in the model are. Default: "touchpoint". */
  by?: By;
  /** What is counted. Default: "journeys". */
  unit?: Unit;
  /** Where sessions are counted: one that ended at most this long before the end of the data may still go on; null: by the rules that the sessions were cut with. */
  session_gap?: Span | null;
  /** Whether what may still go on after the end of the data is judged as if it were over. Default: false. */
  judge_open?: boolean;
  /** What it costs when a contact of the model is missing, by name, in money or in score; by default 0. From 0 to 1,000,000,000. */
  missing?: Readonly<Record<string, number>>;
  /** What it costs when a contact comes that the model does not expect, by name. From 0 to 1,000,000,000. */
  extra?: Readonly<Record<string, number>>;
  /** Confidence of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
  /** How many states the search for the deviations of one distinct journey may look at, 1 to 100,000,000; a search beyond it is reported as capped. Default: 200,000. */
  max_states?: number;
  /** Whether names that do not occur in the data are contacts that nobody has, not errors. Default: false. */
  allow_unknown?: boolean;
}
/** Which column plays which role. */
export interface CountRoles {
  /** The minute (required): timestamp, ISO 8601 text, or a number with `time_unit`. Default: ["time"]. */
  time?: Names;
  /** How many in that minute (required), 0 or more. Default: "count". */
  count?: string;
  /** Where the row comes from; by default `"counts"`. */
  source?: string | null;
  /** Zone of times without an offset; by default UTC. */
  timezone?: string | null;
  /** Unit of times that are numbers since 1970. */
  time_unit?: TimeUnit | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
export type CreditDate = "touch" | "conversion";
/** Which column plays which role. A role is the name of a column, or a constant as `"=text"`. */
export interface CriteriaRoles {
  /** The criterion's name (required), unique. Default: "criterion". */
  criterion?: string;
  /** The criterion that it is part of; blank for the top. */
  parent?: string | null;
  /** The question, in words. */
  text?: string | null;
  /** `yes_no`, `scale` or `measured`; by default, and where blank, `yes_no`. */
  kind?: string | null;
  /** Weight among its siblings, 0 or more; by default, and where blank, 1. */
  weight?: string | null;
  /** Target of the node's score, in percent (0 to 100). */
  target?: string | null;
  /** Lowest grade, or lower limit of a measurement. */
  lower?: string | null;
  /** Highest grade, or upper limit of a measurement. */
  upper?: string | null;
  /** How far beyond the limits a measurement is partly right, 0 or more. */
  tolerance?: string | null;
  /** Whether a failure makes all above it fail (true or false). */
  critical?: string | null;
  /** How often it must be audited, for example `30d`. */
  cadence?: string | null;
  /** The person or team that is responsible. */
  owner?: string | null;
  /** Where the row comes from; by default `"criteria"`. */
  source?: string | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
export type DateOrder = "auto" | "day_first" | "month_first";
export type DecimalSign = "auto" | "." | ",";
export type DirectPolicy = "keep" | "drop_unless_alone" | "drop_last_unless_alone";
export type Direction = "up" | "down";
/** Options of `directly_follows`. */
export interface DirectlyFollowsOptions {
  /** What shares are shares of. Default: "occurrences". */
  unit?: FollowUnit;
  /** The quantile of the durations that is given beside the median, 0 to 1. Default: 0.95. */
  quantile?: number;
}
export type DistanceMethod = "om" | "om_transition_rates" | "lcs" | "hamming" | "dhd" | "time_warp";
/** How sequences are taken from journeys and compared. */
export interface DistanceOptions {
  /** Which column of the steps is the state. Default: "touchpoint". */
  states?: SequenceStates;
  /** Whether equal states in a row are all kept; else the first of them stands for all. Default: true. */
  repeats?: boolean;
  /** Only so many states from the start, 1 to 10,000; shorter sequences stay short, except for `hamming` and `dhd`, where they are filled with `"(end)"`. null: all. */
  steps?: number | null;
  /** The measure. Default: "om". */
  method?: DistanceMethod;
  /** Cost of an insertion or deletion; null: half of the largest substitution cost. For the methods `om` and `om_transition_rates`. From 0 to 1,000,000. */
  indel?: number | null;
  /** Cost of a substitution, for the methods `om` and `time_warp`. From 0 to 1,000,000. Default: 2. */
  substitution?: number;
  /** What distances are divided by. Default: "none". */
  norm?: Norm;
  /** For `time_warp`: times count in whole units since the first contact. Default: "1d". */
  unit?: Span;
  /** For `time_warp`: cost of a unit of time. From 0 to 1,000,000. Default: 0.1. */
  stiffness?: number;
  /** For `time_warp`: cost of a missing contact, beside those of its state and time. From 0 to 1,000,000. Default: 1. */
  penalty?: number;
  /** Distinct sequences that are compared at most, 2 to 20,000; memory grows with its square. Default: 5,000. */
  limit?: number;
}
/** What counts as effort, and how much. */
export interface EffortOptions {
  /** Weights of the parts, 0 or more, not all 0. */
  weights?: EffortWeights;
  /** What each part is compared with; null: its mean over all units and phases of this call, so that 100 is the mean effort. Give the reference of an earlier report to compare with it. */
  reference?: EffortWeights | null;
  /** Contacts further apart than this have a pause between them. Default: "30m". */
  pause?: Span;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** One number for each part of the effort. */
export interface EffortWeights {
  /** Contacts. Default: 1. */
  contacts?: number;
  /** Changes of the touchpoint after a pause. Default: 1. */
  switches?: number;
  /** Changes of the touchpoint without a pause: being passed on. Default: 1. */
  hand_offs?: number;
  /** Contacts at a touchpoint, of a kind, that the phase had before: having to come again. Default: 1. */
  repeats?: number;
  /** Minutes between contacts without a pause. Default: 1. */
  minutes?: number;
  /** Minutes of the pauses. Default: 1. */
  waiting?: number;
}
/** Which column plays which role. A role is the name of a column, or a constant as `"=text"`. */
export interface EventRoles {
  /** Time of the contact (required): timestamp, date, text, or a number with `time_unit`; of two columns the second holds the time of day. */
  time: Names;
  /** Identifier type to column, for example `customer -> user_id` (at least one). */
  ids: Readonly<Record<string, string>>;
  /** Touchpoint (required, unless `channel` is given): one column or several, joined by `" / "`. */
  touchpoint?: Names;
  /** What stands for a blank part of the touchpoint, for example `"(none)"`; by default such a row is rejected, or the part left out behind a `channel`. */
  blank_part?: string | null;
  /** The channel by rules over source, medium, campaign, click ids and referrer; it is the touchpoint, or the first part of it. */
  channel?: ChannelOptions | null;
  /** Kind of contact; by default `"contact"`. */
  event?: string | null;
  /** Number of the order that a sale makes and a refund names. */
  order_id?: string | null;
  /** Money that the contact brought, in one currency; below 0 where it was given back. */
  value?: string | null;
  /** Money that the contact cost, in the same currency, 0 or more. */
  cost?: string | null;
  /** The campaign that the contact belongs to. */
  campaign?: string | null;
  /** Where the row comes from; by default `"events"`. */
  source?: string | null;
  /** The row's id within its source, in one column or several together; a repeated one is a duplicate. */
  event_id?: Names | null;
  /** What decides between events of equal times: a column of numbers, lower first, or `"file"` for the order of the rows; by default contacts come before conversions, then the alphabet decides. */
  order?: string | null;
  /** Further columns to keep as text. */
  attributes?: readonly string[];
  /** Zone of times without an offset; by default UTC. */
  timezone?: string | null;
  /** Unit of times that are numbers since 1970. */
  time_unit?: TimeUnit | null;
  /** Times before this (ISO 8601; UTC where it names no zone) are rejected. */
  earliest?: string | null;
  /** Times after this are rejected: typing errors such as the year 2099 would otherwise shift the end of the data. */
  latest?: string | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
/** Options of `experience`. */
export interface ExperienceOptions {
  /** The metric of the feedback. Default: "nps". */
  metric?: string;
  /** What credits count against, in points; null: the mean of the answers. For NPS -100 to 100, for other metrics with a scale 0 to 100, otherwise on their own scale. */
  reference?: number | null;
  /** Answers after the same set of touchpoints are drawn towards the reference as if there were so many more that lie on it, 0 to 1,000,000; 0: not at all. Default: 5. */
  shrink?: number;
  /** Contacts within this time before the answer count. null: all contacts of the person before it. Default: "30d". */
  lookback?: Span | null;
  /** The same as `models`; not both. */
  model?: Model | readonly Model[];
  /** One model or several, as in `attribute`; those that need the times of contacts are not possible. Default: ["linear"]. */
  models?: Model | readonly Model[];
  /** Order of the Markov chain, or `"auto"`. Default: 1. */
  order?: Order;
  /** Parts of the first and the last contact in the model `position`. Default: [0.4, 0.4]. */
  position?: readonly [number, number];
  /** Confidence of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** Which column plays which role. A role is the name of a column, or a constant as `"=text"`. */
export interface FeedbackRoles {
  /** The answer (required). Default: "score". */
  score?: string;
  /** The touchpoint that the answer is about. */
  touchpoint?: string | null;
  /** The answer's id within its source, in one column or several together; a repeated one is a duplicate. */
  answer_id?: Names | null;
  /** When it was given; of two columns the second holds the time of day. */
  time?: Names | null;
  /** Identifier type to column. */
  ids?: Readonly<Record<string, string>>;
  /** nps, csat, ces, rating, ...; by default `"nps"`. */
  metric?: string | null;
  /** Several answers in one row: metric to its column, for example `nps -> Q1`, instead of `score` and `metric`. A blank cell is a question not answered and counts as filtered. */
  metrics?: Readonly<Record<string, string>>;
  /** Scales by metric, where they differ from `usual`. */
  scale?: Readonly<Record<string, Scale>>;
  /** `perception` or `expectation`; by default, and where blank, perception. */
  aspect?: string | null;
  /** Weight of the answer, 0 or more; by default 1. */
  weight?: string | null;
  /** Stratum of the sample. */
  stratum?: string | null;
  /** Cluster of the sample. */
  cluster?: string | null;
  /** Further columns to break down by. */
  segments?: readonly string[];
  /** Where the row comes from; by default `"feedback"`. */
  source?: string | null;
  /** Zone of times without an offset; by default UTC. */
  timezone?: string | null;
  /** Unit of times that are numbers since 1970. */
  time_unit?: TimeUnit | null;
  /** Times before this (ISO 8601; UTC where it names no zone) are rejected. */
  earliest?: string | null;
  /** Times after this are rejected: a typing error such as the year 2099 is not the latest answer. */
  latest?: string | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
/** How a file is to be read. What is not given is found in the file, and stands in the report. */
export interface FileOptions {
  /** What stands between two cells of a text file, for example `";"`; by default whichever of comma, semicolon, tab and bar gives all rows the same width. */
  separator?: string | null;
  /** What stands around cells that hold separators or line breaks; blank: nothing does. */
  quote?: string | null;
  /** The encoding of a text file, for example `"windows-1252"`; by default by its byte order mark, else UTF-8, else Windows-1252. */
  encoding?: string | null;
  /** Lines (of a workbook: rows) before the header; by default titles and `#` lines are found. */
  skip?: number | null;
  /** Rows of header: 0 (then `columns` names the columns), 1, 2 or 3 as surveys have; the second is kept as the label of a column. From 0 to 3. */
  header?: number | null;
  /** Names of the columns, in order, in place of those of the header. */
  columns?: readonly string[];
  /** What lines that are left out begin with, for example `"#"`. */
  comment?: string | null;
  /** Rows to leave out at the end; by default a row of totals is found. */
  footer?: number | null;
  /** The sheet of a workbook; by default the only one that holds cells. */
  sheet?: string | null;
  /** Where the rows of a JSON document stand, as a dotted path: `"data.items"` is one row for each item. */
  rows?: string | null;
  /** Most that a compressed file (.gz, .xlsx, .ods) may unpack to, in MiB; by default 200 times its own size, and at least 256. */
  largest?: number | null;
}
/** Which column plays which role. A role is the name of a column, or a constant as `"=text"`. */
export interface FindingRoles {
  /** The criterion (required). Default: "criterion". */
  criterion?: string;
  /** The touchpoint (required). Default: "touchpoint". */
  touchpoint?: string;
  /** When it was audited (required). Default: ["time"]. */
  time?: Names;
  /** The answer (required; a number, or yes and no). Default: "answer". */
  answer?: string;
  /** The finding's id within its source, in one column or several together; a repeated one is a duplicate. */
  finding_id?: Names | null;
  /** The person who audited. */
  auditor?: string | null;
  /** `scored`, `not_applicable` or `not_checked`; by default, and where blank, scored. */
  state?: string | null;
  /** Photo, document, link. */
  evidence?: string | null;
  /** Where the row comes from; by default `"findings"`. */
  source?: string | null;
  /** Zone of times without an offset; by default UTC. */
  timezone?: string | null;
  /** Unit of times that are numbers since 1970. */
  time_unit?: TimeUnit | null;
  /** Times before this (ISO 8601; UTC where it names no zone) are rejected. */
  earliest?: string | null;
  /** Times after this are rejected: a typing error such as the year 2099 is not the latest audit. */
  latest?: string | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
/** How much of the journeys a flow shows. */
export interface FlowOptions {
  /** Steps shown, 1 to 20. Default: 4. */
  steps?: number;
  /** Touchpoints shown by name, 1 to 100; the others are `"(other)"`. Default: 7. */
  top?: number;
}
export type FollowUnit = "occurrences" | "journeys" | "sessions" | "persons";
/** How the cells of a table are written. What is not given is found where a whole column leaves no doubt. */
export interface Format {
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
/** Contacts that end an attempt when they come after one step and before another, even where they are themselves a step between these two. As options: a name, a list of names, or `{"at": ..., "between": [0, 2]}`. */
export interface FunnelExclusionFields {
  /** Which contacts must not come between. */
  at: Selector;
  /** Between which two steps, counted from 0; null: between the first and the last. */
  between?: readonly [number, number] | null;
}
export type FunnelExclusion = Names | FunnelExclusionFields;
/** Options of `funnel`. */
export interface FunnelOptions {
  /** The steps, 1 to 20. A name may stand in several: each needs a contact of its own. */
  steps: readonly FunnelStep[];
  /** How the steps must follow one another. Default: "ordered". */
  order?: FunnelOrder;
  /** Contacts that must not come between steps. */
  exclude?: readonly FunnelExclusion[];
  /** The last step comes at most this long after the first; null: no limit. */
  within?: Span | null;
  /** What is counted. Default: "journeys". */
  unit?: Unit;
  /** Where sessions are counted: one that ended at most this long before the end of the data may still go on; null: by the rules that the sessions were cut with. */
  session_gap?: Span | null;
  /** Quantiles of the time to convert, each between 0 and 1. From 0 to 1. Default: [0.25, 0.5, 0.75, 0.9]. */
  quantiles?: readonly number[];
  /** Confidence of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
  /** Whether names that do not occur in the data are steps that nobody reaches, not errors. Default: false. */
  allow_unknown?: boolean;
}
export type FunnelOrder = "any" | "ordered" | "strict";
/** One step of a funnel. As options: a name, a list of names (whichever comes), or `{"at": ..., "name": ..., "within": "7d", "after": "1h"}`. */
export interface FunnelStepFields {
  /** Which contacts are this step. */
  at: Selector;
  /** The name shown; null: the names of its contacts. */
  name?: string | null;
  /** At most this long after the step before; null: no limit. */
  within?: Span | null;
  /** At least this long after the step before. */
  after?: Span | null;
}
export type FunnelStep = Names | FunnelStepFields;
export type Game = "rate" | "count";
/** How expectation is compared with perception. */
export interface GapOptions {
  /** What to break down by: `touchpoint` and segment columns; an empty list: all together. Default: ["touchpoint"]. */
  by?: Names;
  /** The metrics to compare; null: every metric that has both aspects somewhere. */
  metric?: Names | null;
  /** The window of the calendar; null: the whole period. */
  window?: Window | null;
  /** The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read. */
  timezone?: string | null;
  /** Confidence of the intervals. From 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
  /** The type of identifier that ties both answers of one respondent; null: the first type, by name. */
  id?: string | null;
  /** Whether to stay on the metric's own scale; otherwise scales with known ends are stretched to 0 to 100, with 100 at the good end. Default: false. */
  raw?: boolean;
  /** Rows with fewer respondents (pairs, or answers on the smaller side) are marked `small`. Default: 5. */
  min_answers?: number;
}
/** Options of `interactions`. */
export interface InteractionOptions {
  /** What a set of touchpoints is worth. Default: "rate". */
  game?: Game;
  /** Confidence of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** How journeys and sessions are cut. */
export interface JourneyOptions {
  /** Kinds of event that convert and end a journey; null: nothing converts, and journeys end by silence and cycle only. */
  conversion?: Names | null;
  /** Outcomes by name, each with the events that end a journey with it: names of kinds of event or touchpoints, or both at once (`Selector`). Instead of `conversion`, which is short for outcomes that are called as their kind of event. */
  outcomes?: Readonly<Record<string, Selector>>;
  /** Kinds of event that give back or cancel the order that they name (role `order_id` of the events), with an amount of either sign, or without one for all that is left. A conversion with a value below 0 that names an order is a refund anyway. Refunds are no conversions and no contacts: what they give back is taken from the order's own journey. */
  refund?: Names;
  /** Kinds of event that are no contacts, such as a step of the application or a complaint: they belong to sessions but are no steps of a path. */
  exclude?: Names;
  /** A contact longer before the conversion than this belongs to a journey of its own that did not convert; null: no limit. Default: "30d". */
  lookback?: Span | null;
  /** Touchpoints with a look-back of their own, instead of `lookback`. */
  touchpoint_lookback?: Readonly<Record<string, Span>>;
  /** Kinds of event with a look-back of their own; where a contact's touchpoint has one too, the shorter one counts. */
  event_lookback?: Readonly<Record<string, Span>>;
  /** A conversion without a contact of its own, at most so long after the person's conversion before, has the contacts of that one in paths, transitions, the flow and credits; null: it has none. */
  carry_over?: Span | null;
  /** A journey ends when nothing happens for longer than this; null: never by silence. */
  silence?: Span | null;
  /** How long it takes until a customer buys again: so long after the person's last conversion (their first event, before there is one) the journey that is going on ends, and so on in steps of the same length; null: never. */
  cycle?: Span | null;
  /** A session ends when nothing happens for longer than this; null: a person is one session. Default: "30m". */
  session_gap?: Span | null;
  /** A session also ends at midnight of this time zone, for example `"Europe/Zurich"`: its events lie on one day of that zone's calendar, be it of 23, 24 or 25 hours. */
  session_midnight?: string | null;
  /** What ends a session when it changes: `"campaign"`, `"touchpoint"` or both. An event without a campaign changes none. */
  session_change?: Names;
  /** Kinds of event that begin a session, such as a login. */
  session_start?: Names;
  /** Kinds of event that end the session they are in, such as a logout. */
  session_end?: Names;
  /** No event of a session comes longer after its first one than this; null: no limit. */
  session_longest?: Span | null;
  /** Whether the converting event is also a step of the path. Default: false. */
  conversion_is_step?: boolean;
}
export type KnockOn = "loss" | "origin" | "none";
export type Language = "en" | "de";
/** Options of `credit_by_level`. */
export interface LevelOptions {
  /** Where names of touchpoints are split into levels: with `"/"`, `"search/brand/ad 1"` is a creative in the campaign `search/brand` of the channel `search`. Blank: they are not. Default: "/". */
  separator?: string;
  /** For touchpoints that are named, the groups that they are in, from the top: `{"ad 1": ["search", "brand"]}`; wins over `separator`. */
  groups?: Readonly<Record<string, readonly string[]>>;
  /** Confidence of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
export type Model = "first" | "last" | "last_non_direct" | "linear" | "position" | "w_shaped" | "custom" | "time_decay" | "markov" | "shapley" | "shapley_rate" | "hazard";
export type NeedBy = "touchpoint" | "event";
/** Options of `needs`. */
export interface NeedOptions {
  /** What a need is told by: `touchpoint` or `event`. Default: "touchpoint". */
  by?: NeedBy;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** A safe Petri net: no place ever holds two tokens. A journey conforms when its contacts lead from the marking `start` to exactly the marking `end`. */
export interface Net {
  /** How many places there are. */
  places: number;
  /** The steps. */
  transitions: readonly NetTransition[];
  /** Places with a token at the start. */
  start: readonly number[];
  /** Places with a token at the end. */
  end: readonly number[];
}
/** A step of a net: it takes a token from each place of `takes` and puts one on each of `gives`. */
export interface NetTransition {
  /** The contact that it stands for; null: silent. */
  name?: string | null;
  /** Places, counted from 0. */
  takes?: readonly number[];
  /** Places, counted from 0. */
  gives?: readonly number[];
}
/** Options of `next_steps`. */
export interface NextStepOptions {
  /** How many contacts back the next step is told by, 1 to 64. Default: 1. */
  order?: number;
}
export type Norm = "none" | "max_distance" | "yujian_bo";
export type NotApplicable = "exclude" | "pass";
export type Order = number | "auto";
/** Options of `choose_order`. */
export interface OrderOptions {
  /** The highest order tried, 1 to 20. Default: 5. */
  max_order?: number;
  /** Parts into which the journeys are cut, 2 to 20. Default: 5. */
  folds?: number;
  /** How many observations of a state the prediction from one contact less weighs, 0.01 to 10,000. Default: 5. */
  back_off?: number;
}
export type OutcomeFilter = "all" | "first" | "repeat";
/** Which column plays which role in a table of aggregated paths, as other tools export them. */
export interface PathRoles {
  /** The path as text, for example `"search > branch"`, or as a list of names. Default: "path". */
  path?: string;
  /** Conversions of the path; by default 1 for each row. A column of yes and no (`true`, `false`) says whether the one journey of a row converted; those that did not are counted as `nulls`, unless that role is given. */
  conversions?: string | null;
  /** Value of the path's conversions; below 0 where more came back than was sold. */
  value?: string | null;
  /** Journeys on this path that did not convert; by default 0. */
  nulls?: string | null;
  /** Those of the conversions whose value is below 0; by default all or none of a row's, by the sign of its value. Together with `value_below`. */
  conversions_below?: string | null;
  /** Value of these, 0 or less. */
  value_below?: string | null;
  /** Those of the conversions whose order was given back as a whole; by default 0. */
  cancelled?: string | null;
  /** What stands between two touchpoints; white space around it does not count. Default: ">". */
  sep?: string;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
/** Options of `credit_by_period`. */
export interface PeriodOptions {
  /** Length of a period. Default: "week". */
  window?: Window;
  /** Whether credits are dated by contact or by conversion. Default: "touch". */
  dated?: CreditDate;
  /** The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read. */
  timezone?: string | null;
}
/** Options of `returns_by_period`. */
export interface PeriodReturnOptions {
  /** Length of a period. Default: "week". */
  window?: Window;
  /** Whether credits are dated by contact or by conversion. Default: "touch". */
  dated?: CreditDate;
  /** The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read. */
  timezone?: string | null;
  /** For each currency of the costs, what one unit of it is in the currency of the values. */
  rates?: Readonly<Record<string, number>>;
  /** How long conversions may follow a contact: later periods do not count for marginal returns, because their credit is not complete. Default: as long as 95 % of the credit takes, where credits are dated by contact; nothing, where they are dated by conversion. */
  settle?: Span | null;
}
/** How personas are found. */
export interface PersonaOptions {
  /** How journeys are compared. */
  distance?: DistanceOptions;
  /** The least number of personas, 2 to 30. Default: 2. */
  least?: number;
  /** The largest number of personas, 2 to 30. Default: 8. */
  most?: number;
  /** Samples drawn to see how stable the personas are, 0 to 1,000; with 0 the number of personas is chosen by silhouette alone. Default: 20. */
  resamples?: number;
  /** Start of the random numbers; the same seed gives the same personas. Default: 1. */
  seed?: number;
  /** Distinct journeys that the personas are found among, 10 to 5,000; with more of them a sample is drawn, frequent ones first, and the rest joins the nearest persona. Default: 1,000. */
  limit?: number;
  /** How much a journey belongs to other personas too, above 1 to 10: near 1, to its nearest only. From 1.01 to 10. Default: 2. */
  fuzziness?: number;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** Options of `figures`. */
export interface PhaseFigureOptions {
  /** Targets; at most one for each measure of a phase. */
  targets?: readonly PhaseTarget[];
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
export type PhaseLevel = number | Span;
export type PhaseMeasure = "share" | "time_share" | "duration";
/** How phases are told apart. */
export interface PhaseOptions {
  /** The rules; at each contact the first one that holds decides. The order in which phases are first named is their order. */
  rules: readonly PhaseRule[];
  /** The phase before any rule has held. Default: "(none)". */
  start?: string;
  /** Whether a person may go back to an earlier phase. Default: true. */
  regress?: boolean;
  /** Whose phases are followed. Default: "persons". */
  unit?: Unit;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
/** When a phase begins. All conditions that are given must hold; a rule has a condition on the contact (`touchpoint`, `event`), or is about a `conversion`, or about a `silence`. */
export interface PhaseRule {
  /** The phase that begins. */
  phase: string;
  /** The contact is at one of these touchpoints. */
  touchpoint?: Names;
  /** The contact is of one of these kinds of event. */
  event?: Names;
  /** A journey converts. Default: false. */
  conversion?: boolean;
  /** Nothing happens for longer than this; the phase begins when it has passed. */
  silence?: Span | null;
  /** Only from one of these phases; empty: from any. */
  from?: Names;
}
/** What a phase should be like. */
export interface PhaseTarget {
  /** The phase. */
  phase: string;
  /** What is measured. Default: "share". */
  measure?: PhaseMeasure;
  /** The level to reach. */
  target: PhaseLevel;
  /** How far on the bad side of it is still no red; by default nothing is. */
  tolerance?: PhaseLevel | null;
  /** Whether more (`up`) or less (`down`) is better; by default up for shares of units, down for durations and shares of time. */
  direction?: Direction | null;
}
export type Policy = "normalised" | "flat" | "min" | "geometric" | "absolute";
/** Options of `credit_by_position`. */
export interface PositionOptions {
  /** Positions that are told apart, 1 to 1,000; the last one takes all later ones. Default: 10. */
  positions?: number;
}
export type Removal = "redirect" | "reconnect";
export type Repeats = "exposure" | "first" | "frequency" | "unique";
/** Options of `returns`. */
export interface ReturnOptions {
  /** Whose credits count; null: those of the lead model. */
  model?: Model | null;
  /** For each currency of the costs, what one unit of it is in the currency of the values, for example `{"EUR": 0.95}`; 1 for the currency of the values itself. Needed as soon as costs are in more than one currency: then for each of them, in any case, and for no other. */
  rates?: Readonly<Record<string, number>>;
}
/** A rule that journeys should keep. */
export interface Rule {
  /** What the rule demands. */
  rule: RuleKind;
  /** Its first contact. */
  a: Selector;
  /** Its second contact, for rules on two. */
  b?: Selector | null;
  /** In what time; null: at any time. */
  within?: Span | null;
  /** How many times, for existence and absence; at least 1. Default: 1. */
  times?: number;
  /** The name shown; null: made from the rule. */
  name?: string | null;
}
export type RuleKind = "existence" | "absence" | "init" | "response" | "precedence" | "succession" | "chain_response" | "chain_precedence" | "chain_succession" | "not_coexistence" | "not_succession";
/** The scale of a metric. */
export interface Scale {
  /** Lowest possible answer. */
  min: number;
  /** Highest possible answer. */
  max: number;
  /** Whether low answers are the good ones. Default: false. */
  low_is_good?: boolean;
}
/** How feedback becomes scores. */
export interface ScoreOptions {
  /** The metrics to score; null: every metric that occurs. */
  metric?: Names | null;
  /** What to break down by: `touchpoint` and segment columns; an empty list: all together. Default: ["touchpoint"]. */
  by?: Names;
  /** The window of the calendar; null: the whole period. */
  window?: Window | null;
  /** The zone in which days begin: an IANA name, `UTC` or an offset; by default that in which the table was read. */
  timezone?: string | null;
  /** Confidence of the intervals. From 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
  /** The lowest answer that counts as a top box, by metric, on the metric's own scale (the highest, where low is good). By default `csat` counts the upper quarter of its scale (4 and 5 of 1 to 5) and `ces` the upper third (5 to 7 of 1 to 7). A metric named here is scored as a share, whatever it is. */
  top_box?: Readonly<Record<string, number>>;
  /** Rows with fewer answers are marked `small` and get no light. Default: 5. */
  min_answers?: number;
}
/** Which contacts are meant. */
export interface SelectorFields {
  /** Touchpoints or kinds of event, whichever has the name; empty: all. */
  any?: Names;
  /** Touchpoints; empty: all. */
  touchpoint?: Names;
  /** Kinds of event; empty: all. */
  event?: Names;
}
export type Selector = Names | SelectorFields;
/** Options of `sequence_effects`. */
export interface SequenceEffectOptions {
  /** How many contacts in a row, or `"auto"`. Default: 2. */
  order?: Order;
  /** What the states are. Default: "windows". */
  states?: States;
  /** How many sequences, those that most journeys pass; 1 to 2,000. Default: 100. */
  top?: number;
  /** Confidence of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
export type SequenceStates = "touchpoint" | "event";
/** Which column plays which role. A role is the name of a column, or a constant as `"=text"`. */
export interface SpotRoles {
  /** When it was on air (required): timestamp, ISO 8601 text, or a number with `time_unit`. Default: ["time"]. */
  time?: Names;
  /** The spot's name or number; blank where it has none. */
  spot?: string | null;
  /** The campaign that it belongs to. */
  campaign?: string | null;
  /** The touchpoint; by default `"tv"`. */
  touchpoint?: string | null;
  /** What it cost, 0 or more. */
  cost?: string | null;
  /** Its expected reach (gross rating points, viewers), 0 or more; by default 1. */
  weight?: string | null;
  /** Where the row comes from; by default `"spots"`. */
  source?: string | null;
  /** Zone of times without an offset; by default UTC. */
  timezone?: string | null;
  /** Unit of times that are numbers since 1970. */
  time_unit?: TimeUnit | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
export type States = "windows" | "padded";
/** Options of `step_matrix`. */
export interface StepMatrixOptions {
  /** Steps shown, 1 to 1,000. Default: 10. */
  steps?: number;
  /** Touchpoints shown by name, 1 to 1,000; the others are `"(other)"`. Default: 20. */
  top?: number;
  /** Whose steps: those of journeys, sessions or persons. Default: "journeys". */
  unit?: Unit;
}
/** Which identifiers count. */
export interface StitchOptions {
  /** Identifier types that tie people; all where empty. The first types named do not come first: deterministic stitching treats all alike. */
  types?: Names;
  /** Further values that identify nobody, besides zeros, dashes and the usual placeholders (`unknown`, `undefined`, `null`, `n/a`, `guest`, ...). Compared without case. */
  block?: Names;
}
export type Subject = "transitions" | "steps" | "variants";
/** Which column plays which role. A role is the name of a column, or a constant as `"=text"`. */
export interface TargetRoles {
  /** The KPI: `nps`, `csat`, `ces`, `audit`, ... (required). Default: "kpi". */
  kpi?: string;
  /** The level to reach, in the unit in which the KPI is reported (required). Default: "target". */
  target?: string;
  /** The touchpoint; blank for all. */
  touchpoint?: string | null;
  /** How far below the target is still tolerated, 0 or more. */
  tolerance?: string | null;
  /** `up` (more is better) or `down`; by default, and where blank, up. */
  direction?: string | null;
  /** From when on the target holds; blank for always. */
  valid_from?: Names | null;
  /** The person or team that is responsible. */
  owner?: string | null;
  /** Where the row comes from; by default `"targets"`. */
  source?: string | null;
  /** Zone of times without an offset; by default UTC. */
  timezone?: string | null;
  /** Which rows count: conditions by column, all of which must hold. What they leave out is counted as filtered. */
  where?: Conditions;
  /** Sign before the decimals of numbers that are text. Default: "auto". */
  decimal?: DecimalSign;
  /** Sign between their thousands. Default: "auto". */
  thousands?: Thousands;
  /** What a number that is written is worth: 1e-6 for micros, 0.01 for cents and percentages; one number for all amounts of money, or by column. */
  unit?: Units;
  /** Words that stand for a blank cell, beside the usual ones (`-`, `n/a`, `NULL` in numbers and times). */
  blank?: Names;
  /** How times are written, as `strftime` patterns (`%d.%m.%y %H:%M`), tried in order. */
  time_format?: Names;
  /** Which number of a date such as `04/03/2026` is the day. Default: "auto". */
  date_order?: DateOrder;
  /** What becomes of a row whose time is blank where a time may be left out. Default: "reject". */
  time_blank?: TimeBlank;
}
export type Thousands = "auto" | "none" | "." | "," | "'" | " ";
export type Tied = "order" | "even";
export type TimeBlank = "reject" | "keep";
/** Options of `time_to_next`. */
export interface TimeToNextOptions {
  /** The share that has moved on is given for this time after the contact. Default: "7d". */
  within?: Span;
  /** Level of the intervals, 0.5 to 0.9999. Default: 0.95. */
  confidence?: number;
}
export type TimeUnit = "s" | "ms" | "us" | "ns" | "excel";
/** Options of `transform`. */
export interface TransformOptions {
  /** Touchpoints that count only where there is no other, such as direct visits: they are taken out of every path that has another touchpoint. */
  direct?: Names;
  /** What is done with repeats; null: they stay. */
  repeats?: Repeats | null;
  /** Keeps the first so many steps of a path; null: all. */
  first?: number | null;
  /** Keeps the last so many steps of a path; null: all. Not together with `first`. */
  last?: number | null;
  /** Whether the steps that `first` or `last` cut off stay in the path as one step `"(more)"`, so that a long path is not taken for a short one. Default: true. */
  remainder?: boolean;
}
/** Options of `transitions`. */
export interface TransitionOptions {
  /** How many contacts a state remembers, or `"auto"`. Default: 1. */
  order?: Order;
  /** What the states are. Default: "windows". */
  states?: States;
}
export type Unit = "journeys" | "sessions" | "persons";
export type Units = number | Readonly<Record<string, number>>;
/** Options of `variants`. */
export interface VariantOptions {
  /** Whose ways: those of journeys, sessions or persons. Default: "journeys". */
  unit?: Unit;
  /** How many of the most frequent variants are given; null: all. Shares are always of all. */
  top?: number | null;
}
/** Weights of the model `custom`, as data. */
export interface Weights {
  /** Weights of the first contact, the second, and so on. */
  first?: readonly number[];
  /** Weights of the last contact, the last but one, and so on. */
  last?: readonly number[];
  /** Weight that all other contacts share evenly. Default: 1. */
  middle?: number;
  /** Factors of touchpoints; 1 for those that are not named. */
  touchpoints?: Readonly<Record<string, number>>;
}
export type Window = "day" | "week" | "month" | "quarter" | "year";
