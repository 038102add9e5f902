//! What a funnel answers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::journey::Unit;
use crate::options::Definition;

/// One step of a funnel and the way to the next. Figures of the way are `None` or NaN at the last
/// step; rates are NaN where nobody entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelRow {
    /// Number of the step, from 0.
    pub step: usize,
    /// Its name.
    pub name: String,
    /// Units that reached it.
    pub entered: u64,
    /// Of these, units that reached the next step.
    pub converted: Option<u64>,
    /// Of these, units that still may: `entered = converted + censored + lost`.
    pub censored: Option<u64>,
    /// Of these, units that cannot any more.
    pub lost: Option<u64>,
    /// Of the lost, those whose last attempt an excluded contact ended.
    pub excluded: Option<u64>,
    /// `converted / entered`: the censored count as if they were lost.
    pub share: f64,
    /// Probability of reaching the next step, the censored accounted for.
    pub rate: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// How the rate was estimated: `kaplan_meier`, or `aalen_johansen` where losses compete.
    pub method: Option<Cow<'static, str>>,
    /// Median time to the next step, in seconds, of those who reach it, the censored accounted
    /// for; NaN where nobody does.
    pub median_seconds: f64,
    /// Lower end of its interval.
    pub median_low: f64,
    /// Upper end of its interval; NaN where the data do not bound it.
    pub median_high: f64,
    /// Units that reached this step, as a share of those that reached the first.
    pub whole_share: f64,
    /// Probability of coming from the first step to this one, the censored accounted for; NaN at
    /// the first step.
    pub whole_rate: f64,
    /// Lower end of its interval.
    pub whole_low: f64,
    /// Upper end of its interval.
    pub whole_high: f64,
    /// Attempts that reached it; a unit can make several, one after the other.
    pub attempts: u64,
    /// Of these, attempts that have not reached the next step and still may.
    pub attempts_open: Option<u64>,
    /// Attempts that reached the next step, as a share of those that reached this one.
    pub attempt_share: f64,
}

/// A quantile of the time to the next step, of those who reach it; NaN where it is not defined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunnelTime {
    /// Number of the step, from 0.
    pub step: usize,
    /// Its name.
    pub name: String,
    /// The quantile, 0 to 1.
    pub quantile: f64,
    /// The time, in seconds.
    pub seconds: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// A funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// One row for each step, in order.
    pub rows: Vec<FunnelRow>,
    /// Quantiles of the time to convert, step after step.
    pub times: Vec<FunnelTime>,
    /// Units looked at, whether or not they reach the first step.
    pub units: u64,
    /// What was counted.
    pub unit: Unit,
    /// How the funnel was defined.
    pub definition: Definition,
}

impl Funnel {
    /// Columns `step, name, entered, converted, censored, lost, excluded, share, rate, low, high,
    /// method, median_seconds, median_low, median_high, whole_share, whole_rate, whole_low,
    /// whole_high, attempts, attempts_open, attempt_share`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&FunnelRow) -> f64| self.rows.iter().map(pick);
        let count = |pick: fn(&FunnelRow) -> Option<u64>| self.rows.iter().map(pick);
        FrameBuilder::default()
            .u64("step", self.rows.iter().map(|row| row.step as u64))
            .text("name", self.rows.iter().map(|row| Some(&row.name)))
            .u64("entered", self.rows.iter().map(|row| row.entered))
            .maybe_u64("converted", count(|row| row.converted))
            .maybe_u64("censored", count(|row| row.censored))
            .maybe_u64("lost", count(|row| row.lost))
            .maybe_u64("excluded", count(|row| row.excluded))
            .f64("share", number(|row| row.share))
            .f64("rate", number(|row| row.rate))
            .f64("low", number(|row| row.low))
            .f64("high", number(|row| row.high))
            .text("method", self.rows.iter().map(|row| row.method.as_ref()))
            .f64("median_seconds", number(|row| row.median_seconds))
            .f64("median_low", number(|row| row.median_low))
            .f64("median_high", number(|row| row.median_high))
            .f64("whole_share", number(|row| row.whole_share))
            .f64("whole_rate", number(|row| row.whole_rate))
            .f64("whole_low", number(|row| row.whole_low))
            .f64("whole_high", number(|row| row.whole_high))
            .u64("attempts", self.rows.iter().map(|row| row.attempts))
            .maybe_u64("attempts_open", count(|row| row.attempts_open))
            .f64("attempt_share", number(|row| row.attempt_share))
            .finish(&self.definition)
    }

    /// Columns `step, name, quantile, seconds, low, high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn times_to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&FunnelTime) -> f64| self.times.iter().map(pick);
        FrameBuilder::default()
            .u64("step", self.times.iter().map(|row| row.step as u64))
            .text("name", self.times.iter().map(|row| Some(&row.name)))
            .f64("quantile", number(|row| row.quantile))
            .f64("seconds", number(|row| row.seconds))
            .f64("low", number(|row| row.low))
            .f64("high", number(|row| row.high))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Funnel: to_frame -> to_record_batch, times_to_frame -> times_to_record_batch;
}
