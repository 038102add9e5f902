//! Target against actual over a catalogue of criteria.

use cx_core::audit;
use cx_core::options::read;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{account, handle};
use crate::intake::{Criteria, Findings};

handle! {
    /// The audited tree.
    Audit(audit::Audit),
    report: |core| account(&core.report, &core.definition),
    tables: {
        "audit": audit::Audit::to_frame,
    }
}

/// Rolls findings up the catalogue.
#[wasm_bindgen]
pub fn audit(criteria: &Criteria, findings: &Findings, options: &str) -> Result<Audit> {
    let options = read(options).map_err(of_core)?;
    audit::audit(&criteria.core, &findings.core, &options).map(Into::into).map_err(of_core)
}
