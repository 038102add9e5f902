// The compiled module: loaded once, replaced after a trap.

import { asCxError, CxError } from "./error.js";
import * as glue from "#glue";

let core = null;
let loading = null;
/** Whether the module that runs can do more than the cockpit's way. */
let whole = false;
/** Whether the module stopped in the middle of its work: its memory is of no use any more. */
let trapped = false;

// A policy without connect-src forbids fetching the module; a script from the page's own origin is allowed.
const beside = async () => (await import("./cx-wasm-inline.js")).default();
const wholeBeside = async () => (await import("./cx-analysis-inline.js")).default();

/**
 * Loads the engine. `wasm`: its bytes, a `Response`, a `WebAssembly.Module` or a URL (fetched; needs connect-src). Without it the bytes come
 * from `cx-wasm-inline.js` beside this module, which needs no connect-src. Calling it again while it runs does nothing.
 */
export async function init(wasm) {
  await load(wasm, beside);
}

/**
 * Loads the engine with the analysis of journeys (`journeys.funnel()`, `.conform()`, `.variants()` and so on) instead of
 * the smaller one that `init()` loads; everything else is the same. `wasm` as there; without it the bytes come from
 * `cx-analysis-inline.js`.
 */
export async function initAnalysis(wasm) {
  await load(wasm, wholeBeside);
  if (!whole)
    throw new CxError("not_loaded", "the engine without analysis runs already: call initAnalysis() instead of init()");
}

async function load(wasm, otherwise) {
  if (core) return;
  loading ??= (async () => {
    try {
      // The compiled code is as good as before; only its memory must be new. Results made before are lost.
      if (trapped) glue.__wbg_reset_state();
      else {
        const module = await glue.default({ module_or_path: wasm ?? (await otherwise()) });
        whole = Object.keys(module).some((name) => name.startsWith("analysis"));
      }
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
  whole = true;
}

/** Calls a verb of the analysis of journeys. */
export function analyse(work) {
  if (core && !whole)
    throw new CxError("not_loaded", "this needs the engine with analysis: await initAnalysis() instead of init()");
  return call(work);
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
