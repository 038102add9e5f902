//! Text of any encoding to dictionary codes.

use super::reject::Faults;
use super::table::Part;
use super::{Cells, Coded, Column, Format, Interner, NO_CODE, Table};
use crate::Result;
use crate::columns::collect::names::Names;
use crate::sure::{ByCode, Sure};

const EXPECTED: &str = "text, a whole number, a number or a boolean";

/// Reads a column as names. Surrounding white space is taken off; blank cells have no code.
///
/// Whole numbers, also as floats (a nullable integer column in pandas is one), read as their
/// decimal text, so `7`, `7.0` and `"7"` are the same name.
pub(crate) fn read_text(
    table: &Table<'_>,
    column: &str,
    format: &Format,
) -> Result<(Coded, Faults)> {
    let mut names =
        Names { codes: Vec::with_capacity(table.rows()), ..Names::new(Interner::default()) };
    for part in table.column(column)? {
        let known = match part {
            Part::Column(cells) => append(cells, &mut names)?,
            #[cfg(feature = "arrow")]
            Part::Array(array) => super::arrow::names(array, &mut names)?,
        };
        if !known {
            return Err(table.wrong_type(column, EXPECTED, part));
        }
    }
    let mut coded = names.interner.finish(names.codes);
    if !format.blank.0.is_empty() {
        blank(&mut coded, &format.blank.0);
    }
    Ok((coded, names.faults))
}

/// As [`read_text`], of what `short` makes of each cell: names that are a few parts of long texts, most of which are
/// distinct. Columns of other types than text are read as they are.
#[cfg(feature = "channels")]
pub(crate) fn read_shortened(
    table: &Table<'_>,
    column: &str,
    format: &Format,
    short: &dyn Fn(&str, &mut String),
) -> Result<(Coded, Faults)> {
    let parts = table.column(column)?;
    let mut names =
        Names { codes: Vec::with_capacity(table.rows()), ..Names::new(Interner::default()) };
    let short = |text: &str, into: &mut String| {
        if !format.blank.0.iter().any(|word| word == text) {
            short(text, into);
        }
    };
    for part in parts {
        let plain = match part {
            Part::Column(cells) => match cells.cells() {
                Cells::Text(texts) => Some(names.shortened(&cells.texts(texts), &short)?),
                _ => None,
            },
            #[cfg(feature = "arrow")]
            Part::Array(array) => super::arrow::shortened(array, &mut names, &short)?,
        };
        if plain.is_none() {
            return read_text(table, column, format);
        }
    }
    Ok((names.interner.finish(names.codes), names.faults))
}

/// Takes the code from cells that hold one of the words for a blank cell.
fn blank(coded: &mut Coded, words: &[String]) {
    let names = coded.dictionary.names();
    let blank: Vec<bool> = names.map(|name| words.iter().any(|word| *word == name)).collect();
    for code in &mut coded.codes {
        if *code != NO_CODE && blank.by_code(*code).sure() == Some(&true) {
            *code = NO_CODE;
        }
    }
    coded.compact();
}

/// Appends the codes of one column; `false` when its type cannot be a name.
fn append(column: &Column, names: &mut Names) -> Result<bool> {
    match column.plain().as_ref() {
        Cells::Text(texts) => names.texts(&column.texts(texts))?,
        Cells::I64(cells) => names.integers(column.each(cells.iter().copied()))?,
        Cells::F64(cells) => names.floats(column.each(cells.iter().copied()))?,
        Cells::Bool(cells) => names.booleans(column.each(cells.iter()))?,
        _ => return Ok(false),
    }
    Ok(true)
}
