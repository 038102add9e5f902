// Drawing: the page, the element, the notebook widget, single pictures.

import type { CockpitData } from "./data.js";
import type { Handle } from "./handles.js";

import type { Language } from "./options.gen.js";
export type { Language };
export type Theme = "light" | "dark";

export interface ViewOptions {
  /** Labels and number formats; without it the data's own language, else English. */
  language?: Language | null;
  /** Without it the reader's system setting. */
  theme?: Theme | null;
  /** Shows switches for language and theme. */
  controls?: boolean;
  /** Leaves out the page's head, for a page of one picture. */
  bare?: boolean;
}

export interface View {
  /** Draws anew with other data; options not named stay. */
  update(data: CockpitData | string | null, options?: ViewOptions): void;
  /** Takes the page out of the element and ends all listening. */
  destroy(): void;
}

/** Draws a cockpit into `el`. */
export function mount(el: Element, data: CockpitData | string | null, options?: ViewOptions): View;

/** The element `<cx-cockpit>`; register it with `define()`. */
export class CxCockpit extends HTMLElement {
  /** The cockpit's JSON, as object or text. */
  get data(): CockpitData | string | null;
  set data(value: CockpitData | string | null);
  get language(): string | null;
  set language(value: Language | null);
  get theme(): string | null;
  set theme(value: Theme | null);
  /** Address of the JSON; fetched when no `data` is set (the page's policy must allow it by connect-src). */
  get src(): string | null;
  set src(value: string | null);
  get controls(): boolean;
  set controls(value: boolean);
}

/** Registers the element once, as `cx-cockpit` or under another name. */
export function define(tag?: string): void;

/** What anywidget hands over. */
export interface WidgetModel {
  get(name: string): unknown;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

declare const widget: {
  /** The front end of an anywidget with the traits `data`, `language`, `theme`, `controls`; returns its clean-up. */
  render(context: { model: WidgetModel; el: Element }): () => void;
};
export default widget;

declare global {
  interface HTMLElementTagNameMap {
    "cx-cockpit": CxCockpit;
  }
}

/** A report's table as rows, as columns (what `table()` gives), or the result that has it. */
export type Table = readonly object[] | Readonly<Record<string, ArrayLike<unknown>>> | Handle;
export interface PictureOptions extends ViewOptions {
  /** Code of the currency that values are in. */
  currency?: string | null;
}
export interface Picture {
  /** Draws another table; options not named stay. */
  update(table: Table | null, options?: PictureOptions): void;
  /** Takes the picture out of the element. */
  destroy(): void;
}
/** Credits by touchpoint and model with their intervals, and the span of the models: `attribute(...)`. */
export function drawCredits(el: Element, table: Table | null, options?: PictureOptions): Picture;
/** How journeys flow from step to step: `journeys.flow()`. */
export function drawFlow(el: Element, table: Table | null, options?: PictureOptions): Picture;
/** Who reached each step of a funnel, what became of them, and how likely it is to go on: `journeys.funnel(...)`. */
export function drawFunnel(el: Element, table: Table | null, options?: PictureOptions): Picture;
/** The share of journeys at each touchpoint, step by step; every step adds up to 1: `journeys.stepMatrix()`. */
export function drawStepMatrix(el: Element, table: Table | null, options?: PictureOptions): Picture;
/** Personas with their size, their outcome and the journey at their middle: `journeys.personas()`. */
export function drawPersonas(el: Element, table: Table | null, options?: PictureOptions): Picture;
/** What the spots of each campaign brought in visits, with intervals: `broadcast(...)`. */
export function drawBroadcast(el: Element, table: Table | null, options?: PictureOptions): Picture;
