//! What is known of a table that was read from a file.

use super::{Dialect, Reason};
use crate::sure::{Absent, Sure};

/// In which line of a file each row begins: only where a row is not one line below the row before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// A row, and its line from 1.
    starts: Vec<(u32, u64)>,
}

impl Lines {
    /// Adds the next row.
    pub(crate) fn add(&mut self, row: u32, line: u64) {
        let follows =
            self.starts.last().is_some_and(|(from, first)| *first + u64::from(row - from) == line);
        if !follows {
            self.starts.push((row, line));
        }
    }

    /// The line of a row.
    fn of(&self, row: u32) -> Option<u64> {
        let behind = self.starts.partition_point(|(from, _)| *from <= row);
        let (from, line) = self.starts.get(behind.checked_sub(1)?).sure()?;
        Some(line + u64::from(row - from))
    }
}

/// What is known of a table that was read from a file: how it was read, which of its rows are at
/// fault as a whole, and in which line each row stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// How the file was read.
    pub dialect: Dialect,
    /// What a second row of header says of a column: name and label.
    pub labels: Vec<(String, String)>,
    /// Rows at fault as a whole, in order.
    pub(crate) faults: Vec<(u32, Reason)>,
    pub(crate) lines: Lines,
}

impl Origin {
    /// The line of the file in which a row begins, from 1; 0 where it has none (a workbook has rows, JSON in one line
    /// has not).
    pub fn line(&self, row: u32) -> u64 {
        self.lines.of(row).or_absent(0)
    }

    /// The rows that are at fault as a whole, each with its reason.
    pub fn faults(&self) -> &[(u32, Reason)] {
        &self.faults
    }
}
