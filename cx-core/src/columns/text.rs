//! Text of any encoding to dictionary codes.

use super::reject::Faults;
use super::table::Part;
use super::texts::TextSource;
use super::{Cells, Coded, Column, Interner, NO_CODE, Reason, Recent, Table, window};
use crate::Result;

/// A name longer than this is a fault of the export, not a name.
const LONGEST_NAME: usize = 1 << 16;

const EXPECTED: &str = "text, a whole number, a number or a boolean";

/// Reads a column as names. Surrounding white space is taken off; blank cells have no code.
///
/// Whole numbers, also as floats (a nullable integer column in pandas is one), read as their
/// decimal text, so `7`, `7.0` and `"7"` are the same name.
pub(crate) fn read_text(table: &Table<'_>, column: &str) -> Result<(Coded, Faults)> {
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
    Ok((names.interner.finish(names.codes), names.faults))
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

/// The names of a column on their way to codes.
pub(super) struct Names {
    pub(super) interner: Interner,
    pub(super) codes: Vec<u32>,
    pub(super) faults: Faults,
}

impl Names {
    pub(super) fn new(interner: Interner) -> Self {
        Self { interner, codes: Vec::new(), faults: Faults::default() }
    }

    /// One name, without the white space around it.
    pub(super) fn name(&mut self, text: &str) -> Result<()> {
        let text = text.trim();
        if text.len() > LONGEST_NAME {
            self.faults.add(self.codes.len(), Reason::TooLong);
            self.blank();
        } else {
            self.codes.push(self.interner.text(text)?);
        }
        Ok(())
    }

    /// A missing name.
    pub(super) fn blank(&mut self) {
        self.codes.push(NO_CODE);
    }

    /// Names that are recognised by their bytes; all others one by one.
    pub(super) fn texts(&mut self, source: &impl TextSource) -> Result<()> {
        /// Rows after which it shows whether names come again.
        const TRIAL: usize = 1 << 12;
        let mut recent = Recent::new();
        let bytes = source.bytes();
        let known = self.interner.len();
        for (row, place) in source.places(0..source.rows()).enumerate() {
            if row == TRIAL && self.interner.len() - known > TRIAL / 4 {
                return (row..source.rows()).try_for_each(|row| self.name(source.cell(row)));
            }
            if place.is_empty() {
                self.blank();
                continue;
            }
            let head = window(bytes, place.start);
            match recent.code(bytes, place, head, &mut self.interner)? {
                Some(code) => self.codes.push(code),
                None => self.name(source.cell(row))?,
            }
        }
        Ok(())
    }

    pub(super) fn integers(&mut self, cells: impl Iterator<Item = Option<i64>>) -> Result<()> {
        for cell in cells {
            self.codes.push(cell.map_or(Ok(NO_CODE), |value| self.interner.number(value))?);
        }
        Ok(())
    }

    pub(super) fn floats(&mut self, cells: impl Iterator<Item = Option<f64>>) -> Result<()> {
        /// Whole doubles below this are exact integers.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        for cell in cells {
            let value = cell.unwrap_or(f64::NAN);
            self.codes.push(if value.is_nan() {
                NO_CODE
            } else if value.fract() == 0.0 && value.abs() < EXACT {
                self.interner.number(value as i64)?
            } else {
                self.interner.text(&value.to_string())?
            });
        }
        Ok(())
    }

    pub(super) fn booleans(&mut self, cells: impl Iterator<Item = Option<bool>>) -> Result<()> {
        for cell in cells {
            let text = cell.map(|yes| if yes { "true" } else { "false" });
            self.codes.push(self.interner.text(text.unwrap_or_default())?);
        }
        Ok(())
    }
}
