//! What contacts cost, by touchpoint, campaign and time.

use hashbrown::HashMap;

use crate::columns::{NO_CODE, NO_MONEY};
use crate::intake::Events;
use crate::journey::table::ContactCost;
use crate::sure::Sure;

/// A quarter of an hour in microseconds: every offset of a time zone in use is a multiple of it, so sums
/// by quarter can be put together to days of any zone.
const QUARTER: i64 = 15 * 60 * 1_000_000;

/// Costs of all events, by touchpoint, campaign, whether they count, and time; `excluded` says it of each
/// kind of event.
pub(crate) fn costs(events: &Events, excluded: &[bool]) -> Vec<ContactCost> {
    let Some(costs) = &events.cost else { return Vec::new() };
    let mut sums = HashMap::<(u32, u32, bool, i64), i128, foldhash::fast::FixedState>::default();
    let campaigns = events.campaign.as_ref();
    for (row, cost) in costs.iter().enumerate().filter(|(_, cost)| **cost != NO_MONEY) {
        let time = events.time.get(row).sure().map_or(0, |time| time.div_euclid(QUARTER) * QUARTER);
        let campaign = campaigns.map_or(NO_CODE, |campaigns| campaigns.code(row));
        let counted = excluded.get(events.event.code(row) as usize).sure() != Some(&true);
        let key = (events.touchpoint.code(row), campaign, counted, time);
        *sums.entry(key).or_default() += i128::from(*cost);
    }
    let cost = |((touchpoint, campaign, counted, time), cost)| ContactCost {
        touchpoint,
        campaign,
        counted,
        time,
        cost,
    };
    let mut costs: Vec<ContactCost> = sums.into_iter().map(cost).collect();
    costs.sort_unstable();
    costs
}
