//! Events person by person, in order of time.

use crate::Result;
use crate::columns::{NO_CODE, NO_MONEY};
use crate::intake::Events;
use crate::parallel;
use crate::stitch::People;

/// Persons sorted in one task.
const PERSONS: usize = 1 << 13;

/// Rows of events grouped by person; person `p` has the rows `ends[p-1]..ends[p]`.
pub(super) struct Ordered {
    pub(super) ends: Vec<usize>,
    pub(super) rows: Vec<(i64, u32)>,
}

impl Ordered {
    pub(super) fn rows_of(&self, person: usize) -> &[(i64, u32)] {
        let start = person.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or(0);
        self.ends.get(person).and_then(|end| self.rows.get(start..*end)).unwrap_or_default()
    }
}

/// Groups rows by person (one counting sort) and sorts each person's rows.
///
/// The order is total by content: time, then contacts before conversions, then source,
/// touchpoint, kind, campaign and amounts. Rows that are equal in all of these are
/// interchangeable, so nothing downstream depends on the order in which rows were read.
pub(super) fn order(events: &Events, people: &People, converts: &[bool]) -> Result<Ordered> {
    let mut ends = vec![0_usize; people.len()];
    for person in people.person.iter().filter(|p| **p != NO_CODE) {
        if let Some(count) = ends.get_mut(*person as usize) {
            *count += 1;
        }
    }
    let mut next = 0;
    for end in &mut ends {
        let count = *end;
        *end = next;
        next += count;
    }
    let mut rows = vec![(0_i64, 0_u32); next];
    for (row, (person, time)) in people.person.iter().zip(&events.time).enumerate() {
        let Some(place) = ends.get_mut(*person as usize) else { continue };
        if let Some(cell) = rows.get_mut(*place) {
            *cell = (*time, row as u32);
        }
        *place += 1;
    }
    sort_each(&mut rows, &ends, events, converts)?;
    Ok(Ordered { ends, rows })
}

fn sort_each(
    rows: &mut [(i64, u32)],
    ends: &[usize],
    events: &Events,
    converts: &[bool],
) -> Result<()> {
    // Disjoint slices, one for each block of persons, so that blocks can be sorted side by side.
    let mut blocks = Vec::with_capacity(ends.len() / PERSONS + 1);
    let mut rest = rows;
    let mut done = 0;
    for block in ends.chunks(PERSONS) {
        let last = block.last().copied().unwrap_or(done);
        let (mine, others) = std::mem::take(&mut rest).split_at_mut(last - done);
        blocks.push(std::sync::Mutex::new((mine, done, block)));
        rest = others;
        done = last;
    }
    let key = |row: u32| tie_break(events, converts, row as usize);
    parallel::map(blocks.len(), |at| {
        let Some(block) = blocks.get(at) else { return Ok(()) };
        let Ok(mut block) = block.lock() else { return Ok(()) };
        let (rows, first, ends) = &mut *block;
        let mut start = *first;
        for end in *ends {
            if let Some(mine) = rows.get_mut(start - *first..*end - *first) {
                crate::sort::unstable_by(mine, |a, b| {
                    a.0.cmp(&b.0).then_with(|| key(a.1).cmp(&key(b.1))).then(a.1.cmp(&b.1))
                });
            }
            start = *end;
        }
        Ok(())
    })?;
    Ok(())
}

type Tie = (bool, u32, u32, u32, u32, i64, i64);

fn tie_break(events: &Events, converts: &[bool], row: usize) -> Tie {
    let money = |column: &Option<Vec<i64>>| {
        column.as_ref().and_then(|c| c.get(row)).copied().unwrap_or(NO_MONEY)
    };
    let event = events.event.code(row);
    (
        converts.get(event as usize).copied().unwrap_or(false),
        events.source.code(row),
        events.touchpoint.code(row),
        event,
        events.campaign.as_ref().map_or(NO_CODE, |c| c.code(row)),
        money(&events.value),
        money(&events.cost),
    )
}
