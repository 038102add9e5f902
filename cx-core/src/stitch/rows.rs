//! Where each event comes from, in as little memory as possible.

use crate::columns::{Coded, Dictionary};
use crate::intake::Events;

/// Source and row of each event.
#[derive(Clone, PartialEq)]
pub(super) struct Rows {
    /// `None` where all events come from the one source in `names`.
    sources: Option<Vec<u32>>,
    names: Dictionary,
    /// `None` where the events are the rows of their table, in order.
    numbers: Option<Vec<u32>>,
}

impl Rows {
    pub(super) fn of(events: &Events) -> Self {
        let single = events.source.only().is_some();
        Self {
            sources: (!single).then(|| events.source.codes.clone()),
            names: events.source.dictionary.clone(),
            numbers: events.row.clone(),
        }
    }

    /// The source of each of `len` events.
    pub(super) fn sources(&self, len: usize) -> Coded {
        let codes = self.sources.clone().unwrap_or_else(|| vec![0; len]);
        Coded { codes, dictionary: self.names.clone() }
    }

    /// The row of each of `len` events in its source.
    pub(super) fn rows(&self, len: usize) -> Vec<u32> {
        self.numbers.clone().unwrap_or_else(|| (0..len as u32).collect())
    }
}
