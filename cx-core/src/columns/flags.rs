//! Columns that say yes or no.

#[cfg(feature = "arrow")]
use arrow_array::Array;

use super::table::Part;
use super::{Cells, Column, Format, Table};
use crate::Result;

/// The words for yes and no, in small letters.
const WORDS: [(&str, bool); 8] = [
    ("true", true),
    ("false", false),
    ("yes", true),
    ("no", false),
    ("wahr", true),
    ("falsch", false),
    ("ja", true),
    ("nein", false),
];

/// Yes or no by row, blank cells without; `None` for a column that holds anything else, or nothing.
pub(crate) fn read_flags(
    table: &Table<'_>,
    column: &str,
    format: &Format,
) -> Result<Option<Vec<Option<bool>>>> {
    let mut flags = Flags { said: Vec::with_capacity(table.rows()), format, other: false };
    for part in table.column(column)? {
        let known = match part {
            Part::Column(cells) => flags.column(cells),
            #[cfg(feature = "arrow")]
            Part::Array(array) => flags.array(array),
        };
        if !known && !part.each_text(&mut |cell| flags.text(cell)) || flags.other {
            return Ok(None);
        }
    }
    let some = flags.said.iter().any(Option::is_some);
    Ok(some.then_some(flags.said))
}

struct Flags<'a> {
    said: Vec<Option<bool>>,
    format: &'a Format,
    /// Whether a cell said something else.
    other: bool,
}

impl Flags<'_> {
    fn column(&mut self, column: &Column) -> bool {
        match column.cells() {
            Cells::Bool(cells) => self.said.extend(column.each(cells.iter())),
            _ => return false,
        }
        true
    }

    #[cfg(feature = "arrow")]
    fn array(&mut self, array: &arrow_array::ArrayRef) -> bool {
        let Some(flags) = array.as_any().downcast_ref::<arrow_array::BooleanArray>() else {
            return false;
        };
        self.said.extend(flags.iter());
        true
    }

    fn text(&mut self, cell: &str) {
        if self.other {
            return;
        }
        let cell = cell.trim();
        let blank = cell.is_empty() || self.format.blank.0.iter().any(|word| word == cell);
        let said = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(cell));
        self.other = !blank && said.is_none();
        self.said.push(said.filter(|_| !blank).map(|(_, yes)| *yes));
    }
}
