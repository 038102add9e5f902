//! Petri nets as data: what block models are compiled to, and what process mining tools write.

use serde::Serialize;

use crate::declare::options;
use crate::{Error, Result};

/// Places or transitions at most.
const MOST: usize = 100_000;

options! {
    /// A step of a net: it takes a token from each place of `takes` and puts one on each of `gives`.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct NetTransition {
        /// The contact that it stands for; `None`: silent.
        pub name: Option<String> = None,
        /// Places, counted from 0.
        pub takes: Vec<usize> = Vec::new(),
        /// Places, counted from 0.
        pub gives: Vec<usize> = Vec::new(),
    }
}

options! {
    /// A safe Petri net: no place ever holds two tokens. A journey conforms when its contacts lead
    /// from the marking `start` to exactly the marking `end`.
    ///
    /// Source: T. Murata, *Petri nets: properties, analysis and applications*, Proceedings of the IEEE
    /// 77 (1989) 541-580.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct Net needs places, transitions, start, end {
        /// How many places there are.
        pub places: usize = 0,
        /// The steps.
        pub transitions: Vec<NetTransition> = Vec::new(),
        /// Places with a token at the start.
        pub start: Vec<usize> = Vec::new(),
        /// Places with a token at the end.
        pub end: Vec<usize> = Vec::new(),
    }
}

impl Net {
    /// Checks that all places exist.
    pub(super) fn validate(&self) -> Result<()> {
        let refuse =
            |value: String, allowed: String| Err(Error::Option { field: "net", value, allowed });
        if self.places > MOST || self.transitions.len() > MOST {
            let found = format!("{} places, {} transitions", self.places, self.transitions.len());
            return refuse(found, "at most 100000 of each".into());
        }
        let moved = self.transitions.iter().flat_map(|t| t.takes.iter().chain(&t.gives));
        let mut all = moved.chain(&self.start).chain(&self.end);
        if let Some(place) = all.find(|place| **place >= self.places) {
            let allowed = format!("places from 0, below their number of {}", self.places);
            return refuse(format!("place {place}"), allowed);
        }
        Ok(())
    }

    /// The contacts that occur in the net, each once, in order of their names.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.transitions.iter().filter_map(|t| t.name.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
