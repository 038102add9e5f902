//! The most important findings, in plain words.

use serde::{Deserialize, Serialize};

use super::alarms::Alarm;
use super::coverage::Coverage;
use super::input::{CockpitInput, CockpitOptions, Language};
use super::row::TouchpointRow;
use super::words::{Sentence, money, number};
use crate::ordered::Map;

/// One finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// 1 is the most important.
    pub rank: u32,
    /// What it is about, for example `best_return` or `target_missed`.
    pub kind: String,
    /// The touchpoint or campaign; blank for the whole.
    pub subject: String,
    /// In words, English.
    pub en: String,
    /// In words, German.
    pub de: String,
}

/// Kinds of alarm in order of what a management board asks first.
const KINDS: [&str; 8] = [
    "target_missed",
    "score_fell",
    "score_rose",
    "audit_missed",
    "cost_above_value",
    "below_expectation",
    "critical_failure",
    "audit_overdue",
];

/// Findings by rank: what returns most and least; the largest alarm of the five gravest kinds; who
/// is credited most; what nobody sees; where models disagree; the largest alarm of the other kinds;
/// the second alarm of each kind; touchpoints without cost and without feedback.
pub(super) fn findings(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[TouchpointRow],
    alarms: &[Alarm],
    coverage: &[Coverage],
) -> Vec<Finding> {
    let mut found: Vec<(String, String, Sentence)> = Vec::new();
    found.extend(returns(rows, options));
    let of_kind = |kind: &str, at: usize| {
        let alarm = alarms.iter().filter(|alarm| alarm.kind == kind).nth(at);
        alarm.map(|a| {
            (a.kind.clone(), a.touchpoint.clone(), Sentence { en: a.en.clone(), de: a.de.clone() })
        })
    };
    found.extend(KINDS.iter().take(5).filter_map(|kind| of_kind(kind, 0)));
    found.extend(largest_credit(rows, options));
    found.extend(without_contact(input, coverage));
    found.extend(unseen_spend(coverage, options));
    found.extend(disagreement(input));
    found.extend(KINDS.iter().skip(5).filter_map(|kind| of_kind(kind, 0)));
    found.extend(KINDS.iter().filter_map(|kind| of_kind(kind, 1)));
    found.extend(without_cost(rows, options));
    found.extend(without_feedback(coverage));
    let ranked = (1..).zip(found).map(|(rank, (kind, subject, words))| {
        let Sentence { en, de } = words;
        Finding { rank, kind, subject, en, de }
    });
    ranked.collect()
}

type Found = Option<(String, String, Sentence)>;

/// Best and worst return on spend in one sentence.
fn returns(rows: &[TouchpointRow], options: &CockpitOptions) -> Found {
    let mut paid: Vec<(&TouchpointRow, f64)> =
        rows.iter().filter_map(|row| row.roas.map(|roas| (row, roas))).collect();
    crate::sort::by(&mut paid, |a, b| {
        b.1.total_cmp(&a.1).then_with(|| a.0.touchpoint.cmp(&b.0.touchpoint))
    });
    let (best, roas) = *paid.first()?;
    let unit = options.currency.clone().unwrap_or_default();
    let n = |value, language| number(value, 2, language);
    let mut words = Sentence {
        en: format!(
            "{} returns most on spend: {unit} {} credited for each {unit} 1 spent",
            best.touchpoint,
            n(roas, Language::En)
        ),
        de: format!(
            "{} bringt am meisten je Ausgabe: {unit} {} je {unit} 1",
            best.touchpoint,
            n(roas, Language::De)
        ),
    };
    if let Some((worst, low)) = paid.last().copied().filter(|_| paid.len() > 1) {
        words.en =
            format!("{}; {} returns least ({}).", words.en, worst.touchpoint, n(low, Language::En));
        words.de =
            format!("{}; {} am wenigsten ({}).", words.de, worst.touchpoint, n(low, Language::De));
    } else {
        words.en.push('.');
        words.de.push('.');
    }
    words.en = words.en.replace("  ", " ");
    words.de = words.de.replace("  ", " ");
    Some(("best_return".into(), best.touchpoint.clone(), words))
}

fn largest_credit(rows: &[TouchpointRow], options: &CockpitOptions) -> Found {
    let by_conversions = |a: &&TouchpointRow, b: &&TouchpointRow| {
        a.conversions
            .unwrap_or(0.0)
            .total_cmp(&b.conversions.unwrap_or(0.0))
            .then(b.touchpoint.cmp(&a.touchpoint))
    };
    let most = rows
        .iter()
        .filter(|row| row.conversions.is_some_and(|c| c > 0.0))
        .max_by(by_conversions)?;
    let (conversions, low, high) =
        (most.conversions?, most.conversions_low?, most.conversions_high?);
    let n = |value, language| number(value, 0, language);
    let value = |language| match most.value.filter(|v| *v > 0.0) {
        Some(value) => format!(", {}", money(value, options, language)),
        None => String::new(),
    };
    let touchpoint = &most.touchpoint;
    let words = Sentence {
        en: format!(
            "{touchpoint} is credited most: {} conversions ({} to {}){}.",
            n(conversions, Language::En),
            n(low, Language::En),
            n(high, Language::En),
            value(Language::En)
        ),
        de: format!(
            "{touchpoint} wird am meisten zugerechnet: {} Abschlüsse ({} bis {}){}.",
            n(conversions, Language::De),
            n(low, Language::De),
            n(high, Language::De),
            value(Language::De)
        ),
    };
    Some(("largest_credit".into(), touchpoint.clone(), words))
}

