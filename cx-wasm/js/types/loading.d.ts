// Loading the engine, and what it refuses.

/** Everything the engine refuses. `kind` names the reason, for example `missing_column`, `bad_option`, `mixed_column`, `not_ready`, `trap`. */
export class CxError extends Error {
  constructor(kind: string, message: string, options?: ErrorOptions);
  readonly kind: string;
}

/**
 * Loads the engine. Without an argument the module comes from `cx-wasm-inline.js` beside this one, which works under
 * `script-src 'self' 'wasm-unsafe-eval'`; a URL is fetched and needs connect-src.
 */
export function init(wasm?: URL | string | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/**
 * Loads the engine with the analysis of journeys (`variants`, `directlyFollows`, `stepMatrix`, `nextSteps`, `compare`,
 * `funnel`, `conform` and so on) instead of the smaller one that `init()` loads. Without an argument the module comes
 * from `cx-analysis-inline.js`; `cx-cockpit/cx_analysis_bg.wasm` is the same as a file.
 */
export function initAnalysis(
  wasm?: URL | string | Request | Response | BufferSource | WebAssembly.Module,
): Promise<void>;
