// The engine: the core's verbs over tables of JavaScript. This face converts; every figure is computed by the core.

import { analysisReader, maybe, raw, reader, text } from "./arguments.js";
import { analyse, call, init, initAnalysis } from "./backend.js";
import { CxError } from "./error.js";
import {
  Audit,
  Broadcast,
  Campaigns,
  Carried,
  Channels,
  Cockpit,
  Conformance,
  Counts,
  Credit,
  Criteria,
  Distances,
  Effort,
  Events,
  Experience,
  Feedback,
  FileTable,
  Findings,
  Funnel,
  Gaps,
  Handle,
  HazardFit,
  Journeys,
  LiveSessions,
  Paths,
  People,
  PeriodExperience,
  PeriodReturns,
  Personas,
  Phases,
  Returns,
  Scores,
  SessionDelta,
  Spots,
  Targets,
} from "./handles.js";

export { init, initAnalysis, CxError };
export * from "./analysis.js";
export {
  Audit,
  Broadcast,
  Campaigns,
  Carried,
  Channels,
  Cockpit,
  Conformance,
  Counts,
  Credit,
  Criteria,
  Distances,
  Effort,
  Events,
  Experience,
  Feedback,
  FileTable,
  Findings,
  Funnel,
  Gaps,
  Handle,
  HazardFit,
  Journeys,
  LiveSessions,
  Paths,
  People,
  PeriodExperience,
  PeriodReturns,
  Personas,
  Phases,
  Returns,
  Scores,
  SessionDelta,
  Spots,
  Targets,
};

/**
 * Contacts: `roles` = {time, ids: {type: column}, touchpoint: [columns], channel?, event?, order_id?, value?, cost?, campaign?, source?, event_id?, attributes?}.
 * `channel` has the options of channels() and needs `initAnalysis()`; `touchpoint` may then be left out.
 */
export const events = (table, roles) => (roles?.channel ? analysisReader : reader)("events", Events)(table, roles);
/** Survey answers: {touchpoint, score, time?, ids?, metric?, scale?, aspect?, weight?, stratum?, cluster?, segment?}. */
export const feedback = reader("feedback", Feedback);
/** Measures: {campaign, kind?, owner?, touchpoint?, start?, end?, cost?, currency?}. */
export const campaigns = reader("campaigns", Campaigns);
/** Levels set: {kpi, touchpoint?, target, tolerance?, direction?, valid_from?, owner?}. */
export const targets = reader("targets", Targets);
/** The audit's catalogue: {criterion, parent?, text?, kind?, weight?, target?, lower?, upper?, tolerance?, critical?, cadence?, owner?}. */
export const criteria = reader("criteria", Criteria);
/** The audit's answers: {criterion, touchpoint, time, auditor?, answer, state?, evidence?}. */
export const findings = reader("findings", Findings);
/** Aggregated paths of another tool: {path, conversions, value?, nulls?, conversions_below?, value_below?, cancelled?, sep?}. */
export const paths = reader("paths", Paths);

/** Several sources as one. */
export function concat(parts) {
  if (!Array.isArray(parts) || !parts.length)
    throw new CxError("bad_argument", "concat takes a non-empty array of events");
  return call((core) => {
    const list = new core.EventsList();
    for (const part of parts) list.push(raw(part, [Events], "each part"));
    return new Events(list.concat());
  });
}

/** Whose identifiers belong to one person. */
export const stitch = (of, options) =>
  call((core) => new People(core.stitch(raw(of, [Events], "events"), text(options))));

/** Sessions, journeys, steps. */
export const journeys = (of, people, options) =>
  call(
    (core) => new Journeys(core.journeys(raw(of, [Events], "events"), raw(people, [People], "people"), text(options))),
  );

/**
 * Credit per touchpoint and model: options {model | models, lead, confidence ...}; without a model the one that leads
 * by rule. `options.broadcast` is made by broadcast(): spots then have rows of their own.
 */
export const attribute = (of, options) => {
  const { broadcast, ...own } = options ?? {};
  if (broadcast !== undefined && broadcast !== null)
    return analyse((core) => {
      const spots = raw(broadcast, [Broadcast], "broadcast");
      return new Credit(core.analysis_attribute_with_spots(raw(of, [Journeys], "journeys"), spots, text(own)));
    });
  return call(
    (core) =>
      new Credit(
        of instanceof Paths
          ? core.attribute_paths(raw(of, [Paths], "paths"), text(own))
          : core.attribute(raw(of, [Journeys, Paths], "journeys"), text(own)),
      ),
  );
};

/**
 * Return of the credit against the cost of contacts, and of campaigns where they are given; `options.experience` is
 * made by experience(), or {touchpoint: points}.
 */
export const returns = (credit, of, { experience, ...options } = {}) => {
  const join = (core) => {
    const [given, spent] = [raw(credit, [Credit], "credit"), maybe(of, [Campaigns], "campaigns")];
    const known = experience instanceof Experience;
    const said = [known ? experience.alive() : text(experience), text(options)];
    const verb = `${known ? "analysis_" : ""}returns${spent ? "" : "_of_contacts"}`;
    return spent ? core[verb](given, spent, ...said) : core[verb](given, ...said);
  };
  return call((core) => new Returns(join(core)));
};

/** Scores per group and window; `options.targets` is made by targets(). */
export const score = (of, { targets: against, ...options } = {}) =>
  call((core) => {
    const answers = raw(of, [Feedback], "feedback");
    const levels = maybe(against, [Targets], "targets");
    return new Scores(levels ? core.score_against(answers, levels, text(options)) : core.score(answers, text(options)));
  });

/** Expectation against perception. */
export const gaps = (of, options) =>
  call((core) => new Gaps(core.gaps(raw(of, [Feedback], "feedback"), text(options))));

/** Actual against target over the criteria's tree. */
export const audit = (catalogue, answers, options) =>
  call(
    (core) =>
      new Audit(
        core.audit(raw(catalogue, [Criteria], "criteria"), raw(answers, [Findings], "findings"), text(options)),
      ),
  );

const PARTS = {
  events: [Events],
  people: [People],
  journeys: [Journeys],
  credit: [Credit],
  returns: [Returns],
  scores: [Scores],
  gaps: [Gaps],
  audit: [Audit],
  campaigns: [Campaigns],
  targets: [Targets],
  feedback: [Feedback],
  criteria: [Criteria],
  findings: [Findings],
  paths: [Paths],
};

/**
 * Everything per touchpoint: `{events?, people?, journeys?, credit?, returns?, scores?, gaps?, audit?, campaigns?, targets?, ...options}`.
 * `scores` may be several (those of the whole period and those by window give a trend). Of `feedback`, `criteria`,
 * `findings` and `paths` the account of their rows is shown.
 */
export const cockpit = (parts = {}) =>
  call((core) => {
    const input = new core.CockpitInput();
    const options = {};
    for (const [name, value] of Object.entries(parts)) {
      if (!Object.hasOwn(PARTS, name)) options[name] = value;
      else
        for (const part of Array.isArray(value) ? value : [value])
          if (part !== undefined && part !== null) input[name](raw(part, PARTS[name], name));
    }
    return new Cockpit(input.finish(text(options)));
  });
