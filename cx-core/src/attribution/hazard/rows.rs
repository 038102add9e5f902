//! What the search reads of each person, equal ones once.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::{BuildHasher, Hash, Hasher};

use super::exposure::TASK;
use super::histories::Histories;
use super::history::History;
use super::triggers::Triggers;
use crate::Result;
use crate::parallel;
use crate::sure::Sure;

/// Contacts that speak for the level of a person's intent: `(touchpoint, number)`, those triggered by
/// others and the first one (which began the observation) left out.
pub(super) type Evidence = (u32, f64);

/// What the levels of one person, or of several that are alike, depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    /// Days of the observation.
    pub(super) days: f64,
    /// How many persons.
    pub(super) count: f64,
    /// Their cohort.
    pub(super) cohort: u32,
    end: u32,
}

/// Rows of the persons who do not convert, equal ones once, and of each one who does.
#[derive(Debug, Default)]
pub(super) struct Rows {
    all: Vec<Row>,
    evidence: Vec<Evidence>,
    /// How many rows are of persons who do not convert; they come first.
    pub(super) still: usize,
    /// The persons of the rows after these.
    pub(super) buyers: Vec<u32>,
    /// The row of each person.
    of_person: Vec<u32>,
}

impl Rows {
    /// Gathers them, in the order of the histories.
    pub(super) fn of(histories: &Histories, triggers: &Triggers) -> Result<Self> {
        let parts = parallel::map_chunks(histories.len(), TASK * 8, |range| {
            let (mut cells, mut ends) = (Vec::new(), Vec::new());
            let mut room = Vec::new();
            for person in histories.range(range) {
                evidence(&person, triggers, &mut room, &mut cells);
                ends.push(cells.len());
            }
            Ok((cells, ends))
        })?;
        let mut all = Self::default();
        let mut known = HashTable::new();
        let (mut buyers, mut of_person) = (Self::default(), Vec::with_capacity(histories.len()));
        let mut persons = histories.range(0..histories.len()).enumerate();
        for (cells, ends) in parts {
            let mut start = 0;
            for (end, (at, person)) in ends.into_iter().zip(&mut persons) {
                let own = cells.get(start..end).sure_or_default();
                let cohort = histories.cohort(&person) as u32;
                start = end;
                let row = if person.conversions.is_empty() {
                    all.add_alike(person.days, cohort, own, &mut known)
                } else {
                    buyers.push(person.days, cohort, own);
                    buyers.buyers.push(at as u32);
                    0
                };
                of_person.push(row);
            }
        }
        all.append(buyers);
        let still = all.still as u32;
        for (buyer, person) in (still..).zip(&all.buyers) {
            if let Some(row) = of_person.get_mut(*person as usize).sure() {
                *row = buyer;
            }
        }
        all.of_person = of_person;
        Ok(all)
    }

    /// The same where all persons are at one level: what those who do not convert did counts in sum only.
    pub(super) fn in_sum(&self, touchpoints: usize) -> Self {
        let mut days = 0.0;
        let mut sums = vec![0.0; touchpoints];
        for at in 0..self.still {
            let Some((row, evidence)) = self.get(at).sure() else { continue };
            days += row.count * row.days;
            for (touchpoint, number) in evidence {
                super::parameters::add(&mut sums, *touchpoint as usize, row.count * number);
            }
        }
        let evidence: Vec<Evidence> = (0..).zip(sums).filter(|(_, sum)| *sum > 0.0).collect();
        let mut all = Self::default();
        if self.still > 0 {
            all.push(days, 0, &evidence);
        }
        let mut buyers = Self { buyers: self.buyers.clone(), ..Self::default() };
        for at in self.still..self.len() {
            let Some((row, evidence)) = self.get(at).sure() else { continue };
            buyers.push(row.days, row.cohort, evidence);
        }
        all.append(buyers);
        all
    }

    fn append(&mut self, buyers: Self) {
        self.still = self.all.len();
        let start = self.evidence.len() as u32;
        self.evidence.extend(buyers.evidence);
        self.all.extend(buyers.all.into_iter().map(|row| Row { end: start + row.end, ..row }));
        self.buyers = buyers.buyers;
        self.all.shrink_to_fit();
        self.evidence.shrink_to_fit();
    }

    fn push(&mut self, days: f64, cohort: u32, evidence: &[Evidence]) {
        self.evidence.extend(evidence);
        self.all.push(Row { days, count: 1.0, cohort, end: self.evidence.len() as u32 });
    }

    /// Adds a person to the row of those who are alike, or a row; says which.
    fn add_alike(
        &mut self,
        days: f64,
        cohort: u32,
        evidence: &[Evidence],
        known: &mut HashTable<u32>,
    ) -> u32 {
        let hash = hash(days, cohort, evidence);
        let alike = |at: &u32| {
            self.get(*at as usize).sure().is_some_and(|(row, own)| {
                row.days == days && row.cohort == cohort && own == evidence
            })
        };
        let found = known.find(hash, alike).copied();
        if let Some(at) = found
            && let Some(row) = self.all.get_mut(at as usize).sure()
        {
            row.count += 1.0;
            return at;
        }
        let at = self.all.len() as u32;
        self.push(days, cohort, evidence);
        known.insert_unique(hash, at, |at| match self.get(*at as usize).sure() {
            Some((row, own)) => self::hash(row.days, row.cohort, own),
            None => 0,
        });
        at
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// A row and the contacts that speak for its level.
    pub(super) fn get(&self, at: usize) -> Option<(&Row, &[Evidence])> {
        let row = self.all.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.all.get(before).sure());
        let start = start.map_or(0, |before| before.end as usize);
        Some((row, self.evidence.get(start..row.end as usize).sure()?))
    }

    /// The row of a person.
    pub(super) fn of_person(&self, person: usize) -> Option<(&Row, &[Evidence])> {
        self.of_person.get(person).sure().and_then(|row| self.get(*row as usize))
    }

    /// The person of a row, where it is of one who converts.
    pub(super) fn buyer(&self, at: usize) -> Option<usize> {
        let place = at.checked_sub(self.still)?;
        self.buyers.get(place).map(|person| *person as usize)
    }
}

fn hash(days: f64, cohort: u32, evidence: &[Evidence]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    (days.to_bits(), cohort).hash(&mut hasher);
    for (touchpoint, number) in evidence {
        (touchpoint, number.to_bits()).hash(&mut hasher);
    }
    hasher.finish()
}

/// Adds the contacts of a person that speak for the level of intent.
pub(super) fn evidence(
    person: &History<'_>,
    triggers: &Triggers,
    room: &mut Vec<(usize, f64)>,
    cells: &mut Vec<Evidence>,
) {
    let start = cells.len();
    for (at, touch) in person.touches.iter().enumerate().skip(1) {
        triggers.parents(person, at, room);
        let own = 1.0 - room.iter().map(|parent| parent.1).sum::<f64>();
        let own = own.max(0.0);
        let known = cells.get_mut(start..).sure_or_default();
        match known.iter_mut().find(|cell| cell.0 as usize == touch.at) {
            Some(cell) => cell.1 += own,
            None => cells.push((touch.at as u32, own)),
        }
    }
    cells.get_mut(start..).sure_or_default().sort_unstable_by_key(|cell| cell.0);
}
