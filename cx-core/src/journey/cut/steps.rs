//! Events brought to their persons, and steps written in their place by several tasks.

use std::sync::Mutex;

use super::order::{Contact, EventBuffer};
use crate::columns::{NO_CODE, NO_TIME};
use crate::intake::Events;
use crate::journey::table::Steps;
use crate::stitch::People;
use crate::sure::Sure;

/// Some persons: their events on entry, their steps at the end, at the final place in [`Steps`].
///
/// All events are taken out before the first step is written from the front, so what is written
/// never runs over what is still to be read.
pub(crate) struct Block<'a> {
    /// The first person of the block.
    pub(crate) first: usize,
    persons: usize,
    /// For each event, its person, counted from the first one.
    local: &'a [u16],
    /// The kind of all events, where there is only one.
    kind: Option<u32>,
    time: &'a mut [i64],
    touchpoint: &'a mut [u32],
    event: &'a mut [u32],
    row: &'a mut [u32],
    written: usize,
}

impl Block<'_> {
    /// How many steps were written.
    pub(crate) fn len(&self) -> usize {
        self.written
    }

    /// Takes the events of all persons out, person after person and in no order within: one
    /// counting sort within the cache.
    pub(crate) fn take(&self, scratch: &mut Scratch) {
        let Scratch { buffer, keys, ends } = scratch;
        buffer.take(self.time, [self.touchpoint, self.row, self.event], self.kind);
        ends.clear();
        ends.resize(self.persons, 0);
        for person in self.local {
            if let Some(count) = ends.get_mut(usize::from(*person)).sure() {
                *count += 1;
            }
        }
        let mut next = 0;
        for end in &mut *ends {
            next += std::mem::replace(end, next);
        }
        keys.clear();
        keys.resize(next, 0);
        for (at, (person, time)) in self.local.iter().zip(&*self.time).enumerate() {
            let Some(place) = ends.get_mut(usize::from(*person)).sure() else { continue };
            if let Some(key) = keys.get_mut(*place).sure() {
                *key = buffer.key(at, *time);
            }
            *place += 1;
        }
    }

    /// Times of the steps from `first` on.
    pub(crate) fn times_from(&self, first: usize) -> &[i64] {
        self.times(first..self.written)
    }

    /// Times of some steps.
    pub(crate) fn times(&self, steps: std::ops::Range<usize>) -> &[i64] {
        self.time.get(steps).sure_or_default()
    }

    /// Puts the steps from `first` on that are `old`, by time, touchpoint and kind, before all
    /// others, each part in its order, with their sessions; how many are old.
    pub(crate) fn part_from(
        &mut self,
        first: usize,
        sessions: &mut [u32],
        old: impl Fn(i64, u32, u32) -> bool,
    ) -> usize {
        let steps = first..self.written;
        let (Some(time), Some(touchpoint), Some(event), Some(row)) = (
            self.time.get_mut(steps.clone()).sure(),
            self.touchpoint.get_mut(steps.clone()).sure(),
            self.event.get_mut(steps.clone()).sure(),
            self.row.get_mut(steps).sure(),
        ) else {
            return 0;
        };
        let cells = time.iter().zip(&*touchpoint).zip(&*event);
        let olds: Vec<bool> = cells.map(|((time, what), kind)| old(*time, *what, *kind)).collect();
        parted(time, &olds);
        for column in [touchpoint, event, row, sessions] {
            parted(column, &olds);
        }
        olds.iter().filter(|old| **old).count()
    }

    /// Appends a step.
    pub(crate) fn push(&mut self, contact: &Contact) {
        let at = self.written;
        if let Some(cell) = self.time.get_mut(at).sure() {
            *cell = contact.time;
        }
        if let Some(cell) = self.touchpoint.get_mut(at).sure() {
            *cell = contact.touchpoint.0;
        }
        if let Some(cell) = self.row.get_mut(at).sure() {
            *cell = contact.row;
        }
        // Pages that stay zero (a single kind of event) are not even looked at, and so take no memory.
        if self.kind != Some(0)
            && let Some(cell) = self.event.get_mut(at).sure()
        {
            *cell = contact.event.0;
        }
        self.written += 1;
    }
}

/// Where the events of a block lie while its steps are written; used for one block after the other,
/// so that the memory is not asked for anew.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) buffer: EventBuffer,
    /// Keys of the events, person after person.
    pub(crate) keys: Vec<u64>,
    /// For each person, the number of keys up to their last one.
    pub(crate) ends: Vec<usize>,
}

/// Puts the items that are marked before all others, each part in its order.
fn parted<T: Copy>(items: &mut [T], marked: &[bool]) {
    let part = |marks: bool| {
        items.iter().zip(marked).filter(move |(_, mark)| **mark == marks).map(|(item, _)| *item)
    };
    let ordered: Vec<T> = part(true).chain(part(false)).collect();
    items.iter_mut().zip(ordered).for_each(|(item, next)| *item = next);
}

/// Blocks beyond which writing to all of them in turn would be slow.
const BLOCKS: usize = 1 << 10;

