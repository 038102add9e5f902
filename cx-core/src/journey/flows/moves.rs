//! Moves of journeys counted pair by pair, with their durations.

use super::walk::Move;
use crate::journey::Journeys;

use crate::columns::NO_CODE;
use crate::parallel;
use crate::sure::Sure;

/// Occurrences and distinct owners. Moves come journey after journey, person after person, so the
/// last owner tells whether one is new.
///
/// Half a line of the cache: no pair of states occurs more often than there are rows or journeys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    count: u32,
    journeys: Owners,
    sessions: Owners,
    persons: Owners,
}

/// Distinct owners, each coming once only in a row.
#[derive(Debug, Clone, Copy)]
struct Owners {
    last: u32,
    count: u32,
}

impl Owners {
    const NONE: Self = Self { last: NO_CODE, count: 0 };

    fn observe(&mut self, owner: u32) {
        self.count += u32::from(self.last != owner);
        self.last = owner;
    }
}

impl Counts {
    const NONE: Self =
        Self { count: 0, journeys: Owners::NONE, sessions: Owners::NONE, persons: Owners::NONE };

    fn observe(&mut self, journey: u32, session: u32, person: u32) {
        self.count = self.count.saturating_add(1);
        self.journeys.observe(journey);
        self.sessions.observe(session);
        self.persons.observe(person);
    }

    /// How often.
    pub(super) fn count(&self) -> u64 {
        self.count.into()
    }

    /// Distinct journeys.
    pub(super) fn journeys(&self) -> u64 {
        self.journeys.count.into()
    }

    /// Distinct sessions.
    pub(super) fn sessions(&self) -> u64 {
        self.sessions.count.into()
    }

    /// Distinct persons.
    pub(super) fn persons(&self) -> u64 {
        self.persons.count.into()
    }
}

/// Above this many touchpoints a table of all pairs would be mostly zeros.
const DENSE: usize = 1 << 10;

/// The pairs of states that may occur, numbered in order.
pub(super) enum Pairs {
    /// All pairs of so many states.
    All(usize),
    /// Those that occur.
    Some(Vec<(u32, u32)>),
}

impl Pairs {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::All(states) => states * states,
            Self::Some(pairs) => pairs.len(),
        }
    }

    fn number(&self, from: usize, to: usize) -> usize {
        match self {
            Self::All(states) => from * states + to,
            Self::Some(pairs) => {
                pairs.binary_search(&(from as u32, to as u32)).ok().sure_or(usize::MAX)
            }
        }
    }

    pub(super) fn states(&self, number: usize) -> (usize, usize) {
        match self {
            Self::All(states) => (number / states, number % states),
            Self::Some(pairs) => {
                let (from, to) = pairs.get(number).copied().sure_or_default();
                (from as usize, to as usize)
            }
        }
    }
}

impl Journeys {
    pub(super) fn pairs(&self) -> Pairs {
        if self.touchpoints.len() <= DENSE {
            return Pairs::All(self.states());
        }
        let mut pairs = Vec::with_capacity(self.steps.touchpoint.len() + self.len());
        for journey in 0..self.len() {
            self.each_move(journey, |step| pairs.push((step.from as u32, step.to as u32)));
        }
        parallel::sort_unstable_by_key(&mut pairs, |pair| *pair);
        pairs.dedup();
        Pairs::Some(pairs)
    }

    /// Counts of every pair, and of all moves out of every state; of these the owners only where
    /// they are asked for.
    pub(super) fn count_moves(&self, pairs: &Pairs, owners: bool) -> (Vec<Counts>, Vec<Counts>) {
        let mut counts = vec![Counts::NONE; pairs.len()];
        let mut out = vec![Counts::NONE; self.states()];
        let mut session = 0;
        for journey in 0..self.len() {
            let person = self.person.get(journey).copied().sure_or(NO_CODE);
            self.each_move(journey, |Move { from, to, time, .. }| {
                session = self.sessions_before(session, person, time);
                let pair = counts.get_mut(pairs.number(from, to)).sure();
                let out = if owners { out.get_mut(from).sure() } else { None };
                for place in pair.into_iter().chain(out) {
                    place.observe(journey as u32, session as u32, person);
                }
            });
        }
        if !owners {
            for (number, pair) in counts.iter().enumerate() {
                if let Some(out) = out.get_mut(pairs.states(number).0).sure() {
                    out.count = out.count.saturating_add(pair.count);
                }
            }
        }
        (counts, out)
    }

    /// Durations of all moves that have one, pair after pair, and for each pair the number of them
    /// up to its end.
    pub(super) fn durations(&self, pairs: &Pairs, counts: &[Counts]) -> (Vec<i64>, Vec<usize>) {
        let start = self.touchpoints.len();
        let mut whole = 0;
        let mut place: Vec<usize> = Vec::with_capacity(counts.len());
        for (number, pair) in counts.iter().enumerate() {
            place.push(whole);
            let (from, to) = pairs.states(number);
            whole += if from == start || to == start + 2 { 0 } else { pair.count as usize };
        }
        let mut times = vec![0; whole];
        for journey in 0..self.len() {
            self.each_move(journey, |Move { from, to, micros, .. }| {
                let Some(micros) = micros else { return };
                let Some(next) = place.get_mut(pairs.number(from, to)).sure() else { return };
                if let Some(cell) = times.get_mut(*next).sure() {
                    *cell = micros;
                }
                *next += 1;
            });
        }
        (times, place)
    }
}
