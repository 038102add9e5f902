//! Directly-follows: which touchpoint comes after which, how often, and how long it takes.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::moves::Counts;
use super::walk::{share, state_name};
use crate::journey::Journeys;

use crate::columns::{Frame, FrameBuilder, MICROS};
use crate::declare::options;
use crate::from_json::words;
use crate::options::Definition;
use crate::stats::quantiles;
use crate::sure::{Call, Sure};
use crate::{Result, parallel};

/// What the share of a move is a share of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUnit {
    /// Of all moves out of the touchpoint; these shares sum to 1.
    #[default]
    Occurrences,
    /// Of the journeys that meet the touchpoint; a journey may make several moves out of it.
    Journeys,
    /// Of the sessions in which a move out of the touchpoint starts.
    Sessions,
    /// Of the persons that meet the touchpoint.
    Persons,
}

words!(FollowUnit: Occurrences = "occurrences", Journeys = "journeys", Sessions = "sessions", Persons = "persons");

impl FollowUnit {
    fn of(self, counts: &Counts) -> u64 {
        match self {
            Self::Occurrences => counts.count(),
            Self::Journeys => counts.journeys(),
            Self::Sessions => counts.sessions(),
            Self::Persons => counts.persons(),
        }
    }
}

options! {
    /// Options of [`Journeys::directly_follows`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct DirectlyFollowsOptions {
        /// What shares are shares of.
        pub unit: FollowUnit = FollowUnit::default(),
        /// The quantile of the durations that is given beside the median, 0 to 1.
        pub quantile: f64 = 0.95; in 0.0..=1.0,
    }
}

/// How long the moves of a pair take, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Seconds {
    /// Median.
    pub median: f64,
    /// The quantile of the options.
    pub quantile: f64,
    /// Mean.
    pub mean: f64,
    /// Shortest.
    pub min: f64,
    /// Longest.
    pub max: f64,
}

/// One pair of states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DirectlyFollowsRow {
    /// Touchpoint, or `"(start)"`.
    pub from: String,
    /// Touchpoint, `"(conversion)"` or `"(null)"`.
    pub to: String,
    /// How often `to` came directly after `from`.
    pub count: u64,
    /// Distinct journeys in which it did.
    pub journeys: u64,
    /// Distinct sessions in which such a move started.
    pub sessions: u64,
    /// Distinct persons of whom a journey did.
    pub persons: u64,
    /// Share out of `from`, by the unit of the options.
    pub share: f64,
    /// Durations; `None` out of the start and into the null, which have no time.
    pub seconds: Option<Seconds>,
}

/// All pairs that occur, in order of the states' names; start and ends come last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DirectlyFollows {
    /// The pairs.
    pub rows: Vec<DirectlyFollowsRow>,
    /// How the journeys and the unit were defined.
    pub definition: Definition,
}

impl DirectlyFollows {
    /// Columns `from, to, count, journeys, sessions, persons, share, seconds_median,
    /// seconds_quantile, seconds_mean, seconds_min, seconds_max`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let seconds = |pick: fn(&Seconds) -> f64| {
            self.rows.iter().map(move |row| row.seconds.as_ref().map(pick))
        };
        FrameBuilder::default()
            .text("from", self.rows.iter().map(|row| Some(&row.from)))
            .text("to", self.rows.iter().map(|row| Some(&row.to)))
            .u64("count", self.rows.iter().map(|row| row.count))
            .u64("journeys", self.rows.iter().map(|row| row.journeys))
            .u64("sessions", self.rows.iter().map(|row| row.sessions))
            .u64("persons", self.rows.iter().map(|row| row.persons))
            .f64("share", self.rows.iter().map(|row| row.share))
            .maybe_f64("seconds_median", seconds(|s| s.median))
            .maybe_f64("seconds_quantile", seconds(|s| s.quantile))
            .maybe_f64("seconds_mean", seconds(|s| s.mean))
            .maybe_f64("seconds_min", seconds(|s| s.min))
            .maybe_f64("seconds_max", seconds(|s| s.max))
            .finish(&self.definition)
    }
}

