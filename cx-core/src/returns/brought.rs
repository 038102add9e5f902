//! What contacts brought, beside what they cost.

use super::report::{ReturnRow, ReturnSplit};
use super::spend::Cost;
use crate::stats::Interval;

/// An interval that is not known.
pub(super) const BLANK: Interval = Interval { low: f64::NAN, high: f64::NAN };

/// What a touchpoint, or its contacts of one campaign, brought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought {
    pub(super) conversions: f64,
    pub(super) conversions_in: Interval,
    pub(super) value: f64,
    pub(super) value_in: Interval,
    pub(super) points: f64,
    pub(super) points_in: Interval,
    pub(super) lower_bound: bool,
    pub(super) undecided: bool,
}

impl Brought {
    /// Of spend whose credit nobody knows.
    pub(super) fn unknown() -> Self {
        Self {
            conversions: f64::NAN,
            conversions_in: BLANK,
            value: f64::NAN,
            value_in: BLANK,
            points: f64::NAN,
            points_in: BLANK,
            lower_bound: false,
            undecided: false,
        }
    }

    /// A part of it, without an interval: which part brought what is an allocation, and no measurement.
    pub(super) fn allocated(&self, part: f64) -> Self {
        Self {
            conversions: self.conversions * part,
            value: self.value * part,
            points: self.points * part,
            lower_bound: self.lower_bound,
            undecided: self.undecided,
            ..Self::unknown()
        }
    }

    /// A row of the report.
    pub(super) fn row(
        &self,
        touchpoint: Option<&str>,
        campaign: Option<&str>,
        cost: Cost,
        split: ReturnSplit,
    ) -> ReturnRow {
        let Self { conversions, value, points, points_in, .. } = *self;
        let counted = cost.counted;
        // Nothing can be said for each unit of a cost of nothing.
        let each = |what: f64, unit: f64| if unit > 0.0 { what / unit } else { f64::NAN };
        ReturnRow {
            touchpoint: touchpoint.map(str::to_owned),
            campaign: campaign.map(str::to_owned),
            cost: cost.whole(),
            cost_counted: counted,
            cost_other: cost.other,
            conversions,
            conversions_low: self.conversions_in.low,
            conversions_high: self.conversions_in.high,
            value,
            value_low: self.value_in.low,
            value_high: self.value_in.high,
            roas: each(value, counted),
            roi: each(value - counted, counted),
            cost_per_conversion: each(counted, conversions),
            experience_points: points,
            points_per_1000: each(points * 1000.0, counted),
            roas_low: each(self.value_in.low, counted),
            roas_high: each(self.value_in.high, counted),
            roi_low: each(self.value_in.low - counted, counted),
            roi_high: each(self.value_in.high - counted, counted),
            cost_per_conversion_low: each(counted, self.conversions_in.high),
            cost_per_conversion_high: each(counted, self.conversions_in.low),
            points_per_1000_low: each(points_in.low * 1000.0, counted),
            points_per_1000_high: each(points_in.high * 1000.0, counted),
            split,
            lower_bound: self.lower_bound,
            undecided: self.undecided,
            pareto: false,
        }
    }
}
