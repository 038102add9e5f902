//! The contacts that speak for a person's level of intent.

use super::exposure::TASK;
use super::histories::{Histories, History};
use super::triggers::Triggers;
use crate::Result;
use crate::parallel;

/// For each person, contacts that speak for the level: `(touchpoint, number)`, those triggered by
/// others and the first one (which began the observation) left out.
#[derive(Debug)]
pub(super) struct Evidence {
    contacts: Vec<(usize, f64)>,
    ends: Vec<usize>,
}

impl Evidence {
    /// Gathers them.
    pub(super) fn gather(histories: &Histories, triggers: &Triggers) -> Result<Self> {
        let persons = &histories.persons;
        let parts = parallel::map_chunks(persons.len(), TASK, |range| {
            let persons = persons.get(range).unwrap_or_default();
            Ok(persons.iter().map(|person| evidence(person, triggers)).collect::<Vec<_>>())
        })?;
        let mut all = Self { contacts: Vec::new(), ends: Vec::with_capacity(persons.len()) };
        for contacts in parts.into_iter().flatten() {
            all.contacts.extend(contacts);
            all.ends.push(all.contacts.len());
        }
        Ok(all)
    }

    /// Those of all persons, one after the other.
    pub(super) fn all(&self) -> &[(usize, f64)] {
        &self.contacts
    }

    /// Those of one person.
    pub(super) fn of(&self, person: usize) -> &[(usize, f64)] {
        let end = |person: usize| self.ends.get(person).copied();
        let start = person.checked_sub(1).and_then(end).unwrap_or(0);
        end(person).and_then(|end| self.contacts.get(start..end)).unwrap_or_default()
    }
}

/// The contacts of a person that speak for the level of intent.
pub(super) fn evidence(person: &History, triggers: &Triggers) -> Vec<(usize, f64)> {
    let mut parents = Vec::new();
    let mut counts: Vec<(usize, f64)> = Vec::new();
    for (at, touch) in person.touches.iter().enumerate().skip(1) {
        triggers.parents(person, at, &mut parents);
        let own = 1.0 - parents.iter().map(|parent| parent.1).sum::<f64>();
        counts.push((touch.at, own.max(0.0)));
    }
    counts.sort_by_key(|count| count.0);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    counts
}
