//! Cells on their way into columns of text.

use crate::columns::{Bits, Cells, Column, Texts};
use crate::sure::Sure;
use crate::{Error, Result};

/// Bytes of one column that a frame holds at most, but for its last cell.
pub(super) const LARGEST: usize = 1 << 30;
/// Bytes that are copied together: most cells are shorter, and a copy of known length is quick.
const SHORT: usize = 16;

/// One column of text.
#[derive(Debug, Clone)]
pub(super) struct Store {
    /// The cells, then room for more.
    bytes: Vec<u8>,
    used: usize,
    offsets: Vec<i32>,
}

impl Default for Store {
    fn default() -> Self {
        Self { bytes: Vec::new(), used: 0, offsets: vec![0] }
    }
}

/// What a text is read with.
#[cfg(feature = "csv")]
impl Store {
    /// Adds the cell that stands in a text from `start` to `end`.
    #[inline]
    pub(super) fn slice(&mut self, text: &[u8], start: usize, end: usize) {
        let length = end - start;
        let target = self.bytes.get_mut(self.used..self.used + SHORT);
        match (target, text.get(start..start + SHORT)) {
            (Some(target), Some(source)) if length <= SHORT => target.copy_from_slice(source),
            _ => self.copy(text.get(start..end).sure_or_default()),
        }
        self.used += length;
        self.offsets.push(self.used as i32);
    }

    /// Adds a missing cell.
    #[inline]
    pub(super) fn skip(&mut self) {
        self.offsets.push(self.used as i32);
    }

    /// Makes room for so many rows in all, each as long as those so far.
    pub(super) fn make_room(&mut self, rows: usize) {
        let known = self.rows().max(1);
        let bytes = (self.used as u64 * rows as u64 / known as u64) as usize;
        let bytes = (bytes + bytes / 16 + SHORT).min(LARGEST + LARGEST / 8);
        self.offsets.reserve(rows.saturating_sub(self.rows()));
        if bytes > self.bytes.len() {
            // Room that is asked for anew costs nothing until it is used.
            let mut room = vec![0; bytes];
            if let Some(place) = room.get_mut(..self.bytes.len()).sure() {
                place.copy_from_slice(&self.bytes);
            }
            self.bytes = room;
        }
    }

    /// Drops the last cells.
    pub(super) fn drop_last(&mut self, rows: usize) {
        self.offsets.truncate(self.offsets.len().saturating_sub(rows).max(1));
        self.used = self.offsets.last().map_or(0, |end| *end as usize);
    }
}

impl Store {
    /// Adds a cell.
    pub(super) fn add(&mut self, cell: &str) {
        self.copy(cell.as_bytes());
        self.used += cell.len();
        self.offsets.push(self.used as i32);
    }

    fn copy(&mut self, cell: &[u8]) {
        let end = self.used + cell.len();
        if end + SHORT > self.bytes.len() {
            self.bytes.resize((end + SHORT).max(2 * self.bytes.len()), 0);
        }
        if let Some(place) = self.bytes.get_mut(self.used..end).sure() {
            place.copy_from_slice(cell);
        }
    }

    /// Rows so far.
    pub(super) fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Bytes so far.
    pub(super) fn used(&self) -> usize {
        self.used
    }

    /// Adds missing cells up to so many rows.
    pub(super) fn fill(&mut self, rows: usize) {
        self.offsets.resize(rows + 1, self.used as i32);
    }

    pub(super) fn column(mut self, name: &str) -> Result<Column> {
        self.bytes.truncate(self.used);
        let missing = |pair: &[i32]| matches!(pair, [start, end] if start == end);
        let pairs = || self.offsets.windows(2);
        let valid: Option<Bits> =
            pairs().any(missing).then(|| pairs().map(|pair| !missing(pair)).collect());
        let texts = Texts::of_valid(self.bytes, self.offsets);
        let texts =
            texts.ok_or(Error::Defect { what: "cells that are not cut between letters" })?;
        Ok(Column::new(name, Cells::Text(texts)).with_validity(valid))
    }
}
