// Stands in for the compiled module where it was not built.

import { CxError } from "./error.js";

export default async function missing() {
  throw new CxError(
    "not_built",
    "this copy of cx-cockpit was built without its WebAssembly module; run the wasm build first",
  );
}

/** There is nothing to start anew. */
export function __wbg_reset_state() {}
