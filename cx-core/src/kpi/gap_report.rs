//! The report of the gaps.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::calendar::Day;
use crate::columns::{Frame, FrameBuilder};
use crate::options::Definition;
use crate::sure::Sure;

/// Expectation against perception for one metric in one cell of the breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapRow {
    /// The metric.
    pub metric: String,
    /// The names in the columns of [`Gaps::by`]; `None` where the answers do not say.
    pub by: Vec<Option<String>>,
    /// First day of the window; `None` for the whole period, and for answers without a time.
    pub window_start: Option<Day>,
    /// Respondents with both answers (method `paired_t`), otherwise the answers compared.
    pub n: u64,
    /// Mean expectation.
    pub expectation: Option<f64>,
    /// Mean perception.
    pub perception: Option<f64>,
    /// Perception minus expectation.
    pub gap: Option<f64>,
    /// Lower end of the gap's interval.
    pub low: Option<f64>,
    /// Upper end of the gap's interval.
    pub high: Option<f64>,
    /// Answers about the expectation.
    pub n_expectation: u64,
    /// Answers about the perception.
    pub n_perception: u64,
    /// Answers that the means leave out, because the respondent gave only one of both.
    pub left_out: u64,
    /// Whether there are fewer respondents than `min_answers`.
    pub small: bool,
    /// `paired_t`, `welch_t`, `mover` (no spread in one sample) or `one_sided` (no gap).
    pub method: String,
}

/// What became of every answer: `compared + left_out + other_metrics = answers`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapReport {
    /// Answers in.
    pub answers: u64,
    /// Answers that a mean counts.
    pub compared: u64,
    /// Answers without a partner in rows that compare respondents.
    pub left_out: u64,
    /// Answers of metrics that were not asked for or have only one aspect.
    pub other_metrics: u64,
}

/// Gaps between expectation and perception.
///
/// Rows are in order of metric, columns and window; blank names come last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Gaps {
    /// The columns of the breakdown.
    pub by: Vec<String>,
    /// One row for each cell that has answers.
    pub rows: Vec<GapRow>,
    /// What became of every answer.
    pub report: GapReport,
    /// How the gaps were defined: hash over the options and the scale of each metric.
    pub definition: Definition,
}

impl Gaps {
    /// The name of a row in a column of the breakdown; `None` where blank or not broken down by it.
    pub fn name<'a>(&self, row: &'a GapRow, column: &str) -> Option<&'a str> {
        let at = self.by.iter().position(|name| name == column)?;
        row.by.get(at).sure()?.as_deref()
    }

    /// Columns `metric`, those of the breakdown, `window_start` (a date), `n`, `expectation`,
    /// `perception`, `gap`, `low`, `high`, `n_expectation`, `n_perception`, `left_out`, `small`,
    /// `method`.
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
            .maybe_f64("expectation", |r| r.expectation)
            .maybe_f64("perception", |r| r.perception)
            .maybe_f64("gap", |r| r.gap)
            .maybe_f64("low", |r| r.low)
            .maybe_f64("high", |r| r.high)
            .u64("n_expectation", |r| r.n_expectation)
            .u64("n_perception", |r| r.n_perception)
            .u64("left_out", |r| r.left_out)
            .bool("small", |r| r.small)
            .text("method", |r| Some(&r.method))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Gaps: to_frame -> to_record_batch;
}
