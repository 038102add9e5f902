//! Distinct paths with what came of them: the sufficient statistic of every order-based model.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;

use super::amounts::{Amounts, Row};
use super::below::Below;
use super::collect::Collected;
use super::distinct::Sequences;
use super::roles::{PathRoles, TABLE};
use super::separator;
use super::text::{PathColumn, read_paths};
use crate::Result;
use crate::columns::{Coded, Dictionary, Frame, FrameBuilder, Input, Table};
use crate::intake::{Gate, IntakeReport};
use crate::options::Definition;
use crate::sure::{Call, Sure, run_of};

/// Distinct paths in order of their touchpoints' names: path `p` has the codes
/// `ends[p-1]..ends[p]`. The empty path is a conversion (or not) without any contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Paths {
    /// Names of the touchpoints.
    pub touchpoints: Dictionary,
    /// Touchpoint codes of all paths, one path after the other.
    pub codes: Vec<u32>,
    /// For each path, the number of codes up to its end.
    pub ends: Vec<usize>,
    /// Journeys that converted.
    pub conversions: Vec<f64>,
    /// Sum of their values.
    pub value: Vec<f64>,
    /// Sum of the squares of their values, for intervals; for aggregated input
    /// `value^2 / conversions`, as if all conversions of a path had the same value.
    pub value_squares: Vec<f64>,
    /// Journeys that did not convert.
    pub nulls: Vec<f64>,
    /// For each path, those of its conversions whose value is below 0; empty where no path has any.
    /// For aggregated input by the sign of each row's value.
    pub below: Vec<Below>,
    /// For each path, those of its conversions whose order was given back as a whole; empty where none
    /// was, and for aggregated input.
    pub cancelled: Vec<f64>,
    /// What became of every row; without sources where the paths come from journeys.
    pub report: IntakeReport,
    /// How the journeys behind the paths were defined.
    pub definition: Definition,
}

impl Paths {
    /// How many distinct paths there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no path.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The touchpoint codes of a path.
    pub fn path(&self, path: usize) -> &[u32] {
        self.codes.get(run_of(&self.ends, path)).sure_or_default()
    }

    /// The conversions of a path whose value is below 0; by the sign of all its value, where nothing
    /// is known of the single ones.
    pub(crate) fn below_of(&self, path: usize) -> Below {
        let at = |column: &[f64]| column.get(path).copied().sure_or_default();
        match self.below.get(path) {
            Some(below) => *below,
            None if at(&self.value) < 0.0 => Below {
                conversions: at(&self.conversions),
                value: at(&self.value),
                squares: at(&self.value_squares),
            },
            None => Below::default(),
        }
    }

    /// Reads aggregated paths, as other tools export them: one row a path with its counts, or one
    /// row a journey.
    ///
    /// A blank or null path is the empty path: no contact. Blank counts are 0. Rows of the same
    /// path are added up exactly, so neither their order nor their split into rows or batches
    /// changes anything. Values may be below 0 (returned goods, margins). Rejected and listed in `report`:
    /// counts below 0, counts and values that are NaN, infinite or beyond 10^15 in size, text that is no
    /// number, names of more than 65,536 bytes.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
    /// use cx_core::journey::{PathRoles, Paths};
    /// let path: ArrayRef = Arc::new(StringArray::from(vec!["search > branch", "search>branch", ""]));
    /// let won: ArrayRef = Arc::new(Float64Array::from(vec![2.0, 1.0, 4.0]));
    /// let table = RecordBatch::try_from_iter([("path", path), ("won", won)]).expect("one length");
    /// let roles = PathRoles { conversions: Some("won".into()), ..PathRoles::default() };
    /// let paths = Paths::read(&[table], &roles)?;
    /// assert_eq!(paths.conversions, [4.0, 3.0]);
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Events::read`](crate::intake::Events::read); [`Error::Option`](crate::Error::Option)
    /// for a blank separator.
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &PathRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &PathRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &PathRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &PathRoles) -> Result<Self> {
        let call = Call::open();
        let mut gate = Gate::new(table, &roles.format)?;
        let mut column = read_paths(&gate.table, &roles.path, &roles.sep)?;
        gate.add_all(&roles.path, &column.faults);
        let warning = if column.text { separator::warning(&column, &roles.sep) } else { None };
        let mut amounts = Amounts::read(&mut gate, roles)?;
        let source = gate.text("=paths")?;
        let (kept, mut report) = gate.sift(&source, roles)?;
        report.warnings.extend(warning);
        drop(source);
        if let Some(kept) = kept {
            column.keep(&kept);
            amounts.keep(&kept);
        }
        let PathColumn { coded: Coded { codes, dictionary }, ends, .. } = column;
        let sequences = Sequences { codes: &codes, ends: &ends };
        let groups = sequences.group(dictionary.len());
        let collected = Collected::sequences(&groups, sequences);
        let members = groups.members;
        drop((codes, ends));
        let collected = collected.summed(&members, |row| amounts.row(row), Row::sum)?;
        let definition = Definition::of(
            "journey.paths",
            &(roles.conversions.is_some(), roles.value.is_some(), roles.nulls.is_some()),
        );
        call.close(Ok(Self::new(dictionary, collected, report, definition)))
    }

    pub(crate) fn new(
        touchpoints: Dictionary,
        collected: Collected,
        report: IntakeReport,
        definition: Definition,
    ) -> Self {
        let Collected { codes, ends, conversions, value, value_squares, nulls, below, cancelled } =
            collected;
        Self {
            touchpoints,
            codes,
            ends,
            conversions,
            value,
            value_squares,
            nulls,
            below,
            cancelled,
            report,
            definition,
        }
    }

    /// Columns `path` (a list of names), `journeys`, `conversions`, `value`, `nulls`; where any outcome is
    /// below 0 also `conversions_below`, `value_below`, and where any order was cancelled `cancelled`. Read
    /// again under these roles they are the same paths.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2^31 steps.
    pub fn to_frame(&self) -> Result<Frame> {
        let journeys = self.conversions.iter().zip(&self.nulls).map(|(won, lost)| won + lost);
        let mut frame = FrameBuilder::default()
            .lists("path", &self.codes, &self.ends, &self.touchpoints)
            .f64("journeys", journeys)
            .f64("conversions", self.conversions.iter().copied())
            .f64("value", self.value.iter().copied())
            .f64("nulls", self.nulls.iter().copied());
        if !self.below.is_empty() {
            let below = || (0..self.len()).map(|path| self.below_of(path));
            frame = frame
                .f64("conversions_below", below().map(|below| below.conversions))
                .f64("value_below", below().map(|below| below.value));
        }
        if !self.cancelled.is_empty() {
            let cancelled = |path: usize| self.cancelled.get(path).copied().sure_or(f64::NAN);
            frame = frame.f64("cancelled", (0..self.len()).map(cancelled));
        }
        frame.finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Paths: to_frame -> to_record_batch;
}
