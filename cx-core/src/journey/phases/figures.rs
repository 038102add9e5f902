//! How many enter each phase, how much of their time it takes, how long it lasts: against targets.

use super::report::{PhaseRow, Phases};
use super::target::{MINUTE, PhaseFigureOptions, PhaseMeasure};
use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;
use crate::stats::{
    Curve, Ended, Goal, Interval, Light, more_needed, risk_table, t_of, wilson, z_of,
};
use crate::sure::{Call, Sure};

/// Units beyond which no number is given that would decide.
const MOST: u64 = 1_000_000_000;

/// One measure of a phase, against its target where there is one. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseFigure {
    /// The phase.
    pub phase: String,
    /// What is measured.
    pub measure: PhaseMeasure,
    /// Units behind it: all for shares, those that entered the phase for durations.
    pub n: u64,
    /// Of the durations, those that were still going on at the end of the data.
    pub censored: u64,
    /// The estimate: a share, or minutes.
    pub actual: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval; infinite where the data do not bound a duration.
    pub high: f64,
    /// The target, in the unit of `actual`.
    pub target: f64,
    /// `actual - target`.
    pub gap: f64,
    /// Green or red only where proven; `None` without a target.
    pub light: Option<Light>,
    /// How many more units would decide, if they are like those seen; of shares alone.
    pub units_needed: Option<u64>,
}

/// Measures of all phases.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseFigures {
    /// Phase by phase: share, share of time, duration.
    pub rows: Vec<PhaseFigure>,
    /// Persons or journeys behind them.
    pub units: u64,
    /// Options and the definition of the phases, as a hash.
    pub definition: Definition,
}

impl PhaseFigures {
    /// Columns `phase, measure, n, censored, actual, low, high, target, gap, light, units_needed`;
    /// durations in minutes.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let rows = || self.rows.iter();
        let number = |pick: fn(&PhaseFigure) -> f64| rows().map(pick);
        FrameBuilder::default()
            .text("phase", rows().map(|row| Some(&row.phase)))
            .text("measure", rows().map(|row| Some(row.measure.name())))
            .u64("n", rows().map(|row| row.n))
            .u64("censored", rows().map(|row| row.censored))
            .f64("actual", number(|row| row.actual))
            .f64("low", number(|row| row.low))
            .f64("high", number(|row| row.high))
            .f64("target", number(|row| row.target))
            .f64("gap", number(|row| row.gap))
            .text("light", rows().map(|row| row.light.map(Light::name)))
            .maybe_u64("units_needed", rows().map(|row| row.units_needed))
            .finish(&self.definition)
    }
}

impl Phases {
    /// The share of the units that enter each phase, its share of their time, and how long it
    /// lasts, against targets.
    ///
    /// - **Share**: units that were ever in the phase, of all; Wilson's interval. Units that may
    ///   still enter it count as not entered.
    /// - **Time share**: `R = Σ t_i / Σ T_i` with `t_i` a unit's time in the phase and `T_i` all its
    ///   time, both up to the end of the data; interval `R ± t √(n / (n - 1) Σ (t_i - R T_i)²) /
    ///   Σ T_i` with Student's t of `n - 1` degrees of freedom, cut to 0 and 1. None where all units
    ///   are alike.
    /// - **Duration**: the median of the first stay of each unit by Kaplan-Meier, with the interval
    ///   of Brookmeyer and Crowley ([`Curve::quantile`]). Stays that go on at the end of the data
    ///   are censored, not short. The last stay of a journey that is over ends with the journey.
    ///
    /// A light is green or red only where the whole interval is on one side of the target
    /// ([`Goal`]). What it cannot say: whether a phase that is short is good. A unit's later stays
    /// count in its share of time, not in the duration: only first stays are independent.
    ///
    /// Sources: W. G. Cochran, *Sampling Techniques* (1977), chapter 6 (ratios); E. L. Kaplan,
    /// P. Meier, JASA 53 (1958) 457-481; R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29-41.
    ///
    /// # Errors
    /// [`Error::UnknownName`](crate::Error::UnknownName) for a target of a phase that no rule names,
    /// [`Error::Option`](crate::Error::Option) for a level out of range or in the wrong unit.
    ///
    /// ```
    /// # use cx_core::journey::{PhaseFigureOptions, PhaseMeasure, PhaseTarget, Phases};
    /// # use cx_core::options::Span;
    /// # use cx_core::stats::Light;
    /// fn too_slow(phases: &Phases) -> cx_core::Result<bool> {
    ///     let week = PhaseTarget::new("search", PhaseMeasure::Duration, Span::days(7));
    ///     let figures = phases.figures(&PhaseFigureOptions::default().target(week))?;
    ///     Ok(figures.rows.iter().any(|row| row.light == Some(Light::Red)))
    /// }
    /// ```
    pub fn figures(&self, options: &PhaseFigureOptions) -> Result<PhaseFigures> {
        let call = Call::open();
        let goals = options.goals(&self.names)?;
        let z = z_of(options.confidence)?;
        let seen = self.seen();
        let units = seen.times.len() as u64;
        let mut rows = Vec::new();
        for ((at, name), goals) in self.names.iter().enumerate().zip(goals) {
            let stays = seen.first.get(at).sure().map_or(&[][..], Vec::as_slice);
            for (measure, goal) in PhaseMeasure::ALL.into_iter().zip(goals) {
                let found = match measure {
                    PhaseMeasure::Share => share(stays.len() as u64, units, z, goal),
                    PhaseMeasure::TimeShare => {
                        time_share(&seen.times, at, options.confidence, goal)?
                    }
                    PhaseMeasure::Duration => duration(stays, z),
                };
                rows.push(found.row(name, measure, goal));
            }
        }
        let definition = Definition::of("journey.phase_figures", &(&self.definition, options));
        call.close(Ok(PhaseFigures { rows, units, definition }))
    }