impl Journeys {
    /// How often each touchpoint comes directly after each other one, and how long that takes.
    ///
    /// Counts are those of [`transitions`](Journeys::transitions): the counts into the two ends sum
    /// to the journeys, and so do those out of the start. Beside them stand the distinct journeys,
    /// sessions and persons. The share out of a state is, by the unit, `count / all moves out of it`
    /// or `distinct owners of the move / distinct owners that meet the state`.
    ///
    /// Durations run from contact to contact in seconds, and from the last contact to the
    /// conversion; contacts at the same time are 0 apart. Quantiles are of type 7 (R. J. Hyndman and
    /// Y. Fan, *Sample quantiles in statistical packages*, The American Statistician 50, 1996,
    /// 361-365), the mean is that of exact sums.
    ///
    /// The graph that these rows form is the directly-follows graph of process mining (W. M. P. van
    /// der Aalst, *Process Mining*, 2nd ed., Springer 2016). It shows what followed, not what would
    /// follow if a touchpoint were taken away.
    ///
    /// ```
    /// # use cx_core::journey::Journeys;
    /// fn slowest(journeys: &Journeys) -> cx_core::Result<Option<f64>> {
    ///     let rows = journeys.directly_follows(&Default::default())?.rows;
    ///     Ok(rows.iter().filter_map(|row| row.seconds).map(|s| s.median).max_by(f64::total_cmp))
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for a quantile that is not within 0 and 1.
    pub fn directly_follows(&self, options: &DirectlyFollowsOptions) -> Result<DirectlyFollows> {
        let call = Call::open();
        options.check_ranges()?;
        let pairs = self.pairs();
        let (counts, out) = self.count_moves(&pairs, options.unit != FollowUnit::Occurrences);
        let (mut times, ends) = self.durations(&pairs, &counts);
        let found: Vec<Mutex<Found<'_>>> =
            found(&counts, &mut times, &ends).map(Mutex::new).collect();
        let rows = parallel::map(found.len(), |at| {
            let mut found = parallel::lock_of(&found, at)?;
            let (from, to) = pairs.states(found.pair);
            let all = out.get(from).sure().map_or(0, |all| options.unit.of(all));
            let counts = found.counts;
            Ok(DirectlyFollowsRow {
                from: state_name(&self.touchpoints, from),
                to: state_name(&self.touchpoints, to),
                count: counts.count(),
                journeys: counts.journeys(),
                sessions: counts.sessions(),
                persons: counts.persons(),
                share: share(options.unit.of(counts), all),
                seconds: seconds(found.micros, options.quantile),
            })
        })?;
        let definition = Definition::of("journey.directly_follows", &(&self.definition, options));
        call.close(Ok(DirectlyFollows { rows, definition }))
    }
}

/// A pair that occurs, with the durations of its moves.
struct Found<'a> {
    pair: usize,
    counts: &'a Counts,
    micros: &'a mut [i64],
}

/// The pairs that occur; the durations of pair `p` go from `ends[p-1]` to `ends[p]`.
fn found<'a>(
    counts: &'a [Counts],
    times: &'a mut [i64],
    ends: &[usize],
) -> impl Iterator<Item = Found<'a>> {
    let (mut rest, mut start) = (times, 0);
    let found = counts.iter().zip(ends).enumerate().map(move |(pair, (counts, end))| {
        let (micros, others) = std::mem::take(&mut rest).split_at_mut(end - start);
        (rest, start) = (others, *end);
        Found { pair, counts, micros }
    });
    found.filter(|found| found.counts.count() > 0)
}

fn seconds(micros: &mut [i64], p: f64) -> Option<Seconds> {
    let first = *micros.first()?;
    let (mut min, mut max, mut sum) = (first, first, 0);
    for time in &*micros {
        (min, max, sum) = (min.min(*time), max.max(*time), sum + i128::from(*time));
    }
    let unit = MICROS as f64;
    let [median, quantile] = quantiles(micros, [0.5, p]);
    Some(Seconds {
        median: median / unit,
        quantile: quantile / unit,
        mean: sum as f64 / micros.len() as f64 / unit,
        min: min as f64 / unit,
        max: max as f64 / unit,
    })
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    DirectlyFollows: to_frame -> to_record_batch;
}
