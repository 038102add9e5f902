// The package's front door: what draws, and the engine.

export * from "./drawing.js";
export { default } from "./drawing.js";
export * from "./engine/index.js";
