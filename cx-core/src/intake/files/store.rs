//! Cells on their way into columns of text.

use crate::columns::{Bits, Cells, Column, Frame, Texts};
use crate::sure::Sure;
use crate::{Error, Result};

/// Bytes of one column after which the rows go on in a further frame.
const LARGEST: usize = 1 << 30;
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

    /// Adds a cell.
    pub(super) fn add(&mut self, cell: &str) {
        self.copy(cell.as_bytes());
        self.used += cell.len();
        self.offsets.push(self.used as i32);
    }

    /// Adds a missing cell.
    #[inline]
    pub(super) fn skip(&mut self) {
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

    /// Makes room for so many rows in all, each as long as those so far.
    fn expect(&mut self, rows: usize) {
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

    fn drop_last(&mut self, rows: usize) {
        self.offsets.truncate(self.offsets.len().saturating_sub(rows).max(1));
        self.used = self.offsets.last().map_or(0, |end| *end as usize);
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

/// All columns of a table that is being read.
#[derive(Debug)]
pub(super) struct Stores {
    names: Vec<String>,
    /// The columns that are kept, in order.
    pub(super) columns: Vec<Store>,
    done: Vec<Frame>,
    rows_done: usize,
}

impl Stores {
    pub(super) fn new(names: Vec<String>) -> Self {
        let columns = vec![Store::default(); names.len()];
        Self { names, columns, done: Vec::new(), rows_done: 0 }
    }

    /// Rows that were read.
    pub(super) fn rows(&self) -> usize {
        self.rows_done + self.columns.first().map_or(0, Store::rows)
    }

    /// Makes room for so many rows in all.
    pub(super) fn expect(&mut self, rows: usize) {
        self.columns.iter_mut().for_each(|column| column.expect(rows));
    }

    /// After a row: goes on in a further frame where a column is full.
    pub(super) fn next(&mut self) -> Result<()> {
        if self.columns.iter().any(|column| column.used > LARGEST) {
            self.close()?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        let stores: Vec<Store> = self.columns.iter_mut().map(std::mem::take).collect();
        let columns = self.names.iter().zip(stores).map(|(name, store)| store.column(name));
        let frame = Frame::new(columns.collect::<Result<_>>()?)?;
        self.rows_done += frame.rows();
        self.done.push(frame);
        Ok(())
    }

    /// Drops the last rows; `false` where they lie in another frame.
    pub(super) fn drop_last(&mut self, rows: usize) -> bool {
        let fine = self.columns.first().is_none_or(|column| column.rows() >= rows);
        if fine {
            self.columns.iter_mut().for_each(|column| column.drop_last(rows));
        }
        fine
    }

    pub(super) fn finish(mut self) -> Result<Vec<Frame>> {
        if self.done.is_empty() || self.columns.first().is_some_and(|column| column.rows() > 0) {
            self.close()?;
        }
        Ok(self.done)
    }
}
