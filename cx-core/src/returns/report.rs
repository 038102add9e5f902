//! The report of returns.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::attribution::credit::DividedBy;
use crate::attribution::model::Model;
use crate::calendar::Day;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;
use crate::reserved::TOTAL;

/// How the return of a row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReturnSplit {
    /// It is all of a touchpoint.
    Whole,
    /// Its contacts name the campaign (or none, where those of others do).
    Contacts,
    /// An allocation: no contact names a campaign, so the return of the touchpoint is split by cost.
    Cost,
    /// A sum over touchpoints.
    Sum,
}

impl ReturnSplit {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Contacts => "contacts",
            Self::Cost => "cost",
            Self::Sum => "sum",
        }
    }
}

/// Cost and return of a touchpoint, of one of its campaigns, or of a campaign everywhere. Missing numbers
/// are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnRow {
    /// The touchpoint; `None`: spend that names none, or all touchpoints.
    pub touchpoint: Option<String>,
    /// The campaign; `None`: contacts that name none, or all campaigns.
    pub campaign: Option<String>,
    /// What it cost: `cost_counted` plus `cost_other`.
    pub cost: f64,
    /// Campaigns, spots, and contacts of the kinds that journeys count, whether or not they lie within a
    /// look-back or a journey that converts. Returns are by this cost.
    pub cost_counted: f64,
    /// Contacts of excluded kinds, such as service calls.
    pub cost_other: f64,
    /// Conversions credited.
    pub conversions: f64,
    /// Lower end of their interval.
    pub conversions_low: f64,
    /// Upper end.
    pub conversions_high: f64,
    /// Value credited.
    pub value: f64,
    /// Lower end of its interval.
    pub value_low: f64,
    /// Upper end.
    pub value_high: f64,
    /// Value for each unit of counted cost.
    pub roas: f64,
    /// `(value - cost_counted) / cost_counted`.
    pub roi: f64,
    /// Counted cost for each conversion.
    pub cost_per_conversion: f64,
    /// Experience points credited.
    pub experience_points: f64,
    /// Experience points for each 1,000 units of counted cost.
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
    /// How the return is known.
    pub split: ReturnSplit,
    /// Whether the credit is a lower bound: of spots, only what came within minutes is seen.
    pub lower_bound: bool,
    /// Whether an effect cannot be told from a slow change of the need.
    pub undecided: bool,
    /// Whether no other row brings at least as much money and as many points for the same cost, and
    /// more of one of them; false where either is not known.
    pub pareto: bool,
}

/// Returns of all campaigns and touchpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct Returns {
    /// Rows by touchpoint and campaign: in order of the credits, what no touchpoint gets behind them, then
    /// spend at touchpoints that no journey met, and last spend that names none.
    pub rows: Vec<ReturnRow>,
    /// The same by touchpoint: the sums of `rows`, with the intervals of the touchpoint's own credit.
    pub touchpoints: Vec<ReturnRow>,
    /// The same by campaign, in order of their names: the sums of the rows that name it.
    pub campaigns: Vec<ReturnRow>,
    /// The sum of all touchpoints, of what no touchpoint gets and of all costs. Its return is that of the
    /// value credited to touchpoints with a counted cost.
    pub total: ReturnRow,
    /// Model whose credits counted.
    pub model: Model,
    /// How that model's credits were divided among campaigns, where contacts name any.
    pub divided_by: Option<DividedBy>,
    /// The currency of the costs, where it is said and single.
    pub currency: Option<String>,
    /// Options and the definition of the credits, as a hash.
    pub definition: Definition,
}

impl Returns {
    /// Columns `touchpoint, campaign, cost, cost_counted, cost_other, conversions, conversions_low,
    /// conversions_high, value, value_low, value_high, roas, roi, cost_per_conversion, experience_points,
    /// points_per_1000, roas_low, roas_high, roi_low, roi_high, cost_per_conversion_low,
    /// cost_per_conversion_high, points_per_1000_low, points_per_1000_high, split, lower_bound, undecided,
    /// pareto`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        frame(self.rows.iter().map(|row| (None, row)), &self.definition)
    }

    /// The columns of [`to_frame`](Self::to_frame) by touchpoint, `(total)` at the end.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn touchpoints_to_frame(&self) -> Result<Frame> {
        let total = ReturnRow { touchpoint: Some(TOTAL.into()), ..self.total.clone() };
        let rows = self.touchpoints.iter().chain([&total]);
        frame(rows.map(|row| (None, row)), &self.definition)
    }

    /// The columns of [`to_frame`](Self::to_frame) by campaign.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn campaigns_to_frame(&self) -> Result<Frame> {
        frame(self.campaigns.iter().map(|row| (None, row)), &self.definition)
    }
}

/// The columns of rows, with their periods where they have any.
pub(super) fn frame<'a>(
    rows: impl Iterator<Item = (Option<Option<Day>>, &'a ReturnRow)>,
    definition: &Definition,
) -> Result<Frame> {
    let (periods, rows): (Vec<Option<Option<Day>>>, Vec<&ReturnRow>) = rows.unzip();
    let mut builder = FrameBuilder::default();
    if periods.iter().any(Option::is_some) {
        builder = builder.days("period", periods.into_iter().map(Option::flatten));
    }
    builder
        .of_rows(&rows)
        .text("touchpoint", |row| row.touchpoint.as_deref())
        .text("campaign", |row| row.campaign.as_deref())
        .f64("cost", |row| row.cost)
        .f64("cost_counted", |row| row.cost_counted)
        .f64("cost_other", |row| row.cost_other)
        .f64("conversions", |row| row.conversions)
        .f64("conversions_low", |row| row.conversions_low)
        .f64("conversions_high", |row| row.conversions_high)
        .f64("value", |row| row.value)
        .f64("value_low", |row| row.value_low)
        .f64("value_high", |row| row.value_high)
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
        .text("split", |row| Some(row.split.name()))
        .bool("lower_bound", |row| row.lower_bound)
        .bool("undecided", |row| row.undecided)
        .bool("pareto", |row| row.pareto)
        .finish(definition)
}

impl Returns {
    /// Marks the touchpoints, and the campaigns that contacts name, which no other one dominates in money
    /// and experience for the same cost; a lower bound is in no ranking.
    pub(super) fn mark(&mut self) {
        let compared = |row: &ReturnRow| {
            let figures = [row.roas, row.points_per_1000];
            !row.lower_bound
                && row.split != ReturnSplit::Cost
                && figures.iter().all(|figure| !figure.is_nan())
        };
        let ranked: Vec<[f64; 2]> = self
            .touchpoints
            .iter()
            .filter(|row| compared(row))
            .map(|row| [row.roas, row.points_per_1000])
            .collect();
        let known = &ranked;
        for row in self.touchpoints.iter_mut().chain(&mut self.rows) {
            if !compared(row) {
                continue;
            }
            let (money, points) = (row.roas, row.points_per_1000);
            let better = |other: &[f64; 2]| {
                other[0] >= money && other[1] >= points && (other[0] > money || other[1] > points)
            };
            row.pareto = !known.iter().any(better);
        }
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Returns:
        to_frame -> to_record_batch,
        touchpoints_to_frame -> touchpoints_to_record_batch,
        campaigns_to_frame -> campaigns_to_record_batch;
}
