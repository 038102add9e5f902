//! Rows that were exported twice: the same event id in the same source.

use super::Events;
use crate::columns::{Coded, NO_CODE, NO_MONEY};
use crate::parallel;
use crate::reserved::BLANK_SOURCE;
use crate::sure::{Absent, Sure};

/// Removes all but one event of each (source, event id). Events without an id are never duplicates.
///
/// The one that stays is the first by time, touchpoint, kind, amounts and identifiers, so that the
/// choice does not depend on the order of the rows.
pub(super) fn remove(mut events: Events, event_id: &Coded) -> Events {
    let mut order: Vec<u32> =
        (0..events.len() as u32).filter(|row| event_id.code(*row as usize) != NO_CODE).collect();
    let key = |row: u32| (events.source.code(row as usize), event_id.code(row as usize));
    parallel::sort_unstable_by_key(&mut order, |row| (key(*row), content(&events, *row), *row));
    let mut duplicate = vec![false; events.len()];
    for pair in order.windows(2) {
        let [first, second] = pair else { continue };
        if key(*first) == key(*second)
            && let Some(flag) = duplicate.get_mut(*second as usize).sure()
        {
            *flag = true;
        }
    }
    if !duplicate.contains(&true) {
        return events;
    }
    let mut kept = Vec::with_capacity(events.len());
    for (row, duplicate) in duplicate.iter().enumerate() {
        if !*duplicate {
            kept.push(row as u32);
            continue;
        }
        let name = match events.source.name(row) {
            blank if blank.is_empty() => BLANK_SOURCE.to_owned(),
            name => name.into_owned(),
        };
        if let Some(count) = events.report.sources.iter_mut().find(|s| s.source == name) {
            count.accepted -= 1;
            count.duplicate += 1;
        }
    }
    events.take(&kept)
}

type Content = (i64, u32, u32, u32, i64, i64, Vec<u32>);

fn content(events: &Events, row: u32) -> Content {
    let at = row as usize;
    let money = |column: &Option<Vec<i64>>| {
        column.as_ref().and_then(|c| c.get(at).sure()).copied().or_absent(NO_MONEY)
    };
    (
        events.time.get(at).copied().sure_or_default(),
        events.touchpoint.code(at),
        events.event.code(at),
        events.campaign.as_ref().map_or(NO_CODE, |c| c.code(at)),
        money(&events.value),
        money(&events.cost),
        events.ids.iter().map(|c| c.ids.code(at)).collect(),
    )
}
