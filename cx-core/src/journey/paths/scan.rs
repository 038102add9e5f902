//! Path strings cut into names: a window of 16 bytes at a time.

use crate::columns::TextSource;
use std::borrow::Cow;
use std::ops::Range;

use super::part::{LONGEST_NAME, PathPart};
use crate::Result;
use crate::columns::{Interner, Recent, WINDOW, window};
use crate::sure::Sure;

/// Splits cells of text.
pub(crate) struct Scanner<'a> {
    sep: &'a str,
    /// The separator in every byte of a window, when it is one byte.
    everywhere: Option<u128>,
    recent: Recent,
    interner: Interner,
    part: PathPart,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(sep: &'a str, rows: usize) -> Self {
        let byte = sep.bytes().next().filter(|_| sep.len() == 1);
        let everywhere = byte.map(|byte| u128::from_le_bytes([byte; WINDOW]));
        let part = PathPart { ends: Vec::with_capacity(rows), ..PathPart::default() };
        let (interner, recent) = (Interner::default(), Recent::new());
        Self { sep, everywhere, recent, interner, part }
    }

    /// Reads a cell: the text at `cell` of `texts`, in UTF-8.
    ///
    /// The bytes behind the cell are looked at, but never taken: with them most windows are whole.
    pub(crate) fn cell(&mut self, texts: &[u8], cell: Range<usize>) -> Result<()> {
        let before = self.part.codes.len();
        let fits = match self.everywhere {
            Some(everywhere) => self.by_windows(texts, cell, everywhere)?,
            None => self.by_search(&text(texts, cell))?,
        };
        if !fits {
            self.part.codes.truncate(before);
            self.part.refuse_row();
        }
        self.part.close_row();
        Ok(())
    }

    pub(crate) fn finish(self) -> PathPart {
        let (dictionary, map) = self.interner.order();
        PathPart { dictionary, map, ..self.part }
    }

    /// Whether every name is short enough.
    fn by_windows(&mut self, texts: &[u8], cell: Range<usize>, everywhere: u128) -> Result<bool> {
        let mut at = cell.start;
        while at < cell.end {
            at += usize::from(texts.get(at).sure() == Some(&b' '));
            let head = window(texts, at);
            let stop = separator(texts, at..cell.end, head, everywhere);
            let blank = stop > at && texts.get(stop - 1).sure() == Some(&b' ');
            if !self.name(texts, at..stop - usize::from(blank), head)? {
                return Ok(false);
            }
            at = stop + 1;
        }
        Ok(true)
    }

    /// Takes a name; `head` is the window at its start.
    fn name(&mut self, texts: &[u8], place: Range<usize>, head: u128) -> Result<bool> {
        let Some(code) = self.recent.code(texts, place.clone(), head, &mut self.interner)? else {
            return self.any_name(text(texts, place).trim());
        };
        self.part.codes.push(code);
        Ok(true)
    }

    fn any_name(&mut self, name: &str) -> Result<bool> {
        if !name.is_empty() && name.len() <= LONGEST_NAME {
            self.part.codes.push(self.interner.text(name)?);
        }
        Ok(name.len() <= LONGEST_NAME)
    }

    /// A separator of several bytes.
    fn by_search(&mut self, cell: &str) -> Result<bool> {
        for name in cell.split(self.sep) {
            if !self.any_name(name.trim())? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn text(texts: &[u8], place: Range<usize>) -> Cow<'_, str> {
    String::from_utf8_lossy(texts.get(place).sure_or_default())
}

/// The place of the next separator, or the end of the text; `head` is the window at its start.
fn separator(bytes: &[u8], text: Range<usize>, head: u128, everywhere: u128) -> usize {
    let mut step = first_equal(head, everywhere);
    let mut at = text.start + step;
    while step == WINDOW && at < text.end {
        step = first_equal(window(bytes, at), everywhere);
        at += step;
    }
    at.min(text.end)
}

/// The place of the first byte of a window that is that of the pattern; 16 where there is none.
///
/// A byte that is zero borrows when one is subtracted, which shows in its highest bit; only bytes
/// behind the first one can be flagged wrongly.
fn first_equal(window: u128, everywhere: u128) -> usize {
    const ONES: u128 = u128::from_le_bytes([1; WINDOW]);
    const HIGHEST: u128 = u128::from_le_bytes([0x80; WINDOW]);
    let differ = window ^ everywhere;
    let equal = differ.wrapping_sub(ONES) & !differ & HIGHEST;
    equal.trailing_zeros() as usize / 8
}

/// Some rows of text.
pub(crate) fn scan(source: &impl TextSource, rows: Range<usize>, sep: &str) -> Result<PathPart> {
    let mut scanner = Scanner::new(sep, rows.len());
    for place in source.places(rows) {
        scanner.cell(source.bytes(), place)?;
    }
    Ok(scanner.finish())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scanned(texts: &[u8], cell: Range<usize>, sep: &str) -> Vec<String> {
        let mut scanner = Scanner::new(sep, 1);
        scanner.cell(texts, cell).expect("few names");
        let part = scanner.finish();
        let name = |code: &u32| part.dictionary.name(part.map[*code as usize]).into_owned();
        part.codes.iter().map(name).collect()
    }

    proptest! {
        #[test]
        fn cells_are_split_as_text_is(
            before in "[a>\u{e9}]{0,3}",
            cell in "([ab\u{e9}\u{2003}\t]{0,3}|[a-z]{12,40}|[0-9]{1,2}|[ >]{1,3}){0,9}",
            after in "[a> ]{0,20}",
            sep in prop_oneof![Just(">"), Just(" "), Just("a"), Just("\0"), Just("->"), Just("\u{e9}")],
        ) {
            let expected: Vec<&str> =
                cell.split(sep).map(str::trim).filter(|name| !name.is_empty()).collect();
            let texts = format!("{before}{cell}{after}");
            let place = before.len()..before.len() + cell.len();
            prop_assert_eq!(scanned(texts.as_bytes(), place, sep), expected);
        }
    }

    #[test]
    fn names_beyond_the_limit_refuse_the_row() {
        let mut scanner = Scanner::new(">", 2);
        let cell = format!("a>{}", "x".repeat(LONGEST_NAME + 1));
        scanner.cell(cell.as_bytes(), 0..cell.len()).expect("few names");
        scanner.cell(b"b", 0..1).expect("few names");
        let part = scanner.finish();
        assert_eq!((part.codes.len(), part.ends.len(), part.faults.len()), (1, 2, 1));
    }
}