/// Events of all persons, block by block, where their steps are to be written.
pub(crate) struct Unwritten {
    steps: Steps,
    /// For each event, its person, counted from the first one of the block.
    local: Vec<u16>,
    /// For each block, the number of events up to its end.
    ends: Vec<usize>,
    persons: usize,
    /// Persons of a block, as a power of two.
    bits: u32,
    kind: Option<u32>,
    /// Events of nobody.
    pub(crate) without_person: usize,
    /// The last time of all events.
    pub(crate) last: i64,
}

impl Unwritten {
    /// Brings the events of some persons together, block by block, so that all that follows works
    /// within the cache: one counting sort with few places to write to.
    pub(crate) fn new(events: &Events, people: &People) -> Self {
        let persons = people.len();
        let bits = (10..u16::BITS).find(|bits| persons >> bits < BLOCKS).unwrap_or(u16::BITS);
        let mut ends = vec![0_usize; persons.div_ceil(1 << bits)];
        for person in people.person.iter().filter(|person| **person != NO_CODE) {
            if let Some(count) = ends.get_mut((person >> bits) as usize).sure() {
                *count += 1;
            }
        }
        let mut next = 0;
        for end in &mut ends {
            next += std::mem::replace(end, next);
        }
        let column = || vec![0_u32; next];
        let steps = Steps {
            time: vec![0; next],
            touchpoint: column(),
            event: column(),
            row: column(),
            campaign: Vec::new(),
        };
        let kind = events.event.only();
        let without_person = people.person.len() - next;
        let local = vec![0; next];
        let last = NO_TIME;
        let mut unwritten = Self { steps, local, ends, persons, bits, kind, without_person, last };
        unwritten.scatter(events, people);
        unwritten
    }

    /// Writes every event to the end of its block.
    fn scatter(&mut self, events: &Events, people: &People) {
        let Steps { time, touchpoint, event, row, .. } = &mut self.steps;
        let cells = people.person.iter().zip(&events.time).zip(&events.touchpoint.codes);
        for (at, ((person, when), what)) in cells.enumerate() {
            self.last = self.last.max(*when);
            let block = (person >> self.bits) as usize;
            if *person == NO_CODE {
                continue;
            }
            let Some(end) = self.ends.get_mut(block).sure() else { continue };
            let place = *end;
            *end += 1;
            if let (Some(time), Some(touchpoint), Some(row), Some(local)) = (
                time.get_mut(place).sure(),
                touchpoint.get_mut(place).sure(),
                row.get_mut(place).sure(),
                self.local.get_mut(place).sure(),
            ) {
                *time = *when;
                *touchpoint = *what;
                *row = at as u32;
                *local = (person & ((1 << self.bits) - 1)) as u16;
            }
            if self.kind.is_none()
                && let Some(event) = event.get_mut(place).sure()
            {
                *event = events.event.code(at);
            }
        }
    }

    /// The blocks, each for one task.
    pub(crate) fn blocks(&mut self) -> Vec<Mutex<Block<'_>>> {
        let Steps { time, touchpoint, event, row, .. } = &mut self.steps;
        let mut rest = (
            time.as_mut_slice(),
            touchpoint.as_mut_slice(),
            event.as_mut_slice(),
            row.as_mut_slice(),
            self.local.as_slice(),
        );
        let mut blocks = Vec::with_capacity(self.ends.len());
        let mut before = 0;
        for (at, end) in self.ends.iter().enumerate() {
            let size = end - before;
            let (time, touchpoint, event, row, local) = rest;
            let (time, later_time) = time.split_at_mut(size);
            let (touchpoint, later_touchpoint) = touchpoint.split_at_mut(size);
            let (event, later_event) = event.split_at_mut(size);
            let (row, later_row) = row.split_at_mut(size);
            let (local, later_local) = local.split_at(size);
            rest = (later_time, later_touchpoint, later_event, later_row, later_local);
            let first = at << self.bits;
            blocks.push(Mutex::new(Block {
                first,
                persons: (self.persons - first).min(1 << self.bits),
                local,
                kind: self.kind,
                time,
                touchpoint,
                event,
                row,
                written: 0,
            }));
            before = *end;
        }
        blocks
    }

    /// The steps, moved together: block `b` wrote `written[b]` of them.
    pub(crate) fn close(self, written: &[usize]) -> Steps {
        let mut steps = self.steps;
        let (mut from, mut to) = (0, 0);
        for (end, written) in self.ends.iter().zip(written) {
            if from != to {
                let range = from..from + written;
                steps.time.copy_within(range.clone(), to);
                steps.touchpoint.copy_within(range.clone(), to);
                steps.event.copy_within(range.clone(), to);
                steps.row.copy_within(range, to);
            }
            from = *end;
            to += written;
        }
        if to < steps.row.len() {
            steps.time.truncate(to);
            steps.time.shrink_to_fit();
            for column in [&mut steps.touchpoint, &mut steps.event, &mut steps.row] {
                column.truncate(to);
                column.shrink_to_fit();
            }
        }
        steps
    }
}
