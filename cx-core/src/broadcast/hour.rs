//! Spots whose times are an hour off: what they brought lies an hour before or after them.

use super::fit::Fit;
use super::pooled::{Data, Pooled};
use super::report::HourShift;
use crate::sure::Sure;

/// An hour, in minutes.
const HOUR: usize = 60;

/// The response is looked for in the minutes that hold this share of it.
const MOST: f64 = 0.8;

/// Standard errors from 0 that chance does not reach, though all runs of spots are looked at.
const PROVEN: f64 = 6.0;

/// What one airing has at the other hour, and what it has there more than at its own time.
#[derive(Debug, Clone, Copy)]
struct Gain {
    there: f64,
    there_variance: f64,
    more: f64,
    variance: f64,
    here: f64,
    spots: u64,
}

/// The run of spots, one after the other, whose visits come an hour before or after them; `None` where
/// chance explains what is there. Windows that another spot reaches are not looked at.
pub(super) fn hour_shift(
    data: &Data<'_>,
    pooled: &Pooled,
    fit: &Fit,
    dispersion: f64,
) -> Option<HourShift> {
    let mut reached = vec![false; data.visits.len()];
    for minute in data.reach {
        if let Some(cell) = reached.get_mut(*minute).sure() {
            *cell = true;
        }
    }
    let earlier = |minute: usize| minute.checked_sub(HOUR);
    let later = |minute: usize| Some(minute + HOUR);
    let found = [
        (-1, best(&gains(data, pooled, fit, dispersion, &reached, &earlier))),
        (1, best(&gains(data, pooled, fit, dispersion, &reached, &later))),
    ];
    let found = found.into_iter().filter_map(|(sign, run)| Some((sign, run?)));
    let (sign, run) = found.max_by(|a, b| a.1.more.total_cmp(&b.1.more))?;
    let minutes = sign * HOUR as i32;
    Some(HourShift { minutes, spots: run.spots, visits: run.there, visits_at_time: run.here })
}

fn gains(
    data: &Data<'_>,
    pooled: &Pooled,
    fit: &Fit,
    dispersion: f64,
    reached: &[bool],
    moved: &dyn Fn(usize) -> Option<usize>,
) -> Vec<Gain> {
    let (minutes, share) = most_of(&pooled.kernel.shares);
    let one = |(airing, minute): (usize, &usize)| {
        let at = |of: &[f64]| of.get(airing).copied().sure_or(0.0);
        let from = moved(*minute)?;
        let range = from..from + minutes;
        // Beyond the data, or where another spot speaks.
        let free = !reached.get(range.clone())?.contains(&true);
        let sum = |of: &[f64]| of.get(range.clone()).sure_or_default().iter().sum::<f64>();
        let (visits, base) = (sum(data.visits), sum(data.base));
        let there = (visits - base) / share;
        // What the baseline expects, so that the variance does not depend on what came.
        let there_variance = base * dispersion / (share * share);
        let here = at(&fit.free);
        free.then_some(Gain {
            there,
            there_variance,
            more: there - here,
            variance: there_variance + at(&fit.variance),
            here,
            spots: data.airings.parts.get(airing).map_or(0, |parts| parts.len() as u64),
        })
    };
    data.airings.minutes.iter().enumerate().filter_map(one).collect()
}

/// The first minutes that hold most of the response, and how much they hold.
fn most_of(shares: &[f64]) -> (usize, f64) {
    let mut sum = 0.0;
    for (minute, share) in shares.iter().enumerate() {
        sum += share;
        if sum >= MOST {
            return (minute + 1, sum);
        }
    }
    (shares.len(), sum.max(f64::MIN_POSITIVE))
}

/// The run with the largest gain (Kadane), where it is proven.
fn best(gains: &[Gain]) -> Option<Gain> {
    const NONE: Gain =
        Gain { there: 0.0, there_variance: 0.0, more: 0.0, variance: 0.0, here: 0.0, spots: 0 };
    let (mut best, mut run) = (NONE, NONE);
    for gain in gains {
        if run.more <= 0.0 {
            run = NONE;
        }
        run = Gain {
            there: run.there + gain.there,
            there_variance: run.there_variance + gain.there_variance,
            more: run.more + gain.more,
            variance: run.variance + gain.variance,
            here: run.here + gain.here,
            spots: run.spots + gain.spots,
        };
        if run.more > best.more {
            best = run;
        }
    }
    let proven = |sum: f64, variance: f64| sum > PROVEN * variance.max(1.0).sqrt();
    let both = proven(best.more, best.variance) && proven(best.there, best.there_variance);
    both.then_some(best)
}
