//! What a touchpoint brought, beside what it cost.

use super::report::ReturnRow;
use crate::ordered::Map;
use crate::stats::Interval;

/// What a touchpoint brought, to be shared by its campaigns.
pub(super) struct Brought {
    pub(super) conversions: f64,
    pub(super) conversions_in: Interval,
    pub(super) value: f64,
    pub(super) value_in: Interval,
    pub(super) points: f64,
    pub(super) points_in: Interval,
}

impl Brought {
    /// Of spend that names no touchpoint.
    pub(super) fn unknown() -> Self {
        let blank = Interval { low: f64::NAN, high: f64::NAN };
        Self {
            conversions: f64::NAN,
            conversions_in: blank,
            value: f64::NAN,
            value_in: blank,
            points: f64::NAN,
            points_in: blank,
        }
    }

    pub(super) fn share(
        &self,
        touchpoint: Option<&str>,
        spent: Map<String, f64>,
        rows: &mut Vec<ReturnRow>,
    ) {
        let known = |cost: f64| if cost.is_nan() { 0.0 } else { cost };
        let whole: f64 = spent.values().copied().map(known).sum();
        let even = 1.0 / spent.len() as f64;
        for (campaign, cost) in spent {
            let part = if whole > 0.0 { known(cost) / whole } else { even };
            rows.push(self.row(touchpoint, Some(campaign), cost, part));
        }
    }

    pub(super) fn row(
        &self,
        touchpoint: Option<&str>,
        campaign: Option<String>,
        cost: f64,
        part: f64,
    ) -> ReturnRow {
        let (conversions, value) = (self.conversions * part, self.value * part);
        let (points, points_in) = (self.points * part, self.points_in);
        // Nothing can be said for each unit of a cost of nothing.
        let each = |what: f64, unit: f64| if unit > 0.0 { what / unit } else { f64::NAN };
        ReturnRow {
            touchpoint: touchpoint.map(str::to_owned),
            campaign,
            cost,
            conversions,
            value,
            roas: each(value, cost),
            roi: each(value - cost, cost),
            cost_per_conversion: each(cost, conversions),
            experience_points: points,
            points_per_1000: each(points * 1000.0, cost),
            roas_low: each(self.value_in.low * part, cost),
            roas_high: each(self.value_in.high * part, cost),
            roi_low: each(self.value_in.low * part - cost, cost),
            roi_high: each(self.value_in.high * part - cost, cost),
            cost_per_conversion_low: each(cost, self.conversions_in.high * part),
            cost_per_conversion_high: each(cost, self.conversions_in.low * part),
            points_per_1000_low: each(points_in.low * part * 1000.0, cost),
            points_per_1000_high: each(points_in.high * part * 1000.0, cost),
            pareto: false,
        }
    }
}
