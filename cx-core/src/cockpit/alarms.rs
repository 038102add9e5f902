//! What needs attention at each touchpoint: targets proven missed, breaks in trends, audits failed or
//! overdue, gaps to what was expected. And the findings that matter, as alarms.

use super::owner::{owner, owner_of_score};
use serde::{Deserialize, Serialize};

use super::change::strongest;
use super::fact::{Fact, count, digits_apart, flag};
use super::finding::Finding;
use super::input::CockpitInput;
use super::kind::{FindingKind, Measure, Severity};
use super::row::TouchpointRow;
use crate::audit::AuditRow;
use crate::columns::NO_TIME;
use crate::sentences::Arg;
use crate::stats::Light;

/// A finding with a severity: the same row, the same words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// What it is about.
    pub kind: FindingKind,
    /// The touchpoint; blank for the whole company.
    pub touchpoint: String,
    /// How much it matters.
    pub severity: Severity,
    /// How far off it is, in `unit`.
    pub size: f64,
    /// What the size is counted in.
    pub unit: Measure,
    /// In words, English.
    pub en: String,
    /// In words, German.
    pub de: String,
    /// What to do, English.
    pub todo_en: String,
    /// What to do, German.
    pub todo_de: String,
    /// Who answers for it, where that is known.
    pub owner: Option<String>,
}

impl Alarm {
    /// The alarm that a finding is.
    pub(super) fn of(finding: &Finding) -> Option<Self> {
        let Finding {
            kind, severity, subject, size, unit, en, de, todo_en, todo_de, owner, ..
        } = finding.clone();
        let severity = severity?;
        let touchpoint = subject;
        Some(Self { kind, touchpoint, severity, size, unit, en, de, todo_en, todo_de, owner })
    }
}

/// Everything that needs attention, but for money.
pub(super) fn alarms(input: &CockpitInput<'_>, rows: &[TouchpointRow]) -> Vec<Fact> {
    let mut found = Vec::new();
    for row in rows {
        found.extend(target_missed(input, row));
        found.extend(score_worsened(input, row));
        found.extend(below_expectation(input, row));
    }
    for audited in input.audit.into_iter().flat_map(crate::audit::Audit::whole) {
        if let Some(touchpoint) = &audited.touchpoint {
            let row = rows.iter().find(|row| row.touchpoint == *touchpoint);
            audit_states(input, audited, touchpoint, row, &mut found);
        }
    }
    found
}

fn points(size: f64) -> (f64, Measure, f64) {
    (size, Measure::Points, 100.0)
}

fn target_missed(input: &CockpitInput<'_>, row: &TouchpointRow) -> Option<Fact> {
    if row.score_light != Some(Light::Red) {
        return None;
    }
    let (score, target) = (row.score?, row.score_target?);
    let (low, high) = (row.score_low?, row.score_high?);
    let digits = digits_apart(score, target);
    let owner = owner_of_score(input, row);
    let words = [
        ("touchpoint", Arg::Name(&row.touchpoint)),
        ("metric", Arg::Metric(row.metric.as_deref()?)),
        ("score", Arg::Number(score, digits)),
        ("low", Arg::Number(low, digits)),
        ("high", Arg::Number(high, digits)),
        ("target", Arg::Number(target, digits)),
        ("owned", flag(owner.is_some())),
    ];
    let size = points((target - score).abs());
    let fact = Fact::new(FindingKind::TargetMissed, &row.touchpoint, size, &words);
    Some(fact.severity(Severity::High).owner(owner))
}

/// A trend that broke for the worse: down, or up where less is better.
fn score_worsened(input: &CockpitInput<'_>, row: &TouchpointRow) -> Option<Fact> {
    let less = row.reading.less_is_better;
    let change = strongest(&row.trend, row.reading.confidence)?;
    if (change.after > change.before) != less {
        return None;
    }
    let digits = digits_apart(change.before, change.after);
    let words = [
        ("touchpoint", Arg::Name(&row.touchpoint)),
        ("metric", Arg::Metric(row.metric.as_deref()?)),
        ("before", Arg::Number(change.before, digits)),
        ("after", Arg::Number(change.after, digits)),
        ("since", Arg::Date(change.since)),
    ];
    let kind = if less { FindingKind::ScoreRose } else { FindingKind::ScoreFell };
    let size = points((change.before - change.after).abs());
    let fact = Fact::new(kind, &row.touchpoint, size, &words);
    Some(fact.severity(Severity::High).owner(owner_of_score(input, row)))
}

/// A notable gap: to plan for where it is proven, else only to know.
fn below_expectation(input: &CockpitInput<'_>, row: &TouchpointRow) -> Option<Fact> {
    /// Points of 100 from which a gap is worth an alarm.
    const NOTABLE: f64 = -5.0;
    let gap = row.experience_gap.filter(|gap| *gap <= NOTABLE)?;
    let words = [
        ("touchpoint", Arg::Name(&row.touchpoint)),
        ("expected", count(row.expectation?)),
        ("felt", count(row.perception?)),
        ("proven", flag(row.gap_proven)),
    ];
    let severity = if row.gap_proven { Severity::Medium } else { Severity::Low };
    let fact = Fact::new(FindingKind::BelowExpectation, &row.touchpoint, points(-gap), &words);
    Some(fact.severity(severity).owner(owner_of_score(input, row).or_else(|| owner(input, row))))
}

/// What the audit of a touchpoint says: its target, critical failures, the next date.
fn audit_states(
    input: &CockpitInput<'_>,
    audited: &AuditRow,
    touchpoint: &str,
    row: Option<&TouchpointRow>,
    found: &mut Vec<Fact>,
) {
    let own = (!audited.owner.is_empty()).then(|| audited.owner.clone());
    let owner = own.or_else(|| row.and_then(|row| owner(input, row)));
    let name = ("touchpoint", Arg::Name(touchpoint));
    if let (Some(Light::Red), Some(score), Some(target)) =
        (audited.light, audited.score, audited.target)
    {
        let digits = digits_apart(score, target);
        let words =
            [name, ("score", Arg::Number(score, digits)), ("target", Arg::Number(target, digits))];
        let fact = Fact::new(FindingKind::AuditMissed, touchpoint, points(target - score), &words);
        found.push(fact.severity(Severity::High).owner(owner.clone()));
    }
    if audited.critical_failures > 0 {
        let (failed, visits) = (audited.critical_failures as f64, audited.visits as f64);
        let words = [name, ("count", count(failed)), ("visits", count(visits))];
        let size = (failed, Measure::Visits, visits);
        let fact = Fact::new(FindingKind::CriticalFailure, touchpoint, size, &words);
        found.push(fact.severity(Severity::High).owner(owner.clone()));
    }
    if let Some(due) = audited.due.filter(|_| audited.overdue) {
        let today = input.audit.map_or(NO_TIME, |audit| audit.at);
        let late = crate::calendar::Day::of(today, &crate::calendar::Zone::utc());
        let late = late.map_or(0, |today| today.days() - due.days()).max(0);
        let size = (f64::from(late), Measure::Days, 365.0);
        let fact = Fact::new(
            FindingKind::AuditOverdue,
            touchpoint,
            size,
            &[name, ("due", Arg::Date(due))],
        );
        found.push(fact.severity(Severity::Medium).owner(owner));
    }
}
