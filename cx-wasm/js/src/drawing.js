// All that draws and computes nothing: the function, the element, the notebook's widget, single pictures.

import { CxCockpit, define, mount, render } from "./mount.js";

export { CxCockpit, define, mount };
export * from "./draw.js";
export default { render };
