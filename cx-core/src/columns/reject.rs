//! Why a row was not accepted.

use serde::{Deserialize, Serialize};

/// Why a row was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// A required cell is null or blank.
    Missing,
    /// None of the row's identifiers is filled in.
    NoIdentifier,
    /// The text is not a time in ISO 8601.
    NotATime,
    /// The text fits none of the patterns in `time_format`.
    NotThePattern,
    /// The number is a percentage, and `unit` does not say what one is worth.
    Percent,
    /// The amount is in another currency than those above it.
    OtherCurrency,
    /// The local time does not exist in the zone (the hour skipped in spring).
    TimeSkipped,
    /// The time is outside the years 1 to 9999.
    TimeOutOfRange,
    /// The time is before `earliest` or after `latest`.
    OutsidePeriod,
    /// The text is not a number.
    NotANumber,
    /// The number is NaN or infinite.
    NotFinite,
    /// The number is outside the range of its role.
    OutOfRange,
    /// The number is negative where that has no meaning.
    Negative,
    /// The text is not one of the words that the role knows.
    UnknownWord,
    /// The text is longer than a name may be (65,536 bytes).
    TooLong,
    /// The row of a file has more or fewer cells than its header.
    Cells {
        /// Cells of the row.
        found: u32,
        /// Cells of the header.
        header: u32,
    },
    /// The row of a file holds a NUL.
    Nul,
    /// The row of a file holds bytes that its encoding does not know.
    Undecodable,
    /// The row of a file holds a quote that is not closed within 64 KB and 100 lines, or text behind the quote that
    /// closes.
    LoneQuote,
    /// The row of a file is not JSON, or a key stands in it twice.
    NotJson,
    /// The row of a workbook holds an error instead of a value.
    ErrorCell,
}

impl std::fmt::Display for Reason {
    /// As [`Reason::text`], with the counts where there are any.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cells { found, header } => {
                let cells = if *found == 1 { "cell" } else { "cells" };
                write!(f, "{found} {cells}, the header has {header}")
            }
            other => f.write_str(other.text()),
        }
    }
}

impl Reason {
    /// The reason as a sentence fragment for reports.
    pub fn text(self) -> &'static str {
        match self {
            Self::Missing => "required cell is blank",
            Self::NoIdentifier => "no identifier is filled in",
            Self::NotATime => "not a time",
            Self::NotThePattern => "not a time by the patterns of time_format",
            Self::Percent => {
                "a percentage: option unit says what it is worth (0.01: 5 % is 0.05; 1: 5 % is 5)"
            }
            Self::OtherCurrency => {
                "another currency than the column's first: name the column of the currency, or split the amounts"
            }
            Self::TimeSkipped => "local time does not exist in the zone",
            Self::TimeOutOfRange => "time is outside the years 1 to 9999",
            Self::OutsidePeriod => "time is outside the period asked for",
            Self::NotANumber => "not a number",
            Self::NotFinite => "NaN or infinite",
            Self::OutOfRange => "outside the allowed range",
            Self::Negative => "negative",
            Self::UnknownWord => "not a known word",
            Self::TooLong => "text is longer than 65,536 bytes",
            Self::Cells { .. } => "more or fewer cells than the header",
            Self::Nul => "the row holds a NUL",
            Self::Undecodable => "bytes that the encoding of the file does not know",
            Self::LoneQuote => "a quote that is not closed, or text behind a closed one",
            Self::NotJson => "not JSON, or a key stands in it twice",
            Self::ErrorCell => "an error instead of a value",
        }
    }
}

/// One row that was not accepted, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The source that the row came from.
    pub source: String,
    /// The row's number in its table, from 0.
    pub row: u32,
    /// The column at fault.
    pub column: String,
    /// Why.
    pub reason: Reason,
    /// The line of its file, from 1; `None` where there is no file.
    #[serde(default)]
    pub line: Option<u64>,
}

/// Faults found while reading one column.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Row and reason, in order of the rows.
    pub(crate) rows: Vec<(u32, Reason)>,
}

impl Faults {
    pub(crate) fn add(&mut self, row: usize, reason: Reason) {
        self.rows.push((row as u32, reason));
    }
}
