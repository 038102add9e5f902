//! What contacts and spots cost, as credits carry it to the returns.

use super::credit::TouchpointCost;
use crate::broadcast::Broadcast;
use crate::columns::{MICROS, NO_CODE};
use crate::journey::Journeys;
use crate::ordered::Map;

/// Costs of the contacts of all journeys, by touchpoint and campaign in order of their names.
pub(super) fn of_contacts(journeys: &Journeys) -> Vec<TouchpointCost> {
    let mut sums = Map::<(u32, u32), [i128; 2]>::new();
    for cost in &journeys.costs {
        let [counted, other] = sums.entry((cost.touchpoint, cost.campaign)).or_default();
        *(if cost.counted { counted } else { other }) += cost.cost;
    }
    let row = |((touchpoint, campaign), [counted, other]): ((u32, u32), [i128; 2])| {
        let named = campaign != NO_CODE;
        TouchpointCost {
            touchpoint: journeys.touchpoints.name(touchpoint).into_owned(),
            campaign: named.then(|| journeys.campaigns.name(campaign).into_owned()),
            counted,
            other,
            spots: false,
        }
    };
    sums.into_iter().map(row).collect()
}

/// Costs of spots, by touchpoint and campaign.
pub(super) fn of_spots(response: &Broadcast) -> impl Iterator<Item = TouchpointCost> {
    let row = |row: &crate::broadcast::report::BroadcastCampaign| {
        let campaign = row.campaign.as_ref()?;
        row.cost.is_finite().then(|| TouchpointCost {
            touchpoint: row.touchpoint.clone(),
            campaign: Some(campaign.clone()).filter(|name| !name.is_empty()),
            counted: (row.cost * MICROS as f64).round() as i128,
            other: 0,
            spots: true,
        })
    };
    response.campaigns.iter().filter_map(row)
}
