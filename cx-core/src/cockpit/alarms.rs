//! What needs attention: targets proven missed, breaks in trends, audits failed or overdue.

use serde::{Deserialize, Serialize};

use super::change::strongest;
use super::input::{CockpitInput, CockpitOptions, Language};
use super::row::TouchpointRow;
use super::words::{Sentence, metric, money, number};
use crate::stats::Light;

/// How much an alarm matters.
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

/// Something that needs attention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// `target_missed`, `score_fell`, `score_rose` (where less is better), `audit_missed`,
    /// `critical_failure`, `audit_overdue`, `below_expectation` or `cost_above_value`.
    pub kind: String,
    /// The touchpoint.
    pub touchpoint: String,
    /// How much it matters.
    pub severity: Severity,
    /// How far off it is, in the points, percent or money of its kind: ranks alarms of one kind.
    pub size: f64,
    /// In words, English.
    pub en: String,
    /// In words, German.
    pub de: String,
}

/// All alarms: by severity, then kind, then size.
pub(super) fn alarms(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[TouchpointRow],
) -> Vec<Alarm> {
    let mut found = Vec::new();
    for row in rows {
        found.extend(target_missed(row));
        found.extend(score_worsened(row));
        found.extend(audit_missed(row));
        found.extend(below_expectation(row));
        found.extend(cost_above_value(row, options));
    }
    found.extend(audit_states(input));
    crate::sort::by(&mut found, |a, b| {
        (a.severity, &a.kind)
            .cmp(&(b.severity, &b.kind))
            .then(b.size.total_cmp(&a.size))
            .then(a.touchpoint.cmp(&b.touchpoint))
    });
    found
}

fn alarm(kind: &str, touchpoint: &str, severity: Severity, size: f64, words: Sentence) -> Alarm {
    let Sentence { en, de } = words;
    Alarm { kind: kind.into(), touchpoint: touchpoint.into(), severity, size, en, de }
}

fn target_missed(row: &TouchpointRow) -> Option<Alarm> {
    if row.score_light != Some(Light::Red) {
        return None;
    }
    let (score, target) = (row.score?, row.score_target?);
    let name = metric(row.metric.as_deref()?);
    let touchpoint = &row.touchpoint;
    let words = Sentence::of(|language| {
        let n = |value| number(value, 0, language);
        let (low, high) = (n(row.score_low.unwrap_or(score)), n(row.score_high.unwrap_or(score)));
        let (score, target) = (n(score), n(target));
        match language {
            Language::En => format!(
                "{touchpoint}: {name} is {score} ({low} to {high}), the target of {target} is missed for certain."
            ),
            Language::De => format!(
                "{touchpoint}: {name} liegt bei {score} ({low} bis {high}), das Soll von {target} ist sicher verfehlt."
            ),
        }
    });
    Some(alarm("target_missed", touchpoint, Severity::High, (target - score).abs(), words))
}

/// A trend that broke for the worse: down, or up where less is better.
fn score_worsened(row: &TouchpointRow) -> Option<Alarm> {
    let less = row.reading.less_is_better;
    let change = strongest(&row.trend, row.reading.confidence)?;
    if (change.after > change.before) != less {
        return None;
    }
    let name = metric(row.metric.as_deref()?);
    let (touchpoint, since) = (&row.touchpoint, change.since);
    let words = Sentence::of(|language| {
        let n = |value| number(value, 0, language);
        let (before, after) = (n(change.before), n(change.after));
        match (language, less) {
            (Language::En, false) => format!(
                "{touchpoint}: {name} fell from {before} to {after} and has stayed there since {since}."
            ),
            (Language::En, true) => format!(
                "{touchpoint}: {name} rose from {before} to {after} and has stayed there since {since}; less is better."
            ),
            (Language::De, false) => format!(
                "{touchpoint}: {name} ist von {before} auf {after} gefallen und seit {since} dort geblieben."
            ),
            (Language::De, true) => format!(
                "{touchpoint}: {name} ist von {before} auf {after} gestiegen und seit {since} dort geblieben; weniger ist besser."
            ),
        }
    });
    let kind = if less { "score_rose" } else { "score_fell" };
    Some(alarm(kind, touchpoint, Severity::High, (change.before - change.after).abs(), words))
}

