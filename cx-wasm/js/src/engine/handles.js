// Results of the core that live in its memory: tables are read when asked for.

import { analyse, call } from "./backend.js";
import { CxError } from "./error.js";
import { read } from "./table.js";

/** What every result has: `table()`, `report`, `free()`. */
export class Handle {
  /** The module's object; for this package only. */
  raw;
  #report;

  constructor(raw) {
    this.raw = raw;
  }

  /** The main table, or a named one, as `{column: Array}`. */
  table(name) {
    return call(() => read(this.alive().table(name)));
  }

  /** The accounting and metadata (`definition`, `method`, `version` ...) as a plain object. */
  get report() {
    this.#report ??= call(() => JSON.parse(this.alive().report()));
    return this.#report;
  }

  /** Gives its memory back; the object cannot be used afterwards. */
  free() {
    this.raw?.free();
    this.raw = null;
  }

  alive() {
    if (!this.raw) throw new CxError("freed", "this result was freed");
    return this.raw;
  }
}

export class Events extends Handle {}
export class Feedback extends Handle {}
export class Campaigns extends Handle {}
export class Targets extends Handle {}
export class Criteria extends Handle {}
export class Findings extends Handle {}
export class People extends Handle {
  /** The person of an identifier, or undefined. */
  find(type, id) {
    return call(() => this.alive().find(String(type), String(id)));
  }
  /** How many persons have an identifier that names a person, and how many have only devices, cookies, sessions. */
  known() {
    const [known, anonymous] = call(() => this.alive().known());
    return { known, anonymous };
  }
}
/** A table of the credits that the engine with analysis makes. */
const beside = (credit, name) => analyse((core) => read(core.analysis_credit_table(credit.alive(), name)));

/** Tables "credit" and "parts" (by campaign, where contacts name any). */
export class Credit extends Handle {
  /** Where each touchpoint stands by conversions, and how sure that is; needs the option `bootstrap`. */
  ranks() {
    return beside(this, "ranks");
  }
  /** What the models say at least and at most of each touchpoint. */
  disagreement() {
    return beside(this, "disagreement");
  }
  /** Checks of the credits and of the journeys behind them, each with a plain sentence. */
  checks() {
    return beside(this, "checks");
  }
}
/** Tables "returns" (by touchpoint and campaign), "touchpoints" and "campaigns". */
export class Returns extends Handle {}
/** Tables "returns", "touchpoints" and "marginal". */
export class PeriodReturns extends Handle {}
export class Scores extends Handle {}
export class Gaps extends Handle {}
export class Audit extends Handle {}

/** Options as the core reads them. */
const text = (options) => JSON.stringify(options ?? {});

/** Aggregated paths, of this engine's journeys or of another tool. */
export class Paths extends Handle {
  /** The same paths in another form: {repeats?: "exposure" | "first" | "frequency" | "unique", direct?, first?, last?, remainder?}. */
  transform(options) {
    return analyse((core) => new Paths(core.analysis_transform(this.alive(), text(options))));
  }
}

/** Tables "funnel" and "times". */
export class Funnel extends Handle {}
/** Tables "summary", "violations", "variants", "deviations" and "units". */
export class Conformance extends Handle {}
/** Tables "distances" and "members". */
export class Distances extends Handle {}
/** Tables "personas", "members" and "choices". */
export class Personas extends Handle {
  /** The same answers with a column "persona" more, for `score(answers, { by: ["persona"] })`. */
  answers(journeys, people, feedback) {
    return analyse(() => new Feedback(this.alive().answers(journeys.alive(), people.alive(), feedback.alive())));
  }
}
/** Tables "phases", "channels" and "hand_overs". */
export class Phases extends Handle {
  /** Share of units, share of time and duration of each phase with intervals: {targets?, confidence?}. */
  figures(options) {
    return analyse(() => read(this.alive().figures(text(options))));
  }
}
/** Tables "effort" and "units". */
export class Effort extends Handle {}

/** Tables "channels", "counts", "rules", "lint", "report" and "rejects". */
export class Channels extends Handle {
  /** Why a row of the table has its channel: {row, channel, rule, sentence, also}. */
  explain(row) {
    return analyse(() => JSON.parse(this.alive().explain(row)));
  }
}

/** The cells of a file as text; any verb that takes a table takes it. The report has `dialect`, `labels` and `faults`. */
export class FileTable extends Handle {}
/** Visits by the minute. */
export class Counts extends Handle {}
/** Spots of television and radio. */
export class Spots extends Handle {}
/** Tables "campaigns", "spots" and "touchpoints". */
export class Carried extends Handle {}
/** Tables "campaigns", "spots", "curve" and "response". */
export class Broadcast extends Handle {
  /** The excess carried through the journeys of its visits: {rule?, ...}. */
  carry(journeys, options) {
    return analyse(() => new Carried(this.alive().carry(journeys.alive(), text(options))));
  }
}

