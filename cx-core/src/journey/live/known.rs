//! Which identifiers belong to which person, while both grow.

use std::collections::{BTreeMap, BTreeSet};

use crate::columns::{Dictionary, NO_CODE};
use crate::stitch::People;
use crate::sure::{Absent, ByCode, Sure};

/// Identifiers of one type.
#[derive(Clone)]
struct Kind {
    id_type: String,
    first: Dictionary,
    persons: Vec<u32>,
    more: BTreeMap<String, u32>,
}

impl Kind {
    fn find(&self, id: &str) -> Option<u32> {
        let code = self.first.code(id).and_then(|code| self.persons.get(code as usize).sure());
        code.copied().filter(|person| *person != NO_CODE).or_else(|| self.more.get(id).copied())
    }
}

/// The person of every identifier; numbers stay, and of persons that become one the smallest does.
#[derive(Clone)]
pub(super) struct Known {
    kinds: Vec<Kind>,
    /// For each number ever given, itself or a smaller one that it became.
    into: Vec<u32>,
}

impl Known {
    pub(super) fn new(people: &People) -> Self {
        let kinds = people.ids.iter().map(|column| Kind {
            id_type: column.id_type.clone(),
            first: column.names.clone(),
            persons: column.persons.clone(),
            more: BTreeMap::new(),
        });
        Self { kinds: kinds.collect(), into: (0..people.len() as u32).collect() }
    }

    /// How many numbers were given.
    pub(super) fn len(&self) -> usize {
        self.into.len()
    }

    /// The number that a person has now.
    pub(super) fn now(&self, mut person: u32) -> u32 {
        while let Some(into) = self.into.get(person as usize).sure().filter(|into| **into != person)
        {
            person = *into;
        }
        person
    }

    pub(super) fn find(&self, id_type: &str, id: &str) -> Option<u32> {
        let kind = self.kinds.iter().find(|kind| kind.id_type == id_type)?;
        kind.find(id).map(|person| self.now(person))
    }

    /// Takes late people in: the number of each of them here, and which numbers became which.
    pub(super) fn take(&mut self, late: &People) -> (Vec<u32>, Vec<(u32, u32)>) {
        let mut owners: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); late.len()];
        for column in &late.ids {
            for (id, person) in column.names.names().zip(&column.persons) {
                let owner = self.find(&column.id_type, &id);
                if let (Some(owners), Some(owner)) =
                    (owners.get_mut(*person as usize).sure(), owner)
                {
                    owners.insert(owner);
                }
            }
        }
        let mut merged = BTreeSet::new();
        let mut numbers = Vec::with_capacity(owners.len());
        for owners in owners {
            let owners: BTreeSet<u32> = owners.iter().map(|owner| self.now(*owner)).collect();
            let smallest = owners.first().copied().or_absent(self.into.len() as u32);
            if owners.is_empty() {
                self.into.push(smallest);
            }
            for owner in owners.into_iter().skip(1) {
                if let Some(into) = self.into.get_mut(owner as usize).sure() {
                    *into = smallest;
                }
                merged.insert(owner);
            }
            numbers.push(smallest);
        }
        let numbers: Vec<u32> = numbers.into_iter().map(|number| self.now(number)).collect();
        self.note(late, &numbers);
        (numbers, merged.into_iter().map(|person| (person, self.now(person))).collect())
    }

    /// Notes identifiers that were not known, with the numbers of their persons.
    fn note(&mut self, late: &People, numbers: &[u32]) {
        for column in &late.ids {
            let known = self.kinds.iter().position(|kind| kind.id_type == column.id_type);
            let at = known.unwrap_or(self.kinds.len());
            if known.is_none() {
                self.kinds.push(Kind {
                    id_type: column.id_type.clone(),
                    first: Dictionary::default(),
                    persons: Vec::new(),
                    more: BTreeMap::new(),
                });
            }
            let Some(kind) = self.kinds.get_mut(at).sure() else { continue };
            for (id, person) in column.names.names().zip(&column.persons) {
                if let Some(number) = numbers.by_code(*person)
                    && kind.find(&id).is_none()
                {
                    kind.more.insert(id.into_owned(), *number);
                }
            }
        }
    }
}