fn without_contact(input: &CockpitInput<'_>, coverage: &[Coverage]) -> Found {
    let row = coverage.iter().find(|c| c.kind == "conversions_without_contact")?;
    let (missing, all) = (row.amount?, input.credit?.conversions);
    if all <= 0.0 {
        return None;
    }
    let share = 100.0 * missing / all;
    let n = |value, language| number(value, 0, language);
    let words = Sentence {
        en: format!(
            "{} % of conversions ({} of {}) had no recorded contact within the look-back; no model can say what moved them.",
            n(share, Language::En),
            n(missing, Language::En),
            n(all, Language::En)
        ),
        de: format!(
            "{} % der Abschlüsse ({} von {}) hatten keinen erfassten Kontakt im Rückblick; kein Modell kann sagen, was sie bewegt hat.",
            n(share, Language::De),
            n(missing, Language::De),
            n(all, Language::De)
        ),
    };
    Some(("conversions_without_contact".into(), String::new(), words))
}

/// Spend whose effect nobody can see, each campaign once.
fn unseen_spend(coverage: &[Coverage], options: &CockpitOptions) -> Found {
    let kinds = ["spend_without_touchpoint", "spend_without_contacts", "campaign_without_events"];
    let mut campaigns = Map::new();
    for row in coverage.iter().filter(|row| kinds.contains(&row.kind.as_str())) {
        campaigns.insert(row.subject.as_str(), row.amount.unwrap_or(0.0));
    }
    let spent: f64 = campaigns.values().sum();
    if campaigns.is_empty() {
        return None;
    }
    let count = campaigns.len();
    let m = |language| money(spent, options, language);
    let words = Sentence {
        en: format!(
            "{count} {} ({}) cannot be followed: no touchpoint, no contacts or no tracked event.",
            if count == 1 { "campaign" } else { "campaigns" },
            m(Language::En)
        ),
        de: format!(
            "{count} {} nicht zu verfolgen ({}): ohne Touchpoint, ohne Kontakte oder ohne erfasstes Ereignis.",
            if count == 1 { "Massnahme ist" } else { "Massnahmen sind" },
            m(Language::De)
        ),
    };
    Some(("unseen_spend".into(), String::new(), words))
}

/// The touchpoint on which the models differ most.
fn disagreement(input: &CockpitInput<'_>) -> Found {
    /// Part of all conversions from which a difference is worth a sentence.
    const NOTABLE: f64 = 0.03;
    let credit = input.credit.filter(|credit| credit.models.len() > 1)?;
    let mut ranges: Map<&str, (f64, f64)> = Map::new();
    for row in credit.rows.iter().filter(|row| row.share.is_finite()) {
        let (low, high) = ranges.entry(&row.touchpoint).or_insert((row.share, row.share));
        *low = low.min(row.share);
        *high = high.max(row.share);
    }
    let widest = ranges.into_iter().max_by(|a, b| (a.1.1 - a.1.0).total_cmp(&(b.1.1 - b.1.0)))?;
    let (touchpoint, (low, high)) = widest;
    if high - low < NOTABLE {
        return None;
    }
    let n = |value: f64, language| number(100.0 * value, 0, language);
    let words = Sentence {
        en: format!(
            "Models disagree most on {touchpoint}: {} % to {} % of conversions.",
            n(low, Language::En),
            n(high, Language::En)
        ),
        de: format!(
            "Am uneinigsten sind die Modelle bei {touchpoint}: {} % bis {} % der Abschlüsse.",
            n(low, Language::De),
            n(high, Language::De)
        ),
    };
    Some(("models_disagree".into(), touchpoint.to_owned(), words))
}

/// Touchpoints with credited value whose cost nobody recorded: their return is not known.
fn without_cost(rows: &[TouchpointRow], options: &CockpitOptions) -> Found {
    let value = |row: &TouchpointRow| row.value.unwrap_or(0.0);
    let free: Vec<&TouchpointRow> =
        rows.iter().filter(|row| row.cost.is_none() && value(row) > 0.0).collect();
    let by_value = |a: &&&TouchpointRow, b: &&&TouchpointRow| {
        value(a).total_cmp(&value(b)).then(b.touchpoint.cmp(&a.touchpoint))
    };
    let largest = free.iter().max_by(by_value)?;
    let (count, subject) = (free.len(), &largest.touchpoint);
    let m = |language| money(value(largest), options, language);
    let words = Sentence {
        en: format!(
            "No cost is on record for {count} touchpoints with credited value, so their return is not known; the largest is {subject} ({}).",
            m(Language::En)
        ),
        de: format!(
            "Touchpoints mit zugerechnetem Wert, aber ohne erfasste Kosten: {count}; ihr Ertrag ist nicht bekannt. Am grössten ist {subject} ({}).",
            m(Language::De)
        ),
    };
    Some(("touchpoint_without_cost".into(), subject.clone(), words))
}

fn without_feedback(coverage: &[Coverage]) -> Found {
    let rows: Vec<&Coverage> =
        coverage.iter().filter(|c| c.kind == "touchpoint_without_feedback").collect();
    let largest = rows.first()?;
    let contacts = largest.amount.unwrap_or(0.0);
    let count = rows.len();
    let subject = &largest.subject;
    let n = |language| number(contacts, 0, language);
    let words = Sentence {
        en: format!(
            "{count} touchpoints have no feedback; the largest is {subject} with {} contacts.",
            n(Language::En)
        ),
        de: format!(
            "{count} Touchpoints sind ohne Rückmeldung; der grösste ist {subject} mit {} Kontakten.",
            n(Language::De)
        ),
    };
    Some(("touchpoint_without_feedback".into(), subject.clone(), words))
}
