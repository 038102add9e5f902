//! How long it takes until a journey moves on, with open journeys as censored.

use serde::{Deserialize, Serialize};

use crate::columns::{Frame, FrameBuilder, MICROS, NO_TIME};
use crate::declare::options;
use crate::journey::Journeys;
use crate::limits::CONFIDENCE;
use crate::options::{Definition, Span};
use crate::stats::{Curve, Ended, risk_table, z_of};
use crate::sure::{Call, Sure};
use crate::{Result, parallel};

options! {
    /// Options of [`Journeys::time_to_next`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct TimeToNextOptions {
        /// The share that has moved on is given for this time after the contact.
        pub within: Span = Span::days(7),
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

/// What comes after the contacts with one touchpoint. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeToNextRow {
    /// The touchpoint.
    pub touchpoint: String,
    /// Contacts.
    pub count: u64,
    /// Contacts after which the journey moved on: to another contact or to the conversion.
    pub moved: u64,
    /// Contacts with which the journey ended for good.
    pub ended: u64,
    /// Contacts with which the data end: the journey may still move on.
    pub open: u64,
    /// Seconds within which half of the journeys move on; NaN where fewer do.
    pub seconds_median: f64,
    /// Lower end of the interval of the median.
    pub seconds_low: f64,
    /// Upper end; NaN where the curve does not come so far.
    pub seconds_high: f64,
    /// Share that has moved on within the time of the options.
    pub share: f64,
    /// Lower end of the interval of the share; NaN where it is 0 or 1.
    pub low: f64,
    /// Upper end; NaN where the share is 0 or 1.
    pub high: f64,
}

/// Times to the next step of all touchpoints, in order of their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeToNext {
    /// One row for each touchpoint.
    pub rows: Vec<TimeToNextRow>,
    /// How the journeys and the times were defined.
    pub definition: Definition,
}

impl TimeToNext {
    /// Columns `touchpoint, count, moved, ended, open, seconds_median, seconds_low, seconds_high,
    /// share, low, high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&TimeToNextRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .u64("count", self.rows.iter().map(|row| row.count))
            .u64("moved", self.rows.iter().map(|row| row.moved))
            .u64("ended", self.rows.iter().map(|row| row.ended))
            .u64("open", self.rows.iter().map(|row| row.open))
            .f64("seconds_median", number(|row| row.seconds_median))
            .f64("seconds_low", number(|row| row.seconds_low))
            .f64("seconds_high", number(|row| row.seconds_high))
            .f64("share", number(|row| row.share))
            .f64("low", number(|row| row.low))
            .f64("high", number(|row| row.high))
            .finish(&self.definition)
    }
}

/// Later than anything that is waited for: an end for good.
const NEVER: i64 = i64::MAX;

impl Journeys {
    /// How long it takes until a journey moves on after a contact, by touchpoint.
    ///
    /// The curve is `1 - S(t)`, `S` the Kaplan-Meier estimate ([`Curve`]) of the time from the contact
    /// to the next one, or to the conversion. Contacts with which the data end are censored at the
    /// end of the data; where no conversion is defined, those are the last ones of a person's last
    /// journey. Contacts with which a journey ended for good never move on: the curve levels off
    /// below 1 by their share, and a median that fewer than half reach is NaN. The durations of
    /// [`directly_follows`](Journeys::directly_follows) are those of moves that happened, and so
    /// shorter where many have not happened yet.
    ///
    /// Several contacts of one person count as independent, so intervals are somewhat too narrow.
    ///
    /// ```
    /// # use cx_core::journey::Journeys;
    /// fn slow(journeys: &Journeys) -> cx_core::Result<Vec<String>> {
    ///     let rows = journeys.time_to_next(&Default::default())?.rows;
    ///     Ok(rows.into_iter().filter(|row| row.high < 0.5).map(|row| row.touchpoint).collect())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for a confidence out of range.
    pub fn time_to_next(&self, options: &TimeToNextOptions) -> Result<TimeToNext> {
        let call = Call::open();
        options.check_ranges()?;
        let z = z_of(options.confidence)?;
        let waits = self.waits();
        let rows = parallel::map(waits.len(), |code| {
            let mine = waits.get(code).cloned().sure_or_default();
            let count = |of: &dyn Fn(&(i64, Ended)) -> bool| {
                mine.iter().filter(|wait| of(wait)).count() as u64
            };
            let moved = count(&|wait| wait.1 == Ended::Event);
            let ended = count(&|wait| wait.0 == NEVER);
            let all = mine.len() as u64;
            let curve = Curve::of(&risk_table(mine), z);
            let within = curve.at(options.within.micros());
            let seconds = curve
                .quantile(0.5)
                .map(|time| time.map_or(f64::NAN, |time| time as f64 / MICROS as f64));
            Ok(TimeToNextRow {
                touchpoint: self.touchpoints.name(code as u32).into_owned(),
                count: all,
                moved,
                ended,
                open: all - moved - ended,
                seconds_median: seconds[0],
                seconds_low: seconds[1],
                seconds_high: seconds[2],
                share: within.incidence,
                low: within.low,
                high: within.high,
            })
        })?;
        let definition = Definition::of("journey.time_to_next", &(&self.definition, options));
        call.close(Ok(TimeToNext { rows, definition }))
    }

    /// For each touchpoint, how long every contact waited for the next step.
    fn waits(&self) -> Vec<Vec<(i64, Ended)>> {
        let data_end = self.sessions.end.iter().chain(&self.end).copied().max().unwrap_or(NO_TIME);
        let defined = self.converted.iter().chain(&self.open).any(|flag| *flag);
        let mut waits = vec![Vec::new(); self.touchpoints.len()];
        for journey in 0..self.len() {
            let last = self.person.get(journey) != self.person.get(journey + 1);
            let open = if defined { self.open.get(journey).sure() == Some(&true) } else { last };
            self.each_move(journey, |step| {
                // Nobody waits at the start.
                let Some(mine) = waits.get_mut(step.from) else { return };
                mine.push(match step.micros {
                    Some(micros) => (micros, Ended::Event),
                    None if open => (data_end - step.time, Ended::Censored),
                    None => (NEVER, Ended::Censored),
                });
            });
        }
        waits
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    TimeToNext: to_frame -> to_record_batch;
}
