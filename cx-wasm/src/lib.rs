//! Browser face: tables of JavaScript in, the core's verbs, reports out as typed arrays or JSON.
//!
//! This crate converts and holds no logic. Its classes and functions are what `cx-wasm/js` calls;
//! users meet that ES module. Options travel as JSON text, tables as typed arrays ([`input`],
//! [`table`]), errors as JSON text in an `Error` ([`fault`]).
//!
//! The core is built without its time zone database: `"UTC"` and offsets such as `"+01:00"` are
//! known, a name such as `"Europe/Zurich"` is refused as `unknown_zone`.
#![allow(
    clippy::needless_pass_by_value,
    reason = "owned values are how arguments arrive from JavaScript"
)]
#![allow(unreachable_pub, reason = "what is exported to JavaScript must be public")]

#[cfg(feature = "analysis")]
mod analysis;
mod attribution;
mod audit;
mod cockpit;
mod fault;
mod handle;
mod input;
mod intake;
mod journey;
mod kpi;
mod stitch;
mod table;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(message: &str);
}

/// A defect of the engine ends in a trap; before that, its message goes to the console.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| console_error(&format!("cx-cockpit: {info}"))));
}
