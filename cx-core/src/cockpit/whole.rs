//! What holds for the whole company: what limits every figure, and what nobody sees.

use super::coverage::{Coverage, CoverageKind};
use super::fact::{Fact, count, money, percent, total};
use super::input::{CockpitInput, CockpitOptions};
use super::kind::{FindingKind, Measure, Severity};
use super::row::TouchpointRow;
use super::rows::is_place;
use super::rows::lead_rows;
use crate::columns::Dictionary;
use crate::intake::IntakeReport;
use crate::ordered::Map;
use crate::reserved::BASELINE;
use crate::sentences::Arg;
use crate::sure::Sure;

/// Whether journeys have no definition of a conversion: then nothing can be said on returns.
pub(super) fn without_conversion(input: &CockpitInput<'_>) -> bool {
    input.journeys.is_some_and(|journeys| journeys.outcomes.is_empty())
        || input.credit.is_some_and(|credit| !credit.conversion_set)
}

/// The facts of the whole company. Those on returns need conversions.
pub(super) fn whole(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[TouchpointRow],
    coverage: &[Coverage],
) -> Vec<Fact> {
    let mut found = Vec::new();
    found.extend(mostly_anonymous(input));
    found.extend(input.accounts().filter_map(rows_rejected));
    if without_conversion(input) {
        found.extend(no_conversion_set(input));
    } else {
        found.extend(baseline(input, options));
        found.extend(without_contact(input, coverage));
        found.extend(without_cost(options, rows));
    }
    found.extend(unseen_spend(options, rows, coverage));
    found.extend(without_feedback(rows, coverage));
    found
}

/// What the user forgot to say, with the kinds of event that it could be: the most frequent first.
fn no_conversion_set(input: &CockpitInput<'_>) -> Option<Fact> {
    /// Kinds of event that are named.
    const NAMED: usize = 8;
    let (codes, names): (&[u32], &Dictionary) = match (input.events, input.journeys) {
        (Some(events), _) => (&events.event.codes, &events.event.dictionary),
        (None, Some(journeys)) => (&journeys.steps.event, &journeys.events),
        (None, None) => return None,
    };
    let mut counts: Map<u32, u64> = Map::new();
    for code in codes {
        *counts.entry(*code).or_default() += 1;
    }
    let mut kinds: Vec<(u32, u64)> = counts.into_iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let more = kinds.len().saturating_sub(NAMED);
    let named: Vec<(String, f64)> = kinds
        .iter()
        .take(NAMED)
        .map(|(code, events)| (names.name(*code).into_owned(), *events as f64))
        .collect();
    let all = codes.len() as f64;
    let words = [("kinds", Arg::Counted(&named)), ("more", count(more as f64))];
    let fact = Fact::new(FindingKind::NoConversionSet, "", (all, Measure::Events, all), &words);
    Some(fact.severity(Severity::Low))
}

/// More persons without an identifying id than with one.
fn mostly_anonymous(input: &CockpitInput<'_>) -> Option<Fact> {
    let (known, anonymous) = input.known_persons.filter(|(known, unknown)| unknown > known)?;
    let (all, anonymous) = (known as f64 + anonymous as f64, anonymous as f64);
    let words = [
        ("anonymous", count(anonymous)),
        ("all", count(all)),
        ("percent", percent(anonymous, all)),
    ];
    let size = (anonymous, Measure::Persons, all);
    let fact = Fact::new(FindingKind::MostlyAnonymous, "", size, &words);
    Some(fact.severity(Severity::Medium))
}

/// More rows of a table were rejected than slips of single rows explain.
fn rows_rejected(report: &IntakeReport) -> Option<Fact> {
    let reason = report.many_rejected()?;
    let (rejected, read) = (report.rejected() as f64, report.asked_for() as f64);
    let words = [
        ("table", Arg::Name(&report.table)),
        ("rejected", count(rejected)),
        ("all", count(read)),
        ("percent", percent(rejected, read)),
        ("column", Arg::Name(&reason.column)),
        ("reason", Arg::Name(reason.reason.text())),
        ("n", count(reason.rows as f64)),
    ];
    let size = (rejected, Measure::Rows, read);
    Some(Fact::new(FindingKind::RowsRejected, "", size, &words).severity(Severity::Medium))
}

/// A part of all conversions, in percent and in numbers.
fn part_of(kind: FindingKind, part: f64, all: f64) -> Option<Fact> {
    let words = [("percent", percent(part, all)), ("n", count(part)), ("all", count(all))];
    let some = part > 0.0 && all > 0.0;
    some.then(|| Fact::new(kind, "", (part, Measure::Conversions, all), &words))
}

