//! Events person by person, in order of time.

use super::codes::{Kind, Touchpoint};
use super::outcomes::Outcomes;
use super::worth::Worth;
use crate::columns::NO_CODE;
use crate::intake::Events;
use crate::sure::Sure;

/// One event of a person; what most cuts need, side by side.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Contact {
    pub(crate) time: i64,
    pub(crate) row: u32,
    pub(crate) touchpoint: Touchpoint,
    pub(crate) event: Kind,
}

/// Events of some persons as they were read. Each is known by a key: its time above its place, so
/// that sorting moves eight bytes an event; its place alone where the two do not fit.
#[derive(Debug, Default)]
pub(crate) struct EventBuffer {
    /// The earliest time.
    first: i64,
    /// Bits of a place within a key.
    bits: u32,
    /// Times by place, where keys do not have them.
    time: Vec<i64>,
    /// Touchpoint and row by place, side by side for one look.
    cells: Vec<(u32, u32)>,
    /// Kinds by place, where there are several.
    event: Vec<u32>,
    kind: Option<u32>,
}

impl EventBuffer {
    /// Takes copies of columns of one length; `kind` is that of all events, where it is one.
    pub(crate) fn take(
        &mut self,
        time: &[i64],
        [touchpoint, row, event]: [&[u32]; 3],
        kind: Option<u32>,
    ) {
        self.cells.clear();
        self.cells.extend(touchpoint.iter().copied().zip(row.iter().copied()));
        self.event.clear();
        if kind.is_none() {
            self.event.extend_from_slice(event);
        }
        self.kind = kind;
        let (first, last) = time
            .iter()
            .fold((i64::MAX, i64::MIN), |(first, last), time| (first.min(*time), last.max(*time)));
        self.first = first;
        self.bits = usize::BITS - time.len().leading_zeros();
        self.time.clear();
        if last.checked_sub(first).is_none_or(|span| span as u64 > u64::MAX >> self.bits) {
            self.time.extend_from_slice(time);
        }
    }

    /// The key of the event at a place.
    pub(crate) fn key(&self, place: usize, time: i64) -> u64 {
        let since = if self.time.is_empty() { time.wrapping_sub(self.first) as u64 } else { 0 };
        since << self.bits | place as u64
    }

    fn place(&self, key: u64) -> usize {
        (key & ((1 << self.bits) - 1)) as usize
    }

    /// The time of an event.
    pub(crate) fn time(&self, key: u64) -> i64 {
        let kept = self.time.get(self.place(key)).copied();
        kept.unwrap_or_else(|| self.first.wrapping_add((key >> self.bits) as i64))
    }

    /// The event itself.
    pub(crate) fn contact(&self, key: u64) -> Contact {
        let place = self.place(key);
        let (touchpoint, row) = self.cells.get(place).copied().sure_or_default();
        let event = || self.event.get(place).copied().sure_or(NO_CODE);
        Contact {
            time: self.time(key),
            row,
            touchpoint: Touchpoint(touchpoint),
            event: Kind(self.kind.unwrap_or_else(event)),
        }
    }

    /// Order of time, and of places where times are equal.
    fn by_time(&self, keys: &mut [u64]) {
        if self.time.is_empty() {
            distinct(keys);
        } else {
            let time = |key: &u64| (self.time(*key), *key);
            keys.sort_unstable_by_key(|a| time(a));
        }
    }

    /// Puts one person's events in order.
    ///
    /// The order is total by content: time, then what the role `order` says, then contacts before conversions, then source,
    /// touchpoint, kind, campaign and amounts. Rows that are equal in all of these are
    /// interchangeable, so nothing downstream depends on the order in which rows were read.
    pub(crate) fn sort(&self, keys: &mut [u64], events: &Events, outcomes: &Outcomes) -> Ties {
        self.by_time(keys);
        // Places come in order of the rows.
        let tie = |key: u64| {
            let (_, row) = self.cells.get(self.place(key)).copied().sure_or_default();
            (tie_break(events, outcomes, row as usize), key)
        };
        let mut ties = Ties::default();
        for equal in keys.chunk_by_mut(|a, b| self.time(*a) == self.time(*b)) {
            if equal.len() > 1 {
                equal.sort_unstable_by_key(|a| tie(*a));
                ties.all += equal.len() as u64;
                let order = |key: &u64| tie(*key).0.0;
                for same in equal.chunk_by(|a, b| order(a) == order(b)) {
                    ties.unsettled += if same.len() > 1 { same.len() as u64 } else { 0 };
                }
            }
        }
        ties
    }
}

/// Sorts keys no two of which are equal.
///
/// The standard library inserts a few elements one by one, with branches that are guessed wrongly;
/// counting how many come before each has none, and takes half the time.
fn distinct(keys: &mut [u64]) {
    const FEW: usize = 20;
    if keys.len() > FEW {
        return keys.sort_unstable();
    }
    let mut sorted = [0; FEW];
    for key in &*keys {
        let before = keys.iter().filter(|other| *other < key).count();
        if let Some(place) = sorted.get_mut(before).sure() {
            *place = *key;
        }
    }
    keys.iter_mut().zip(sorted).for_each(|(key, sorted)| *key = sorted);
}

/// How many events share their time with another one of their person.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ties {
    pub(crate) all: u64,
    /// Those between which the role `order` does not decide.
    pub(crate) unsettled: u64,
}

type Tie = (i64, bool, u32, Touchpoint, Kind, u32, Worth, Worth);

fn tie_break(events: &Events, outcomes: &Outcomes, row: usize) -> Tie {
    let (touchpoint, event) =
        (Touchpoint(events.touchpoint.code(row)), Kind(events.event.code(row)));
    (
        events.order_of(row as u32),
        outcomes.of(touchpoint, event) != NO_CODE,
        events.source.code(row),
        touchpoint,
        event,
        events.campaign.as_ref().map_or(NO_CODE, |c| c.code(row)),
        Worth::value(events, row as u32),
        Worth::cost(events, row as u32),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Also of times so far apart that keys cannot hold them.
        #[test]
        fn keys_are_in_order_of_time_and_tell_their_event(
            time in proptest::collection::vec(
                prop_oneof![0_i64..9, Just(i64::MIN), any::<i64>()],
                0..40,
            ),
            far in any::<bool>(),
        ) {
            let time: Vec<i64> = time.into_iter().map(|t| if far { t } else { t % 1_000 }).collect();
            let rows: Vec<u32> = (100..).take(time.len()).collect();
            let mut buffer = EventBuffer::default();
            // What was held before is forgotten.
            buffer.take(&[5, i64::MIN], [&[1, 1], &[1, 1], &[1, 1]], None);
            buffer.take(&time, [&rows, &rows, &rows], None);
            let mut keys: Vec<u64> =
                time.iter().enumerate().map(|(place, time)| buffer.key(place, *time)).collect();
            buffer.by_time(&mut keys);
            let found: Vec<(i64, u32)> = keys
                .iter()
                .map(|key| buffer.contact(*key))
                .inspect(|contact| assert_eq!(contact.row, contact.touchpoint.0))
                .inspect(|contact| assert_eq!(contact.row, contact.event.0))
                .map(|contact| (contact.time, contact.row))
                .collect();
            let mut expected: Vec<(i64, u32)> = time.into_iter().zip(rows).collect();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
