//! Spots whose times are an hour off: what they brought lies an hour before or after them.

use std::ops::Range;

use super::baseline::Baseline;
use super::fit::Fit;
use super::options::BroadcastOptions;
use super::pooled::{Data, Pooled};
use super::report::HourShift;
use super::series::Series;
use crate::calendar::Zone;
use crate::sentences::{Arg, Key, Sentence, say};
use crate::sure::Sure;
use crate::{Error, Result};

/// An hour, in minutes.
const HOUR: usize = 60;

/// The response is looked for in the minutes that hold this share of it.
const MOST: f64 = 0.8;

/// Standard errors from 0 that chance does not reach, though all runs of spots are looked at.
const PROVEN: f64 = 6.0;

/// What the check is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clocks<'a> {
    pub(super) data: &'a Data<'a>,
    pub(super) pooled: &'a Pooled,
    pub(super) fit: &'a Fit,
    pub(super) baseline: &'a Baseline,
    pub(super) series: &'a Series,
    pub(super) options: &'a BroadcastOptions,
    pub(super) zone: &'a Zone,
    /// Of the intervals.
    pub(super) z: f64,
}

/// An airing whose other hour no spot reaches.
#[derive(Debug, Clone, Copy)]
struct Other {
    airing: usize,
    /// Where the response would begin.
    from: usize,
    /// Visits there that the airing does not have at its own time.
    more: f64,
}

