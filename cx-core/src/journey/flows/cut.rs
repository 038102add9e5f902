//! The steps of all journeys, cut by what is counted.

use std::borrow::Cow;

use crate::columns::NO_TIME;
use crate::journey::paths::distinct::Sequences;
use crate::journey::{Journeys, Unit};
use crate::sure::{Sure, run_of};

/// The steps of all journeys, cut by a unit: `u` has the steps `ends[u-1]..ends[u]`.
pub(super) struct Cut<'a> {
    pub(super) ends: Cow<'a, [usize]>,
    /// Person of each unit.
    pub(super) person: Cow<'a, [u32]>,
}

impl Cut<'_> {
    /// How many units there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The steps of a unit.
    pub(super) fn range(&self, unit: usize) -> std::ops::Range<usize> {
        run_of(&self.ends, unit)
    }

    /// The sequences of touchpoints of all units.
    pub(super) fn sequences<'a>(&'a self, codes: &'a [u32]) -> Sequences<'a> {
        Sequences { codes, ends: &self.ends }
    }
}

impl Journeys {
    /// The steps cut by a unit. Every journey, session and person is there, also without steps.
    pub(super) fn cut(&self, unit: Unit) -> Cut<'_> {
        match unit {
            Unit::Journeys => {
                Cut { ends: Cow::Borrowed(&self.ends), person: Cow::Borrowed(&self.person) }
            }
            Unit::Sessions => Cut {
                ends: Cow::Owned(self.session_ends()),
                person: Cow::Borrowed(&self.sessions.person),
            },
            Unit::Persons => Cut {
                ends: Cow::Owned(self.person_ends()),
                person: Cow::Owned((0..self.persons).collect()),
            },
        }
    }

    /// For each session, the number of steps up to its end: sessions and steps come person after
    /// person in order of time.
    fn session_ends(&self) -> Vec<usize> {
        let mut ends = Vec::with_capacity(self.sessions.person.len());
        for journey in 0..self.len() {
            let person = self.person.get(journey).copied().sure_or(0);
            for step in self.range(journey) {
                let time = self.steps.time.get(step).copied().sure_or(NO_TIME);
                let past = self.sessions_before(ends.len(), person, time);
                ends.resize(past, step);
            }
        }
        ends.resize(self.sessions.person.len(), self.steps.time.len());
        ends
    }

    /// The first session from `from` on that holds a person's event at a time.
    pub(super) fn sessions_before(&self, from: usize, person: u32, time: i64) -> usize {
        let mut at = from;
        while let (Some(owner), Some(end)) =
            (self.sessions.person.get(at), self.sessions.end.get(at))
            && (*owner, *end) < (person, time)
        {
            at += 1;
        }
        at
    }

    fn person_ends(&self) -> Vec<usize> {
        let mut ends = vec![0; self.persons as usize];
        for (person, end) in self.person.iter().zip(&self.ends) {
            if let Some(place) = ends.get_mut(*person as usize).sure() {
                *place = *end;
            }
        }
        let mut before = 0;
        for end in &mut ends {
            before = before.max(*end);
            *end = before;
        }
        ends
    }
}