    fn seen(&self) -> Seen {
        let phases = self.names.len();
        let mut seen = Seen { times: Vec::new(), first: vec![Vec::new(); phases] };
        for unit in self.rows.chunk_by(|a, b| a.unit == b.unit) {
            let mut times = vec![None; phases];
            for row in unit {
                let Some(time) = times.get_mut(row.phase as usize).sure() else { continue };
                let (lasted, ended) = stay(row);
                if time.is_none()
                    && let Some(first) = seen.first.get_mut(row.phase as usize).sure()
                {
                    first.push((lasted, ended));
                }
                *time = Some(time.unwrap_or(0) + lasted);
            }
            seen.times.push(times.into_iter().map(Option::unwrap_or_default).collect());
        }
        seen
    }
}

/// How long a stay lasted, and whether it ended.
fn stay(row: &PhaseRow) -> (i64, Ended) {
    let ended = if row.over { Ended::Event } else { Ended::Censored };
    (row.until.saturating_sub(row.entered).max(0), ended)
}

/// What all units do.
struct Seen {
    /// For each unit, its time in each phase, in microseconds.
    times: Vec<Vec<i64>>,
    /// For each phase, the first stay of each unit that entered it.
    first: Vec<Vec<(i64, Ended)>>,
}

/// An estimate before it is judged.
struct Found {
    n: u64,
    censored: u64,
    actual: f64,
    interval: Option<Interval>,
    needed: Option<u64>,
}

impl Found {
    fn row(self, phase: &str, measure: PhaseMeasure, goal: Option<Goal>) -> PhaseFigure {
        let Self { n, censored, actual, interval, needed } = self;
        let target = goal.map_or(f64::NAN, |goal| goal.level);
        PhaseFigure {
            phase: phase.to_owned(),
            measure,
            n,
            censored,
            actual,
            low: interval.map_or(f64::NAN, |interval| interval.low),
            high: interval.map_or(f64::NAN, |interval| interval.high),
            target,
            gap: actual - target,
            light: goal.map(|goal| goal.light(interval)),
            units_needed: needed,
        }
    }
}

/// How many more units would decide, with the interval that `n` of them would have.
fn needed(
    goal: Option<Goal>,
    now: u64,
    actual: f64,
    interval: Option<Interval>,
    of: impl Fn(u64) -> Interval,
) -> Option<u64> {
    let goal = goal.filter(|goal| goal.light(interval) == Light::Amber)?;
    if !goal.decidable(actual) {
        return None;
    }
    more_needed(now, MOST, |n| goal.light(Some(of(n))) != Light::Amber)
}

fn share(entered: u64, units: u64, z: f64, goal: Option<Goal>) -> Found {
    let actual = entered as f64 / units as f64;
    let interval = (units > 0).then(|| wilson(entered as f64, units as f64, z));
    let needed = needed(goal, units, actual, interval, |n| wilson(actual * n as f64, n as f64, z));
    Found { n: units, censored: 0, actual, interval, needed }
}

fn time_share(
    times: &[Vec<i64>],
    phase: usize,
    confidence: f64,
    goal: Option<Goal>,
) -> Result<Found> {
    let n = times.len() as u64;
    let of_unit = |unit: &Vec<i64>| {
        let all: i128 = unit.iter().map(|time| i128::from(*time)).sum();
        (i128::from(unit.get(phase).copied().sure_or(0)), all)
    };
    let sum = |pick: fn((i128, i128)) -> i128| times.iter().map(|u| pick(of_unit(u))).sum::<i128>();
    let (inside, all) = (sum(|pair| pair.0) as f64, sum(|pair| pair.1) as f64);
    let actual = inside / all;
    let squares: f64 = times
        .iter()
        .map(|unit| {
            let (inside, all) = of_unit(unit);
            let rest = inside as f64 - actual * all as f64;
            rest * rest
        })
        .sum();
    let std_error = (squares * n as f64 / (n as f64 - 1.0)).sqrt() / all;
    let mut interval = None;
    if n > 1 && all > 0.0 && std_error > 0.0 {
        let t = t_of(confidence, n as f64 - 1.0)?;
        let of = |std_error: f64| {
            let half = t * std_error;
            Interval { low: actual - half, high: actual + half }.clamp(0.0, 1.0)
        };
        interval = Some(of(std_error));
        let scaled = |more: u64| of(std_error * (n as f64 / more as f64).sqrt());
        let needed = needed(goal, n, actual, interval, scaled);
        return Ok(Found { n, censored: 0, actual, interval, needed });
    }
    Ok(Found { n, censored: 0, actual, interval, needed: None })
}

fn duration(stays: &[(i64, Ended)], z: f64) -> Found {
    let curve = Curve::of(&risk_table(stays.to_vec()), z);
    let [median, low, high] = curve.quantile(0.5);
    let minutes = |time: i64| time as f64 / MINUTE;
    let interval =
        low.map(|low| Interval { low: minutes(low), high: high.map_or(f64::INFINITY, minutes) });
    Found {
        n: stays.len() as u64,
        censored: stays.iter().filter(|(_, ended)| *ended == Ended::Censored).count() as u64,
        actual: median.map_or(f64::NAN, minutes),
        interval,
        needed: None,
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    PhaseFigures: to_frame -> to_record_batch;
}
