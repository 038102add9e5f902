//! Errors as JavaScript meets them: an `Error` whose message is the JSON text `{"kind", "message"}`.

use cx_core::Error;
use serde::Serialize;
use wasm_bindgen::JsError;

/// The result of every function of this crate.
pub(crate) type Result<T, E = JsError> = std::result::Result<T, E>;

#[derive(Serialize)]
struct Fault<'a> {
    kind: &'a str,
    message: &'a str,
}

/// An error of a kind that the core does not know.
pub(crate) fn fault(kind: &str, message: &str) -> JsError {
    JsError::new(&serde_json::to_string(&Fault { kind, message }).unwrap_or_default())
}

/// An error of the core. Options travel as one line of JSON, so a position in it helps nobody.
pub(crate) fn of_core(error: Error) -> JsError {
    let text = error.to_string();
    let text = match error {
        Error::Options { .. } => text.rsplit_once(" at line ").map_or(&*text, |(said, _)| said),
        _ => &text,
    };
    fault(error.kind(), text)
}
