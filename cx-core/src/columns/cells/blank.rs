//! Words that stand for a blank cell.

use crate::options::Names;

/// Words that exports write where there is no number and no time.
const BLANK: &[&str] = &[
    "-",
    "--",
    "---",
    "\u{2013}",
    "\u{2014}",
    "\u{2212}",
    "n/a",
    "na",
    "#n/a",
    "null",
    "nil",
    "none",
    "(not set)",
    "(none)",
    "\\n",
    "k.a.",
    "k. a.",
];

/// The longest of them, in bytes.
const LONGEST: usize = 9;

/// Whether a cell of a column of numbers or times, without the white space around it, says that
/// there is nothing.
pub(in crate::columns) fn is_blank(cell: &str, more: &Names) -> bool {
    if cell.is_empty() {
        return true;
    }
    if cell.len() <= LONGEST && !cell.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        let usual = BLANK.iter().any(|word| cell.eq_ignore_ascii_case(word));
        if usual {
            return true;
        }
    }
    more.0.iter().any(|word| word == cell)
}
