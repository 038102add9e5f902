//! Numbers of any width, and numbers written as text.

use super::reject::Faults;
use super::table::Part;
use super::texts::TextSource;
use super::{Cells, Column, Table};
use crate::Result;
use crate::columns::collect::numbers::Numbers;

const EXPECTED: &str = "a number, a boolean, or text that holds numbers";

/// Reads a column as doubles. A null is NaN without a fault; NaN, infinities and text that is not
/// a number are faults. Text is read with a decimal point; "12,50" is a fault, not twelve.
pub(crate) fn read_numbers(table: &Table<'_>, column: &str) -> Result<(Vec<f64>, Faults)> {
    let mut numbers =
        Numbers { values: Vec::with_capacity(table.rows()), faults: Faults::default() };
    for part in table.column(column)? {
        let known = match part {
            Part::Column(cells) => append(cells, &mut numbers),
            #[cfg(feature = "arrow")]
            Part::Array(array) => super::arrow::numbers(array, &mut numbers),
        };
        if !known {
            return Err(table.wrong_type(column, EXPECTED, part));
        }
    }
    Ok((numbers.values, numbers.faults))
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
        Cells::Text(texts) => {
            let cells = column.texts(texts);
            (0..cells.rows()).for_each(|row| numbers.text(cells.cell(row)));
        }
        _ => return false,
    }
    true
}
