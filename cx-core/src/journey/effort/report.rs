//! What is said of effort.

use super::options::EffortWeights;
use crate::Result;
use crate::columns::{Frame, FrameBuilder, NO_CODE};
use crate::journey::Unit;
use crate::options::Definition;
use crate::stats::Interval;
use crate::sure::{ByCode, Sure};

/// Names of the parts, in the order of their numbers.
const PARTS: [&str; 6] = ["contacts", "switches", "hand_offs", "repeats", "minutes", "waiting"];

/// The effort of one unit in one phase.
#[derive(Debug, Clone, PartialEq)]
pub struct EffortUnit {
    /// Person or journey.
    pub unit: u32,
    /// The phase, by its place in [`Effort::names`].
    pub phase: u32,
    /// Contacts, switches, hand-offs, repeats, minutes, minutes of waiting.
    pub parts: [f64; 6],
    /// 100 is the reference.
    pub index: f64,
}

/// The effort of a phase, or of a persona in it. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct EffortRow {
    /// The phase, by its place in [`Effort::names`].
    pub phase: u32,
    /// The persona; [`NO_CODE`]: all.
    pub persona: u32,
    /// Persons or journeys.
    pub units: u64,
    /// Means of contacts, switches, hand-offs, repeats, minutes, minutes of waiting.
    pub parts: [f64; 6],
    /// Mean index.
    pub index: f64,
    /// Its interval by Student's t, with units as independent; `None` for fewer than two units or
    /// without spread.
    pub interval: Option<Interval>,
}

/// Effort by phase and persona.
#[derive(Debug, Clone, PartialEq)]
pub struct Effort {
    /// Names of the phases.
    pub names: Vec<String>,
    /// Whose effort it is.
    pub unit: Unit,
    /// By phase, all first and then persona by persona.
    pub rows: Vec<EffortRow>,
    /// By person or journey and phase.
    pub units: Vec<EffortUnit>,
    /// What the parts were compared with.
    pub reference: EffortWeights,
    /// Options and the definitions of phases and personas, as a hash.
    pub definition: Definition,
}

impl Effort {
    fn name(&self, phase: u32) -> Option<&String> {
        self.names.by_code(phase)
    }

    /// Columns `phase, persona` (null: all)`, units, index, low, high, contacts, switches,
    /// hand_offs, repeats, minutes, waiting` (means of a unit; waiting in minutes).
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let rows = || self.rows.iter();
        let end = |row: &EffortRow, pick: fn(Interval) -> f64| row.interval.map(pick);
        let mut batch = FrameBuilder::default()
            .text("phase", rows().map(|row| self.name(row.phase)))
            .maybe_u32("persona", rows().map(|row| row.persona))
            .u64("units", rows().map(|row| row.units))
            .f64("index", rows().map(|row| row.index))
            .maybe_f64("low", rows().map(|row| end(row, |interval| interval.low)))
            .maybe_f64("high", rows().map(|row| end(row, |interval| interval.high)));
        for (at, name) in PARTS.into_iter().enumerate() {
            batch = batch.f64(name, rows().map(|row| row.parts.get(at).copied().sure_or(f64::NAN)));
        }
        batch.finish(&self.definition)
    }

    /// Columns `person` or `journey`, `phase, index, contacts, switches, hand_offs, repeats,
    /// minutes, waiting`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn units_to_frame(&self) -> Result<Frame> {
        let rows = || self.units.iter();
        let name = if self.unit == Unit::Persons { "person" } else { "journey" };
        let mut batch = FrameBuilder::default()
            .u32(name, rows().map(|row| row.unit).collect())
            .text("phase", rows().map(|row| self.name(row.phase)))
            .f64("index", rows().map(|row| row.index));
        for (at, name) in PARTS.into_iter().enumerate() {
            batch = batch.f64(name, rows().map(|row| row.parts.get(at).copied().sure_or(f64::NAN)));
        }
        batch.finish(&self.definition)
    }

    /// Whether a row is of all personas together.
    pub fn is_whole(row: &EffortRow) -> bool {
        row.persona == NO_CODE
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Effort: to_frame -> to_record_batch, units_to_frame -> units_to_record_batch;
}