impl Clocks<'_> {
    /// The run of spots, one after the other, whose visits come an hour before or after them; `None` where
    /// chance explains what is there.
    ///
    /// # Errors
    /// A baseline of the visits beside them that cannot be fitted.
    pub(super) fn hour_shift(self) -> Result<Option<HourShift>> {
        let mut reached = vec![false; self.data.visits.len()];
        for minute in self.data.reach {
            if let Some(cell) = reached.get_mut(*minute).sure() {
                *cell = true;
            }
        }
        let window = most_of(&self.pooled.kernel.shares);
        let earlier = |minute: usize| minute.checked_sub(HOUR);
        let later = |minute: usize| Some(minute + HOUR);
        let hour = HOUR as i32;
        let found = [
            self.shift(-hour, &self.others(window, &reached, &earlier), window, &reached)?,
            self.shift(hour, &self.others(window, &reached, &later), window, &reached)?,
        ];
        Ok(found.into_iter().flatten().max_by(|a, b| a.visits.total_cmp(&b.visits)))
    }

    /// The airings whose other hour lies in the data and is reached by no spot.
    fn others(
        self,
        window: usize,
        reached: &[bool],
        moved: &dyn Fn(usize) -> Option<usize>,
    ) -> Vec<Other> {
        let one = |(airing, minute): (usize, &usize)| {
            let from = moved(*minute)?;
            let free = !reached.get(from..from + window)?.contains(&true);
            let here = self.fit.free.get(airing).copied().sure_or(0.0);
            let visits = self.data.visits.get(from..from + window).sure_or_default();
            let base = self.data.base.get(from..from + window).sure_or_default();
            let there: f64 = visits.iter().zip(base).map(|(visits, base)| visits - base).sum();
            free.then_some(Other { airing, from, more: there - here })
        };
        self.data.airings.minutes.iter().enumerate().filter_map(one).collect()
    }

    /// What the run with the largest gain has there and at its own times, where it is proven.
    fn shift(
        self,
        minutes: i32,
        others: &[Other],
        window: usize,
        reached: &[bool],
    ) -> Result<Option<HourShift>> {
        let run = others.get(best(others)).sure_or_default();
        if run.is_empty() {
            return Ok(None);
        }
        let (there, there_variance) = self.beyond(&minutes_of(run, window, reached), self.baseline);
        let mut parts = vec![0.0; self.data.airings.len()];
        for other in run {
            if let Some(part) = parts.get_mut(other.airing).sure() {
                *part = 1.0;
            }
        }
        let (here, here_variance) = self.fit.total(&parts, self.data, self.pooled, self.baseline);
        let proven = |sum: f64, variance: f64| sum > PROVEN * variance.max(1.0).sqrt();
        let both = proven(there, there_variance)
            && proven(there - here, there_variance + here_variance.max(0.0));
        if !both {
            return Ok(None);
        }
        // All that came there, and no part of it in the baseline.
        let all = minutes_of(run, self.pooled.kernel.shares.len(), reached);
        let beside = self.beside(&all, reached)?;
        let (there, there_variance) = self.beyond(&all, beside.as_ref().unwrap_or(self.baseline));
        let error = there_variance.max(0.0).sqrt();
        let ends = [there - self.z * error, there + self.z * error];
        let own = self.z * here_variance.max(0.0).sqrt();
        let spots = run.iter().filter_map(|other| self.data.airings.parts.get(other.airing).sure());
        let spots = spots.map(|parts| parts.len() as u64).sum();
        let Sentence { en, de } = words(minutes, spots, there, ends, here);
        Ok(Some(HourShift {
            minutes,
            spots,
            visits: there,
            visits_low: ends[0],
            visits_high: ends[1],
            visits_at_time: here,
            visits_at_time_low: here - own,
            visits_at_time_high: here + own,
            en,
            de,
        }))
    }

    /// The baseline from the minutes that neither a spot reaches nor these are; `None` where there are too
    /// few of them.
    fn beside(self, minutes: &[usize], reached: &[bool]) -> Result<Option<Baseline>> {
        let mut reached = reached.to_vec();
        for minute in minutes {
            if let Some(cell) = reached.get_mut(*minute).sure() {
                *cell = true;
            }
        }
        match Baseline::fit(self.series, &reached, self.options, self.zone) {
            Ok(baseline) => Ok(Some(baseline)),
            Err(Error::Unanswerable { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Visits of these minutes beyond the baseline, and their variance: of counts of the size that the
    /// baseline expects, and of the baseline itself.
    fn beyond(self, minutes: &[usize], baseline: &Baseline) -> (f64, f64) {
        let (mut sum, mut expected) = (0.0, 0.0);
        let mut by_slot: Vec<(usize, f64)> = Vec::new();
        for minute in minutes {
            let base = baseline.at(*minute);
            sum += self.data.visits.get(*minute).copied().sure_or(0.0) - base;
            expected += base;
            let slot = baseline.slot_of(*minute);
            match by_slot.last_mut() {
                Some((last, weight)) if *last == slot => *weight += 1.0,
                _ => by_slot.push((slot, 1.0)),
            }
        }
        (sum, expected * baseline.dispersion + baseline.variance(&by_slot))
    }
}

/// The first minutes of the response, which hold most of it.
fn most_of(shares: &[f64]) -> usize {
    let mut held = 0.0;
    let most = shares.iter().position(|share| {
        held += share;
        held >= MOST
    });
    most.map_or(shares.len(), |last| last + 1)
}

/// The minutes of a run at its other hour that lie in the data and no spot reaches, each once, ascending.
fn minutes_of(run: &[Other], length: usize, reached: &[bool]) -> Vec<usize> {
    let mut minutes: Vec<usize> = Vec::new();
    for other in run {
        let next = minutes.last().map_or(0, |last| last + 1);
        let own = other.from.max(next)..(other.from + length).min(reached.len());
        minutes.extend(own.filter(|minute| reached.get(*minute).sure() == Some(&false)));
    }
    minutes
}

/// The run with the largest gain (Kadane).
fn best(others: &[Other]) -> Range<usize> {
    let (mut best, mut most) = (0..0, 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, other) in others.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += other.more;
        if sum > most {
            (best, most) = (start..at + 1, sum);
        }
    }
    best
}

fn words(minutes: i32, spots: u64, visits: f64, ends: [f64; 2], own: f64) -> Sentence {
    let number = |of: f64| Arg::Number(of, 0);
    let words = [
        ("spots", number(spots as f64)),
        ("before", number(f64::from(u8::from(minutes < 0)))),
        ("visits", number(visits)),
        ("low", number(ends[0])),
        ("high", number(ends[1])),
        ("own", number(own)),
    ];
    say(Key::HourShift, &words)
}