fn audit_missed(row: &TouchpointRow) -> Option<Alarm> {
    if row.audit_light != Some(Light::Red) {
        return None;
    }
    let (score, target) = (row.audit_score?, row.audit_target?);
    let touchpoint = &row.touchpoint;
    let words = Sentence::of(|language| {
        let n = |value| number(value, 0, language);
        let (score, target) = (n(score), n(target));
        match language {
            Language::En => format!(
                "{touchpoint}: the audit finds {score} of 100, the target of {target} is missed for certain."
            ),
            Language::De => format!(
                "{touchpoint}: das Audit ergibt {score} von 100, das Soll von {target} ist sicher verfehlt."
            ),
        }
    });
    Some(alarm("audit_missed", touchpoint, Severity::High, target - score, words))
}

/// A notable gap: to plan for where it is proven, else only to know.
fn below_expectation(row: &TouchpointRow) -> Option<Alarm> {
    /// Points of 100 from which a gap is worth an alarm.
    const NOTABLE: f64 = -5.0;
    let gap = row.experience_gap.filter(|gap| *gap <= NOTABLE)?;
    let (expected, felt) = (row.expectation?, row.perception?);
    let touchpoint = &row.touchpoint;
    let words = Sentence::of(|language| {
        let n = |value| number(value, 0, language);
        let (expected, felt) = (n(expected), n(felt));
        match (language, row.gap_proven) {
            (Language::En, true) => {
                format!("{touchpoint}: customers expected {expected} and felt {felt} of 100.")
            }
            (Language::En, false) => format!(
                "{touchpoint}: customers expected {expected} and felt {felt} of 100; too few answers to be sure."
            ),
            (Language::De, true) => {
                format!("{touchpoint}: erwartet wurden {expected}, empfunden {felt} von 100.")
            }
            (Language::De, false) => format!(
                "{touchpoint}: erwartet wurden {expected}, empfunden {felt} von 100; für Gewissheit sind es zu wenige Antworten."
            ),
        }
    });
    let severity = if row.gap_proven { Severity::Medium } else { Severity::Low };
    Some(alarm("below_expectation", touchpoint, severity, -gap, words))
}

fn cost_above_value(row: &TouchpointRow, options: &CockpitOptions) -> Option<Alarm> {
    let (cost, high) = (row.cost?, row.value_high?);
    if cost <= high {
        return None;
    }
    let touchpoint = &row.touchpoint;
    let value = row.value.unwrap_or(0.0);
    let words = Sentence::of(|language| {
        let (cost, value) = (money(cost, options, language), money(value, options, language));
        match language {
            Language::En => format!(
                "{touchpoint}: {cost} spent, {value} credited; even the upper end of the interval does not cover the cost."
            ),
            Language::De => format!(
                "{touchpoint}: {cost} ausgegeben, {value} zugerechnet; selbst das obere Ende des Intervalls deckt die Kosten nicht."
            ),
        }
    });
    Some(alarm("cost_above_value", touchpoint, Severity::Medium, cost - value, words))
}

/// Critical failures and overdue audits of the whole catalogue, touchpoint by touchpoint.
fn audit_states(input: &CockpitInput<'_>) -> Vec<Alarm> {
    let mut found = Vec::new();
    for row in input.audit.into_iter().flat_map(crate::audit::Audit::whole) {
        let Some(touchpoint) = &row.touchpoint else { continue };
        if row.critical_failures > 0 {
            let (count, of) = (row.critical_failures, row.visits);
            let words = Sentence::of(|language| match language {
                Language::En => {
                    format!("{touchpoint}: a critical criterion failed in {count} of {of} audits.")
                }
                Language::De => format!(
                    "{touchpoint}: ein kritisches Kriterium fiel in {count} von {of} Audits durch."
                ),
            });
            found.push(alarm("critical_failure", touchpoint, Severity::High, count as f64, words));
        }
        if let Some(due) = row.due.filter(|_| row.overdue) {
            let words = Sentence::of(|language| match language {
                Language::En => format!("{touchpoint}: the audit has been due since {due}."),
                Language::De => format!("{touchpoint}: das Audit ist seit {due} fällig."),
            });
            found.push(alarm("audit_overdue", touchpoint, Severity::Medium, 0.0, words));
        }
    }
    found
}
