// Verbs of the engine with analysis (`initAnalysis`) that are no methods of a result.

import { analysisReader, raw, text } from "./arguments.js";
import { analyse } from "./backend.js";
import { Broadcast, Counts, Events, Experience, Feedback, Journeys, LiveSessions, People, Spots } from "./handles.js";

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
