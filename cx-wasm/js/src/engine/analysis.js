// Verbs of the engine with analysis (`initAnalysis`) that are no methods of a result.

import { analysisReader, fileBytes, maybe, raw, text } from "./arguments.js";
import { analyse } from "./backend.js";
import { CxError } from "./error.js";
import { read } from "./table.js";
import {
  Broadcast,
  Campaigns,
  Channels,
  Counts,
  Events,
  Experience,
  Feedback,
  FileTable,
  HazardFit,
  Journeys,
  LiveSessions,
  Paths,
  People,
  PeriodExperience,
  PeriodReturns,
  Spots,
} from "./handles.js";

/** The channel of every row of a table: {rules?, own?, source?, medium?, campaign?, referrer?, url?, click_ids?}. */
export const channels = analysisReader("analysis_channels", Channels);
const fileReader = (verb) => (file, options) =>
  analyse((core) => {
    const bytes = fileBytes(file);
    if (!bytes) throw new CxError("bad_argument", "a file is its text or its bytes (Uint8Array)");
    return new FileTable(core[verb](bytes, text(options)));
  });

/** CSV of any dialect (text or bytes): {separator?, quote?, encoding?, skip?, header?, columns?, comment?, footer?}. */
export const readCsv = fileReader("analysis_read_csv");
/** JSON or JSON lines (text or bytes): {rows?, encoding?}. */
export const readJson = fileReader("analysis_read_json");

/** Spots of television and radio: {time, touchpoint, campaign?, weight?, cost?, ...}. */
export const spots = analysisReader("analysis_spots", Spots);
/** Visits or searches by the minute: {time, count, ...}. */
export const counts = analysisReader("analysis_counts", Counts);

/** Visits that spots brought: `visits` are events or counts(), options {touchpoints?, events?, window?, ...}. */
export const broadcast = (of, visits, options) =>
  analyse((core) => {
    const [given, seen] = [raw(of, [Spots], "spots"), raw(visits, [Events, Counts], "visits")];
    const verb = visits instanceof Counts ? core.analysis_broadcast_counts : core.analysis_broadcast;
    return new Broadcast(verb(given, seen, text(options)));
  });

/** Sessions to which late events can be added: of the options those of sessions count. */
export const liveSessions = (of, people, options) =>
  analyse(
    (core) =>
      new LiveSessions(
        core.analysis_live_sessions(raw(of, [Events], "events"), raw(people, [People], "people"), text(options)),
      ),
  );

/** What each touchpoint did for a score: options {metric?, models?, reference?, shrink?, ...}. */
export const experience = (of, people, answers, options) =>
  analyse(
    (core) =>
      new Experience(
        core.analysis_experience(
          raw(of, [Journeys], "journeys"),
          raw(people, [People], "people"),
          raw(answers, [Feedback], "feedback"),
          text(options),
        ),
      ),
  );

/**
 * The same by period, for returnsByPeriod(): options {window?, dated?, timezone?} and those of experience(), with models
 * that split each answer by itself.
 */
export const experienceByPeriod = (of, people, answers, { window, dated, timezone, ...options } = {}) =>
  analyse(
    (core) =>
      new PeriodExperience(
        core.analysis_experience_by_period(
          raw(of, [Journeys], "journeys"),
          raw(people, [People], "people"),
          raw(answers, [Feedback], "feedback"),
          text(options),
          text({ window, dated, timezone }),
        ),
      ),
  );

/** A verb over journeys or paths that gives a table. */
const over =
  (verb) =>
  (of, ...given) =>
    analyse((core) => {
      const outcomes = raw(of, [Journeys, Paths], "journeys");
      return read(core[of instanceof Paths ? `${verb}_paths` : verb](outcomes, ...given.map(text)));
    });

/** How well Markov chains of each order predict journeys that they were not counted from: {max_order?, folds?, back_off?}. */
export const chooseOrder = (of, options) => over("analysis_choose_order")(of, options);
/** What sequences of touchpoints do: {order?, states?, top?, confidence?}. */
export const sequenceEffects = (of, options) => over("analysis_sequence_effects")(of, options);
/** The transitions of the attribution chain of any order: {order?, states?}. */
export const transitions = (of, options) => over("analysis_transitions")(of, options);

/** The options of attribute() are in `attribute`; the others are the verb's own. */
const withModels =
  (verb) =>
  (of, { attribute, ...options } = {}) =>
    over(verb)(of, attribute, options);

/** Credits by touchpoint and position in the journey: {positions?, attribute?}. */
export const creditByPosition = withModels("analysis_credit_by_position");
/** Owen values of a hierarchy of touchpoints: {separator?, groups?, confidence?, attribute?}. */
export const creditByLevel = withModels("analysis_credit_by_level");
/** Which touchpoints help one another: {game?, confidence?, attribute?}. */
export const interactions = withModels("analysis_interactions");
/** Credits by period of the calendar, dated by touch or conversion: {window?, dated?, timezone?, attribute?}. */
export const creditByPeriod = (of, { attribute, ...options } = {}) =>
  analyse((core) =>
    read(core.analysis_credit_by_period(raw(of, [Journeys], "journeys"), text(attribute), text(options))),
  );

/**
 * Costs and credits by period, and what more spend went with: {window?, dated?, timezone?, rates?, settle?,
 * broadcast?, experience?, attribute?}. Campaigns (or null) have `start`, `end` and `cost`; `broadcast` is made by
 * broadcast(), `experience` by experienceByPeriod().
 */
export const returnsByPeriod = (of, campaigns, { attribute, broadcast, experience, ...options } = {}) =>
  analyse((core) => {
    const journeys = raw(of, [Journeys], "journeys");
    const parts = {
      campaigns: maybe(campaigns, [Campaigns], "campaigns"),
      broadcast: maybe(broadcast, [Broadcast], "broadcast"),
      experience: maybe(experience, [PeriodExperience], "experience"),
    };
    const input = new core.AnalysisPeriodInput();
    for (const [name, part] of Object.entries(parts)) if (part) input[name](part);
    return new PeriodReturns(input.finish(journeys, text(attribute), text(options)));
  });

/** The fit of the time-to-event model: options as those of attribute(). */
export const hazardFit = (of, options) =>
  analyse((core) => new HazardFit(core.analysis_hazard_fit(raw(of, [Journeys], "journeys"), text(options))));
