//! Journeys by person: the independent units behind the intervals.

use crate::journey::Journeys;
use crate::sure::{Sure, run_of};

/// Journeys in order of their persons.
#[derive(Debug)]
pub(crate) struct Persons {
    journeys: Vec<u32>,
    ends: Vec<usize>,
}

impl Persons {
    pub(crate) fn of(journeys: &Journeys) -> Self {
        let person = |journey: &u32| journeys.person.get(*journey as usize).sure().copied();
        let mut order: Vec<u32> = (0..journeys.len() as u32).collect();
        if !order.is_sorted_by_key(person) {
            order.sort_by_key(person);
        }
        let mut ends: Vec<usize> = Vec::new();
        for (at, pair) in order.windows(2).enumerate() {
            if let [a, b] = pair
                && person(a) != person(b)
            {
                ends.push(at + 1);
            }
        }
        if !order.is_empty() {
            ends.push(order.len());
        }
        Self { journeys: order, ends }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The journeys of a person, counted from 0 over the persons that have any.
    pub(crate) fn journeys(&self, person: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let journeys = self.journeys.get(run_of(&self.ends, person)).sure_or_default();
        journeys.iter().map(|journey| *journey as usize)
    }
}
