//! Credits in points of a score.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::attribution::model::Model;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;

/// What one model gives to one touchpoint. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExperienceRow {
    /// The model.
    pub model: Model,
    /// The touchpoint, or [`UNATTRIBUTED`](crate::attribution::UNATTRIBUTED): answers without a contact
    /// before them, and what small counts hold back.
    pub touchpoint: String,
    /// Answers with a contact with it before them.
    pub answers: u64,
    /// Their weighted mean, in points.
    pub mean: f64,
    /// Credit: points above (below) the reference, summed over answers by weight.
    pub credit: f64,
    /// Lower end of the interval.
    pub credit_low: f64,
    /// Upper end.
    pub credit_high: f64,
    /// Points of the overall mean that are due to it: credit by the sum of weights.
    pub lift: f64,
    /// Credit by 100: persons moved from one end of a scale of 100 to the other.
    pub experience_points: f64,
    /// Lower end of its interval.
    pub experience_points_low: f64,
    /// Upper end.
    pub experience_points_high: f64,
}

/// Credits of one or several models for one score.
#[derive(Debug, Clone, PartialEq)]
pub struct Experience {
    /// Rows by model in the order asked for, then by touchpoint in the order of their names; the
    /// row of what no touchpoint gets comes last.
    pub rows: Vec<ExperienceRow>,
    /// The models in the order asked for.
    pub models: Vec<Model>,
    /// The metric.
    pub metric: String,
    /// Answers that count.
    pub answers: u64,
    /// Answers of nobody who has a journey.
    pub unlinked: u64,
    /// Answers that count, of which no contact came before.
    pub without_contact: u64,
    /// The sum of the answers' weights.
    pub weight: f64,
    /// Weighted mean of the answers, in points.
    pub mean: f64,
    /// What credits count against.
    pub reference: f64,
    /// `sum of weight * (answer - reference)`: what all rows of one model sum to.
    pub total: f64,
    /// Largest difference between the sum of a model's rows and the total, by the sum of the
    /// gains, the losses and what is held back; rounding only.
    pub residual: f64,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// How it was computed, as a hash.
    pub definition: Definition,
}

impl Experience {
    /// The rows of one model.
    pub fn of(&self, model: Model) -> impl Iterator<Item = &ExperienceRow> {
        self.rows.iter().filter(move |row| row.model == model)
    }

    /// Columns `model, touchpoint, answers, mean, credit, credit_low, credit_high, lift,
    /// experience_points, experience_points_low, experience_points_high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&ExperienceRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .text("model", self.rows.iter().map(|row| Some(row.model.name())))
            .text("touchpoint", self.rows.iter().map(|row| Some(&row.touchpoint)))
            .u64("answers", self.rows.iter().map(|row| row.answers))
            .f64("mean", number(|row| row.mean))
            .f64("credit", number(|row| row.credit))
            .f64("credit_low", number(|row| row.credit_low))
            .f64("credit_high", number(|row| row.credit_high))
            .f64("lift", number(|row| row.lift))
            .f64("experience_points", number(|row| row.experience_points))
            .f64("experience_points_low", number(|row| row.experience_points_low))
            .f64("experience_points_high", number(|row| row.experience_points_high))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Experience: to_frame -> to_record_batch;
}
