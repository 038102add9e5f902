//! The report of the broadcast response.

use serde::{Deserialize, Serialize};

use super::options::BroadcastOptions;
use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;

/// What one spot brought. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BroadcastSpot {
    /// Name or number; blank where not said.
    pub spot: String,
    /// When it was on air, microseconds of UTC.
    pub time: i64,
    /// Touchpoint.
    pub touchpoint: String,
    /// Campaign; blank where not said.
    pub campaign: String,
    /// What it cost.
    pub cost: f64,
    /// Its expected reach.
    pub weight: f64,
    /// Visits that it brought: its part of the campaign's; NaN for a spot outside the data.
    pub visits: f64,
    /// Lower end of the interval.
    pub visits_low: f64,
    /// Upper end.
    pub visits_high: f64,
    /// Cost for each visit that it brought.
    pub cost_per_visit: f64,
}

/// What the spots of one campaign, or of one touchpoint, brought. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BroadcastCampaign {
    /// Touchpoint.
    pub touchpoint: String,
    /// Campaign, blank where not said; `None`: all of the touchpoint.
    pub campaign: Option<String>,
    /// Spots within the data.
    pub spots: u64,
    /// What these cost.
    pub cost: f64,
    /// Visits that they brought.
    pub visits: f64,
    /// Lower end of the interval.
    pub visits_low: f64,
    /// Upper end.
    pub visits_high: f64,
    /// Standard error of the visits.
    pub visits_error: f64,
    /// Visits brought, by all visits of the data.
    pub share: f64,
    /// Cost for each visit that they brought.
    pub cost_per_visit: f64,
    /// Lower end of its interval.
    pub cost_per_visit_low: f64,
    /// Upper end; NaN where the visits may be 0.
    pub cost_per_visit_high: f64,
}

/// One minute in reach of a spot.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurveRow {
    /// When the minute begins, microseconds of UTC.
    pub time: i64,
    /// Visits that were counted.
    pub visits: f64,
    /// Visits expected without any spot.
    pub baseline: f64,
    /// Visits expected with the spots.
    pub fitted: f64,
}

/// The same model for spots that never were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Placebo {
    /// Spots that could be shifted to a week without spots in reach.
    pub spots: u64,
    /// Visits that they would have brought: should be 0 but for chance, and may be negative.
    pub visits: f64,
    /// Lower end of the interval; above 0 the baseline is in doubt.
    pub low: f64,
    /// Upper end; below 0 the baseline is in doubt.
    pub high: f64,
    /// Probability of a figure at least this far from 0 when the truth is 0.
    pub p_value: f64,
}

/// Spots whose visits come an hour before or after them: their times were read with a fixed offset where local time
/// has summer time, or with the wrong zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HourShift {
    /// Where the visits lie: 60 minutes before the spots (`-60`) or after them (`60`).
    pub minutes: i32,
    /// Spots of the run that this is true of.
    pub spots: u64,
    /// Visits there beyond the baseline.
    pub visits: f64,
    /// Lower end of their interval.
    pub visits_low: f64,
    /// Upper end.
    pub visits_high: f64,
    /// Visits that the same spots brought at their own times; may be negative.
    pub visits_at_time: f64,
    /// Lower end of their interval.
    pub visits_at_time_low: f64,
    /// Upper end.
    pub visits_at_time_high: f64,
    /// What it means, in English.
    pub en: String,
    /// The same in German.
    pub de: String,
}

