//! Visits that would have come without any spot.
//!
//! `b_t = p(slot of the week of t) * l(day of t)`: the profile `p` is the visits of each slot of the
//! week by the minutes, over all minutes out of reach of every spot, each weighted by the level of
//! its day; the level `l` of a day is the visits of the days around it by what the profile lets
//! expect of the same minutes. Both are brought into line in turn, which is the maximum likelihood
//! of the two factors for Poisson counts. Slots that stand out above are set aside; trimming or
//! medians would be biased for counts that are mostly 0.

use super::options::{BroadcastOptions, DAY, MINUTE};
use super::series::Series;
use crate::calendar::Zone;
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

const PASSES: usize = 6;

/// The fitted baseline.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    slot: usize,
    /// Minutes of the first slot before the series begins.
    offset: usize,
    /// Part of the week of each slot.
    class: Vec<usize>,
    profile: Vec<f64>,
    /// Visits behind each part of the profile.
    support: Vec<f64>,
    level: Vec<f64>,
    /// Visits and expectation of each day, out of reach.
    seen: Vec<f64>,
    expected: Vec<f64>,
    /// Days on each side over which the level is taken.
    half: usize,
    /// Variance by mean of the visits of a slot, at least 1.
    pub(super) dispersion: f64,
    /// Slots that were set aside.
    pub(super) set_aside: u64,
}

/// Minutes and visits of each slot that count for the baseline.
struct Cells {
    minutes: Vec<f64>,
    visits: Vec<f64>,
}

impl Baseline {
    /// The baseline from all minutes that are not in `reach`.
    pub(super) fn fit(
        series: &Series,
        reach: &[bool],
        options: &BroadcastOptions,
        zone: &Zone,
    ) -> Result<Self> {
        let slot = options.slot_minutes();
        let offset = series.first.rem_euclid(slot as i64) as usize;
        let slots = (offset + series.len()).div_ceil(slot);
        let class = (0..slots).map(|at| {
            let minutes = series.first - offset as i64 + (at * slot) as i64;
            week_minute(minutes * MINUTE, zone) / slot
        });
        let days = slots.div_ceil(DAY / slot);
        let mut cells = Cells { minutes: vec![0.0; slots], visits: vec![0.0; slots] };
        for (minute, visits) in series.visits.iter().enumerate() {
            let at = (minute + offset) / slot;
            if reach.get(minute).sure() == Some(&false)
                && let (Some(m), Some(v)) =
                    (cells.minutes.get_mut(at).sure(), cells.visits.get_mut(at).sure())
            {
                *m += 1.0;
                *v += visits;
            }
        }
        let mut fitted = Self {
            slot,
            offset,
            class: class.collect(),
            profile: vec![0.0; 7 * DAY / slot],
            support: vec![0.0; 7 * DAY / slot],
            level: vec![1.0; days],
            seen: vec![0.0; days],
            expected: vec![0.0; days],
            half: (options.level.micros() / (2 * MINUTE * DAY as i64)) as usize,
            dispersion: 1.0,
            set_aside: 0,
        };
        for pass in 0..PASSES {
            fitted.take_profile(&cells)?;
            fitted.take_level(&cells);
            if (1..PASSES - 1).contains(&pass) {
                fitted.trim(&mut cells, options.outlier);
            }
        }
        fitted.disperse(&cells);
        Ok(fitted)
    }

    fn day(&self, slot: usize) -> usize {
        slot / (DAY / self.slot)
    }

    fn class_of(&self, slot: usize) -> usize {
        self.class.get(slot).copied().sure_or(0)
    }

    fn level_of(&self, slot: usize) -> f64 {
        self.level.get(self.day(slot)).copied().sure_or(1.0)
    }

    fn profile_of(&self, slot: usize) -> f64 {
        self.profile.get(self.class_of(slot)).copied().sure_or(0.0)
    }

    /// Visits by level-weighted minutes; half a visit at the mean of the same time of all days, and
    /// that half a visit at the mean of all, so that no part is 0 or without a value.
    fn take_profile(&mut self, cells: &Cells) -> Result<()> {
        let per_day = DAY / self.slot;
        let mut exposure = vec![0.0; self.profile.len()];
        self.support.fill(0.0);
        for (at, (minutes, visits)) in cells.minutes.iter().zip(&cells.visits).enumerate() {
            let (class, level) = (self.class_of(at), self.level_of(at));
            if let (Some(e), Some(v)) =
                (exposure.get_mut(class).sure(), self.support.get_mut(class).sure())
            {
                *e += minutes * level;
                *v += visits;
            }
        }
        let (all, whole) = (self.support.iter().sum::<f64>(), exposure.iter().sum::<f64>());
        if !(all > 0.0 && whole > 0.0) {
            return Err(Error::Unanswerable {
                what: "there are no visits outside the reach of spots to take a baseline from"
                    .into(),
                remedy: "give visits of days without spots, or a shorter \"window\"",
            });
        }
        let mean = all / whole;
        for class in 0..self.profile.len() {
            let same = || (class % per_day..self.profile.len()).step_by(per_day);
            let sum = |of: &[f64]| same().filter_map(|at| of.get(at).sure()).sum::<f64>();
            let daily = (sum(&self.support) + 0.5) / (sum(&exposure) + 0.5 / mean);
            let at = |of: &[f64]| of.get(class).copied().sure_or(0.0);
            let own = (at(&self.support) + 0.5) / (at(&exposure) + 0.5 / daily);
            if let Some(cell) = self.profile.get_mut(class).sure() {
                *cell = own;
            }
        }
        Ok(())
    }

