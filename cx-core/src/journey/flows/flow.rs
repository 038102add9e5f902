//! Flows: how journeys move from step to step, with a remainder so that totals are honest.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::journey::Journeys;
use crate::options::Definition;
use crate::ordered::Map;
use crate::reserved::{CONVERSION, NULL, OTHER, REMAINDER, START};
use crate::sure::{Call, Sure};

options! {
    /// How much of the journeys a flow shows.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct FlowOptions {
        /// Steps shown, 1 to 20.
        pub steps: usize = 4; in 1..=20,
        /// Touchpoints shown by name, 1 to 100; the others are `"(other)"`.
        pub top: usize = 7; in 1..=100,
    }
}

/// Journeys that go from one touchpoint at a step to another at the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowLink {
    /// Number of the step that is left, from 0.
    pub step: usize,
    /// Touchpoint at that step, `"(other)"`, or `"(start)"` for journeys without contact.
    pub from: String,
    /// Touchpoint at the next step, `"(other)"`, `"(conversion)"`, `"(null)"`, or `"(more)"` after
    /// the last step shown.
    pub to: String,
    /// Journeys.
    pub count: u64,
}

/// A flow: for every step, the counts of its links sum to the journeys that reach the step, and with
/// the journeys that had ended before it to all journeys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Steps shown.
    pub steps: usize,
    /// Links in order of step and names.
    pub links: Vec<FlowLink>,
    /// For each step shown, the journeys that had ended before it: the remainder.
    pub ended: Vec<u64>,
    /// How the journeys were defined.
    pub definition: Definition,
}

impl Flow {
    /// Columns `step, from, to, count, ended`; `ended` belongs to the step and stands in each of its
    /// rows.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let ended = |link: &FlowLink| self.ended.get(link.step).copied().sure_or(0);
        FrameBuilder::default()
            .u64("step", self.links.iter().map(|l| l.step as u64))
            .text("from", self.links.iter().map(|l| Some(&l.from)))
            .text("to", self.links.iter().map(|l| Some(&l.to)))
            .u64("count", self.links.iter().map(|l| l.count))
            .u64("ended", self.links.iter().map(ended))
            .finish(&self.definition)
    }
}

impl Journeys {
    /// How journeys move from step to step.
    ///
    /// The links of a step and the journeys that had ended before it sum to all journeys.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) when `steps` or `top` are out of range.
    pub fn flow(&self, options: &FlowOptions) -> Result<Flow> {
        let call = Call::open();
        options.check_ranges()?;
        let shown = self.largest(options.top);
        let of = self.with_carried();
        let mut counts: Map<(usize, usize, usize), u64> = Map::new();
        for journey in 0..self.len() {
            of.each_link(journey, options.steps, &shown, |key| {
                *counts.entry(key).or_default() += 1;
            });
        }
        let first = self.touchpoints.len();
        let name = |state: usize| match state.checked_sub(first) {
            None => self.touchpoints.name(state as u32).into_owned(),
            Some(0) => OTHER.to_owned(),
            Some(1) => START.to_owned(),
            Some(2) => CONVERSION.to_owned(),
            Some(3) => NULL.to_owned(),
            Some(_) => REMAINDER.to_owned(),
        };
        let mut ended = vec![self.len() as u64; options.steps];
        for ((step, ..), count) in &counts {
            if let Some(rest) = ended.get_mut(*step).sure() {
                *rest = rest.saturating_sub(*count);
            }
        }
        let links = counts.into_iter().map(|((step, from, to), count)| FlowLink {
            step,
            from: name(from),
            to: name(to),
            count,
        });
        call.close(Ok(Flow {
            steps: options.steps,
            links: links.collect(),
            ended,
            definition: Definition::of("journey.flow", &(&self.definition, options)),
        }))
    }

    /// For each touchpoint, whether it is among the `top` by number of steps; ties by name.
    pub(crate) fn largest(&self, top: usize) -> Vec<bool> {
        let mut counts = vec![0_u64; self.touchpoints.len()];
        for code in &self.steps.touchpoint {
            if let Some(count) = counts.get_mut(*code as usize).sure() {
                *count += 1;
            }
        }
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by_key(|code| (std::cmp::Reverse(counts.get(*code).sure().copied()), *code));
        let mut shown = vec![false; counts.len()];
        for code in order.into_iter().take(top) {
            if let Some(flag) = shown.get_mut(code).sure() {
                *flag = true;
            }
        }
        shown
    }

    fn each_link(
        &self,
        journey: usize,
        steps: usize,
        shown: &[bool],
        mut visit: impl FnMut((usize, usize, usize)),
    ) {
        let other = self.touchpoints.len();
        let (start, conversion, null, more) = (other + 1, other + 2, other + 3, other + 4);
        let state = |code: u32| {
            if shown.get(code as usize).sure() == Some(&true) { code as usize } else { other }
        };
        let converted = self.converted.get(journey).sure() == Some(&true);
        let end = if converted { conversion } else { null };
        let path = self.path(journey);
        if path.is_empty() {
            return visit((0, start, end));
        }
        for (step, code) in path.iter().enumerate().take(steps) {
            let last_shown = step + 1 == steps;
            let to = match path.get(step + 1) {
                None => end,
                Some(_) if last_shown => more,
                Some(next) => state(*next),
            };
            visit((step, state(*code), to));
        }
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Flow: to_frame -> to_record_batch;
}
