// The compiled module: loaded once, replaced after a trap.

import { asCxError, CxError } from "./error.js";
import * as glue from "#glue";

let core = null;
let loading = null;
/** Whether the module stopped in the middle of its work: its memory is of no use any more. */
let trapped = false;

/** Bytes, a response or an address; without any, the bytes that travel beside this module as a script. */
async function source(wasm) {
  if (wasm !== undefined && wasm !== null) return wasm;
  // A policy without connect-src forbids fetching the module; a script from the page's own origin is allowed.
  const { default: bytes } = await import("./cx-wasm-inline.js");
  return bytes();
}

/**
 * Loads the engine. `wasm`: its bytes, a `Response`, a `WebAssembly.Module` or a URL (fetched; needs connect-src). Without it the bytes come
 * from `cx-wasm-inline.js` beside this module, which needs no connect-src. Calling it again while it runs does nothing.
 */
export async function init(wasm) {
  if (core) return;
  loading ??= (async () => {
    try {
      // The compiled code is as good as before; only its memory must be new. Results made before are lost.
      if (trapped) glue.__wbg_reset_state();
      else await glue.default({ module_or_path: await source(wasm) });
      trapped = false;
      core = glue;
    } catch (error) {
      throw asCxError(error);
    } finally {
      loading = null;
    }
  })();
  await loading;
}

/** For tests: a stand-in for the compiled module. */
export function use(module) {
  core = module;
}

/** Calls the module; its errors become `CxError`; after a trap it must be loaded anew, because its memory cannot be trusted. */
export function call(work) {
  if (!core) throw new CxError("not_ready", "the engine is not loaded; await init() first");
  try {
    return work(core);
  } catch (error) {
    const known = asCxError(error);
    if (known.kind === "trap") {
      trapped = core === glue;
      core = null;
    }
    throw known;
  }
}
