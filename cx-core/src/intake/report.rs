//! The account of every row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::columns::{Dialect, Frame, FrameBuilder, Reason, Reject};
use crate::options::Definition;
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// What became of the rows of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCount {
    /// The source's name.
    pub source: String,
    /// Rows read: `accepted + rejected + duplicate + filtered`.
    pub read: u64,
    /// Rows that went on.
    pub accepted: u64,
    /// Rows with a fault, listed in the rejects.
    pub rejected: u64,
    /// Rows whose id had occurred in the source: copies, and rows that a later one restates.
    pub duplicate: u64,
    /// Rows that the conditions of `where` leave out.
    #[serde(default)]
    pub filtered: u64,
    /// Those of the duplicates that a later row restates.
    #[serde(default)]
    pub restated: u64,
    /// Accepted rows whose id had occurred with another person or time.
    #[serde(default)]
    pub collisions: u64,
}

/// Why so many rows were not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonCount {
    /// The column at fault.
    pub column: String,
    /// Why.
    pub reason: Reason,
    /// How many rows.
    pub rows: u64,
}

/// What a row with an id that had occurred is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Equal to another row: it does not count.
    Copy,
    /// Of the same person and time as a later row, with other contents: the later row counts.
    Restated,
    /// Of another person or time: it counts, and its id may be none.
    Collision,
}

impl Repeat {
    /// The word, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Restated => "restated",
            Self::Collision => "collision",
        }
    }
}

/// A row with an id that had occurred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeated {
    /// The row's number in its table, from 0.
    pub row: u32,
    /// Name of the row's source.
    pub source: String,
    /// What it is.
    pub repeat: Repeat,
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningKind {
    /// Paths whose separator may be another one.
    #[default]
    Separator,
    /// Local times without a zone, taken as UTC.
    LocalTimes,
    /// Times that are all equal.
    EqualTimes,
    /// Amounts that may be in millionths or hundredths.
    Unit,
}

/// Something that is read as it stands and may yet be meant otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeWarning {
    /// What it is about.
    pub warning: WarningKind,
    /// How many rows it is about.
    pub rows: u64,
    /// What it means, and what to write instead, in English.
    pub sentence: String,
    /// The same in German.
    pub de: String,
}

/// What became of every row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeReport {
    /// The table, for example `events`.
    pub table: String,
    /// Counts for each source.
    pub sources: Vec<SourceCount>,
    /// Amounts with more than six decimals, rounded to six.
    pub rounded_amounts: u64,
    /// Local times that occur twice in their zone; the first was taken.
    pub doubled_times: u64,
    /// What may be meant otherwise than it was read.
    #[serde(default)]
    pub warnings: Vec<IntakeWarning>,
    /// How each file was read; none where the tables did not come from files.
    #[serde(default)]
    pub dialects: Vec<Dialect>,
    /// How the table was read: a hash over the roles.
    pub definition: Definition,
    pub(crate) columns: Vec<String>,
    /// Source, row, column, reason.
    pub(crate) rejects: Vec<(u32, u32, u16, Reason)>,
    /// Rows whose id had occurred, but for plain copies.
    #[serde(default)]
    pub repeated: Vec<Repeated>,
    /// The line of each of them in its file; 0 where there is none.
    #[serde(default)]
    pub(crate) lines: Vec<u64>,
}

/// One row of so many may be a slip.
const SLIP: u64 = 50;

/// Whether a part of all rows is more than slips of single rows explain: above 2 %.
pub(crate) fn beyond_slips(part: u64, all: u64) -> bool {
    part.saturating_mul(SLIP) > all
}

impl IntakeReport {
    /// Rows read over all sources.
    pub fn read(&self) -> u64 {
        self.sources.iter().map(|s| s.read).sum()
    }

    /// Rows accepted over all sources.
    pub fn accepted(&self) -> u64 {
        self.sources.iter().map(|s| s.accepted).sum()
    }

    /// Rows rejected over all sources.
    pub fn rejected(&self) -> u64 {
        self.sources.iter().map(|s| s.rejected).sum()
    }

    /// Duplicates over all sources.
    pub fn duplicate(&self) -> u64 {
        self.sources.iter().map(|s| s.duplicate).sum()
    }

    /// Rows that conditions left out, over all sources.
    pub fn filtered(&self) -> u64 {
        self.sources.iter().map(|s| s.filtered).sum()
    }

    /// Rows that conditions left in, over all sources.
    pub fn asked_for(&self) -> u64 {
        let asked_for = |source: &SourceCount| source.read - source.filtered;
        self.sources.iter().map(asked_for).sum()
    }

