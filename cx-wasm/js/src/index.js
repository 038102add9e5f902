// The package's front door: drawing, the element, the notebook widget, and the engine.

import { CxCockpit, define, mount, render } from "./mount.js";

export { CxCockpit, define, mount };
export * from "./draw.js";
export * from "./engine/index.js";
export default { render };
