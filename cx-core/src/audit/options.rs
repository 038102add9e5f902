//! Options of the audit.

use serde::Serialize;

use crate::Result;
use crate::columns::parse_instant;
use crate::fields::fields;
use crate::from_json::words;
use crate::options::{Span, in_range};
use crate::stats::z_of;

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

/// How findings are rolled up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditOptions {
    /// The day (or instant) of the report, ISO 8601, in UTC: later findings do not count, and what
    /// is due is measured against it. `None`: the latest finding.
    pub at: Option<String>,
    /// How parts become a whole.
    pub policy: Policy,
    /// What a criterion counts that does not apply.
    pub not_applicable: NotApplicable,
    /// Least share (0 to 1) of the applicable weight that must be scored for a light.
    pub min_coverage: f64,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// How far back from `at` findings count, for example `"90d"`; `None`: all.
    pub window: Option<Span>,
}

fields!(AuditOptions: at, policy, not_applicable, min_coverage, confidence, window);

impl Default for AuditOptions {
    fn default() -> Self {
        Self {
            at: None,
            policy: Policy::default(),
            not_applicable: NotApplicable::default(),
            min_coverage: 0.5,
            confidence: 0.95,
            window: None,
        }
    }
}

impl AuditOptions {
    /// Sets the day of the report.
    pub fn at(mut self, at: impl Into<String>) -> Self {
        self.at = Some(at.into());
        self
    }

    /// Sets how parts become a whole.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets how far back findings count.
    pub fn window(mut self, window: Span) -> Self {
        self.window = Some(window);
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        z_of(self.confidence)?;
        in_range("min_coverage", self.min_coverage, 0.0, 1.0)
    }

    /// The last instant that counts: the end of the day where `at` is a date.
    pub(super) fn last_instant(&self) -> Result<Option<i64>> {
        let Some(at) = &self.at else { return Ok(None) };
        let instant = parse_instant("at", at)?;
        let date_only = at.trim().parse::<crate::calendar::Day>().is_ok() && at.trim().len() <= 10;
        Ok(Some(if date_only { instant + crate::calendar::DAY - 1 } else { instant }))
    }
}
