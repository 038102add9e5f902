// Results of the core that live in its memory: tables are read when asked for.

import { call } from "./backend.js";
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
}
export class Credit extends Handle {}
export class Returns extends Handle {}
export class Scores extends Handle {}
export class Gaps extends Handle {}
export class Audit extends Handle {}

/** Aggregated paths, of this engine's journeys or of another tool. */
export class Paths extends Handle {}

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
