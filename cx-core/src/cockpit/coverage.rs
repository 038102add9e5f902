//! What the company does not see: touchpoints, spend and campaigns without a counterpart.

use serde::{Deserialize, Serialize};

use super::input::CockpitInput;
use super::kind::Measure;
use super::row::TouchpointRow;
use crate::columns::{NO_CODE, NO_MONEY, money_to_f64};
use crate::intake::Campaigns;
use crate::journey::Journeys;
use crate::ordered::{Map, Set};
use crate::reserved::{NO_PERSON, UNATTRIBUTED};
use crate::returns::spend::same_currency;
use crate::sure::Sure;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageKind {
    /// No event carries the campaign's name.
    CampaignWithoutEvents,
    /// Converted journeys without any contact.
    ConversionsWithoutContact,
    /// Events carry a name that the campaigns do not have.
    EventsOfUnknownCampaign,
    /// Events without a usable identifier: they stand in no journey.
    EventsWithoutPerson,
    /// A score at a touchpoint that no journey met.
    FeedbackWithoutContacts,
    /// Rows of an export that were rejected.
    RowsRejected,
    /// A campaign for a touchpoint that no journey met.
    SpendWithoutContacts,
    /// A campaign that names no touchpoint.
    SpendWithoutTouchpoint,
    /// Contacts without an audit.
    TouchpointWithoutAudit,
    /// Contacts without a score.
    TouchpointWithoutFeedback,
    /// A score without a target.
    TouchpointWithoutTarget,
}

impl CoverageKind {
    /// The name, as in reports: `touchpoint_without_feedback`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CampaignWithoutEvents => "campaign_without_events",
            Self::ConversionsWithoutContact => "conversions_without_contact",
            Self::EventsOfUnknownCampaign => "events_of_unknown_campaign",
            Self::EventsWithoutPerson => "events_without_person",
            Self::FeedbackWithoutContacts => "feedback_without_contacts",
            Self::RowsRejected => "rows_rejected",
            Self::SpendWithoutContacts => "spend_without_contacts",
            Self::SpendWithoutTouchpoint => "spend_without_touchpoint",
            Self::TouchpointWithoutAudit => "touchpoint_without_audit",
            Self::TouchpointWithoutFeedback => "touchpoint_without_feedback",
            Self::TouchpointWithoutTarget => "touchpoint_without_target",
        }
    }
}

/// One gap in what is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// What is missing.
    pub kind: CoverageKind,
    /// The touchpoint or campaign.
    pub subject: String,
    /// How much is affected, in `unit`.
    pub amount: Option<f64>,
    /// What the amount is counted in.
    pub unit: Measure,
}

/// All gaps, by the name of their kind and then by amount, the largest first.
pub(super) fn coverage(input: &CockpitInput<'_>, rows: &[TouchpointRow]) -> Vec<Coverage> {
    let mut found = Vec::new();
    touchpoints(input, rows, &mut found);
    if let Some(campaigns) = input.campaigns {
        spend(input, campaigns, rows, &mut found);
        unknown_campaigns(input, campaigns, &mut found);
    }
    if let Some(journeys) = input.journeys {
        let bare = without_contact(journeys);
        if bare > 0 {
            let kind = CoverageKind::ConversionsWithoutContact;
            push(&mut found, kind, UNATTRIBUTED, Some(bare as f64), Measure::Conversions);
        }
        let nobody = journeys.report.without_person;
        if nobody > 0 {
            let kind = CoverageKind::EventsWithoutPerson;
            push(&mut found, kind, NO_PERSON, Some(nobody as f64), Measure::Events);
        }
    }
    for source in input.accounts().flat_map(|report| &report.sources) {
        if source.rejected > 0 {
            let rejected = Some(source.rejected as f64);
            push(&mut found, CoverageKind::RowsRejected, &source.source, rejected, Measure::Rows);
        }
    }
    found.sort_by(|a, b| {
        let amount = |c: &Coverage| c.amount.unwrap_or(0.0);
        a.kind.cmp(&b.kind).then(amount(b).total_cmp(&amount(a))).then(a.subject.cmp(&b.subject))
    });
    found
}

fn push(
    found: &mut Vec<Coverage>,
    kind: CoverageKind,
    subject: &str,
    amount: Option<f64>,
    unit: Measure,
) {
    found.push(Coverage { kind, subject: subject.to_owned(), amount, unit });
}

/// Converted journeys without any step.
fn without_contact(journeys: &Journeys) -> usize {
    let converted = journeys.converted.iter().enumerate().filter(|(_, converted)| **converted);
    converted.filter(|(journey, _)| journeys.range(*journey).is_empty()).count()
}

