//! What a finding is about, how much it matters, and what its size is counted in.

use serde::{Deserialize, Serialize};

use crate::sentences::Key;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Act now.
    High,
    /// Plan for it.
    Medium,
    /// Know it.
    Low,
}

impl Severity {
    /// `high`, `medium` or `low`.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// What a finding is about. Among findings of a touchpoint that matter alike and are of one size, the
/// kind that comes first here is told first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A critical criterion failed.
    CriticalFailure,
    /// The score is proven to miss its target.
    TargetMissed,
    /// The score fell for good.
    ScoreFell,
    /// The score rose for good, where less is better.
    ScoreRose,
    /// The audit is proven to miss its target.
    AuditMissed,
    /// Even the upper end of the credited value is below the cost.
    CostAboveValue,
    /// Customers felt less than they expected.
    BelowExpectation,
    /// The audit is due.
    AuditOverdue,
    /// More persons without an identifying id than with one.
    MostlyAnonymous,
    /// More rows of a table were rejected than slips explain.
    RowsRejected,
    /// Journeys without a definition of a conversion.
    NoConversionSet,
    /// The highest return on what is spent.
    BestReturn,
    /// The lowest one, where the cost is not above the value for certain.
    WorstReturn,
    /// The data cannot tell the effect.
    EffectUndecided,
    /// Most conversions credited.
    LargestCredit,
    /// Where models differ most.
    ModelsDisagree,
    /// Conversions that would have come anyway, by the lead model.
    Baseline,
    /// Conversions without any contact before them.
    ConversionsWithoutContact,
    /// Campaigns that cannot be followed.
    UnseenSpend,
    /// Touchpoints with credit but without cost.
    TouchpointWithoutCost,
    /// Touchpoints without answers.
    TouchpointWithoutFeedback,
}

impl FindingKind {
    /// The name, as in reports: `target_missed`.
    pub fn name(self) -> &'static str {
        self.key().name()
    }

    /// Its message.
    pub(super) fn key(self) -> Key {
        match self {
            Self::CriticalFailure => Key::CriticalFailure,
            Self::TargetMissed => Key::TargetMissed,
            Self::ScoreFell => Key::ScoreFell,
            Self::ScoreRose => Key::ScoreRose,
            Self::AuditMissed => Key::AuditMissed,
            Self::CostAboveValue => Key::CostAboveValue,
            Self::BelowExpectation => Key::BelowExpectation,
            Self::AuditOverdue => Key::AuditOverdue,
            Self::BestReturn => Key::BestReturn,
            Self::WorstReturn => Key::WorstReturn,
            Self::EffectUndecided => Key::EffectUndecided,
            Self::LargestCredit => Key::LargestCredit,
            Self::ModelsDisagree => Key::ModelsDisagree,
            Self::NoConversionSet => Key::NoConversionSet,
            Self::MostlyAnonymous => Key::MostlyAnonymous,
            Self::RowsRejected => Key::RowsRejected,
            Self::Baseline => Key::Baseline,
            Self::ConversionsWithoutContact => Key::ConversionsWithoutContact,
            Self::UnseenSpend => Key::UnseenSpend,
            Self::TouchpointWithoutCost => Key::TouchpointWithoutCost,
            Self::TouchpointWithoutFeedback => Key::TouchpointWithoutFeedback,
        }
    }
}

/// What a size or an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The currency of values and costs.
    Money,
    /// Points of a score.
    Points,
    /// Conversions.
    Conversions,
    /// Contacts.
    Contacts,
    /// Answers.
    Answers,
    /// Events.
    Events,
    /// Persons.
    Persons,
    /// Visits of an audit.
    Visits,
    /// Days.
    Days,
    /// Rows of an export.
    Rows,
}

impl Measure {
    /// The name, as in reports: `money`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Points => "points",
            Self::Conversions => "conversions",
            Self::Contacts => "contacts",
            Self::Answers => "answers",
            Self::Events => "events",
            Self::Persons => "persons",
            Self::Visits => "visits",
            Self::Days => "days",
            Self::Rows => "rows",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_page() {
        let same = |json: String, name: &str| assert_eq!(json, format!("\"{name}\""));
        let kinds = [
            FindingKind::CriticalFailure,
            FindingKind::TargetMissed,
            FindingKind::ScoreFell,
            FindingKind::ScoreRose,
            FindingKind::AuditMissed,
            FindingKind::CostAboveValue,
            FindingKind::BelowExpectation,
            FindingKind::AuditOverdue,
            FindingKind::BestReturn,
            FindingKind::WorstReturn,
            FindingKind::EffectUndecided,
            FindingKind::LargestCredit,
            FindingKind::ModelsDisagree,
            FindingKind::NoConversionSet,
            FindingKind::MostlyAnonymous,
            FindingKind::RowsRejected,
            FindingKind::Baseline,
            FindingKind::ConversionsWithoutContact,
            FindingKind::UnseenSpend,
            FindingKind::TouchpointWithoutCost,
            FindingKind::TouchpointWithoutFeedback,
        ];
        for kind in kinds {
            same(serde_json::to_string(&kind).expect("text"), kind.name());
        }
        for measure in [Measure::Money, Measure::Persons, Measure::Days, Measure::Rows] {
            same(serde_json::to_string(&measure).expect("text"), measure.name());
        }
    }
}
