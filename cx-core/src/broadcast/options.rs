//! What counts as a visit, and how the response is fitted.

use serde::Serialize;

use crate::declare::options;
use crate::intake::{Counts, Events};
use crate::limits::CONFIDENCE;
use crate::options::{Names, Span};
use crate::{Error, Result};

/// Microseconds of a minute.
pub(super) const MINUTE: i64 = 60_000_000;
/// Minutes of a day.
pub(super) const DAY: usize = 1_440;

/// Where visits come from.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Visits<'a> {
    /// Events: those of the touchpoints (and kinds) that the options name, counted by the minute.
    Events(&'a Events),
    /// Counts by the minute.
    Counts(&'a Counts),
}

impl<'a> From<&'a Events> for Visits<'a> {
    fn from(events: &'a Events) -> Self {
        Self::Events(events)
    }
}

impl<'a> From<&'a Counts> for Visits<'a> {
    fn from(counts: &'a Counts) -> Self {
        Self::Counts(counts)
    }
}

options! {
    /// Options of [`broadcast`](super::broadcast::broadcast()).
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct BroadcastOptions {
        /// Touchpoints whose events are visits; none: all. Without meaning for counts.
        pub touchpoints: Names = Names::default(); set (impl Into<Names>),
        /// Kinds of event that are visits; none: all. Without meaning for counts.
        pub events: Names = Names::default(),
        /// How long after a spot visits may be due to it, at most a day.
        pub window: Span = Span::minutes(60); set (Span),
        /// The exponent `a` of the response `u^(a-1) exp(-u/theta)`, 0.5 to 10; `None`: by likelihood.
        pub shape: Option<f64> = None; in 0.5..=10.0,
        /// The `theta` of the response; `None`: by likelihood.
        pub scale: Option<Span> = None,
        /// Length of the parts of the week over which the profile of the baseline is constant: 1 minute
        /// to a day, and a whole part of a day.
        pub slot: Span = Span::minutes(30),
        /// Length of the moving window over which the level of the baseline is taken.
        pub level: Span = Span::days(7),
        /// Parts of a day with more visits than this many standard deviations above the baseline are
        /// set aside when it is fitted, 2 to 100.
        pub outlier: f64 = 5.0; in 2.0..=100.0,
        /// Zone of the calendar in which the week's profile repeats; by default that in which the spots were read.
        pub timezone: Option<String> = None; set (impl Into<String>),
        /// Whether the check with shifted spots is made.
        pub placebo: bool = true,
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

impl BroadcastOptions {
    /// The window in whole minutes.
    pub(super) fn minutes(&self) -> usize {
        usize::try_from(self.window.micros() / MINUTE).unwrap_or(0)
    }

    /// The slot in whole minutes.
    pub(super) fn slot_minutes(&self) -> usize {
        usize::try_from(self.slot.micros() / MINUTE).unwrap_or(0)
    }

    /// Checks every field against its range.
    pub(super) fn validate(&self) -> Result<()> {
        let whole = |span: Span| span.micros() > 0 && span.micros() % MINUTE == 0;
        let refuse = |field, value: Span, allowed: &str| {
            Err(Error::Option { field, value: value.to_string(), allowed: allowed.to_owned() })
        };
        if !whole(self.window) || !(2..=DAY).contains(&self.minutes()) {
            return refuse("window", self.window, "whole minutes, 2 to 1440");
        }
        if !whole(self.slot) || !DAY.is_multiple_of(self.slot_minutes()) {
            return refuse("slot", self.slot, "whole minutes that divide a day, such as \"30m\"");
        }
        if self.level < Span::days(1) {
            return refuse("level", self.level, "a day or more");
        }
        if let Some(scale) = self.scale.filter(|scale| *scale > self.window) {
            return refuse("scale", scale, "at most the window");
        }
        self.check_ranges()
    }
}