fn touchpoints(input: &CockpitInput<'_>, rows: &[TouchpointRow], found: &mut Vec<Coverage>) {
    for row in rows {
        let contacts = row.contacts.map(|c| c as f64);
        let answers = row.score_n.map(|n| n as f64);
        let name = &row.touchpoint;
        let mut add = |kind, amount, unit| push(found, kind, name, amount, unit);
        if contacts.is_some() && row.score.is_none() {
            add(CoverageKind::TouchpointWithoutFeedback, contacts, Measure::Contacts);
        }
        if contacts.is_some() && row.audit_score.is_none() {
            add(CoverageKind::TouchpointWithoutAudit, contacts, Measure::Contacts);
        }
        if row.score.is_some() && row.score_target.is_none() {
            add(CoverageKind::TouchpointWithoutTarget, answers, Measure::Answers);
        }
        if input.journeys.is_some() && contacts.is_none() && row.score.is_some() {
            add(CoverageKind::FeedbackWithoutContacts, answers, Measure::Answers);
        }
    }
}

/// Spend without a counterpart, one row for each campaign and kind: costs by day are summed. Costs in
/// several currencies have no sum.
fn spend(
    input: &CockpitInput<'_>,
    campaigns: &Campaigns,
    rows: &[TouchpointRow],
    found: &mut Vec<Coverage>,
) {
    // What spots brought is seen without contacts.
    let met = rows.iter().filter(|row| row.contacts.is_some() || row.lower_bound);
    let met: Set<&str> = met.map(|row| row.touchpoint.as_str()).collect();
    let spots = input.credit.into_iter().flat_map(|credit| &credit.costs).filter(|cost| cost.spots);
    let spots = spots.filter_map(|cost| cost.campaign.clone());
    let tracked = input.events.and_then(|events| events.campaign.as_ref());
    let seen: Set<String> = tracked
        .into_iter()
        .flat_map(|c| c.dictionary.names().map(std::borrow::Cow::into_owned))
        .chain(spots)
        .collect();
    let mut currencies = (0..campaigns.len())
        .filter(|at| campaigns.cost.get(*at).sure().is_some_and(|cost| *cost != NO_MONEY))
        .map(|at| campaigns.currency.name(at))
        .filter(|currency| !currency.is_empty());
    let first = currencies.next().unwrap_or_default();
    let summable = currencies.all(|currency| same_currency(&currency, &first));
    // Costs in millionths.
    let mut sums: Map<(CoverageKind, String), Option<i128>> = Map::new();
    for at in 0..campaigns.len() {
        let campaign = campaigns.campaign.name(at).into_owned();
        let touchpoint = campaigns.touchpoint.name(at);
        let cost = campaigns.cost.get(at).sure().filter(|cost| summable && **cost != NO_MONEY);
        let unseen = tracked.is_some() && !seen.contains(&campaign);
        let mut add = |kind| {
            let sum = sums.entry((kind, campaign.clone())).or_default();
            if let Some(cost) = cost {
                *sum = Some(sum.unwrap_or_default() + i128::from(*cost));
            }
        };
        if touchpoint.is_empty() {
            add(CoverageKind::SpendWithoutTouchpoint);
        } else if input.journeys.is_some() && !met.contains(touchpoint.as_ref()) {
            add(CoverageKind::SpendWithoutContacts);
        }
        if unseen {
            add(CoverageKind::CampaignWithoutEvents);
        }
    }
    for ((kind, campaign), sum) in sums {
        push(found, kind, &campaign, sum.map(money_to_f64), Measure::Money);
    }
}

/// Names that events carry and the campaigns do not have.
fn unknown_campaigns(input: &CockpitInput<'_>, campaigns: &Campaigns, found: &mut Vec<Coverage>) {
    let Some(tracked) = input.events.and_then(|events| events.campaign.as_ref()) else { return };
    let mut events = vec![0_u64; tracked.dictionary.len()];
    for code in tracked.codes.iter().filter(|code| **code != NO_CODE) {
        if let Some(count) = events.get_mut(*code as usize).sure() {
            *count += 1;
        }
    }
    let registered: Set<String> =
        campaigns.campaign.dictionary.names().map(std::borrow::Cow::into_owned).collect();
    for (name, count) in tracked.dictionary.names().zip(events) {
        if !registered.contains(name.as_ref()) {
            let kind = CoverageKind::EventsOfUnknownCampaign;
            push(found, kind, &name, Some(count as f64), Measure::Events);
        }
    }
}
