//! Journeys, what is counted over them, and aggregated paths.

use cx_core::journey;
use cx_core::options::read;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{account, handle};
use crate::input::TableBuilder;
use crate::intake::{self, Events, reader};
use crate::stitch::People;
use crate::table::Table;

handle! {
    /// Journeys of persons.
    Journeys(journey::Journeys),
    report: |core| account(&core.report, &core.definition),
    tables: {
        "journeys": journey::Journeys::to_frame,
        "steps": journey::Journeys::steps_to_frame,
        "sessions": journey::Journeys::sessions_to_frame,
        "unknown_refunds": journey::Journeys::unknown_refunds_to_frame,
        "paths": |core| core.paths()?.to_frame(),
        "transitions": |core| core.transitions()?.to_frame(),
    }
}

#[wasm_bindgen]
impl Journeys {
    /// Counts of moves from step to step.
    pub fn flow(&self, options: &str) -> Result<Table> {
        let options = read(options).map_err(of_core)?;
        Table::of(self.core.flow(&options).and_then(|flow| flow.to_frame()))
    }
}

/// Cuts events into journeys.
#[wasm_bindgen]
pub fn journeys(events: &Events, people: &People, options: &str) -> Result<Journeys> {
    let options = read(options).map_err(of_core)?;
    journey::journeys(&events.core, &people.core, &options).map(Into::into).map_err(of_core)
}

handle! {
    /// Aggregated paths with what came of them.
    Paths(journey::Paths),
    report: |core| intake::account(&core.report),
    tables: {
        "paths": journey::Paths::to_frame,
        "report": |core| core.report.to_frame(),
        "rejects": |core| core.report.rejects_to_frame(),
    }
}

reader! {
    paths: Paths(journey::Paths);
}
