//! Texts one after the other: the bytes of all of them, and where each one ends.

use std::ops::Range;

use super::Bits;
use crate::sure::{Absent, Sure};

/// Texts one after the other, as Arrow's `Utf8` lays them out: at most 2^31 - 1 bytes.
///
/// ```
/// use cx_core::columns::Texts;
/// let mut texts = Texts::default();
/// assert!(texts.push("branch") && texts.push("") && texts.push("app"));
/// assert_eq!((texts.len(), texts.get(0), texts.get(2)), (3, "branch", "app"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    text: String,
    offsets: Vec<i32>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { text: String::new(), offsets: vec![0] }
    }
}

impl Texts {
    /// Texts from UTF-8 and the places where each one begins and the last one ends; `None` where
    /// the bytes are not UTF-8, the places do not rise, or one lies within a letter or beyond the
    /// end.
    pub fn from_parts(bytes: Vec<u8>, offsets: Vec<i32>) -> Option<Self> {
        let text = String::from_utf8(bytes).ok()?;
        let of_letter = |at: &i32| usize::try_from(*at).is_ok_and(|at| text.is_char_boundary(at));
        let fine = !offsets.is_empty() && offsets.is_sorted() && offsets.iter().all(of_letter);
        fine.then_some(Self { text, offsets })
    }

    /// Texts whose places are known to lie between letters.
    pub(crate) fn of_valid(bytes: Vec<u8>, offsets: Vec<i32>) -> Option<Self> {
        String::from_utf8(bytes).ok().map(|text| Self { text, offsets })
    }

    /// Adds a text; `false` where all texts together would be too long.
    pub fn push(&mut self, text: &str) -> bool {
        let Ok(end) = i32::try_from(self.text.len() + text.len()) else { return false };
        self.text.push_str(text);
        self.offsets.push(end);
        true
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a row; blank beyond the end.
    pub fn get(&self, row: usize) -> &str {
        let offset = |at: usize| self.offsets.get(at).map(|offset| *offset as usize);
        let range = offset(row).zip(offset(row + 1));
        range.and_then(|(start, end)| self.text.get(start..end).sure()).or_absent_default()
    }

    /// All texts, one after the other.
    pub fn all(&self) -> &str {
        &self.text
    }

    /// Where each text begins, and where the last one ends.
    pub fn offsets(&self) -> &[i32] {
        &self.offsets
    }

    /// The bytes and the offsets.
    #[cfg(feature = "arrow")]
    pub(super) fn into_parts(self) -> (Vec<u8>, Vec<i32>) {
        (self.text.into_bytes(), self.offsets)
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    /// All texts up to the one that would be too many.
    fn from_iter<T: IntoIterator<Item = &'a str>>(cells: T) -> Self {
        let mut texts = Self::default();
        let _ = cells.into_iter().all(|text| texts.push(text));
        texts
    }
}

/// Cells of text by their place in one run of bytes: the core's own, or an array of Arrow.
pub(crate) trait TextSource {
    /// The bytes of all cells.
    fn bytes(&self) -> &[u8];

    /// Where the cells of some rows lie; an empty place for a missing one.
    fn places(&self, rows: Range<usize>) -> impl Iterator<Item = Range<usize>>;

    /// How many cells there are.
    fn rows(&self) -> usize;

    /// The cell of a row; blank for a missing one.
    fn cell(&self, row: usize) -> &str;
}

/// Where cells lie, by the offsets and what says that a row is missing.
pub(super) fn places<'a, O: Copy + 'a>(
    offsets: &'a [O],
    rows: Range<usize>,
    place: impl Fn(O) -> usize + 'a,
    missing: impl Fn(usize) -> bool + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let some = offsets.get(rows.start..=rows.end).sure_or_default();
    rows.zip(some.windows(2)).map(move |(row, range)| match *range {
        [start, end] if !missing(row) => place(start)..place(end),
        _ => 0..0,
    })
}

/// The core's own texts, some of which may be missing.
#[derive(Clone, Copy)]
pub(crate) struct TextCells<'a> {
    pub(super) texts: &'a Texts,
    pub(super) valid: Option<&'a Bits>,
}

impl TextCells<'_> {
    fn missing(&self, row: usize) -> bool {
        self.valid.is_some_and(|valid| !valid.get(row))
    }
}

impl TextSource for TextCells<'_> {
    fn bytes(&self) -> &[u8] {
        self.texts.text.as_bytes()
    }

    fn places(&self, rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        places(&self.texts.offsets, rows, |at| at as usize, |row| self.missing(row))
    }

    fn rows(&self) -> usize {
        self.texts.len()
    }

    fn cell(&self, row: usize) -> &str {
        if self.missing(row) { "" } else { self.texts.get(row) }
    }
}
