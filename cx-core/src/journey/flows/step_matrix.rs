//! The step matrix: where journeys are at their first, second, third ... contact.

use serde::{Deserialize, Serialize};

use super::walk::share;
use crate::journey::Journeys;
use crate::journey::Unit;

use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::options::Definition;
use crate::reserved::{CONVERSION, END, NULL, OTHER};
use crate::sure::{Call, Sure, paired};
use crate::tally::{Tally, merge_all};
use crate::{Result, parallel};

/// Units counted in one task.
const UNITS: usize = 1 << 15;

options! {
    /// Options of [`Journeys::step_matrix`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct StepMatrixOptions {
        /// Steps shown, 1 to 1,000.
        pub steps: usize = 10; in 1..=1_000,
        /// Touchpoints shown by name, 1 to 1,000; the others are `"(other)"`.
        pub top: usize = 20; in 1..=1_000,
        /// Whose steps: those of journeys, sessions or persons.
        pub unit: Unit = Unit::default(),
    }
}

/// Journeys (sessions, persons) by step and state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepMatrix {
    /// Touchpoints in order of their names, then `"(other)"` and the ends: `"(conversion)"` and
    /// `"(null)"` of journeys, `"(end)"` of sessions and persons.
    pub states: Vec<String>,
    /// Steps shown; step 0 is the first contact.
    pub steps: usize,
    /// Counts, state after state, `steps` for each: state `s` at step `k` is `s * steps + k`.
    pub counts: Vec<u64>,
    /// All journeys (sessions, persons): the sum of every step.
    pub total: u64,
    /// How the journeys and the matrix were defined.
    pub definition: Definition,
}

impl StepMatrix {
    /// How many are in a state at a step.
    pub fn count(&self, state: usize, step: usize) -> u64 {
        if step >= self.steps {
            return 0;
        }
        self.counts.get(state * self.steps + step).copied().sure_or(0)
    }

    /// Columns `step, touchpoint, count, share`, state after state.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let cells = || (0..self.states.len()).flat_map(|s| (0..self.steps).map(move |k| (s, k)));
        FrameBuilder::default()
            .u64("step", cells().map(|(_, step)| step as u64))
            .text("touchpoint", cells().map(|(state, _)| self.states.get(state).sure()))
            .u64("count", self.counts.iter().copied())
            .f64("share", self.counts.iter().map(|count| share(*count, self.total)))
            .finish(&self.definition)
    }
}

/// Counts by code and step.
#[derive(Debug, Clone, Default)]
struct StepCounts(Vec<u64>);

impl Tally for StepCounts {
    type Report = Vec<u64>;

    fn merge(&mut self, other: Self) {
        if self.0.is_empty() {
            *self = other;
            return;
        }
        for (mine, theirs) in paired(&mut self.0, &other.0) {
            *mine += theirs;
        }
    }

    fn finish(self) -> Result<Vec<u64>> {
        Ok(self.0)
    }
}

impl Journeys {
    /// Where journeys are at each step, with those that have ended, so that every step adds up.
    ///
    /// The cell of touchpoint `x` and step `k` counts the journeys whose contact number `k` (from 0)
    /// is at `x`; a journey with fewer contacts is in its end from then on. So the counts of a step
    /// sum to all journeys and the shares, `count / all journeys`, to 1. Sessions and persons are
    /// counted in the same way.
    ///
    /// Steps are numbers of contacts, not stretches of time. Shares are a full count of these
    /// journeys; [`compare`](Journeys::compare) gives intervals of their differences.
    ///
    /// ```
    /// # use cx_core::journey::{Journeys, StepMatrixOptions};
    /// fn first_contacts(journeys: &Journeys) -> cx_core::Result<Vec<(String, u64)>> {
    ///     let matrix = journeys.step_matrix(&StepMatrixOptions::default())?;
    ///     let states = matrix.states.iter().enumerate();
    ///     Ok(states.map(|(at, name)| (name.clone(), matrix.count(at, 0))).collect())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) when `steps` or `top` are out of range.
    pub fn step_matrix(&self, options: &StepMatrixOptions) -> Result<StepMatrix> {
        let call = Call::open();
        options.check_ranges()?;
        let (rows, names) = self.rows_of(&self.largest(options.top));
        let (ends, end_of): (&[&str], _) = match options.unit {
            Unit::Journeys => (&[CONVERSION, NULL], true),
            Unit::Sessions | Unit::Persons => (&[END], false),
        };
        let first_end = names.len();
        let states: Vec<String> =
            names.into_iter().chain(ends.iter().map(|name| (*name).to_owned())).collect();
        let (cut, steps) = (self.cut(options.unit), options.steps);
        let parts = parallel::map_chunks(cut.len(), UNITS, |units| {
            let mut counts = vec![0_u64; states.len() * steps];
            for unit in units {
                let path = self.steps.touchpoint.get(cut.range(unit)).sure_or_default();
                let null = end_of && self.converted.get(unit).sure() != Some(&true);
                let end = first_end + usize::from(null);
                for step in 0..steps {
                    let state = match path.get(step) {
                        Some(code) => rows.get(*code as usize).copied().sure_or(end),
                        None => end,
                    };
                    if let Some(cell) = counts.get_mut(state * steps + step).sure() {
                        *cell += 1;
                    }
                }
            }
            Ok(StepCounts(counts))
        })?;
        let mut counts = merge_all(parts).finish()?;
        counts.resize(states.len() * steps, 0);
        let definition = Definition::of("journey.step_matrix", &(&self.definition, options));
        call.close(Ok(StepMatrix { states, steps, counts, total: cut.len() as u64, definition }))
    }

    /// For each touchpoint its row, and the names of the rows; those not shown share the last one.
    pub(super) fn rows_of(&self, shown: &[bool]) -> (Vec<usize>, Vec<String>) {
        let named = shown.iter().filter(|shown| **shown).count();
        let mut names = Vec::with_capacity(named + 1);
        let mut rows = Vec::with_capacity(shown.len());
        for (code, shown) in shown.iter().enumerate() {
            rows.push(if *shown { names.len() } else { named });
            if *shown {
                names.push(self.touchpoints.name(code as u32).into_owned());
            }
        }
        if named < shown.len() {
            names.push(OTHER.to_owned());
        }
        (rows, names)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    StepMatrix: to_frame -> to_record_batch;
}
