//! One row of the cockpit.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::stats::Light;

/// A touchpoint with everything that is known of it. `None` stands for "not known".
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TouchpointRow {
    /// The touchpoint.
    pub touchpoint: String,
    /// Steps of journeys at it.
    pub contacts: Option<u64>,
    /// Persons who met it.
    pub persons: Option<u64>,
    /// Journeys that passed through it.
    pub journeys: Option<u64>,
    /// What it cost: `cost_counted` plus `cost_other`.
    pub cost: Option<f64>,
    /// Of this, its campaigns and its contacts of the kinds that journeys count; the return is by it.
    pub cost_counted: Option<f64>,
    /// Of this, its contacts of excluded kinds, such as service calls.
    pub cost_other: Option<f64>,
    /// Who answers for it, where all its campaigns have one owner.
    pub owner: Option<String>,
    /// Conversions credited by the lead model.
    pub conversions: Option<f64>,
    /// Lower end of their interval.
    pub conversions_low: Option<f64>,
    /// Upper end.
    pub conversions_high: Option<f64>,
    /// Value credited by the lead model.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub value_low: Option<f64>,
    /// Upper end.
    pub value_high: Option<f64>,
    /// Part of all conversions.
    pub share: Option<f64>,
    /// Fewest conversions that a model credits.
    pub models_low: Option<f64>,
    /// Most conversions that a model credits.
    pub models_high: Option<f64>,
    /// Whether its figures are a lower bound: of spots, only what came within minutes is seen. A lower
    /// bound is in no ranking and raises no alarm about cost.
    pub lower_bound: bool,
    /// Whether its effect cannot be told from a slow change of the need: the interval begins at 0, and
    /// its middle says nothing.
    pub undecided: bool,
    /// Value for each unit of `cost_counted`.
    pub roas: Option<f64>,
    /// Lower end of its interval.
    pub roas_low: Option<f64>,
    /// Upper end.
    pub roas_high: Option<f64>,
    /// `(value - cost_counted) / cost_counted`.
    pub roi: Option<f64>,
    /// Cost for each conversion.
    pub cost_per_conversion: Option<f64>,
    /// Experience points of the returns: what the touchpoint's contacts went with in a score. An
    /// association, not an effect.
    pub experience_points: Option<f64>,
    /// Experience points for each 1,000 units of cost.
    pub points_per_1000: Option<f64>,
    /// Lower end of its interval.
    pub points_per_1000_low: Option<f64>,
    /// Upper end.
    pub points_per_1000_high: Option<f64>,
    /// The leading metric.
    pub metric: Option<String>,
    /// Its answers.
    pub score_n: Option<u64>,
    /// Whether these are too few to be judged.
    pub score_small: bool,
    /// Its score.
    pub score: Option<f64>,
    /// Lower end of the interval.
    pub score_low: Option<f64>,
    /// Upper end.
    pub score_high: Option<f64>,
    /// Its target.
    pub score_target: Option<f64>,
    /// Score minus target.
    pub score_gap: Option<f64>,
    /// Whether the target is proven to be met or missed.
    pub score_light: Option<Light>,
    /// How many more answers would decide.
    pub answers_needed: Option<u64>,
    /// The metric window by window; windows with too few answers are left out.
    pub trend: Vec<TrendPoint>,
    /// How the trend is to be read.
    #[serde(skip)]
    pub(super) reading: Reading,
    /// Mean expectation, 0 to 100.
    pub expectation: Option<f64>,
    /// Mean perception, 0 to 100.
    pub perception: Option<f64>,
    /// Perception minus expectation.
    pub experience_gap: Option<f64>,
    /// Lower end of its interval.
    pub experience_gap_low: Option<f64>,
    /// Upper end.
    pub experience_gap_high: Option<f64>,
    /// Whether the interval of the gap lies below 0.
    #[serde(skip)]
    pub(super) gap_proven: bool,
    /// Score of the audit in percent.
    pub audit_score: Option<f64>,
    /// The same with critical failures counted 0.
    pub audit_gated: Option<f64>,
    /// Part of the applicable weight that was audited.
    pub audit_coverage: Option<f64>,
    /// Target of the audit.
    pub audit_target: Option<f64>,
    /// Score minus target.
    pub audit_gap: Option<f64>,
    /// Whether the target is proven to be met or missed.
    pub audit_light: Option<Light>,
    /// When the next audit is due.
    pub audit_due: Option<Day>,
}

/// What the intervals of a trend mean, and which way is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    /// Confidence of the intervals.
    pub(super) confidence: f64,
    pub(super) less_is_better: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { confidence: 0.95, less_is_better: false }
    }
}

/// A metric in one window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// First day of the window.
    pub window_start: Day,
    /// Answers.
    pub n: u64,
    /// Score.
    pub score: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Light.
    pub light: Option<Light>,
}
