//! Scores against targets, and expectation against perception.

use cx_core::kpi;
use cx_core::options::read;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{account, handle};
use crate::intake::{Feedback, Targets};

handle! {
    /// Scores with intervals, targets and lights.
    Scores(kpi::Scores),
    report: |core| account(&core.report, &core.definition),
    tables: {
        "scores": kpi::Scores::to_frame,
    }
}

/// Scores feedback.
#[wasm_bindgen]
pub fn score(feedback: &Feedback, options: &str) -> Result<Scores> {
    let options = read(options).map_err(of_core)?;
    kpi::score(&feedback.core, &options, None).map(Into::into).map_err(of_core)
}

/// Scores feedback against targets.
#[wasm_bindgen]
pub fn score_against(feedback: &Feedback, targets: &Targets, options: &str) -> Result<Scores> {
    let options = read(options).map_err(of_core)?;
    kpi::score(&feedback.core, &options, Some(&targets.core)).map(Into::into).map_err(of_core)
}

handle! {
    /// Gaps between expectation and perception.
    Gaps(kpi::Gaps),
    report: |core| account(&core.report, &core.definition),
    tables: {
        "gaps": kpi::Gaps::to_frame,
    }
}

/// Compares perception with expectation.
#[wasm_bindgen]
pub fn gaps(feedback: &Feedback, options: &str) -> Result<Gaps> {
    let options = read(options).map_err(of_core)?;
    kpi::gaps(&feedback.core, &options).map(Into::into).map_err(of_core)
}
