//! Events person by person, in order of time.

use super::outcome::Outcomes;
use crate::columns::{NO_CODE, NO_MONEY};
use crate::intake::Events;

/// One event of a person; what most cuts need, side by side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Contact {
    pub(super) time: i64,
    pub(super) row: u32,
    pub(super) touchpoint: u32,
    /// Code of the kind of event.
    pub(super) event: u32,
}

/// Puts one person's contacts in order.
///
/// The order is total by content: time, then contacts before conversions, then source,
/// touchpoint, kind, campaign and amounts. Rows that are equal in all of these are
/// interchangeable, so nothing downstream depends on the order in which rows were read.
pub(super) fn sort(contacts: &mut [Contact], events: &Events, outcomes: &Outcomes) {
    let key = |row: u32| tie_break(events, outcomes, row as usize);
    crate::sort::unstable_by(contacts, |a, b| {
        let tie = || key(a.row).cmp(&key(b.row)).then(a.row.cmp(&b.row));
        a.time.cmp(&b.time).then_with(tie)
    });
}

type Tie = (bool, u32, u32, u32, u32, i64, i64);

fn tie_break(events: &Events, outcomes: &Outcomes, row: usize) -> Tie {
    let money = |column: &Option<Vec<i64>>| {
        column.as_ref().and_then(|c| c.get(row)).copied().unwrap_or(NO_MONEY)
    };
    let (touchpoint, event) = (events.touchpoint.code(row), events.event.code(row));
    (
        outcomes.of(touchpoint, event) != NO_CODE,
        events.source.code(row),
        touchpoint,
        event,
        events.campaign.as_ref().map_or(NO_CODE, |c| c.code(row)),
        money(&events.value),
        money(&events.cost),
    )
}
