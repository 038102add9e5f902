// One error class for everything the engine refuses.

/** `kind` is the error's name in the core (`missing_column`, `bad_option` ...), or one of this face's own (`not_ready`, `bad_table`, `trap` ...). */
export class CxError extends Error {
  constructor(kind, message, options) {
    super(message, options);
    this.name = "CxError";
    this.kind = kind;
  }
}

/** An error of the module as a `CxError`. The core's errors arrive as JSON text `{"kind", "message"}`. */
export function asCxError(error) {
  if (error instanceof CxError) return error;
  const text = typeof error === "string" ? error : (error?.message ?? String(error));
  if (typeof WebAssembly !== "undefined" && error instanceof WebAssembly.RuntimeError) {
    return new CxError("trap", `the engine stopped (${text}); call init() again`, { cause: error });
  }
  try {
    const { kind, message } = JSON.parse(text);
    if (typeof kind === "string" && typeof message === "string") return new CxError(kind, message, { cause: error });
  } catch {
    // Not the core's JSON: an error of the glue itself.
  }
  return new CxError("engine", text, { cause: error });
}
