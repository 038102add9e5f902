//! Distinct sets of touchpoints met in a journey, with what came of them.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::columns::NO_CODE;
use crate::journey::paths::Paths;
use crate::sure::{Sure, run_of};

/// Sets of players, in the order in which the (sorted) paths first have them. A player is a
/// touchpoint that some journey met, counted from 0 in order of the touchpoints.
#[derive(Debug, Default, Clone)]
pub(super) struct Sets {
    /// Touchpoint code of each player.
    pub(super) players: Vec<u32>,
    /// For each touchpoint code, its player.
    places: Vec<u32>,
    members: Vec<u32>,
    ends: Vec<usize>,
    numbers: HashMap<Box<[u32]>, u32, FixedState>,
    /// Journeys with exactly this set, the conversions among them, their value, and the squares of
    /// the values.
    pub(super) journeys: Vec<f64>,
    pub(super) conversions: Vec<f64>,
    pub(super) value: Vec<f64>,
    pub(super) squares: Vec<f64>,
    /// Conversions, value and squares of the values of journeys without any contact.
    pub(super) apart: [f64; 3],
}

impl Sets {
    pub(super) fn of(paths: &Paths) -> Self {
        let mut sets = Self::players_of(paths);
        let mut set = Vec::new();
        for path in 0..paths.len() {
            let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
            let (conversions, value) = (at(&paths.conversions), at(&paths.value));
            let squares = at(&paths.value_squares);
            let journeys = conversions + at(&paths.nulls);
            sets.members_of(paths.path(path), &mut set);
            // Value without any journey cannot be told by a game of journeys.
            if set.is_empty() || journeys == 0.0 {
                let terms = [conversions, value, squares];
                sets.apart.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
                continue;
            }
            let number = sets.number(&set);
            add(&mut sets.journeys, number, journeys);
            add(&mut sets.conversions, number, conversions);
            add(&mut sets.value, number, value);
            add(&mut sets.squares, number, squares);
        }
        sets
    }

    fn players_of(paths: &Paths) -> Self {
        let mut places = vec![NO_CODE; paths.touchpoints.len()];
        for code in &paths.codes {
            if let Some(place) = places.get_mut(*code as usize).sure() {
                *place = 0;
            }
        }
        let mut players = Vec::new();
        for (code, place) in places.iter_mut().enumerate().filter(|(_, place)| **place == 0) {
            *place = players.len() as u32;
            players.push(code as u32);
        }
        Self { players, places, ..Self::default() }
    }

    /// The players on a path, each once, in order.
    pub(super) fn members_of(&self, path: &[u32], set: &mut Vec<u32>) {
        set.clear();
        set.extend(path.iter().filter_map(|code| self.places.get(*code as usize).sure()));
        set.sort_unstable();
        set.dedup();
    }

    /// The number of a set that is known.
    pub(super) fn find(&self, set: &[u32]) -> Option<usize> {
        self.numbers.get(set).map(|number| *number as usize)
    }

    fn number(&mut self, set: &[u32]) -> usize {
        if let Some(number) = self.find(set) {
            return number;
        }
        let number = self.ends.len();
        self.numbers.insert(set.into(), number as u32);
        self.members.extend_from_slice(set);
        self.ends.push(self.members.len());
        for column in
            [&mut self.journeys, &mut self.conversions, &mut self.value, &mut self.squares]
        {
            column.push(0.0);
        }
        number
    }

    /// How many distinct sets there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The players of a set, in order.
    pub(super) fn members(&self, set: usize) -> &[u32] {
        self.members.get(run_of(&self.ends, set)).sure_or_default()
    }

    /// The set as bits, for at most 32 players.
    pub(super) fn bits(&self, set: usize) -> usize {
        self.members(set).iter().fold(0, |bits, player| bits | 1 << player)
    }

    /// Journeys of all sets.
    pub(super) fn total(&self) -> f64 {
        self.journeys.iter().sum()
    }
}

fn add(sums: &mut [f64], at: usize, term: f64) {
    if let Some(sum) = sums.get_mut(at).sure() {
        *sum += term;
    }
}
