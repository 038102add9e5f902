//! Directly-follows counts: which touchpoint comes after which.

use serde::{Deserialize, Serialize};

use crate::columns::{Frame, FrameBuilder};
use crate::journey::Journeys;
use crate::options::Definition;
use crate::reserved::{CONVERSION, NULL, START};
use crate::sure::{Call, Sure, paired};
use crate::tally::{Tally, merge_all};
use crate::{Result, parallel};

/// Journeys counted in one task.
const JOURNEYS: usize = 1 << 15;

/// One directly-follows count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// Touchpoint, or [`START`].
    pub from: String,
    /// Touchpoint, or [`CONVERSION`] or [`NULL`].
    pub to: String,
    /// How often `to` came directly after `from`.
    pub count: u64,
}

/// Directly-follows counts of all journeys, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transitions {
    /// The counts, in order of `from` and `to`; the special states come last.
    pub rows: Vec<Transition>,
    /// How the journeys were defined.
    pub definition: Definition,
}

impl Transitions {
    /// Columns `from, to, count`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .text("from", self.rows.iter().map(|t| Some(&t.from)))
            .text("to", self.rows.iter().map(|t| Some(&t.to)))
            .u64("count", self.rows.iter().map(|t| t.count))
            .finish(&self.definition)
    }
}

/// Counts of pairs of states, as a square table of `states` by `states`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct PairCounts {
    states: usize,
    counts: Vec<u64>,
}

impl PairCounts {
    fn new(states: usize) -> Self {
        Self { states, counts: vec![0; states * states] }
    }

    fn observe(&mut self, from: usize, to: usize) {
        if let Some(count) = self.counts.get_mut(from * self.states + to).sure() {
            *count += 1;
        }
    }
}

impl Tally for PairCounts {
    type Report = Vec<(usize, usize, u64)>;

    fn merge(&mut self, other: Self) {
        if self.states == 0 {
            *self = other;
            return;
        }
        for (mine, theirs) in paired(&mut self.counts, &other.counts) {
            *mine += theirs;
        }
    }

    fn finish(self) -> Result<Self::Report> {
        let cells = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        Ok(cells.map(|(at, count)| (at / self.states, at % self.states, *count)).collect())
    }
}

/// Above this many touchpoints a table of all pairs would be mostly zeros.
const DENSE: usize = 1 << 10;

impl Journeys {
    /// How often each touchpoint comes directly after each other one, with [`START`],
    /// [`CONVERSION`] and [`NULL`] as the ends of journeys. The counts into the two ends sum to the
    /// number of journeys, and so do the counts out of the start.
    ///
    /// # Errors
    /// Only when interrupted.
    pub fn transitions(&self) -> Result<Transitions> {
        let call = Call::open();
        let touchpoints = self.touchpoints.len();
        let of = self.with_carried();
        let pairs = if touchpoints <= DENSE { of.dense_pairs()? } else { of.sorted_pairs() };
        let name = |state: usize| match state.checked_sub(touchpoints) {
            None => self.touchpoints.name(state as u32).into_owned(),
            Some(0) => START.to_owned(),
            Some(1) => CONVERSION.to_owned(),
            Some(_) => NULL.to_owned(),
        };
        let rows = pairs
            .into_iter()
            .map(|(from, to, count)| Transition { from: name(from), to: name(to), count })
            .collect();
        call.close(Ok(Transitions { rows, definition: self.definition.clone() }))
    }

    fn dense_pairs(&self) -> Result<Vec<(usize, usize, u64)>> {
        let states = self.touchpoints.len() + 3;
        let parts = parallel::map_chunks(self.len(), JOURNEYS, |journeys| {
            let mut counts = PairCounts::new(states);
            for journey in journeys {
                self.each_pair(journey, |from, to| counts.observe(from, to));
            }
            Ok(counts)
        })?;
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        merge_all(parts).finish()
    }

    fn sorted_pairs(&self) -> Vec<(usize, usize, u64)> {
        let mut pairs = Vec::with_capacity(self.steps.touchpoint.len() + self.len());
        for journey in 0..self.len() {
            self.each_pair(journey, |from, to| pairs.push((from, to)));
        }
        parallel::sort_unstable_by_key(&mut pairs, |pair| *pair);
        let runs = pairs.chunk_by(|a, b| a == b);
        runs.filter_map(|run| run.first().map(|(from, to)| (*from, *to, run.len() as u64)))
            .collect()
    }

    /// Every pair of states of a journey, the ends included.
    fn each_pair(&self, journey: usize, mut visit: impl FnMut(usize, usize)) {
        let start = self.touchpoints.len();
        let converted = self.converted.get(journey).copied().sure_or(false);
        let end = if converted { start + 1 } else { start + 2 };
        let mut before = start;
        for code in self.path(journey) {
            visit(before, *code as usize);
            before = *code as usize;
        }
        visit(before, end);
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Transitions: to_frame -> to_record_batch;
}