    /// Why rows were rejected, the most frequent reason first.
    pub fn reasons(&self) -> Vec<ReasonCount> {
        let mut counts: BTreeMap<(&str, Reason), u64> = BTreeMap::new();
        for (_, _, column, reason) in &self.rejects {
            let column = self.columns.get(usize::from(*column)).sure();
            *counts.entry((column.map_or("", String::as_str), *reason)).or_default() += 1;
        }
        let count = |((column, reason), rows): ((&str, Reason), u64)| ReasonCount {
            column: column.to_owned(),
            reason,
            rows,
        };
        let mut reasons: Vec<ReasonCount> = counts.into_iter().map(count).collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.rows));
        reasons
    }

    /// The most frequent reason, where more rows were rejected than slips of single rows explain: above 2 %
    /// of at least 50 rows that conditions left in.
    pub fn many_rejected(&self) -> Option<ReasonCount> {
        let asked_for = self.asked_for();
        let many = asked_for >= SLIP && beyond_slips(self.rejected(), asked_for);
        many.then(|| self.reasons().into_iter().next()).flatten()
    }

    /// An error where rows were read and none was accepted; rows that conditions leave out are no
    /// fault.
    ///
    /// # Errors
    /// [`Error::NoneAccepted`].
    pub(crate) fn some_accepted(&self, table: &'static str) -> Result<()> {
        let rows = self.rejected();
        if rows == 0 || self.accepted() > 0 {
            return Ok(());
        }
        let say = |r: &ReasonCount| format!("{}: {} ({})", r.column, r.reason.text(), r.rows);
        Err(Error::NoneAccepted { table, rows, reasons: self.reasons().iter().map(say).collect() })
    }

    /// Every row that was rejected, by source and row.
    pub fn rejects(&self) -> impl Iterator<Item = Reject> {
        let lines = self.lines.iter().map(|line| (*line > 0).then_some(*line));
        let lines = lines.chain(std::iter::repeat(None));
        self.rejects.iter().zip(lines).map(|((source, row, column, reason), line)| Reject {
            line,
            source: self.sources.get(*source as usize).map(|s| s.source.clone()).sure_or_default(),
            row: *row,
            column: self.columns.get(usize::from(*column)).cloned().sure_or_default(),
            reason: *reason,
        })
    }

    /// Columns `source, read, accepted, rejected, duplicate, filtered, restated, collisions`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.sources)
            .text("source", |s| Some(&s.source))
            .u64("read", |s| s.read)
            .u64("accepted", |s| s.accepted)
            .u64("rejected", |s| s.rejected)
            .u64("duplicate", |s| s.duplicate)
            .u64("filtered", |s| s.filtered)
            .u64("restated", |s| s.restated)
            .u64("collisions", |s| s.collisions)
            .finish(&self.definition)
    }

    /// Columns `source, row, column, reason, line` of every rejected row; `line` is that of the file, from 1.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn rejects_to_frame(&self) -> Result<Frame> {
        let rejects: Vec<Reject> = self.rejects().collect();
        FrameBuilder::default()
            .text("source", rejects.iter().map(|r| Some(&r.source)))
            .u32("row", rejects.iter().map(|r| r.row).collect())
            .of_rows(&rejects)
            .text("column", |r| Some(&r.column))
            .columns()
            .text("reason", rejects.iter().map(|r| Some(r.reason.to_string())))
            .maybe_u64("line", rejects.iter().map(|r| r.line))
            .finish(&self.definition)
    }

    /// Columns `column, reason, rows`: why rows were rejected, the most frequent reason first.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn reasons_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.reasons())
            .text("column", |r| Some(&r.column))
            .text("reason", |r| Some(r.reason.text()))
            .u64("rows", |r| r.rows)
            .finish(&self.definition)
    }

    /// Columns `source, row, repeat` of every row whose id had occurred, but for plain copies:
    /// `restated` rows do not count, `collision` rows do.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn repeated_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .text("source", self.repeated.iter().map(|r| Some(&r.source)))
            .u32("row", self.repeated.iter().map(|r| r.row).collect())
            .of_rows(&self.repeated)
            .text("repeat", |r| Some(r.repeat.name()))
            .finish(&self.definition)
    }

    /// Says once what the parts of one table have in common: how its file was read, and what it warns of.
    pub(crate) fn once(&mut self) {
        let mut seen: Vec<IntakeWarning> = Vec::new();
        for warning in self.warnings.drain(..) {
            if !seen.contains(&warning) {
                seen.push(warning);
            }
        }
        self.warnings = seen;
        // Each part has the dialect of the one file.
        self.dialects.truncate(1);
    }

    /// One report of several, source by source; sources keep their order.
    pub(crate) fn concat(reports: &[Self]) -> Self {
        let mut whole = Self::default();
        for part in reports {
            whole.table.clone_from(&part.table);
            whole.rounded_amounts += part.rounded_amounts;
            whole.doubled_times += part.doubled_times;
            let first_source = whole.sources.len() as u32;
            let first_column = whole.columns.len() as u16;
            whole.sources.extend_from_slice(&part.sources);
            whole.warnings.extend_from_slice(&part.warnings);
            whole.dialects.extend_from_slice(&part.dialects);
            whole
                .lines
                .extend((0..part.rejects.len()).map(|at| part.lines.get(at).copied().or_absent(0)));
            whole.columns.extend_from_slice(&part.columns);
            whole.repeated.extend_from_slice(&part.repeated);
            whole.rejects.extend(part.rejects.iter().map(|(source, row, column, reason)| {
                (source + first_source, *row, column + first_column, *reason)
            }));
        }
        // The same sources in another order are the same table, so their definition is the same.
        let mut parts: Vec<&Definition> = reports.iter().map(|part| &part.definition).collect();
        parts.sort_by(|a, b| a.definition.cmp(&b.definition));
        whole.definition = Definition::of(&format!("intake.{}", whole.table), &parts);
        whole
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    IntakeReport: to_frame -> to_record_batch, rejects_to_frame -> rejects_to_record_batch,
        reasons_to_frame -> reasons_to_record_batch, repeated_to_frame -> repeated_to_record_batch;
}
