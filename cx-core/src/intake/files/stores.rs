//! All columns of a table that is being read.

use super::store::{LARGEST, Store};
use crate::Result;
use crate::columns::Frame;

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
    pub(super) fn make_room(&mut self, rows: usize) {
        self.columns.iter_mut().for_each(|column| column.make_room(rows));
    }

    /// After a row: goes on in a further frame where a column is full.
    pub(super) fn next(&mut self) -> Result<()> {
        if self.columns.iter().any(|column| column.used() > LARGEST) {
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
