//! Options of the audit.

use serde::Serialize;

use crate::Result;
use crate::columns::parse_instant;
use crate::declare::options;
use crate::from_json::words;
use crate::limits::CONFIDENCE;
use crate::options::Span;

/// How the scores of criteria become the score of what they are part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Weighted mean of the parts, level by level: `Σ w s / Σ w`. The default model of XCCDF 1.2.
    #[default]
    Normalised,
    /// Weighted mean of all criteria below, whatever lies between; the weights of groups do not
    /// count.
    Flat,
    /// The worst part.
    Min,
    /// Weighted geometric mean of the parts, level by level: one part at 0 makes the whole 0.
    Geometric,
    /// 100 when every criterion below is met in full, otherwise 0. The absolute model of XCCDF 1.2.
    Absolute,
}

words!(Policy: Normalised = "normalised", Flat = "flat", Min = "min", Geometric = "geometric", Absolute = "absolute");

/// What a criterion counts that does not apply at a touchpoint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// Neither for nor against: it leaves numerator and denominator.
    #[default]
    Exclude,
    /// As if it were met.
    Pass,
}

words!(NotApplicable: Exclude = "exclude", Pass = "pass");

options! {
    /// How findings are rolled up.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct AuditOptions {
        /// The day (or instant) of the report, ISO 8601, in UTC: later findings do not count, and what
        /// is due is measured against it. `None`: the latest finding.
        pub at: Option<String> = None; set (impl Into<String>),
        /// How parts become a whole.
        pub policy: Policy = Policy::default(); set (Policy),
        /// What a criterion counts that does not apply.
        pub not_applicable: NotApplicable = NotApplicable::default(),
        /// Least share (0 to 1) of the applicable weight that must be scored for a light.
        pub min_coverage: f64 = 0.5; in 0.0..=1.0,
        /// Confidence of the intervals.
        pub confidence: f64 = 0.95; in CONFIDENCE,
        /// How far back from `at` findings count, for example `"90d"`; `None`: all.
        pub window: Option<Span> = None; set (Span),
    }
}

impl AuditOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_ranges()
    }

    /// The last instant that counts: the end of the day where `at` is a date.
    pub(super) fn last_instant(&self) -> Result<Option<i64>> {
        let Some(at) = &self.at else { return Ok(None) };
        let instant = parse_instant("at", at)?;
        let date_only = at.trim().parse::<crate::calendar::Day>().is_ok() && at.trim().len() <= 10;
        Ok(Some(if date_only { instant + crate::calendar::DAY - 1 } else { instant }))
    }
}