fn baseline(input: &CockpitInput<'_>, options: &CockpitOptions) -> Option<Fact> {
    let row = lead_rows(input, options).find(|row| row.touchpoint == BASELINE)?;
    part_of(FindingKind::Baseline, row.conversions, input.credit?.conversions)
}

fn without_contact(input: &CockpitInput<'_>, coverage: &[Coverage]) -> Option<Fact> {
    let row = coverage.iter().find(|c| c.kind == CoverageKind::ConversionsWithoutContact)?;
    let all = input.journeys?.converted.iter().filter(|converted| **converted).count();
    part_of(FindingKind::ConversionsWithoutContact, row.amount?, all as f64)
}

/// Spend whose effect nobody can see, each campaign once: all of it where no event carries its name,
/// else what lies at touchpoints that nobody meets or that are not said.
fn unseen_spend(
    options: &CockpitOptions,
    rows: &[TouchpointRow],
    coverage: &[Coverage],
) -> Option<Fact> {
    let mut campaigns: Map<&str, [Option<f64>; 2]> = Map::new();
    for row in coverage {
        let place = match row.kind {
            CoverageKind::CampaignWithoutEvents => 0,
            CoverageKind::SpendWithoutTouchpoint | CoverageKind::SpendWithoutContacts => 1,
            CoverageKind::ConversionsWithoutContact
            | CoverageKind::EventsOfUnknownCampaign
            | CoverageKind::EventsWithoutPerson
            | CoverageKind::FeedbackWithoutContacts
            | CoverageKind::RowsRejected
            | CoverageKind::TouchpointWithoutAudit
            | CoverageKind::TouchpointWithoutFeedback
            | CoverageKind::TouchpointWithoutTarget => continue,
        };
        let known = campaigns.entry(row.subject.as_str()).or_default();
        if let (Some(sum), Some(amount)) = (known.get_mut(place).sure(), row.amount) {
            *sum = Some(sum.unwrap_or_default() + amount);
        }
    }
    let number = campaigns.len();
    let amounts = campaigns.into_iter().filter_map(|(_, [all, part])| all.or(part));
    let amounts: Vec<f64> = amounts.collect();
    if number == 0 {
        return None;
    }
    // Whether of none, of all or of some campaigns a cost is known.
    let priced = match amounts.len() {
        0 => 0.0,
        known if known == number => 1.0,
        _ => 2.0,
    };
    let unseen = total(amounts);
    let words =
        [("n", count(number as f64)), ("priced", count(priced)), ("cost", money(unseen, options))];
    let spent = total(rows.iter().filter_map(|row| row.cost));
    let size = (unseen, Measure::Money, spent.max(unseen));
    Some(Fact::new(FindingKind::UnseenSpend, "", size, &words))
}

/// Touchpoints with credited value whose cost nobody recorded: their return is not known.
fn without_cost(options: &CockpitOptions, rows: &[TouchpointRow]) -> Option<Fact> {
    let valued = |row: &TouchpointRow| row.value.filter(|value| *value > 0.0);
    let all = total(rows.iter().filter_map(valued));
    let free: Vec<(&TouchpointRow, f64)> = rows
        .iter()
        .filter(|row| row.cost.is_none() && !row.undecided && is_place(&row.touchpoint))
        .filter_map(|row| Some((row, valued(row)?)))
        .collect();
    let (largest, value) = free
        .iter()
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.touchpoint.cmp(&a.0.touchpoint)))?;
    let words = [
        ("n", count(free.len() as f64)),
        ("largest", Arg::Name(&largest.touchpoint)),
        ("value", money(*value, options)),
    ];
    let size = (total(free.iter().map(|(_, value)| *value)), Measure::Money, all);
    Some(Fact::new(FindingKind::TouchpointWithoutCost, "", size, &words))
}

fn without_feedback(rows: &[TouchpointRow], coverage: &[Coverage]) -> Option<Fact> {
    let silent: Vec<(&str, f64)> = coverage
        .iter()
        .filter(|row| row.kind == CoverageKind::TouchpointWithoutFeedback)
        .filter_map(|row| Some((row.subject.as_str(), row.amount?)))
        .collect();
    let (largest, contacts) = silent.first()?;
    let words = [
        ("n", count(silent.len() as f64)),
        ("largest", Arg::Name(largest)),
        ("contacts", count(*contacts)),
    ];
    let all = total(rows.iter().filter_map(|row| row.contacts).map(|c| c as f64));
    let size = (total(silent.iter().map(|(_, contacts)| *contacts)), Measure::Contacts, all);
    Some(Fact::new(FindingKind::TouchpointWithoutFeedback, "", size, &words))
}
