//! Counts: how many visits, searches or calls a system counted, minute by minute.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
use serde::Serialize;

use super::gate::Gate;
use super::report::IntakeReport;
use super::roles::required;
use crate::Result;
use crate::columns::{Format, Frame, Input, Reason, Table, TimeUnit};
use crate::declare::options;
use crate::options::Names;
use crate::sure::{Call, Sure};

const TABLE: &str = "counts";

options! {
    /// Which column plays which role.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct CountRoles with Format {
        /// The minute (required): timestamp, ISO 8601 text, or a number with `time_unit`.
        pub time: Names = "time".into(),
        /// How many in that minute (required), 0 or more.
        pub count: String = "count".into(),
        /// Where the row comes from; by default `"counts"`.
        pub source: Option<String> = None,
        /// Zone of times without an offset; by default UTC.
        pub timezone: Option<String> = None,
        /// Unit of times that are numbers since 1970.
        pub time_unit: Option<TimeUnit> = None,
    }
}

/// Typed counts, in the order in which they were read; rows of one minute add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// Microseconds of UTC.
    pub time: Vec<i64>,
    /// How many.
    pub count: Vec<f64>,
    /// What became of every row.
    pub report: IntakeReport,
}

impl Counts {
    /// Reads counts from record batches of one schema. Rejected: blank or bad times, counts that
    /// are blank, negative or no numbers.
    ///
    /// # Errors
    /// As [`Events::read`](super::Events::read).
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &CountRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &CountRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &CountRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &CountRoles) -> Result<Self> {
        let call = Call::open();
        let timezone = roles.timezone.as_deref();
        let mut gate = Gate::timed(table, &roles.format, timezone, roles.time_unit)?;
        required(TABLE, "time", roles.time.0.first().map(String::as_str))?;
        let time = gate.required_times(&roles.time)?;
        let count_role = required(TABLE, "count", Some(&roles.count))?;
        let count = gate.required_numbers(count_role)?;
        gate.refuse(count_role, Reason::Negative, count.iter().map(|count| *count < 0.0));
        let source = gate.text(roles.source.as_deref().unwrap_or("=counts"))?;
        let (kept, report) = gate.close(&source, roles)?;
        let rows = || kept.iter().map(|row| *row as usize);
        call.close(Ok(Self {
            time: rows().filter_map(|row| time.get(row).sure().copied()).collect(),
            count: rows().filter_map(|row| count.get(row).sure().copied()).collect(),
            report,
        }))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }
}