/// The response to broadcast spots.
#[derive(Debug, Clone, PartialEq)]
pub struct Broadcast {
    /// Spots by time, then by their names.
    pub spots: Vec<BroadcastSpot>,
    /// Campaigns by touchpoint and name, each touchpoint followed by the row of its sum.
    pub campaigns: Vec<BroadcastCampaign>,
    /// Minutes in reach of a spot, in order.
    pub curve: Vec<CurveRow>,
    /// Share of a spot's visits in each minute after it.
    pub response: Vec<f64>,
    /// The `a` of the response.
    pub shape: f64,
    /// The `theta` of the response, in minutes; the mean delay is about `a * theta`.
    pub scale: f64,
    /// The check with shifted spots; `None` where not asked for or not possible.
    pub placebo: Option<Placebo>,
    /// The check for times that are an hour off; `None` where none is proven or the check was not asked for.
    pub hour_shift: Option<HourShift>,
    /// All visits of the data.
    pub visits: f64,
    /// Variance by mean of the baseline's visits, at least 1; intervals are wider by its root.
    pub dispersion: f64,
    /// Slots that stood out and were set aside when the baseline was fitted.
    pub set_aside: u64,
    /// Spots before the first or after the last minute of the data.
    pub outside: u64,
    /// Whether the visits were counts, which belong to no journey.
    pub(super) counts: bool,
    /// How it was computed.
    pub options: BroadcastOptions,
    /// Options as a hash.
    pub definition: Definition,
}

impl Broadcast {
    /// Columns `touchpoint, campaign, spots, cost, visits, visits_low, visits_high, visits_error,
    /// share, cost_per_visit, cost_per_visit_low, cost_per_visit_high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&BroadcastCampaign) -> f64| self.campaigns.iter().map(pick);
        FrameBuilder::default()
            .text("touchpoint", self.campaigns.iter().map(|row| Some(&row.touchpoint)))
            .text("campaign", self.campaigns.iter().map(|row| row.campaign.as_ref()))
            .u64("spots", self.campaigns.iter().map(|row| row.spots))
            .f64("cost", number(|row| row.cost))
            .f64("visits", number(|row| row.visits))
            .f64("visits_low", number(|row| row.visits_low))
            .f64("visits_high", number(|row| row.visits_high))
            .f64("visits_error", number(|row| row.visits_error))
            .f64("share", number(|row| row.share))
            .f64("cost_per_visit", number(|row| row.cost_per_visit))
            .f64("cost_per_visit_low", number(|row| row.cost_per_visit_low))
            .f64("cost_per_visit_high", number(|row| row.cost_per_visit_high))
            .finish(&self.definition)
    }

    /// Columns `spot, time, touchpoint, campaign, cost, weight, visits, visits_low, visits_high,
    /// cost_per_visit`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn spots_to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&BroadcastSpot) -> f64| self.spots.iter().map(pick);
        let text = |pick: fn(&BroadcastSpot) -> &String| self.spots.iter().map(pick).map(Some);
        FrameBuilder::default()
            .text("spot", text(|row| &row.spot))
            .time("time", self.spots.iter().map(|row| row.time))
            .text("touchpoint", text(|row| &row.touchpoint))
            .text("campaign", text(|row| &row.campaign))
            .f64("cost", number(|row| row.cost))
            .f64("weight", number(|row| row.weight))
            .f64("visits", number(|row| row.visits))
            .f64("visits_low", number(|row| row.visits_low))
            .f64("visits_high", number(|row| row.visits_high))
            .f64("cost_per_visit", number(|row| row.cost_per_visit))
            .finish(&self.definition)
    }

    /// Columns `time, visits, baseline, fitted`.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn curve_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .time("time", self.curve.iter().map(|row| row.time))
            .f64("visits", self.curve.iter().map(|row| row.visits))
            .f64("baseline", self.curve.iter().map(|row| row.baseline))
            .f64("fitted", self.curve.iter().map(|row| row.fitted))
            .finish(&self.definition)
    }

    /// Columns `minute, share`: of the visits that a spot brings, the share in each minute after it.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn response_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u64("minute", (0..self.response.len()).map(|minute| minute as u64))
            .f64("share", self.response.iter().copied())
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Broadcast:
        to_frame -> to_record_batch,
        spots_to_frame -> spots_to_record_batch,
        curve_to_frame -> curve_to_record_batch,
        response_to_frame -> response_to_record_batch;
}
