//! Views of the ways that journeys take: variants, directly-follows, step matrix, next steps,
//! differences of two groups, and transforms of paths. All of them count the same steps.

mod compare;
mod cut;
mod directly_follows;
mod group;
mod moves;
mod next_steps;
mod step_matrix;
mod time_to_next;
mod transform;
mod variants;

use super::Unit;
pub use compare::{CompareOptions, Comparison, Difference, Subject};
pub use directly_follows::{
    DirectlyFollows, DirectlyFollowsOptions, DirectlyFollowsRow, FollowUnit, Seconds,
};
pub use group::Split;
pub use next_steps::{NextStepOptions, NextSteps};
pub use step_matrix::{END, StepMatrix, StepMatrixOptions};
pub use time_to_next::{TimeToNext, TimeToNextOptions, TimeToNextRow};
pub use transform::{REMAINDER, Repeats, TransformOptions};
pub use variants::{VariantOptions, Variants};

use super::{CONVERSION, Journeys, NULL, START};
use crate::columns::{Dictionary, NO_TIME};
use crate::{Error, Result};

/// A move of a journey from one state to the next.
#[derive(Debug, Clone, Copy)]
struct Move {
    /// Touchpoint, or the start.
    from: usize,
    /// Touchpoint, the conversion or the null.
    to: usize,
    /// When the move starts: the contact that is left; for the start, the first one.
    time: i64,
    /// Microseconds from contact to contact, or to the conversion; `None` out of the start and into
    /// the null, which have no time.
    micros: Option<i64>,
}

impl Journeys {
    /// States of moves: touchpoints, then start, conversion and null.
    fn states(&self) -> usize {
        self.touchpoints.len() + 3
    }

    /// Where a journey ends: conversion or null.
    fn end_state(&self, journey: usize) -> usize {
        let converted = self.converted.get(journey).copied().unwrap_or(false);
        self.touchpoints.len() + if converted { 1 } else { 2 }
    }

    /// Every move of a journey, from the start to its end.
    fn each_move(&self, journey: usize, mut visit: impl FnMut(Move)) {
        let times = self.steps.time.get(self.range(journey)).unwrap_or_default();
        let begun = self.start.get(journey).copied().unwrap_or(NO_TIME);
        let (mut from, mut time) = (self.touchpoints.len(), begun);
        let mut known = false;
        for (to, at) in self.path(journey).iter().zip(times) {
            visit(Move { from, to: *to as usize, time, micros: known.then(|| at - time) });
            (from, time, known) = (*to as usize, *at, true);
        }
        let to = self.end_state(journey);
        let timed = known && self.converted.get(journey) == Some(&true);
        let end = self.end.get(journey).copied().unwrap_or(time);
        visit(Move { from, to, time, micros: timed.then(|| end - time) });
    }
}

/// The name of a state: a touchpoint's, or that of the start or an end.
fn state_name(touchpoints: &Dictionary, state: usize) -> String {
    match state.checked_sub(touchpoints.len()) {
        None => touchpoints.name(state as u32).into_owned(),
        Some(0) => START.to_owned(),
        Some(1) => CONVERSION.to_owned(),
        Some(_) => NULL.to_owned(),
    }
}

/// Checks a whole number against `1..=most`.
fn up_to(field: &'static str, value: usize, most: usize) -> Result<()> {
    if (1..=most).contains(&value) {
        return Ok(());
    }
    Err(Error::Option { field, value: value.to_string(), allowed: format!("1 to {most}") })
}

/// `part / whole`; NaN where there is no whole.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { f64::NAN } else { part as f64 / whole as f64 }
}
