//! Events that were exported twice: the same event id in the same source.

use super::Events;
use super::repeats::{self, Rows};
use crate::columns::{NO_CODE, NO_MONEY};
use crate::sure::{Absent, Sure};

/// Takes out events whose id had occurred in their source: copies, and those that a later row
/// restates. Events without an id are never duplicates; of another person or time they are kept, and
/// listed.
pub(super) fn remove(mut events: Events) -> Events {
    let Some(event_id) = &events.event_id else { return events };
    let rows: Vec<u32> =
        (0..events.len() as u32).filter(|row| event_id.code(*row as usize) != NO_CODE).collect();
    let by = Rows {
        key: |row: u32| (events.source.code(row as usize), event_id.code(row as usize)),
        whose: |row| whose(&events, row),
        content: |row| content(&events, row),
        place: |row| (events.order_of(row), row),
    };
    let found = repeats::find(rows, &by);
    if found.is_empty() {
        return events;
    }
    let mut report = std::mem::take(&mut events.report);
    let (kept, repeated) = repeats::account(&found, events.len(), &mut report, &|row| {
        (events.source.name(row as usize).into_owned(), Some(events.row(row)))
    });
    report.repeated.extend(repeated);
    events.report = report;
    if kept.len() == events.len() { events } else { events.take(&kept) }
}

/// Whose an event is, and of when.
fn whose(events: &Events, row: u32) -> (i64, Vec<u32>) {
    let time = events.time.get(row as usize).copied().sure_or_default();
    (time, events.ids.iter().map(|column| column.ids.code(row as usize)).collect())
}

type Content = (u32, u32, u32, u32, i64, i64, Vec<u32>);

/// All else that an event says.
fn content(events: &Events, row: u32) -> Content {
    let at = row as usize;
    let money = |column: &Option<Vec<i64>>| {
        column.as_ref().and_then(|c| c.get(at).sure()).copied().or_absent(NO_MONEY)
    };
    (
        events.touchpoint.code(at),
        events.event.code(at),
        events.campaign.as_ref().map_or(NO_CODE, |c| c.code(at)),
        events.order_id.as_ref().map_or(NO_CODE, |c| c.code(at)),
        money(&events.value),
        money(&events.cost),
        events.attributes.iter().map(|(_, column)| column.code(at)).collect(),
    )
}
