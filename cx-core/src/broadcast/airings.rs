//! Spots by the minute in which they were on air.

use crate::sure::Sure;

use std::collections::BTreeMap;

/// Part of an airing: a spot, the group whose total it counts in, and its weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) spot: usize,
    pub(super) group: usize,
    pub(super) weight: f64,
}

/// Minutes in which at least one spot was on air. Spots of the same minute cannot be told apart:
/// they share what follows by their weights.
#[derive(Debug, Clone, Default)]
pub(super) struct Airings {
    /// Minutes of the series, ascending.
    pub(super) minutes: Vec<usize>,
    /// The spots of each.
    pub(super) parts: Vec<Vec<Part>>,
}

impl Airings {
    /// Airings from (minute, part).
    pub(super) fn of(spots: impl Iterator<Item = (usize, Part)>) -> Self {
        let mut by_minute = BTreeMap::<usize, Vec<Part>>::new();
        for (minute, part) in spots {
            by_minute.entry(minute).or_default().push(part);
        }
        let (minutes, parts) = by_minute.into_iter().unzip();
        Self { minutes, parts }
    }

    pub(super) fn len(&self) -> usize {
        self.minutes.len()
    }

    /// The share of each part of an airing: by weight, evenly where no part has one.
    pub(super) fn shares(&self, airing: usize) -> impl Iterator<Item = (Part, f64)> + '_ {
        let parts = self.parts.get(airing).map(Vec::as_slice).sure_or_default();
        let whole: f64 = parts.iter().map(|part| part.weight).sum();
        let even = 1.0 / parts.len().max(1) as f64;
        parts.iter().map(move |part| (*part, if whole > 0.0 { part.weight / whole } else { even }))
    }

    /// For each airing, the share of one group.
    pub(super) fn shares_of(&self, group: usize) -> Vec<f64> {
        let mine = |airing| -> f64 {
            let shares = self.shares(airing).filter(|(part, _)| part.group == group);
            shares.map(|(_, share)| share).sum()
        };
        (0..self.len()).map(mine).collect()
    }

    /// Marks the minutes in reach of an airing.
    pub(super) fn mark(&self, window: usize, reach: &mut [bool]) {
        for minute in &self.minutes {
            let end = (minute + window).min(reach.len());
            reach.get_mut(*minute..end).sure_or_default().fill(true);
        }
    }

    /// Largest number of airings that reach into the same minute as another one, less one.
    pub(super) fn width(&self, window: usize) -> usize {
        let mut first = 0;
        let mut width = 0;
        for (at, minute) in self.minutes.iter().enumerate() {
            while self.minutes.get(first).is_some_and(|early| early + window <= *minute) {
                first += 1;
            }
            width = width.max(at - first);
        }
        width
    }
}
