//! Who was in which phase, when, and why.

use crate::Result;
use crate::columns::{Dictionary, Frame, FrameBuilder, NO_TIME};
use crate::journey::Unit;
use crate::options::Definition;
use crate::stats::Interval;
use crate::sure::{ByCode, Sure};

/// A stretch of time that a person or journey spent in a phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PhaseRow {
    /// Person or journey.
    pub unit: u32,
    /// The phase, by its place in [`Phases::names`].
    pub phase: u32,
    /// When it began, microseconds of UTC.
    pub entered: i64,
    /// When the next one began; [`NO_TIME`] for the last one.
    pub left: i64,
    /// Until when it was seen: `left`; for the last one the end of a journey that is over, or the
    /// end of the data.
    pub until: i64,
    /// Whether it had ended by then.
    pub over: bool,
    /// `"(start)"`, `"(conversion)"` or `"(silence)"`; `None`: a contact.
    pub cause: Option<&'static str>,
    /// Touchpoint of the contact that caused it, or [`crate::columns::NO_CODE`].
    pub touchpoint: u32,
    /// Contacts in it, the causing one included.
    pub contacts: u64,
    /// First contact: its row in the steps, and its time.
    pub first: Option<(usize, i64)>,
    /// Last contact: its row in the steps, and its time.
    pub last: Option<(usize, i64)>,
}

/// Contacts of a phase at a touchpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseChannel {
    /// The phase.
    pub phase: String,
    /// The touchpoint.
    pub touchpoint: String,
    /// Contacts.
    pub contacts: u64,
    /// Persons or journeys with such a contact.
    pub units: u64,
    /// Share of the phase's contacts.
    pub share: f64,
}

/// How people come from one phase to the next. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOver {
    /// The phase that is left.
    pub from: String,
    /// The phase that begins.
    pub to: String,
    /// How often that happened.
    pub count: u64,
    /// How often there were contacts in both phases; what follows is of these.
    pub measured: u64,
    /// How often the first contact was at another touchpoint than the last one before.
    pub changed: u64,
    /// Share of `changed`.
    pub changed_share: f64,
    /// Wilson's interval of `changed_share`.
    pub interval: Interval,
    /// Minutes from the last contact to the first one of the next phase: quantiles 0.25, 0.5, 0.75
    /// and 0.9 (type 7 of Hyndman and Fan, The American Statistician 50 (1996) 361-365).
    pub gap: [f64; 4],
}

/// Phases of all persons or journeys.
#[derive(Debug, Clone, PartialEq)]
pub struct Phases {
    /// Names of the phases, in their order.
    pub names: Vec<String>,
    /// Names of the touchpoints.
    pub touchpoints: Dictionary,
    /// Whose phases they are.
    pub unit: Unit,
    /// Stretches of time, unit by unit in order of time.
    pub rows: Vec<PhaseRow>,
    /// The phase of each step of the journeys.
    pub step_phase: Vec<u32>,
    /// Touchpoints of each phase, in order of the phases and names.
    pub channels: Vec<PhaseChannel>,
    /// Moves between phases, in order of the phases.
    pub hand_overs: Vec<HandOver>,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl Phases {
    fn name(&self, phase: u32) -> Option<&String> {
        self.names.by_code(phase)
    }

    /// Columns `unit` (named `person` or `journey`)`, phase, entered, left, minutes, cause,
    /// touchpoint, contacts`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        const MINUTE: f64 = 60e6;
        let unit = match self.unit {
            Unit::Persons => "person",
            Unit::Journeys | Unit::Sessions => "journey",
        };
        let minutes = |row: &PhaseRow| {
            if row.left == NO_TIME { f64::NAN } else { (row.left - row.entered) as f64 / MINUTE }
        };
        let touchpoints: Vec<u32> = self.rows.iter().map(|row| row.touchpoint).collect();
        FrameBuilder::default()
            .u32(unit, self.rows.iter().map(|row| row.unit).collect())
            .text("phase", self.rows.iter().map(|row| self.name(row.phase)))
            .time("entered", self.rows.iter().map(|row| row.entered))
            .time("left", self.rows.iter().map(|row| row.left))
            .f64("minutes", self.rows.iter().map(minutes))
            .text("cause", self.rows.iter().map(|row| Some(row.cause.unwrap_or("(contact)"))))
            .coded("touchpoint", &touchpoints, &self.touchpoints)
            .u64("contacts", self.rows.iter().map(|row| row.contacts))
            .finish(&self.definition)
    }

    /// Columns `phase, touchpoint, contacts, units, share`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn channels_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .text("phase", self.channels.iter().map(|row| Some(&row.phase)))
            .text("touchpoint", self.channels.iter().map(|row| Some(&row.touchpoint)))
            .u64("contacts", self.channels.iter().map(|row| row.contacts))
            .u64("units", self.channels.iter().map(|row| row.units))
            .f64("share", self.channels.iter().map(|row| row.share))
            .finish(&self.definition)
    }

    /// Columns `from, to, count, measured, changed, changed_share, changed_low, changed_high,
    /// gap_p25, gap_p50, gap_p75, gap_p90` (minutes).
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn hand_overs_to_frame(&self) -> Result<Frame> {
        let rows = || self.hand_overs.iter();
        let mut batch = FrameBuilder::default()
            .text("from", rows().map(|row| Some(&row.from)))
            .text("to", rows().map(|row| Some(&row.to)))
            .u64("count", rows().map(|row| row.count))
            .u64("measured", rows().map(|row| row.measured))
            .u64("changed", rows().map(|row| row.changed))
            .f64("changed_share", rows().map(|row| row.changed_share))
            .f64("changed_low", rows().map(|row| row.interval.low))
            .f64("changed_high", rows().map(|row| row.interval.high));
        for (at, name) in ["gap_p25", "gap_p50", "gap_p75", "gap_p90"].into_iter().enumerate() {
            let gap = |row: &HandOver| row.gap.get(at).copied().sure_or(f64::NAN);
            batch = batch.f64(name, rows().map(gap));
        }
        batch.finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Phases:
        to_frame -> to_record_batch,
        channels_to_frame -> channels_to_record_batch,
        hand_overs_to_frame -> hand_overs_to_record_batch;
}
