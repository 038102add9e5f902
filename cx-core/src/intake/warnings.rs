//! What is read as it stands and may yet be meant otherwise.

use super::report::{IntakeWarning, WarningKind};
use crate::columns::{NO_MONEY, NO_TIME};
use crate::options::quoted;
use crate::sentences::{Arg, Key, Sentence, say};

/// Fewer equal times than these are no sign of anything.
const FEW: usize = 3;

/// Words in names of columns whose amounts are parts of a unit, and what one of them is worth.
const PARTS: &[(&str, &str)] = &[
    ("micro", "1e-6"),
    ("cents", "0.01"),
    ("_cent", "0.01"),
    ("rappen", "0.01"),
    ("minor_unit", "0.01"),
];

/// Local times of a column whose zone nothing names.
pub(super) fn local_times(column: &str, rows: u64) -> IntakeWarning {
    let column = quoted(column);
    let words = [("column", Arg::Name(&column)), ("rows", Arg::Number(rows as f64, 0))];
    warn(WarningKind::LocalTimes, rows, say(Key::LocalTimes, &words))
}

/// Times that are all the same: an export that was anonymised, or the wrong column.
pub(super) fn equal_times(column: &str, times: &[i64]) -> Option<IntakeWarning> {
    let mut there = times.iter().filter(|time| **time != NO_TIME);
    let first = there.next()?;
    let mut rows = 1;
    for time in there {
        if time != first {
            return None;
        }
        rows += 1;
    }
    let column = quoted(column);
    let words = [("column", Arg::Name(&column)), ("rows", Arg::Number(rows as f64, 0))];
    let warning = || warn(WarningKind::EqualTimes, rows as u64, say(Key::EqualTimes, &words));
    (rows >= FEW).then(warning)
}

/// Amounts of a column that is named like millionths or hundredths, without a unit.
pub(super) fn small_units(
    column: &str,
    unit: Option<f64>,
    amounts: &[i64],
) -> Option<IntakeWarning> {
    let name = column.to_lowercase();
    let (_, worth) = PARTS.iter().find(|(part, _)| unit.is_none() && name.contains(part))?;
    let rows = amounts.iter().filter(|amount| **amount != NO_MONEY).count() as u64;
    let column = quoted(column);
    let words = [("column", Arg::Name(&column)), ("unit", Arg::Name(worth))];
    (rows > 0).then(|| warn(WarningKind::Unit, rows, say(Key::SmallUnits, &words)))
}

fn warn(warning: WarningKind, rows: u64, words: Sentence) -> IntakeWarning {
    let Sentence { en: sentence, de } = words;
    IntakeWarning { warning, rows, sentence, de }
}
