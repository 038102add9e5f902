//! Numbers of any width, and numbers written as text.

use super::cells::number::take_apart;
use super::cells::style;
use super::format::Format;
use super::reject::Faults;
use super::table::Part;
use super::{Cells, Column, Table};
use crate::Result;
use crate::columns::collect::numbers::{How, Numbers};

const EXPECTED: &str = "a number, a boolean, or text that holds numbers";

/// Reads a column as doubles. A null is NaN without a fault; NaN, infinities and text that is not
/// a number are faults.
///
/// # Errors
/// [`Error::Undecided`](crate::Error::Undecided) where text fits two decimal signs, or neither
/// throughout.
pub(crate) fn read_numbers(
    table: &Table<'_>,
    column: &str,
    format: &Format,
) -> Result<(Vec<f64>, Faults)> {
    let parts = table.column(column)?;
    let mut numbers =
        Numbers { values: Vec::with_capacity(table.rows()), faults: Faults::default() };
    let unit = format.unit_of(column, false);
    if let Some(how) = how(table, column, &parts, format, unit)? {
        for part in &parts {
            part.each_text(&mut |cell| numbers.text(cell, &how));
        }
        return Ok((numbers.values, numbers.faults));
    }
    for part in parts {
        let known = match part {
            Part::Column(cells) => append(cells, &mut numbers),
            #[cfg(feature = "arrow")]
            Part::Array(array) => super::arrow::numbers(array, &mut numbers),
        };
        if !known {
            return Err(table.wrong_type(column, EXPECTED, part));
        }
    }
    if let Some(unit) = unit {
        numbers.values.iter_mut().for_each(|value| *value *= unit);
    }
    Ok((numbers.values, numbers.faults))
}

/// How a column of text is read; `None` where it holds no text.
pub(super) fn how<'a>(
    table: &Table<'_>,
    column: &str,
    parts: &[Part<'_>],
    format: &'a Format,
    unit: Option<f64>,
) -> Result<Option<How<'a>>> {
    let (mut text, mut currency) = (true, None);
    for part in parts {
        text &= part.each_text(&mut |cell| {
            let plain = cell.as_bytes().first().is_none_or(u8::is_ascii_digit)
                && cell.as_bytes().last().is_none_or(u8::is_ascii_digit);
            if currency.is_none() && !plain {
                currency = take_apart(cell.trim()).and_then(|written| written.currency);
            }
        });
    }
    if !text {
        return Ok(None);
    }
    let style = style::of_column(table, column, parts, format)?;
    Ok(Some(How { style, format, unit, currency }))
}

/// Appends the numbers of one column; `false` when its type holds none.
fn append(column: &Column, numbers: &mut Numbers) -> bool {
    match column.plain().as_ref() {
        Cells::F64(cells) => column.each(cells).for_each(|cell| numbers.push(cell.copied())),
        Cells::I64(cells) => {
            column.each(cells).for_each(|cell| numbers.push(cell.map(|v| *v as f64)));
        }
        Cells::Bool(cells) => {
            column.each(cells.iter()).for_each(|cell| numbers.push(cell.map(f64::from)));
        }
        _ => return false,
    }
    true
}
