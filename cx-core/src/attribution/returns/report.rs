//! The report of returns.

use serde::{Deserialize, Serialize};

use super::super::options::Model;
use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;

/// Cost and return of one campaign at one touchpoint. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnRow {
    /// The touchpoint; `None`: spend that names none.
    pub touchpoint: Option<String>,
    /// The campaign; `None`: credit of a touchpoint without spend.
    pub campaign: Option<String>,
    /// What it cost.
    pub cost: f64,
    /// Conversions credited.
    pub conversions: f64,
    /// Value credited.
    pub value: f64,
    /// Value for each unit of cost.
    pub roas: f64,
    /// `(value - cost) / cost`.
    pub roi: f64,
    /// Cost for each conversion.
    pub cost_per_conversion: f64,
    /// Experience points credited.
    pub experience_points: f64,
    /// Experience points for each 1,000 units of cost.
    pub points_per_1000: f64,
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
    /// Lower end of the interval of `points_per_1000`; NaN where the points have none.
    pub points_per_1000_low: f64,
    /// Upper end.
    pub points_per_1000_high: f64,
    /// Whether no other row brings at least as much money and as many points for the same cost, and
    /// more of one of them; false where either is not known.
    pub pareto: bool,
}

/// Returns of all campaigns and touchpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct Returns {
    /// Rows by touchpoint in order of their names and campaign; spend that names no touchpoint
    /// comes last.
    pub rows: Vec<ReturnRow>,
    /// Model whose credits counted.
    pub model: Model,
    /// The currency of the costs, where it is said and single.
    pub currency: Option<String>,
    /// Options and the definition of the credits, as a hash.
    pub definition: Definition,
}

impl Returns {
    /// Columns `touchpoint, campaign, cost, conversions, value, roas, roi, cost_per_conversion,
    /// experience_points, points_per_1000, roas_low, roas_high, roi_low, roi_high,
    /// cost_per_conversion_low, cost_per_conversion_high, points_per_1000_low, points_per_1000_high,
    /// pareto`.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.rows)
            .text("touchpoint", |row| row.touchpoint.as_deref())
            .text("campaign", |row| row.campaign.as_deref())
            .f64("cost", |row| row.cost)
            .f64("conversions", |row| row.conversions)
            .f64("value", |row| row.value)
            .f64("roas", |row| row.roas)
            .f64("roi", |row| row.roi)
            .f64("cost_per_conversion", |row| row.cost_per_conversion)
            .f64("experience_points", |row| row.experience_points)
            .f64("points_per_1000", |row| row.points_per_1000)
            .f64("roas_low", |row| row.roas_low)
            .f64("roas_high", |row| row.roas_high)
            .f64("roi_low", |row| row.roi_low)
            .f64("roi_high", |row| row.roi_high)
            .f64("cost_per_conversion_low", |row| row.cost_per_conversion_low)
            .f64("cost_per_conversion_high", |row| row.cost_per_conversion_high)
            .f64("points_per_1000_low", |row| row.points_per_1000_low)
            .f64("points_per_1000_high", |row| row.points_per_1000_high)
            .bool("pareto", |row| row.pareto)
            .finish(&self.definition)
    }
}

impl Returns {
    /// Marks the rows that no other one dominates in money and experience for the same cost.
    pub(super) fn mark(&mut self) {
        let known: Vec<[f64; 2]> = self
            .rows
            .iter()
            .map(|row| [row.roas, row.points_per_1000])
            .filter(|[money, points]| !money.is_nan() && !points.is_nan())
            .collect();
        for row in &mut self.rows {
            let (money, points) = (row.roas, row.points_per_1000);
            let better = |other: &[f64; 2]| {
                other[0] >= money && other[1] >= points && (other[0] > money || other[1] > points)
            };
            row.pareto = !money.is_nan() && !points.is_nan() && !known.iter().any(better);
        }
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Returns: to_frame -> to_record_batch;
}
