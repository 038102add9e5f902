/**
 * CX Cockpit in the browser, what draws alone: the page `<cx-cockpit>`, single pictures, the notebook widget. It loads no
 * engine and computes nothing: the data are the JSON that a cockpit was saved with.
 */

export * from "./view.js";
export { default } from "./view.js";
export type * from "./data.js";
