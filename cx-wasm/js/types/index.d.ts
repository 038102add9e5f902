/**
 * CX Cockpit in the browser: the engine (WebAssembly), the page `<cx-cockpit>`, single pictures, the notebook widget.
 */

export * from "./view.js";
export { default } from "./view.js";
export type * from "./data.js";
export * from "./loading.js";
export type * from "./tables.js";
export * from "./handles.js";
export type * from "./options.js";
export * from "./verbs.js";
