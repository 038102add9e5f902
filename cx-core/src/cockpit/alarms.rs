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
    /// `target_missed`, `score_fell`, `audit_missed`, `critical_failure`, `audit_overdue`,
    /// `below_expectation` or `cost_above_value`.
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
        found.extend(score_fell(row));
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
    let say = |language| {
        let n = |value| number(value, 0, language);
        (n(score), n(row.score_low.unwrap_or(score)), n(row.score_high.unwrap_or(score)), n(target))
    };
    let ((s, l, h, t), (sd, ld, hd, td)) = (say(Language::En), say(Language::De));
    let touchpoint = &row.touchpoint;
    let words = Sentence {
        en: format!(
            "{touchpoint}: {name} is {s} ({l} to {h}), the target of {t} is missed for certain."
        ),
        de: format!(
            "{touchpoint}: {name} liegt bei {sd} ({ld} bis {hd}), das Soll von {td} ist sicher verfehlt."
        ),
    };
    Some(alarm("target_missed", touchpoint, Severity::High, (target - score).abs(), words))
}

fn score_fell(row: &TouchpointRow) -> Option<Alarm> {
    let change = strongest(&row.trend).filter(|change| change.after < change.before)?;
    let name = metric(row.metric.as_deref()?);
    let n = |value, language| number(value, 0, language);
    let touchpoint = &row.touchpoint;
    let since = change.since;
    let words = Sentence {
        en: format!(
            "{touchpoint}: {name} fell from {} to {} and has stayed there since {since}.",
            n(change.before, Language::En),
            n(change.after, Language::En)
        ),
        de: format!(
            "{touchpoint}: {name} ist von {} auf {} gefallen und seit {since} dort geblieben.",
            n(change.before, Language::De),
            n(change.after, Language::De)
        ),
    };
    Some(alarm("score_fell", touchpoint, Severity::High, change.before - change.after, words))
}

fn audit_missed(row: &TouchpointRow) -> Option<Alarm> {
    if row.audit_light != Some(Light::Red) {
        return None;
    }
    let (score, target) = (row.audit_score?, row.audit_target?);
    let n = |value, language| number(value, 0, language);
    let touchpoint = &row.touchpoint;
    let words = Sentence {
        en: format!(
            "{touchpoint}: the audit finds {} of 100, the target of {} is missed for certain.",
            n(score, Language::En),
            n(target, Language::En)
        ),
        de: format!(
            "{touchpoint}: das Audit ergibt {} von 100, das Soll von {} ist sicher verfehlt.",
            n(score, Language::De),
            n(target, Language::De)
        ),
    };
    Some(alarm("audit_missed", touchpoint, Severity::High, target - score, words))
}

fn below_expectation(row: &TouchpointRow) -> Option<Alarm> {
    /// Points of 100 from which a gap is worth an alarm.
    const NOTABLE: f64 = -5.0;
    let gap = row.experience_gap.filter(|gap| *gap <= NOTABLE)?;
    let (expected, felt) = (row.expectation?, row.perception?);
    let n = |value, language| number(value, 0, language);
    let touchpoint = &row.touchpoint;
    let words = Sentence {
        en: format!(
            "{touchpoint}: customers expected {} and felt {} of 100.",
            n(expected, Language::En),
            n(felt, Language::En)
        ),
        de: format!(
            "{touchpoint}: erwartet wurden {}, empfunden {} von 100.",
            n(expected, Language::De),
            n(felt, Language::De)
        ),
    };
    Some(alarm("below_expectation", touchpoint, Severity::Medium, -gap, words))
}

fn cost_above_value(row: &TouchpointRow, options: &CockpitOptions) -> Option<Alarm> {
    let (cost, high) = (row.cost?, row.value_high?);
    if cost <= high {
        return None;
    }
    let touchpoint = &row.touchpoint;
    let value = row.value.unwrap_or(0.0);
    let m = |amount, language| money(amount, options, language);
    let words = Sentence {
        en: format!(
            "{touchpoint}: {} spent, {} credited; even the upper end of the interval does not cover the cost.",
            m(cost, Language::En),
            m(value, Language::En)
        ),
        de: format!(
            "{touchpoint}: {} ausgegeben, {} zugerechnet; selbst das obere Ende des Intervalls deckt die Kosten nicht.",
            m(cost, Language::De),
            m(value, Language::De)
        ),
    };
    Some(alarm("cost_above_value", touchpoint, Severity::Medium, cost - value, words))
}

/// Critical failures and overdue audits of the whole catalogue, touchpoint by touchpoint.
fn audit_states(input: &CockpitInput<'_>) -> Vec<Alarm> {
    let mut found = Vec::new();
    for row in input.audit.into_iter().flat_map(crate::audit::Audit::whole) {
        let Some(touchpoint) = &row.touchpoint else { continue };
        if row.critical_failures > 0 {
            let (count, of) = (row.critical_failures, row.visits);
            let words = Sentence {
                en: format!("{touchpoint}: a critical criterion failed in {count} of {of} audits."),
                de: format!(
                    "{touchpoint}: ein kritisches Kriterium fiel in {count} von {of} Audits durch."
                ),
            };
            found.push(alarm("critical_failure", touchpoint, Severity::High, count as f64, words));
        }
        if let Some(due) = row.due.filter(|_| row.overdue) {
            let words = Sentence {
                en: format!("{touchpoint}: the audit has been due since {due}."),
                de: format!("{touchpoint}: das Audit ist seit {due} fällig."),
            };
            found.push(alarm("audit_overdue", touchpoint, Severity::Medium, 0.0, words));
        }
    }
    found
}
