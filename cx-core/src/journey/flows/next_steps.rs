//! Next steps: what comes after the last `k` contacts.

use serde::Serialize;

use super::walk::{share, state_name};
use crate::journey::Journeys;

use crate::columns::{Dictionary, Frame, FrameBuilder};
use crate::declare::options;
use crate::options::Definition;
use crate::sure::{ByCode, Call, Sure};
use crate::{Result, parallel};

options! {
    /// Options of [`Journeys::next_steps`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct NextStepOptions {
        /// How many contacts back the next step is told by, 1 to 64.
        pub order: usize = 1; in 1..=64,
    }
}

/// Counts of next steps, as sorted rows: after the `order` states `from[r * order..]` came `to[r]`.
///
/// States are touchpoint codes; `n = touchpoints.len()` is the start, `n + 1` the conversion and
/// `n + 2` the null.
#[derive(Debug, Clone, PartialEq)]
pub struct NextSteps {
    /// Names of the touchpoints.
    pub touchpoints: Dictionary,
    /// States of a row before its next one.
    pub order: usize,
    /// The states before, `order` for each row, the oldest first.
    pub from: Vec<u32>,
    /// The next state.
    pub to: Vec<u32>,
    /// How often.
    pub count: Vec<u64>,
    /// How the journeys and the order were defined.
    pub definition: Definition,
}

impl NextSteps {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.to.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.to.is_empty()
    }

    /// The states before the next one of a row, the oldest first.
    pub fn context(&self, row: usize) -> &[u32] {
        self.from.get(row * self.order..(row + 1) * self.order).sure_or_default()
    }

    /// The name of a state.
    pub fn name(&self, state: u32) -> String {
        state_name(&self.touchpoints, state as usize)
    }

    /// For each row, `count / all counts after the same states`.
    pub fn shares(&self) -> Vec<f64> {
        let mut shares = Vec::with_capacity(self.len());
        let rows: Vec<usize> = (0..self.len()).collect();
        for same in rows.chunk_by(|a, b| self.context(*a) == self.context(*b)) {
            let count = |row: &usize| self.count.get(*row).copied().sure_or(0);
            let all = same.iter().map(count).sum();
            shares.extend(same.iter().map(|row| share(count(row), all)));
        }
        shares
    }

    /// Columns `from` (a list of names, the oldest first), `to, count, share`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2^31 names.
    pub fn to_frame(&self) -> Result<Frame> {
        let names: Vec<String> =
            (0..self.touchpoints.len() + 3).map(|s| state_name(&self.touchpoints, s)).collect();
        let name = |state: &u32| names.by_code(*state);
        let ends: Vec<usize> = (1..=self.len()).map(|row| row * self.order).collect();
        FrameBuilder::default()
            .text_lists("from", self.from.iter().map(name), &ends)
            .text("to", self.to.iter().map(name))
            .u64("count", self.count.iter().copied())
            .f64("share", self.shares())
            .finish(&self.definition)
    }
}

impl Journeys {
    /// How often each state comes next after the last `order` states.
    ///
    /// Every contact and every end of a journey is a next step once, so the counts sum to the steps
    /// plus the journeys. Where a journey is younger than `order` contacts, `"(start)"` fills the
    /// states before it. With order 1 these are [`transitions`](Journeys::transitions). The share
    /// `count / all counts after the same states` is the maximum-likelihood estimate of the
    /// transition probability of a Markov chain of that order (T. W. Anderson, L. A. Goodman,
    /// *Statistical inference about Markov chains*, Annals of Mathematical Statistics 28, 1957,
    /// 89-110).
    ///
    /// The number of states grows with the power of the order: rows with few counts say little.
    ///
    /// ```
    /// # use cx_core::journey::{Journeys, NextStepOptions};
    /// fn most_frequent(journeys: &Journeys) -> cx_core::Result<Option<u64>> {
    ///     let next = journeys.next_steps(&NextStepOptions { order: 2 })?;
    ///     Ok(next.count.iter().copied().max())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for an order that is not 1 to 64.
    pub fn next_steps(&self, options: &NextStepOptions) -> Result<NextSteps> {
        let call = Call::open();
        options.check_ranges()?;
        let width = options.order + 1;
        let bits = (usize::BITS - self.states().leading_zeros()) as usize;
        let mut next = NextSteps {
            touchpoints: self.touchpoints.clone(),
            order: options.order,
            from: Vec::new(),
            to: Vec::new(),
            count: Vec::new(),
            definition: Definition::of("journey.next_steps", &(&self.definition, options)),
        };
        if width * bits <= u64::BITS as usize {
            self.packed(width, bits, &mut next);
        } else {
            self.unpacked(width, &mut next);
        }
        call.close(Ok(next))
    }

    /// Counts windows that fit a number of 64 bits.
    fn packed(&self, width: usize, bits: usize, next: &mut NextSteps) {
        let kept = if width * bits == 64 { u64::MAX } else { (1 << (width * bits)) - 1 };
        let mut keys = Vec::with_capacity(self.steps.touchpoint.len() + self.len());
        let start = self.touchpoints.len() as u64;
        let fresh = (1..width).fold(0, |key, _| key << bits | start);
        for journey in 0..self.len() {
            let mut key = fresh;
            let end = self.end_state(journey) as u32;
            for state in self.path(journey).iter().chain(std::iter::once(&end)) {
                key = (key << bits | u64::from(*state)) & kept;
                keys.push(key);
            }
        }
        parallel::sort_unstable_by_key(&mut keys, |key| *key);
        let state = |key: u64, back: usize| ((key >> (back * bits)) & ((1 << bits) - 1)) as u32;
        for run in keys.chunk_by(|a, b| a == b) {
            let key = run.first().copied().sure_or(0);
            next.from.extend((1..width).rev().map(|back| state(key, back)));
            next.to.push(state(key, 0));
            next.count.push(run.len() as u64);
        }
    }

    /// Counts windows of any width.
    fn unpacked(&self, width: usize, next: &mut NextSteps) {
        let start = self.touchpoints.len() as u32;
        let mut states = Vec::with_capacity(self.steps.touchpoint.len() + width * self.len());
        for journey in 0..self.len() {
            states.extend(std::iter::repeat_n(start, width - 1));
            states.extend_from_slice(self.path(journey));
            states.push(self.end_state(journey) as u32);
        }
        // A window that ends in the start runs over the end of a journey.
        let mut windows: Vec<&[u32]> =
            states.windows(width).filter(|window| window.last() != Some(&start)).collect();
        parallel::sort_unstable_by_key(&mut windows, |window| *window);
        for run in windows.chunk_by(|a, b| a == b) {
            let Some((to, from)) = run.first().and_then(|window| window.split_last()) else {
                continue;
            };
            next.from.extend_from_slice(from);
            next.to.push(*to);
            next.count.push(run.len() as u64);
        }
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    NextSteps: to_frame -> to_record_batch;
}
