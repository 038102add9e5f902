//! The order of a person's events when names come in over time.

use std::collections::BTreeMap;

use crate::Result;
use crate::columns::{Coded, Dictionary, NO_CODE};
use crate::journey::cut::codes::{Kind, Touchpoint};
use crate::journey::cut::outcomes::Outcomes;
use crate::sure::{Absent, ByCode, Sure};

/// An event of a person, as far as sessions and the order of events need it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) time: i64,
    pub(super) source: u32,
    pub(super) touchpoint: u32,
    pub(super) event: u32,
    pub(super) campaign: u32,
    pub(super) value: i64,
    pub(super) cost: i64,
}

/// What orders two events of a person; events that are equal in it are interchangeable.
pub(super) type Key = (i64, bool, u32, u32, u32, u32, i64, i64);

/// Names with codes that stay as they are when further names come.
#[derive(Debug, Clone)]
pub(super) struct Growing {
    first: Dictionary,
    more: BTreeMap<String, u32>,
    /// For each code, its place in the canonical order of all names.
    rank: Vec<u32>,
}

impl Growing {
    pub(super) fn new(names: &Dictionary) -> Self {
        let rank = (0..names.len() as u32).collect();
        Self { first: names.clone(), more: BTreeMap::new(), rank }
    }

    fn code(&self, name: &str) -> Option<u32> {
        self.first.code(name).or_else(|| self.more.get(name).copied())
    }

    /// For each code of a column, the code of its name here; new names are taken in.
    pub(super) fn take(&mut self, column: &Coded) -> Result<Vec<u32>> {
        let before = self.rank.len();
        let mut map = Vec::with_capacity(column.dictionary.len());
        for name in column.dictionary.names() {
            let code = self.code(&name).unwrap_or_else(|| {
                let code = self.rank.len() as u32;
                self.more.insert(name.into_owned(), code);
                self.rank.push(NO_CODE);
                code
            });
            map.push(code);
        }
        if self.rank.len() > before {
            let first = self.first.to_vec();
            let mut names: Vec<&str> = vec![""; self.rank.len()];
            names.iter_mut().zip(&first).for_each(|(place, name)| *place = name);
            for (name, code) in &self.more {
                if let Some(place) = names.get_mut(*code as usize).sure() {
                    *place = name;
                }
            }
            self.rank = Dictionary::from_names(names)?.1;
        }
        Ok(map)
    }

    fn rank(&self, code: u32) -> u32 {
        self.rank.by_code(code).copied().or_absent(NO_CODE)
    }
}

/// All names that the order of events needs.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// Contacts come before conversions.
    pub(super) outcomes: Outcomes,
    pub(super) source: Growing,
    pub(super) touchpoint: Growing,
    pub(super) event: Growing,
    pub(super) campaign: Growing,
}

impl Order {
    pub(super) fn key(&self, entry: &Entry) -> Key {
        (
            entry.time,
            self.outcomes.of(Touchpoint(entry.touchpoint), Kind(entry.event)) != NO_CODE,
            self.source.rank(entry.source),
            self.touchpoint.rank(entry.touchpoint),
            self.event.rank(entry.event),
            self.campaign.rank(entry.campaign),
            entry.value,
            entry.cost,
        )
    }
}
