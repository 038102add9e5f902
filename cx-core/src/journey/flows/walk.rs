//! The moves of a journey from state to state: what all views of flows count.

use crate::columns::{Dictionary, NO_TIME};
use crate::journey::Journeys;
use crate::reserved::{CONVERSION, NULL, START};
use crate::sure::Sure;

/// A move of a journey from one state to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// Touchpoint, or the start.
    pub(super) from: usize,
    /// Touchpoint, the conversion or the null.
    pub(super) to: usize,
    /// When the move starts: the contact that is left; for the start, the first one.
    pub(super) time: i64,
    /// Microseconds from contact to contact, or to the conversion; `None` out of the start and into
    /// the null, which have no time.
    pub(super) micros: Option<i64>,
}

impl Journeys {
    /// States of moves: touchpoints, then start, conversion and null.
    pub(super) fn states(&self) -> usize {
        self.touchpoints.len() + 3
    }

    /// Where a journey ends: conversion or null.
    pub(super) fn end_state(&self, journey: usize) -> usize {
        let converted = self.converted.get(journey).copied().sure_or(false);
        self.touchpoints.len() + if converted { 1 } else { 2 }
    }

    /// Every move of a journey, from the start to its end.
    pub(super) fn each_move(&self, journey: usize, mut visit: impl FnMut(Move)) {
        let times = self.steps.time.get(self.range(journey)).sure_or_default();
        let begun = self.start.get(journey).copied().sure_or(NO_TIME);
        let (mut from, mut time) = (self.touchpoints.len(), begun);
        let mut known = false;
        for (to, at) in self.path(journey).iter().zip(times) {
            visit(Move { from, to: *to as usize, time, micros: known.then(|| at - time) });
            (from, time, known) = (*to as usize, *at, true);
        }
        let to = self.end_state(journey);
        let timed = known && self.converted.get(journey).sure() == Some(&true);
        let end = self.end.get(journey).copied().sure_or(time);
        visit(Move { from, to, time, micros: timed.then(|| end - time) });
    }
}

/// The name of a state: a touchpoint's, or that of the start or an end.
pub(super) fn state_name(touchpoints: &Dictionary, state: usize) -> String {
    match state.checked_sub(touchpoints.len()) {
        None => touchpoints.name(state as u32).into_owned(),
        Some(0) => START.to_owned(),
        Some(1) => CONVERSION.to_owned(),
        Some(_) => NULL.to_owned(),
    }
}

/// `part / whole`; NaN where there is no whole.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { f64::NAN } else { part as f64 / whole as f64 }
}
