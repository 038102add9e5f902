//! The report of returns by period.

use serde::{Deserialize, Serialize};

use super::report::{ReturnRow, frame};
use crate::Result;
use crate::attribution::model::Model;
use crate::calendar::Day;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;

/// Cost and return of one campaign at one touchpoint, or of a touchpoint, in one period.
///
/// The cost is 0 where there are costs in other periods only, NaN where there are none at all; conversions are
/// NaN where there is no credit to be known (no date, no touchpoint).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodReturnRow {
    /// First day of the period; `None`: spend without a date.
    pub period: Option<Day>,
    /// Cost and return.
    #[serde(flatten)]
    pub row: ReturnRow,
}

impl std::ops::Deref for PeriodReturnRow {
    type Target = ReturnRow;

    fn deref(&self) -> &ReturnRow {
        &self.row
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
    /// The same by touchpoint.
    pub touchpoints: Vec<PeriodReturnRow>,
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
    /// Columns `period` and those of [`Returns::to_frame`](super::Returns::to_frame).
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        frame(self.rows.iter().map(|row| (Some(row.period), &row.row)), &self.definition)
    }

    /// The columns of [`to_frame`](Self::to_frame) by touchpoint.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn touchpoints_to_frame(&self) -> Result<Frame> {
        frame(self.touchpoints.iter().map(|row| (Some(row.period), &row.row)), &self.definition)
    }

    /// Columns `touchpoint, periods, cost, roas, marginal_roas, marginal_roas_low,
    /// marginal_roas_high, conversions_per_1000, marginal_conversions_per_1000,
    /// marginal_conversions_per_1000_low, marginal_conversions_per_1000_high, missing, missing_de`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
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
    PeriodReturns:
        to_frame -> to_record_batch,
        touchpoints_to_frame -> touchpoints_to_record_batch,
        marginal_to_frame -> marginal_to_record_batch;
}