    fn take_level(&mut self, cells: &Cells) {
        self.seen.fill(0.0);
        self.expected.fill(0.0);
        for (at, (minutes, visits)) in cells.minutes.iter().zip(&cells.visits).enumerate() {
            let (day, expected) = (self.day(at), minutes * self.profile_of(at));
            if let (Some(s), Some(e)) =
                (self.seen.get_mut(day).sure(), self.expected.get_mut(day).sure())
            {
                *s += visits;
                *e += expected;
            }
        }
        for day in 0..self.level.len() {
            let level =
                (self.around(&self.seen, day) + 1.0) / (self.around(&self.expected, day) + 1.0);
            if let Some(cell) = self.level.get_mut(day).sure() {
                *cell = level;
            }
        }
    }

    /// The days over which the level of a day is taken.
    fn days(&self, day: usize) -> std::ops::Range<usize> {
        day.saturating_sub(self.half)..(day + self.half + 1).min(self.level.len())
    }

    fn around(&self, of: &[f64], day: usize) -> f64 {
        of.get(self.days(day)).sure_or_default().iter().sum()
    }

    /// Sets slots aside that stand out above.
    fn trim(&mut self, cells: &mut Cells, outlier: f64) {
        for at in 0..cells.minutes.len() {
            let expected = self.profile_of(at) * self.level_of(at);
            if let (Some(m), Some(v)) =
                (cells.minutes.get_mut(at).sure(), cells.visits.get_mut(at).sure())
                && *v - expected * *m > outlier * (expected * *m).max(1.0).sqrt()
            {
                self.set_aside += 1;
                (*m, *v) = (0.0, 0.0);
            }
        }
    }

    /// `sum (y - b)^2 / sum b` over slots, by the degrees of freedom that are left.
    fn disperse(&mut self, cells: &Cells) {
        let (mut squares, mut means, mut count) = (0.0, 0.0, 0.0);
        for (at, (minutes, visits)) in cells.minutes.iter().zip(&cells.visits).enumerate() {
            let expected = minutes * self.profile_of(at) * self.level_of(at);
            squares += (visits - expected) * (visits - expected);
            means += expected;
            count += f64::from(u8::from(*minutes > 0.0));
        }
        let fitted = self.support.iter().filter(|visits| **visits > 0.0).count()
            + self.level.len() / (2 * self.half + 1);
        let free = (count - fitted as f64).max(1.0);
        if means > 0.0 {
            self.dispersion = (squares / means * count / free).max(1.0);
        }
    }

    /// The baseline of a minute.
    pub(super) fn at(&self, minute: usize) -> f64 {
        let slot = (minute + self.offset) / self.slot;
        self.profile_of(slot) * self.level_of(slot)
    }

    /// The slot of a minute.
    pub(super) fn slot_of(&self, minute: usize) -> usize {
        (minute + self.offset) / self.slot
    }

    /// Covariance of the levels of two days: `dispersion * visits of the days in both windows`, by
    /// both expectations.
    fn level_covariance(&self, a: usize, b: usize) -> f64 {
        let (first, second) = (self.days(a), self.days(b));
        let both = first.start.max(second.start)..first.end.min(second.end);
        let seen: f64 = self.seen.get(both).or_absent_default().iter().sum();
        let whole = (self.around(&self.expected, a) + 1.0) * (self.around(&self.expected, b) + 1.0);
        self.dispersion * (seen + f64::from(u8::from(a == b))) / whole
    }

    /// Relative variance of a part of the profile.
    fn profile_variance(&self, class: usize) -> f64 {
        self.dispersion / (self.support.get(class).copied().sure_or(0.0) + 0.5)
    }

    /// Relative variance of the baseline of a minute.
    pub(super) fn relative_variance(&self, minute: usize) -> f64 {
        let slot = self.slot_of(minute);
        let (day, level) = (self.day(slot), self.level_of(slot));
        self.profile_variance(self.class_of(slot))
            + self.level_covariance(day, day) / (level * level)
    }

    /// Variance of `sum over slots of weight * baseline of one minute`; slots ascending.
    pub(super) fn variance(&self, weights: &[(usize, f64)]) -> f64 {
        let mut by_class = vec![0.0; self.profile.len()];
        let mut by_day: Vec<(usize, f64)> = Vec::new();
        for (slot, weight) in weights {
            if let Some(sum) = by_class.get_mut(self.class_of(*slot)).sure() {
                *sum += weight * self.level_of(*slot) * self.profile_of(*slot);
            }
            let (day, part) = (self.day(*slot), weight * self.profile_of(*slot));
            match by_day.last_mut() {
                Some((last, sum)) if *last == day => *sum += part,
                _ => by_day.push((day, part)),
            }
        }
        let profile: f64 = by_class
            .iter()
            .enumerate()
            .map(|(class, sum)| sum * sum * self.profile_variance(class))
            .sum();
        let mut level = 0.0;
        for (at, (a, first)) in by_day.iter().enumerate() {
            let near = by_day.iter().skip(at).take_while(|(b, _)| b - a <= 2 * self.half);
            for (b, second) in near {
                let twice = if a == b { 1.0 } else { 2.0 };
                level += twice * first * second * self.level_covariance(*a, *b);
            }
        }
        profile + level
    }
}

/// Minute of the week, from Monday, of the local time.
fn week_minute(micros: i64, zone: &Zone) -> usize {
    zone.wall(micros).map_or(0, |wall| {
        // Minutes since the Monday before 1970-01-01, a Thursday.
        let minutes = wall.div_euclid(60_000_000) + 3 * DAY as i64;
        minutes.rem_euclid(7 * DAY as i64) as usize
    })
}
