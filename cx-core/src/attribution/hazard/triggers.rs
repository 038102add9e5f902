//! Which contacts were triggered by others: more contacts after than before.
//!
//! For each pair of touchpoints `(c, d)` the contacts with `d` within a lag after a contact with `c`
//! are compared with those within the same lag *before* it. What makes both more frequent, such as
//! a person's interest, does so on both sides and cancels; what is left after `c` was triggered.

use super::exposure::TASK;
use super::histories::Histories;
use super::history::History;
use crate::Result;
use crate::parallel;
use crate::sure::{Absent, Sure};

/// Lags are counted in bins that double: up to 1/64 of the window, 1/32, ..., the window.
const BINS: usize = 7;
/// A pair counts as a trigger when its excess is this many standard errors above 0.
const PROVEN: f64 = 4.0;

/// The probability that a contact was triggered, by pair of touchpoints and lag.
#[derive(Debug, Clone)]
pub(super) struct Triggers {
    window: f64,
    touchpoints: usize,
    /// `(from * touchpoints + to) * BINS + bin`.
    chance: Vec<f64>,
    /// Contacts with `to` that one contact with `from` triggers; 0 where not proven.
    pub(super) rate: Vec<f64>,
}

impl Triggers {
    /// No contact triggers another.
    pub(super) fn none(touchpoints: usize) -> Self {
        Self { window: 0.0, touchpoints, chance: Vec::new(), rate: Vec::new() }
    }

    /// Counts both sides over all contacts that have the whole window on both.
    pub(super) fn of(histories: &Histories, window: f64) -> Result<Self> {
        let touchpoints = histories.touchpoints;
        let cells = touchpoints * touchpoints * BINS;
        let parts = parallel::map_chunks(histories.len(), TASK * 8, |range| {
            let mut counts = Counts {
                sides: vec![[0; 2]; cells],
                contacts: vec![0; touchpoints],
                touchpoints,
                window,
            };
            for person in histories.range(range) {
                counts.add(&person);
            }
            Ok(counts)
        })?;
        let mut sides = vec![[0_u64; 2]; cells];
        let mut contacts = vec![0_u64; touchpoints];
        for part in parts {
            for ([after, before], other) in sides.iter_mut().zip(part.sides) {
                *after += other[0];
                *before += other[1];
            }
            contacts.iter_mut().zip(part.contacts).for_each(|(sum, other)| *sum += other);
        }
        let mut triggers = Self {
            window,
            touchpoints,
            chance: vec![0.0; cells],
            rate: vec![0.0; touchpoints * touchpoints],
        };
        for (pair, bins) in sides.chunks_exact(BINS).enumerate() {
            let from = contacts.get(pair / touchpoints).copied().sure_or(0);
            triggers.judge(pair, from, bins);
        }
        Ok(triggers)
    }

    fn judge(&mut self, pair: usize, from: u64, bins: &[[u64; 2]]) {
        let [after, before] =
            bins.iter().fold([0, 0], |sum, bin| [sum[0] + bin[0], sum[1] + bin[1]]);
        let excess = after as f64 - before as f64;
        if excess <= PROVEN * ((after + before) as f64).sqrt() {
            return;
        }
        if let Some(rate) = self.rate.get_mut(pair).sure() {
            *rate = excess / from as f64;
        }
        let chances = self.chance.iter_mut().skip(pair * BINS);
        for (chance, [after, before]) in chances.zip(bins) {
            *chance = (1.0 - *before as f64 / (*after).max(1) as f64).max(0.0);
        }
    }

    /// Whether there is any.
    pub(super) fn any(&self) -> bool {
        self.rate.iter().any(|rate| *rate > 0.0)
    }

    /// Calls `visit` with the place of each earlier contact that may have triggered contact `at`,
    /// and the probability that it did. The probabilities sum to at most 1.
    pub(super) fn parents(&self, person: &History<'_>, at: usize, found: &mut Vec<(usize, f64)>) {
        found.clear();
        let Some(touch) = person.touches.get(at).sure() else { return };
        let mut whole = 0.0;
        for (place, parent) in person.touches.iter().enumerate().take(at).rev() {
            let lag = touch.time - parent.time;
            if lag > self.window {
                break;
            }
            let pair = parent.at * self.touchpoints + touch.at;
            let cell = pair * BINS + bin(lag, self.window);
            let chance = self.chance.get(cell).copied().or_absent(0.0);
            if chance > 0.0 {
                whole += chance;
                found.push((place, chance));
            }
        }
        if whole > 1.0 {
            for parent in found {
                parent.1 /= whole;
            }
        }
    }
}

/// The bin of a lag within the window.
fn bin(lag: f64, window: f64) -> usize {
    let mut edge = window / 2.0;
    let mut bin = BINS - 1;
    while bin > 0 && lag <= edge {
        bin -= 1;
        edge /= 2.0;
    }
    bin
}

struct Counts {
    /// Contacts after and before, by pair and bin.
    sides: Vec<[u64; 2]>,
    /// Contacts with the whole window on both sides.
    contacts: Vec<u64>,
    touchpoints: usize,
    window: f64,
}

impl Counts {
    fn add(&mut self, person: &History<'_>) {
        let whole = self.window..=person.days - self.window;
        let touches = person.touches;
        for (at, touch) in touches.iter().enumerate() {
            if !whole.contains(&touch.time) {
                continue;
            }
            if let Some(count) = self.contacts.get_mut(touch.at).sure() {
                *count += 1;
            }
            let near =
                |other: &&super::history::Touch| (other.time - touch.time).abs() <= self.window;
            let after = touches.iter().skip(at + 1).take_while(near).map(|other| (0, other));
            let earlier = touches.get(..at).sure_or_default();
            let before = earlier.iter().rev().take_while(near).map(|other| (1, other));
            for (side, other) in after.chain(before) {
                let lag = (other.time - touch.time).abs();
                if other.at == touch.at || lag == 0.0 {
                    continue;
                }
                let pair = touch.at * self.touchpoints + other.at;
                let cell = pair * BINS + bin(lag, self.window);
                if let Some(count) =
                    self.sides.get_mut(cell).sure().and_then(|cell| cell.get_mut(side).sure())
                {
                    *count += 1;
                }
            }
        }
    }
}
