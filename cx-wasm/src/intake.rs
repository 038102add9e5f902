//! Tables in, with the account of every row.

use cx_core::intake::{self, IntakeReport, IntakeWarning, SourceCount};
use cx_core::options::{Definition, read};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{handle, json};
use crate::input::TableBuilder;

/// The account of a table's rows, without the single rejects: those are a table.
#[derive(Serialize)]
struct Account<'a> {
    table: &'a str,
    read: u64,
    accepted: u64,
    rejected: u64,
    duplicate: u64,
    rounded_amounts: u64,
    doubled_times: u64,
    warnings: &'a [IntakeWarning],
    sources: &'a [SourceCount],
    #[cfg(feature = "analysis")]
    dialects: &'a [cx_core::columns::Dialect],
    #[serde(flatten)]
    definition: &'a Definition,
}

/// The account as JSON text.
pub(crate) fn account(report: &IntakeReport) -> Result<String> {
    json(&Account {
        table: &report.table,
        read: report.read(),
        accepted: report.accepted(),
        rejected: report.rejected(),
        duplicate: report.duplicate(),
        rounded_amounts: report.rounded_amounts,
        doubled_times: report.doubled_times,
        warnings: &report.warnings,
        sources: &report.sources,
        #[cfg(feature = "analysis")]
        dialects: &report.dialects,
        definition: &report.definition,
    })
}

handle! {
    /// Contacts.
    Events(intake::Events),
    report: |core| account(&core.report),
    tables: {
        "events": intake::Events::to_frame,
        "report": |core| core.report.to_frame(),
        "rejects": |core| core.report.rejects_to_frame(),
    }
}

/// A table that is read once and has no other form than its account.
macro_rules! read_only {
    ($($(#[$doc:meta])* $name:ident($core:ty);)+) => { $(
        $crate::handle::handle! {
            $(#[$doc])*
            $name($core),
            report: |core| $crate::intake::account(&core.report),
            tables: {
                "report": |core| core.report.to_frame(),
                "rejects": |core| core.report.rejects_to_frame(),
            }
        }
    )+ };
}
#[cfg(feature = "analysis")]
pub(crate) use read_only;

read_only! {
    /// Answers to surveys.
    Feedback(intake::Feedback);
    /// Measures of marketing.
    Campaigns(intake::Campaigns);
    /// Levels that were set.
    Targets(intake::Targets);
    /// The catalogue of an audit.
    Criteria(intake::Criteria);
    /// The answers of auditors.
    Findings(intake::Findings);
}

/// A function that reads a table by its roles (JSON text).
macro_rules! reader {
    ($($verb:ident: $name:ident($core:ty);)+) => { $(
        #[doc = concat!("Reads ", stringify!($verb), " by their roles (JSON text).")]
        #[wasm_bindgen]
        pub fn $verb(table: TableBuilder, roles: &str) -> Result<$name> {
            let roles = read(roles).map_err(of_core)?;
            <$core>::read_input(table.finish()?.input(), &roles).map(Into::into).map_err(of_core)
        }
    )+ };
}
pub(crate) use reader;

reader! {
    events: Events(intake::Events);
    feedback: Feedback(intake::Feedback);
    campaigns: Campaigns(intake::Campaigns);
    targets: Targets(intake::Targets);
    criteria: Criteria(intake::Criteria);
    findings: Findings(intake::Findings);
}

/// Events of several sources, on their way to one table.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct EventsList {
    parts: Vec<intake::Events>,
}

#[wasm_bindgen]
impl EventsList {
    /// No events.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the events of a source.
    pub fn push(&mut self, part: &Events) {
        self.parts.push(intake::Events::clone(&part.core));
    }

    /// All of them as one table.
    pub fn concat(self) -> Result<Events> {
        intake::Events::concat(&self.parts).map(Into::into).map_err(of_core)
    }
}
