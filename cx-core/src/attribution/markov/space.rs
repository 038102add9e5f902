//! The states of a chain of any order, numbered.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashTable};

use super::options::States;
use crate::columns::NO_CODE;
use crate::sure::{Sure, run_of};
use crate::{Error, Result};

/// Contacts that all states together may remember.
const MOST: u64 = 1 << 28;

/// Distinct runs of touchpoints, numbered as they come.
#[derive(Debug)]
pub(super) struct Space {
    order: usize,
    states: States,
    pub(super) tuples: Tuples,
    numbers: HashTable<u32>,
    /// From a state by a touchpoint.
    steps: HashMap<(u32, u32), u32, FixedState>,
    hasher: FixedState,
}

/// Runs of touchpoint codes, one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Tuples {
    pub(super) codes: Vec<u32>,
    pub(super) ends: Vec<usize>,
}

impl Tuples {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn of(&self, at: usize) -> &[u32] {
        self.codes.get(run_of(&self.ends, at)).sure_or_default()
    }

    pub(super) fn push(&mut self, tuple: &[u32]) {
        self.codes.extend_from_slice(tuple);
        self.ends.push(self.codes.len());
    }
}

impl Space {
    pub(super) fn new(order: u32, states: States) -> Self {
        Self {
            order: order.max(1) as usize,
            states,
            tuples: Tuples::default(),
            numbers: HashTable::new(),
            steps: HashMap::default(),
            hasher: FixedState::default(),
        }
    }

    /// The states that each of the given paths passes.
    pub(super) fn encode<'p>(&mut self, paths: impl Iterator<Item = &'p [u32]>) -> Result<Tuples> {
        let mut encoded = Tuples::default();
        for path in paths {
            match self.states {
                States::Windows => self.windows(path, &mut encoded.codes)?,
                States::Padded => self.padded(path, &mut encoded.codes)?,
            }
            encoded.ends.push(encoded.codes.len());
        }
        Ok(encoded)
    }

    fn windows(&mut self, path: &[u32], states: &mut Vec<u32>) -> Result<()> {
        if path.is_empty() {
            return Ok(());
        }
        let (first, rest) = path.split_at(self.order.min(path.len()));
        let mut state = self.number(first)?;
        states.push(state);
        for code in rest {
            let next = self.step(state, *code)?;
            if next != state {
                states.push(next);
                state = next;
            }
        }
        Ok(())
    }

    fn padded(&mut self, path: &[u32], states: &mut Vec<u32>) -> Result<()> {
        let (mut state, mut last) = (NO_CODE, NO_CODE);
        for code in path {
            if *code != last {
                state = self.step(state, *code)?;
                states.push(state);
                last = *code;
            }
        }
        Ok(())
    }

    /// The state after another by a touchpoint.
    fn step(&mut self, state: u32, code: u32) -> Result<u32> {
        if let Some(next) = self.steps.get(&(state, code)) {
            return Ok(*next);
        }
        let mut tuple = match state {
            NO_CODE => Vec::new(),
            state => self.tuples.of(state as usize).to_vec(),
        };
        if tuple.len() == self.order {
            tuple.remove(0);
        }
        tuple.push(code);
        let next = self.number(&tuple)?;
        self.steps.insert((state, code), next);
        Ok(next)
    }

    /// The number of a run of touchpoints.
    fn number(&mut self, tuple: &[u32]) -> Result<u32> {
        let Self { tuples, numbers, hasher, .. } = self;
        let hash = hasher.hash_one(tuple);
        if let Some(number) = numbers.find(hash, |number| tuples.of(*number as usize) == tuple) {
            return Ok(*number);
        }
        let found = (tuples.codes.len() + tuple.len()) as u64;
        if found > MOST {
            let what = "contacts in the states of a Markov chain (lower its order)";
            return Err(Error::TooMany { what, found, limit: MOST });
        }
        let number = tuples.len() as u32;
        tuples.push(tuple);
        numbers.insert_unique(hash, number, |other| hasher.hash_one(tuples.of(*other as usize)));
        Ok(number)
    }

    /// The states in order of their touchpoints, and the place in it of each number.
    pub(super) fn sorted(&self) -> (Tuples, Vec<u32>) {
        let mut order: Vec<u32> = (0..self.tuples.len() as u32).collect();
        crate::parallel::sort_unstable_by_key(&mut order, |number| {
            self.tuples.of(*number as usize)
        });
        let mut sorted = Tuples::default();
        let mut places = vec![0; order.len()];
        for (place, number) in order.iter().enumerate() {
            sorted.push(self.tuples.of(*number as usize));
            if let Some(at) = places.get_mut(*number as usize).sure() {
                *at = place as u32;
            }
        }
        (sorted, places)
    }
}
