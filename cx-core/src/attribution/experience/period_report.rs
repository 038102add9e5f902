//! Credits in points of a score, by period.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::attribution::division::PeriodOptions;
use crate::attribution::model::Model;
use crate::calendar::Day;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;

/// What one model gives to one touchpoint in one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodExperienceRow {
    /// First day of the period.
    pub period: Day,
    /// The model.
    pub model: Model,
    /// The touchpoint, or [`UNATTRIBUTED`](crate::attribution::UNATTRIBUTED).
    pub touchpoint: String,
    /// Credit: points above (below) the reference, summed over answers by weight.
    pub credit: f64,
    /// Lower end of the interval.
    pub credit_low: f64,
    /// Upper end.
    pub credit_high: f64,
    /// Credit by 100: persons moved from one end of a scale of 100 to the other.
    pub experience_points: f64,
    /// Lower end of its interval.
    pub experience_points_low: f64,
    /// Upper end.
    pub experience_points_high: f64,
}

/// Credits of one or several models for one score, by period.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodExperience {
    /// Rows by model in the order asked for, period, and touchpoint in order of their names; what no
    /// touchpoint gets comes last in its period.
    pub rows: Vec<PeriodExperienceRow>,
    /// The models in the order asked for.
    pub models: Vec<Model>,
    /// The metric.
    pub metric: String,
    /// Answers that count.
    pub answers: u64,
    /// Answers of nobody who has a journey.
    pub unlinked: u64,
    /// Answers that do not count because their time is not known.
    pub without_time: u64,
    /// What credits count against.
    pub reference: f64,
    /// `sum of weight * (answer - reference)`: what all rows of one model sum to.
    pub total: f64,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// How periods were cut.
    pub periods: PeriodOptions,
    /// How it was computed, as a hash.
    pub definition: Definition,
}

impl PeriodExperience {
    /// Columns `period, model, touchpoint, credit, credit_low, credit_high, experience_points,
    /// experience_points_low, experience_points_high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .of_rows(&self.rows)
            .days("period", |row| Some(row.period))
            .text("model", |row| Some(row.model.name()))
            .text("touchpoint", |row| Some(&row.touchpoint))
            .f64("credit", |row| row.credit)
            .f64("credit_low", |row| row.credit_low)
            .f64("credit_high", |row| row.credit_high)
            .f64("experience_points", |row| row.experience_points)
            .f64("experience_points_low", |row| row.experience_points_low)
            .f64("experience_points_high", |row| row.experience_points_high)
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    PeriodExperience: to_frame -> to_record_batch;
}