/** The fit of the time-to-event model; tables "fit", "levels" and "triggers". */
export class HazardFit extends Handle {}
/** Signed credits of a score. */
export class Experience extends Handle {}
/** Signed credits of a score by period. */
export class PeriodExperience extends Handle {}

/** Table "changes". */
export class SessionDelta extends Handle {}
/** Sessions that stay open for late events; `table()` are the sessions as they are now. */
export class LiveSessions extends Handle {
  /** Adds late events, and returns the sessions that are not what they were. */
  insert(late, people) {
    return analyse(() => new SessionDelta(this.alive().insert(late.alive(), people.alive())));
  }
  /** The person of an identifier, or undefined. */
  find(type, id) {
    return call(() => this.alive().find(String(type), String(id)));
  }
  /** Sessions in change have no account. */
  get report() {
    return {};
  }
}

export class Journeys extends Handle {
  /** path, journeys, conversions, value, nulls. */
  paths() {
    return this.table("paths");
  }
  /** from, to, count. */
  transitions() {
    return this.table("transitions");
  }
  /** step, from, to, count. */
  flow(options = {}) {
    return call(() => read(this.alive().flow(JSON.stringify(options))));
  }
  /** Distinct ways with their frequency, the most frequent first: {unit?, top?}. */
  variants(options) {
    return analyse((core) => read(core.analysis_variants(this.alive(), text(options))));
  }
  /** How often, and how fast, one touchpoint follows another: {unit?, ...}. */
  directlyFollows(options) {
    return analyse((core) => read(core.analysis_directly_follows(this.alive(), text(options))));
  }
  /** Which share of the journeys is where at each step: {steps?, ...}. */
  stepMatrix(options) {
    return analyse((core) => read(core.analysis_step_matrix(this.alive(), text(options))));
  }
  /** What comes next after the last touchpoints: {order?}. */
  nextSteps(options) {
    return analyse((core) => read(core.analysis_next_steps(this.alive(), text(options))));
  }
  /** The differences to other journeys (`with`), or of the two groups of a split: {subject?, split?, confidence?}. */
  compare({ with: other, ...options } = {}) {
    return analyse((core) =>
      read(
        other
          ? core.analysis_compare_with(this.alive(), other.alive(), text(options))
          : core.analysis_compare(this.alive(), text(options)),
      ),
    );
  }
  /** The same journeys with these outcomes (a name or several) alone as conversions. */
  only(outcomes) {
    return analyse((core) => new Journeys(core.analysis_only(this.alive(), [outcomes].flat().map(String))));
  }
  /** The distinct paths as `Paths`, to be transformed or attributed. */
  asPaths() {
    return analyse((core) => new Paths(core.analysis_paths(this.alive())));
  }
  /** How many go through all steps, those who still may accounted for: {steps, order?, window?, ...}. */
  funnel(options) {
    return analyse((core) => new Funnel(core.analysis_funnel(this.alive(), text(options))));
  }
  /** The expected against the actual journeys: {model?, rules?, ...}. */
  conform(options) {
    return analyse((core) => new Conformance(core.analysis_conform(this.alive(), text(options))));
  }
  /** How long it takes to the next step, open journeys censored. */
  timeToNext(options) {
    return analyse((core) => read(core.analysis_time_to_next(this.alive(), text(options))));
  }
  /** How different journeys are, as sequences: {method?, ...}. */
  distances(options) {
    return analyse((core) => new Distances(core.analysis_distances(this.alive(), text(options))));
  }
  /** Groups of journeys that are alike, each around a real journey: {least?, most?, ...}. */
  personas(options) {
    return analyse((core) => new Personas(core.analysis_personas(this.alive(), text(options))));
  }
  /** When persons or journeys enter and leave phases: {rules?, unit?, ...}. */
  phases(options) {
    return analyse((core) => new Phases(core.analysis_phases(this.alive(), text(options))));
  }
  /** What each persona turns to in each phase: {by?: "touchpoint" | "event", confidence?}. */
  needs(personas, phases, options) {
    return analyse((core) => read(core.analysis_needs(this.alive(), personas.alive(), phases.alive(), text(options))));
  }
  /** How much customers have to do in each of the `phases`, by persona too where `personas` are given. */
  effort(phases, { personas, ...options } = {}) {
    return analyse(
      (core) =>
        new Effort(
          personas
            ? core.analysis_effort_of(this.alive(), phases.alive(), personas.alive(), text(options))
            : core.analysis_effort(this.alive(), phases.alive(), text(options)),
        ),
    );
  }
  /** journey, step, time, touchpoint, event, row. */
  steps() {
    return this.table("steps");
  }
  /** session, person, start, end, events. */
  sessions() {
    return this.table("sessions");
  }
}

export class Cockpit extends Handle {
  #json;
  /** The object that `mount` and `<cx-cockpit>` draw; `JSON.stringify(cockpit)` gives its text. */
  toJSON() {
    this.#json ??= call(() => JSON.parse(this.alive().json()));
    return this.#json;
  }
}
