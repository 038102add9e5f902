//! The account of every row.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::columns::{Dialect, Frame, FrameBuilder, Reason, Reject};
use crate::options::Definition;
use crate::sure::{Absent, Sure};

/// What became of the rows of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCount {
    /// The source's name.
    pub source: String,
    /// Rows read: `accepted + rejected + duplicate`.
    pub read: u64,
    /// Rows that went on.
    pub accepted: u64,
    /// Rows with a fault, listed in the rejects.
    pub rejected: u64,
    /// Rows whose (source, event id) had occurred.
    pub duplicate: u64,
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
    /// The line of each of them in its file; 0 where there is none.
    #[serde(default)]
    pub(crate) lines: Vec<u64>,
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

    /// Columns `source, read, accepted, rejected, duplicate`.
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
    IntakeReport: to_frame -> to_record_batch, rejects_to_frame -> rejects_to_record_batch;
}
