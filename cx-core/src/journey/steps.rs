//! Steps written side by side by several tasks, without a copy.

use std::sync::Mutex;

use super::order::{Contact, Grouped};
use super::table::Steps;
use crate::columns::{NO_CODE, NO_TIME};
use crate::intake::Events;

/// Place for the steps of some persons, at their final position in [`Steps`].
///
/// `row` holds the persons' rows on entry. Steps are written from the front; a person's rows are
/// taken out before his steps are written, so what is written never runs over what is still to be
/// read.
pub(super) struct Block<'a> {
    /// The first person of the block.
    pub(super) first: usize,
    /// For each person, the number of rows up to his last one, counted over all persons.
    ends: &'a [usize],
    /// Rows of all persons before the block.
    before: usize,
    time: &'a mut [i64],
    touchpoint: &'a mut [u32],
    event: &'a mut [u32],
    row: &'a mut [u32],
    written: usize,
}

impl Block<'_> {
    /// How many persons there are.
    pub(super) fn persons(&self) -> usize {
        self.ends.len()
    }

    /// How many steps were written.
    pub(super) fn len(&self) -> usize {
        self.written
    }

    /// Fetches the contacts of a person, counted from the first of the block, in no order.
    ///
    /// The columns are read here, one after the other: rows lie anywhere in them, and only reads
    /// that do not wait for one another are fast.
    pub(super) fn fetch(&self, person: usize, events: &Events, contacts: &mut Vec<Contact>) {
        let end_of = |person: usize| self.ends.get(person).map_or(0, |end| end - self.before);
        let start = person.checked_sub(1).map_or(0, end_of);
        let mine = self.row.get(start..end_of(person)).unwrap_or_default();
        contacts.clear();
        contacts.extend(mine.iter().map(|row| {
            let time = events.time.get(*row as usize).copied().unwrap_or(NO_TIME);
            Contact { time, row: *row, touchpoint: NO_CODE }
        }));
        for contact in contacts {
            contact.touchpoint = events.touchpoint.code(contact.row as usize);
        }
    }

    /// Times of the steps from `first` on.
    pub(super) fn times_from(&self, first: usize) -> &[i64] {
        self.times(first..self.written)
    }

    /// Times of some steps.
    pub(super) fn times(&self, steps: std::ops::Range<usize>) -> &[i64] {
        self.time.get(steps).unwrap_or_default()
    }

    /// Appends a step.
    pub(super) fn push(&mut self, contact: &Contact, event: u32) {
        let at = self.written;
        if let Some(cell) = self.time.get_mut(at) {
            *cell = contact.time;
        }
        for (column, value) in [
            (&mut *self.touchpoint, contact.touchpoint),
            (&mut *self.event, event),
            (&mut *self.row, contact.row),
        ] {
            // Pages that stay zero (a single kind of event) are never written, and so take no memory.
            if let Some(cell) = column.get_mut(at)
                && *cell != value
            {
                *cell = value;
            }
        }
        self.written += 1;
    }
}

/// Steps that are being written.
pub(super) struct Unwritten {
    steps: Steps,
    ends: Vec<usize>,
}

impl Unwritten {
    /// Place for a step of every row.
    pub(super) fn new(grouped: Grouped) -> Self {
        let rows = grouped.rows.len();
        let steps = Steps {
            time: vec![0; rows],
            touchpoint: vec![0; rows],
            event: vec![0; rows],
            row: grouped.rows,
        };
        Self { steps, ends: grouped.ends }
    }

    /// The place cut into blocks of so many persons, each for one task.
    pub(super) fn blocks(&mut self, persons: usize) -> Vec<Mutex<Block<'_>>> {
        let Steps { time, touchpoint, event, row } = &mut self.steps;
        let mut rest = (
            time.as_mut_slice(),
            touchpoint.as_mut_slice(),
            event.as_mut_slice(),
            row.as_mut_slice(),
        );
        let mut blocks = Vec::with_capacity(self.ends.len().div_ceil(persons));
        let mut before = 0;
        for (at, ends) in self.ends.chunks(persons).enumerate() {
            let end = ends.last().copied().unwrap_or(before);
            let size = end - before;
            let (time, touchpoint, event, row) = rest;
            let (time, later_time) = time.split_at_mut(size);
            let (touchpoint, later_touchpoint) = touchpoint.split_at_mut(size);
            let (event, later_event) = event.split_at_mut(size);
            let (row, later_row) = row.split_at_mut(size);
            rest = (later_time, later_touchpoint, later_event, later_row);
            let first = at * persons;
            let block = Block { first, ends, before, time, touchpoint, event, row, written: 0 };
            blocks.push(Mutex::new(block));
            before = end;
        }
        blocks
    }

    /// The steps, moved together: block `b` of so many persons wrote `written[b]` of them.
    pub(super) fn close(self, persons: usize, written: &[usize]) -> Steps {
        let mut steps = self.steps;
        let (mut from, mut to) = (0, 0);
        for (ends, written) in self.ends.chunks(persons).zip(written) {
            if from != to {
                let range = from..from + written;
                steps.time.copy_within(range.clone(), to);
                steps.touchpoint.copy_within(range.clone(), to);
                steps.event.copy_within(range.clone(), to);
                steps.row.copy_within(range, to);
            }
            from = ends.last().copied().unwrap_or(from);
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
