//! Channels by rules.

use cx_core::intake::ChannelReport;
use cx_core::options::read;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{handle, json};
use crate::input::TableBuilder;
use crate::intake::account;

handle! {
    /// The channel of every row.
    AnalysisChannels(ChannelReport),
    report: |core| account(&core.report),
    tables: {
        "channels": ChannelReport::to_frame,
        "counts": ChannelReport::counts_to_frame,
        "rules": ChannelReport::rules_to_frame,
        "lint": ChannelReport::lint_to_frame,
        "report": |core| core.report.to_frame(),
        "rejects": |core| core.report.rejects_to_frame(),
    }
}

/// The channel of every row of a table, by its options (JSON text).
#[wasm_bindgen]
pub fn analysis_channels(table: TableBuilder, options: &str) -> Result<AnalysisChannels> {
    let options = read(options).map_err(of_core)?;
    ChannelReport::of_input(table.finish()?.input(), &options).map(Into::into).map_err(of_core)
}

#[wasm_bindgen]
impl AnalysisChannels {
    /// Why a row has its channel, as JSON text.
    pub fn explain(&self, row: u32) -> Result<String> {
        self.core.explain(row).map_err(of_core).and_then(|told| json(&told))
    }
}
