//! How the numbers of a column are written, found over the whole of it.

use super::blank::is_blank;
use super::number::{Between, Style, take_apart};
use crate::Result;
use crate::columns::format::{DecimalSign, Format, Thousands};
use crate::columns::table::Part;
use crate::columns::{Table, decimal};

/// So many cells that only one style reads, for each that only the other one does, decide.
const MANY: u64 = 20;

/// How many cells each style reads, where two are possible.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Votes {
    /// Read by the first alone.
    first: u64,
    /// Read by the second alone.
    second: u64,
    /// Read by both, as different numbers.
    open: u64,
}

/// The style of a column of text.
///
/// # Errors
/// [`Error::Undecided`] where the cells fit two styles, or neither throughout.
pub(in crate::columns) fn of_column(
    table: &Table<'_>,
    column: &str,
    parts: &[Part<'_>],
    format: &Format,
) -> Result<Style> {
    // Programs write the numbers of JSON and of workbooks with a point, whoever reads them.
    let by_program = table.origin().is_some_and(|origin| origin.dialect.format != "csv");
    let (first, second) = match candidates(format) {
        (first, Some(_)) if by_program && format.decimal == DecimalSign::Auto => return Ok(first),
        (only, None) => return Ok(only),
        (first, Some(second)) => (first, second),
    };
    let mut votes = Votes::default();
    for part in parts {
        part.each_text(&mut |cell| vote(cell.trim(), first, second, format, &mut votes));
    }
    match votes {
        Votes { second: 0, open: 0, .. } | Votes { second: 0, first: 1.., .. } => Ok(first),
        Votes { first: 0, second: 1.., .. } => Ok(second),
        Votes { first: 0, second: 0, open } => Err(table.undecided(
            column,
            format!(
                "{open} of its cells read with decimal=\".\" as well as with decimal=\",\", as \
                 different numbers (one sign before three digits)"
            ),
            "say which sign stands before the decimals: decimal=\".\" or decimal=\",\"",
        )),
        // A few cells of another kind among many are faults of their own, not another reading.
        Votes { first: many, second: few, .. } if many >= few.saturating_mul(MANY) => Ok(first),
        Votes { first: few, second: many, .. } if many >= few.saturating_mul(MANY) => Ok(second),
        Votes { first, second, .. } => Err(table.undecided(
            column,
            format!(
                "{first} of its cells read with decimal=\".\" alone and {second} with \
                 decimal=\",\" alone"
            ),
            "say decimal=\".\" or decimal=\",\"; cells of the other kind are then rejected one by one",
        )),
    }
}

/// The styles that the options leave open, the point first.
fn candidates(format: &Format) -> (Style, Option<Style>) {
    let between = match format.thousands {
        Thousands::Auto => Between::Any,
        Thousands::None => Between::Nothing,
        Thousands::Point => Between::Point,
        Thousands::Comma => Between::Comma,
        Thousands::Apostrophe => Between::Apostrophe,
        Thousands::Blank => Between::Blank,
    };
    let (point, comma) = (Style { decimal: '.', between }, Style { decimal: ',', between });
    match (format.decimal, format.thousands) {
        (DecimalSign::Point, _) | (DecimalSign::Auto, Thousands::Comma) => (point, None),
        (DecimalSign::Comma, _) | (DecimalSign::Auto, Thousands::Point) => (comma, None),
        (DecimalSign::Auto, _) => (point, Some(comma)),
    }
}

fn vote(cell: &str, first: Style, second: Style, format: &Format, votes: &mut Votes) {
    // What has neither sign reads the same by both.
    if !cell.bytes().any(|byte| byte == b'.' || byte == b',') || is_blank(cell, &format.blank) {
        return;
    }
    let Some(written) = take_apart(cell) else { return };
    match (first.plain(written), second.plain(written)) {
        (Some(one), Some(other)) => {
            votes.open += u64::from(decimal::parse(&one) != decimal::parse(&other));
        }
        (Some(_), None) => votes.first += 1,
        (None, Some(_)) => votes.second += 1,
        (None, None) => {}
    }
}
