//! What spots brought in conversions, by way of the visits that they caused.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::from_json::words;
use crate::limits::CONFIDENCE;
use crate::options::Definition;

/// How the outcome of a journey is split over its contacts before spots take their part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CarryRule {
    /// The same part to every contact.
    #[default]
    Linear,
    /// All to the first contact.
    First,
    /// All to the last contact.
    Last,
}

words!(CarryRule: Linear = "linear", First = "first", Last = "last");

options! {
    /// Options of [`Broadcast::carry`](super::Broadcast::carry).
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct CarryOptions {
        /// How a journey is split over its contacts: `linear`, `first` or `last`.
        pub model: CarryRule = CarryRule::Linear,
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

impl CarryOptions {
    pub(super) fn validate(&self) -> Result<()> {
        self.check_ranges()
    }
}

/// What the spots of one campaign, or of one touchpoint, brought through visits. Missing numbers are
/// NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarriedRow {
    /// Touchpoint.
    pub touchpoint: String,
    /// Campaign, blank where not said; `None`: all of the touchpoint.
    pub campaign: Option<String>,
    /// Visits in journeys that the campaign caused, as a sum of probabilities.
    pub visits: f64,
    /// Conversions credited.
    pub conversions: f64,
    /// Lower end of the interval.
    pub conversions_low: f64,
    /// Upper end.
    pub conversions_high: f64,
    /// Value credited.
    pub value: f64,
    /// Lower end of the interval.
    pub value_low: f64,
    /// Upper end.
    pub value_high: f64,
    /// Cost of the campaign's spots within the data.
    pub cost: f64,
    /// Cost for each conversion.
    pub cost_per_conversion: f64,
    /// Value for each unit of cost.
    pub roas: f64,
}

/// What one spot brought through visits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarriedSpot {
    /// Name or number; blank where not said.
    pub spot: String,
    /// When it was on air, microseconds of UTC.
    pub time: i64,
    /// Touchpoint.
    pub touchpoint: String,
    /// Campaign, blank where not said.
    pub campaign: String,
    /// Conversions credited.
    pub conversions: f64,
    /// Value credited.
    pub value: f64,
}

/// Credits of one touchpoint before and after spots took their part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GivenRow {
    /// The touchpoint, or `(unattributed)`.
    pub touchpoint: String,
    /// Conversions by the rule.
    pub conversions: f64,
    /// Of these, what goes to spots.
    pub conversions_given: f64,
    /// What its own spots received.
    pub conversions_received: f64,
    /// `conversions - given + received`.
    pub conversions_after: f64,
    /// Value by the rule.
    pub value: f64,
    /// Of this, what goes to spots.
    pub value_given: f64,
    /// What its own spots received.
    pub value_received: f64,
    /// `value - given + received`.
    pub value_after: f64,
}

/// Credits of spots through the visits that they caused.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Campaigns by touchpoint and name; after those of a touchpoint their sum.
    pub rows: Vec<CarriedRow>,
    /// Spots by time.
    pub spots: Vec<CarriedSpot>,
    /// Touchpoints in order of their names.
    pub touchpoints: Vec<GivenRow>,
    /// How it was computed.
    pub definition: Definition,
}

impl Carried {
    /// Columns `touchpoint, campaign, visits, conversions, conversions_low, conversions_high, value,
    /// value_low, value_high, cost, cost_per_conversion, roas`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&CarriedRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .text("campaign", self.rows.iter().map(|row| row.campaign.as_ref()))
            .f64("visits", number(|row| row.visits))
            .f64("conversions", number(|row| row.conversions))
            .f64("conversions_low", number(|row| row.conversions_low))
            .f64("conversions_high", number(|row| row.conversions_high))
            .f64("value", number(|row| row.value))
            .f64("value_low", number(|row| row.value_low))
            .f64("value_high", number(|row| row.value_high))
            .f64("cost", number(|row| row.cost))
            .f64("cost_per_conversion", number(|row| row.cost_per_conversion))
            .f64("roas", number(|row| row.roas))
            .finish(&self.definition)
    }

    /// Columns `spot, time, touchpoint, campaign, conversions, value`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn spots_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .text("spot", self.spots.iter().map(|row| Some(&row.spot)))
            .time("time", self.spots.iter().map(|row| row.time))
            .text("touchpoint", self.spots.iter().map(|row| Some(&row.touchpoint)))
            .text("campaign", self.spots.iter().map(|row| Some(&row.campaign)))
            .f64("conversions", self.spots.iter().map(|row| row.conversions))
            .f64("value", self.spots.iter().map(|row| row.value))
            .finish(&self.definition)
    }

    /// Columns `touchpoint, conversions, conversions_given, conversions_received, conversions_after,
    /// value, value_given, value_received, value_after`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn touchpoints_to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&GivenRow) -> f64| self.touchpoints.iter().map(pick);
        FrameBuilder::default()
            .text("touchpoint", self.touchpoints.iter().map(|row| Some(&row.touchpoint)))
            .f64("conversions", number(|row| row.conversions))
            .f64("conversions_given", number(|row| row.conversions_given))
            .f64("conversions_received", number(|row| row.conversions_received))
            .f64("conversions_after", number(|row| row.conversions_after))
            .f64("value", number(|row| row.value))
            .f64("value_given", number(|row| row.value_given))
            .f64("value_received", number(|row| row.value_received))
            .f64("value_after", number(|row| row.value_after))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Carried:
        to_frame -> to_record_batch,
        spots_to_frame -> spots_to_record_batch,
        touchpoints_to_frame -> touchpoints_to_record_batch;
}
