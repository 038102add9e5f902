//! What the company does not see: touchpoints, spend and campaigns without a counterpart.

use serde::{Deserialize, Serialize};

use super::input::{CockpitInput, CockpitOptions};
use super::row::TouchpointRow;
use super::rows::lead_rows;
use crate::attribution::UNATTRIBUTED;
use crate::columns::{NO_CODE, NO_MONEY, money_to_f64};
use crate::intake::Campaigns;
use crate::ordered::Set;

/// One gap in what is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// What is missing, for example `touchpoint_without_feedback`.
    pub kind: String,
    /// The touchpoint or campaign.
    pub subject: String,
    /// How much is affected, in `unit`.
    pub amount: Option<f64>,
    /// `contacts`, `answers`, `money`, `events` or `conversions`.
    pub unit: String,
}

/// All gaps, by kind and then by amount, the largest first.
pub(super) fn coverage(
    input: &CockpitInput<'_>,
    options: &CockpitOptions,
    rows: &[TouchpointRow],
) -> Vec<Coverage> {
    let mut found = Vec::new();
    touchpoints(input, rows, &mut found);
    if let Some(campaigns) = input.campaigns {
        spend(input, campaigns, rows, &mut found);
    }
    for credit in lead_rows(input, options).filter(|c| c.touchpoint == UNATTRIBUTED) {
        push(
            &mut found,
            "conversions_without_contact",
            UNATTRIBUTED,
            Some(credit.conversions),
            "conversions",
        );
    }
    crate::sort::by(&mut found, |a, b| {
        let amount = |c: &Coverage| c.amount.unwrap_or(0.0);
        a.kind.cmp(&b.kind).then(amount(b).total_cmp(&amount(a))).then(a.subject.cmp(&b.subject))
    });
    found
}

fn push(found: &mut Vec<Coverage>, kind: &str, subject: &str, amount: Option<f64>, unit: &str) {
    found.push(Coverage { kind: kind.into(), subject: subject.into(), amount, unit: unit.into() });
}

fn touchpoints(input: &CockpitInput<'_>, rows: &[TouchpointRow], found: &mut Vec<Coverage>) {
    for row in rows {
        let contacts = row.contacts.map(|c| c as f64);
        let name = &row.touchpoint;
        if contacts.is_some() && row.score.is_none() {
            push(found, "touchpoint_without_feedback", name, contacts, "contacts");
        }
        if contacts.is_some() && row.audit_score.is_none() {
            push(found, "touchpoint_without_audit", name, contacts, "contacts");
        }
        if row.score.is_some() && row.score_target.is_none() {
            push(
                found,
                "touchpoint_without_target",
                name,
                row.score_n.map(|n| n as f64),
                "answers",
            );
        }
        if input.journeys.is_some() && contacts.is_none() && row.score.is_some() {
            push(
                found,
                "feedback_without_contacts",
                name,
                row.score_n.map(|n| n as f64),
                "answers",
            );
        }
    }
}

fn spend(
    input: &CockpitInput<'_>,
    campaigns: &Campaigns,
    rows: &[TouchpointRow],
    found: &mut Vec<Coverage>,
) {
    let met: Set<&str> =
        rows.iter().filter(|r| r.contacts.is_some()).map(|r| r.touchpoint.as_str()).collect();
    let tracked = input.events.and_then(|events| events.campaign.as_ref());
    let seen: Set<String> = tracked
        .into_iter()
        .flat_map(|c| c.dictionary.names().map(std::borrow::Cow::into_owned))
        .collect();
    for at in 0..campaigns.len() {
        let campaign = campaigns.campaign.name(at);
        let touchpoint = campaigns.touchpoint.name(at);
        let cost = campaigns.cost.get(at).copied().filter(|cost| *cost != NO_MONEY);
        let cost = cost.map(|cost| money_to_f64(i128::from(cost)));
        if touchpoint.is_empty() {
            push(found, "spend_without_touchpoint", &campaign, cost, "money");
        } else if input.journeys.is_some() && !met.contains(touchpoint.as_ref()) {
            push(found, "spend_without_contacts", &campaign, cost, "money");
        }
        if tracked.is_some() && !seen.contains(campaign.as_ref()) {
            push(found, "campaign_without_events", &campaign, cost, "money");
        }
    }
    let Some(tracked) = tracked else { return };
    let mut events = vec![0_u64; tracked.dictionary.len()];
    for code in tracked.codes.iter().filter(|code| **code != NO_CODE) {
        if let Some(count) = events.get_mut(*code as usize) {
            *count += 1;
        }
    }
    let registered: Set<String> =
        campaigns.campaign.dictionary.names().map(std::borrow::Cow::into_owned).collect();
    for (name, count) in tracked.dictionary.names().zip(events) {
        if !registered.contains(name.as_ref()) {
            push(found, "events_of_unknown_campaign", &name, Some(count as f64), "events");
        }
    }
}
