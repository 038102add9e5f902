//! The report of returns by period.

use serde::{Deserialize, Serialize};

use super::super::options::Model;
use super::report::ReturnRow;
use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;
use crate::stats::Day;

/// Cost and return of one campaign at one touchpoint in one period. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodReturnRow {
    /// First day of the period; `None`: spend without a date.
    pub period: Option<Day>,
    /// The touchpoint; `None`: spend that names none.
    pub touchpoint: Option<String>,
    /// The campaign; `None`: credit of a touchpoint without spend in the period.
    pub campaign: Option<String>,
    /// What it cost; 0 where it has costs in other periods only, NaN where it has none at all.
    pub cost: f64,
    /// Conversions credited; NaN where there is no credit to be known (no date, no touchpoint).
    pub conversions: f64,
    /// Value credited.
    pub value: f64,
    /// Value for each unit of cost.
    pub roas: f64,
    /// `(value - cost) / cost`.
    pub roi: f64,
    /// Cost for each conversion.
    pub cost_per_conversion: f64,
    /// Lower end of the interval of `roas`: that of the value credited, by the cost.
    pub roas_low: f64,
    /// Upper end.
    pub roas_high: f64,
    /// Lower end of the interval of `roi`.
    pub roi_low: f64,
    /// Upper end.
    pub roi_high: f64,
    /// Lower end of the interval of the cost for each conversion.
    pub cost_per_conversion_low: f64,
    /// Upper end; NaN where the conversions may be 0.
    pub cost_per_conversion_high: f64,
    /// Experience points credited; NaN where no experience was given.
    pub experience_points: f64,
    /// Experience points for each 1,000 units of cost.
    pub points_per_1000: f64,
    /// Lower end of the interval of `points_per_1000`.
    pub points_per_1000_low: f64,
    /// Upper end.
    pub points_per_1000_high: f64,
}

impl PeriodReturnRow {
    pub(super) fn of(period: Option<Day>, row: ReturnRow) -> Self {
        Self {
            period,
            touchpoint: row.touchpoint,
            campaign: row.campaign,
            cost: row.cost,
            conversions: row.conversions,
            value: row.value,
            roas: row.roas,
            roi: row.roi,
            cost_per_conversion: row.cost_per_conversion,
            roas_low: row.roas_low,
            roas_high: row.roas_high,
            roi_low: row.roi_low,
            roi_high: row.roi_high,
            cost_per_conversion_low: row.cost_per_conversion_low,
            cost_per_conversion_high: row.cost_per_conversion_high,
            experience_points: row.experience_points,
            points_per_1000: row.points_per_1000,
            points_per_1000_low: row.points_per_1000_low,
            points_per_1000_high: row.points_per_1000_high,
        }
    }
}

/// What more of a touchpoint's spend went with, from one period to another. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarginalRow {
    /// The touchpoint.
    pub touchpoint: String,
    /// Whole periods that count.
    pub periods: u32,
    /// Cost in these periods.
    pub cost: f64,
    /// Value credited for each unit of cost, over these periods.
    pub roas: f64,
    /// Value credited more in a period with one unit of cost more.
    pub marginal_roas: f64,
    /// Lower end of its interval.
    pub marginal_roas_low: f64,
    /// Upper end.
    pub marginal_roas_high: f64,
    /// Conversions credited for each 1,000 units of cost, over these periods.
    pub conversions_per_1000: f64,
    /// Conversions credited more in a period with 1,000 units of cost more.
    pub marginal_conversions_per_1000: f64,
    /// Lower end of its interval.
    pub marginal_conversions_per_1000_low: f64,
    /// Upper end.
    pub marginal_conversions_per_1000_high: f64,
    /// Why there is no marginal return, where there is none, in English.
    pub missing: Option<String>,
    /// The same in German.
    pub missing_de: Option<String>,
}

/// Returns by period.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodReturns {
    /// Rows by period, then as those of [`Returns`](super::Returns); spend without a date comes last.
    pub rows: Vec<PeriodReturnRow>,
    /// A row for each touchpoint with spend, in order of their names.
    pub marginal: Vec<MarginalRow>,
    /// First period that counts for marginal returns, and the day after the last one; `None` where
    /// none does.
    pub counted: Option<(Day, Day)>,
    /// Model whose credits counted.
    pub model: Model,
    /// The currency of the costs, where it is said and single.
    pub currency: Option<String>,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl PeriodReturns {
    /// Columns `period, touchpoint, campaign, cost, conversions, value, roas, roi,
    /// cost_per_conversion, roas_low, roas_high, roi_low, roi_high, cost_per_conversion_low,
    /// cost_per_conversion_high, experience_points, points_per_1000, points_per_1000_low,
    /// points_per_1000_high`.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&PeriodReturnRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .days("period", self.rows.iter().map(|row| row.period))
            .text("touchpoint", self.rows.iter().map(|row| row.touchpoint.as_ref()))
            .text("campaign", self.rows.iter().map(|row| row.campaign.as_ref()))
            .f64("cost", column(|row| row.cost))
            .f64("conversions", column(|row| row.conversions))
            .f64("value", column(|row| row.value))
            .f64("roas", column(|row| row.roas))
            .f64("roi", column(|row| row.roi))
            .f64("cost_per_conversion", column(|row| row.cost_per_conversion))
            .f64("roas_low", column(|row| row.roas_low))
            .f64("roas_high", column(|row| row.roas_high))
            .f64("roi_low", column(|row| row.roi_low))
            .f64("roi_high", column(|row| row.roi_high))
            .f64("cost_per_conversion_low", column(|row| row.cost_per_conversion_low))
            .f64("cost_per_conversion_high", column(|row| row.cost_per_conversion_high))
            .f64("experience_points", column(|row| row.experience_points))
            .f64("points_per_1000", column(|row| row.points_per_1000))
            .f64("points_per_1000_low", column(|row| row.points_per_1000_low))
            .f64("points_per_1000_high", column(|row| row.points_per_1000_high))
            .finish(&self.definition)
    }

    /// Columns `touchpoint, periods, cost, roas, marginal_roas, marginal_roas_low,
    /// marginal_roas_high, conversions_per_1000, marginal_conversions_per_1000,
    /// marginal_conversions_per_1000_low, marginal_conversions_per_1000_high, missing, missing_de`.
    ///
    /// # Errors
    /// None in practice.
    pub fn marginal_to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&MarginalRow) -> f64| self.marginal.iter().map(pick);
        let more = "marginal_conversions_per_1000";
        FrameBuilder::default()
            .text("touchpoint", self.marginal.iter().map(|row| Some(&row.touchpoint)))
            .u32("periods", self.marginal.iter().map(|row| row.periods).collect())
            .f64("cost", column(|row| row.cost))
            .f64("roas", column(|row| row.roas))
            .f64("marginal_roas", column(|row| row.marginal_roas))
            .f64("marginal_roas_low", column(|row| row.marginal_roas_low))
            .f64("marginal_roas_high", column(|row| row.marginal_roas_high))
            .f64("conversions_per_1000", column(|row| row.conversions_per_1000))
            .f64(more, column(|row| row.marginal_conversions_per_1000))
            .f64(&format!("{more}_low"), column(|row| row.marginal_conversions_per_1000_low))
            .f64(&format!("{more}_high"), column(|row| row.marginal_conversions_per_1000_high))
            .text("missing", self.marginal.iter().map(|row| row.missing.as_ref()))
            .text("missing_de", self.marginal.iter().map(|row| row.missing_de.as_ref()))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    PeriodReturns: to_frame -> to_record_batch, marginal_to_frame -> marginal_to_record_batch;
}
