//! The report of the scores.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::calendar::Day;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;
use crate::stats::Light;
use crate::sure::Sure;

/// The score of one metric in one cell of the breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// The metric.
    pub metric: String,
    /// The names in the columns of [`Scores::by`]; `None` where the answers do not say.
    pub by: Vec<Option<String>>,
    /// First day of the window; `None` for the whole period, and for answers without a time.
    pub window_start: Option<Day>,
    /// Answers.
    pub n: u64,
    /// NPS in points from -100 to 100; shares in percent; other metrics in percent of their scale,
    /// or as they are where the scale is not known. `None` when all weights are 0.
    pub score: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// The target that holds.
    pub target: Option<f64>,
    /// Score minus target.
    pub gap: Option<f64>,
    /// Whether the target asks for less rather than more.
    pub less_is_better: bool,
    /// What is proven; `None` without a target and where the row is small.
    pub light: Option<Light>,
    /// How many more answers at the present score would decide; `None` where it is decided, and
    /// where ten million would not decide it.
    pub answers_needed: Option<u64>,
    /// Whether there are fewer answers than `min_answers`.
    pub small: bool,
    /// Effective number of answers (Kish); `n` where all weights are equal.
    pub effective: f64,
    /// How score and interval were made, for example `nps.tango`; `.kish` at the end says that the
    /// interval takes the effective number of weighted answers for their number.
    pub method: String,
}

/// What became of every answer: the four counts after `answers` add up to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreReport {
    /// Answers in.
    pub answers: u64,
    /// Answers that a score counts.
    pub scored: u64,
    /// Expectations of the metrics that were asked for; [`gaps`](super::gaps()) compares them.
    pub expectations: u64,
    /// Answers of metrics that were not asked for.
    pub other_metrics: u64,
    /// Answers whose score or weight is not a usable number.
    pub refused: u64,
}

/// Scores with intervals, targets and lights.
///
/// Rows are in order of metric, columns and window; blank names come last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// The columns of the breakdown.
    pub by: Vec<String>,
    /// One row for each cell that has answers.
    pub rows: Vec<ScoreRow>,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// What became of every answer.
    pub report: ScoreReport,
    /// How the scores were defined: hash over the options and the scale of each metric.
    pub definition: Definition,
}

impl Scores {
    /// The name of a row in a column of the breakdown; `None` where blank or not broken down by it.
    pub fn name<'a>(&self, row: &'a ScoreRow, column: &str) -> Option<&'a str> {
        let at = self.by.iter().position(|name| name == column)?;
        row.by.get(at).sure()?.as_deref()
    }

    /// Columns `metric`, those of the breakdown, `window_start` (a date), `n`, `score`, `low`,
    /// `high`, `target`, `gap`, `light`, `answers_needed`, `small`, `effective`, `method`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let rows = || self.rows.iter();
        let mut batch = FrameBuilder::default().text("metric", rows().map(|r| Some(&r.metric)));
        for (at, name) in self.by.iter().enumerate() {
            batch = batch.text(name, rows().map(|r| r.by.get(at).sure().and_then(Option::as_ref)));
        }
        batch
            .of_rows(&self.rows)
            .days("window_start", |r| r.window_start)
            .u64("n", |r| r.n)
            .maybe_f64("score", |r| r.score)
            .maybe_f64("low", |r| r.low)
            .maybe_f64("high", |r| r.high)
            .maybe_f64("target", |r| r.target)
            .maybe_f64("gap", |r| r.gap)
            .text("light", |r| r.light.map(Light::name))
            .maybe_u64("answers_needed", |r| r.answers_needed)
            .bool("small", |r| r.small)
            .f64("effective", |r| r.effective)
            .text("method", |r| Some(&r.method))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Scores: to_frame -> to_record_batch;
}
