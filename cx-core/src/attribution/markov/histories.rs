//! Counts of what follows the last contacts, for memories of every length at once.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::columns::NO_CODE;
use crate::sure::Sure;
use crate::{Error, Result};

/// Histories together with what follows them.
const MOST: u64 = 1 << 25;

/// A history of some length with what follows it.
#[derive(Debug, Clone, Copy)]
struct Cell {
    history: u32,
    /// The same with a history one contact shorter.
    shorter: u32,
    length: u32,
    /// The history begins with the journey: longer memories see the same.
    whole: bool,
}

/// Counts by fold.
#[derive(Debug)]
pub(super) struct Histories {
    folds: usize,
    longest: u32,
    symbols: u32,
    /// A history that is one contact longer, by the contact before; [`NO_CODE`]: the start.
    longer: HashMap<(u32, u32), u32, FixedState>,
    numbers: HashMap<(u32, u32), u32, FixedState>,
    cells: Vec<Cell>,
    counts: Vec<f64>,
    totals: Vec<f64>,
}

impl Histories {
    pub(super) fn new(folds: usize, longest: u32, symbols: u32) -> Self {
        Self {
            folds,
            longest,
            symbols,
            longer: HashMap::default(),
            numbers: HashMap::default(),
            cells: Vec::new(),
            counts: Vec::new(),
            totals: vec![0.0; folds],
        }
    }

    /// Adds the journeys of a path; `end` is the symbol of a conversion, the next one that of none.
    pub(super) fn add(&mut self, path: &[u32], parts: &[Vec<f64>; 2], end: u32) -> Result<()> {
        let [won, lost] = parts;
        let all: Vec<f64> = won.iter().zip(lost).map(|(won, lost)| won + lost).collect();
        for (at, code) in path.iter().enumerate() {
            self.step(path.get(..at).sure_or_default(), *code, &all)?;
        }
        self.step(path, end, won)?;
        self.step(path, end + 1, lost)
    }

    /// Adds one step after a history, to memories of every length.
    fn step(&mut self, before: &[u32], next: u32, parts: &[f64]) -> Result<()> {
        if parts.iter().all(|part| *part == 0.0) {
            return Ok(());
        }
        let (mut history, mut shorter, mut whole) = (0, NO_CODE, false);
        let mut contacts = before.iter().rev();
        for length in 0..=self.longest {
            if length > 0 {
                let contact = contacts.next().copied().unwrap_or(NO_CODE);
                history = self.history(history, contact);
                whole = contact == NO_CODE;
            }
            shorter = self.cell(Cell { history, shorter, length, whole }, next)?;
            let counts = self.counts.iter_mut().skip(shorter as usize * self.folds);
            counts.zip(parts).for_each(|(count, part)| *count += part);
            let totals = self.totals.iter_mut().skip(history as usize * self.folds);
            totals.zip(parts).for_each(|(total, part)| *total += part);
            if whole {
                break;
            }
        }
        Ok(())
    }

    fn history(&mut self, shorter: u32, contact: u32) -> u32 {
        let next = self.longer.len() as u32 + 1;
        let number = *self.longer.entry((shorter, contact)).or_insert(next);
        if number == next {
            self.totals.resize(self.totals.len() + self.folds, 0.0);
        }
        number
    }

    fn cell(&mut self, cell: Cell, next: u32) -> Result<u32> {
        let number = self.cells.len() as u32;
        let found = *self.numbers.entry((cell.history, next)).or_insert(number);
        if found == number {
            if u64::from(number) * self.folds as u64 >= MOST {
                let what = "histories that a chain would remember (lower max_order)";
                return Err(Error::TooMany { what, found: MOST + 1, limit: MOST });
            }
            self.cells.push(cell);
            self.counts.resize(self.counts.len() + self.folds, 0.0);
        }
        Ok(found)
    }

    /// For each order from 1, the logarithm of the likelihood of each fold, predicted from the
    /// others.
    pub(super) fn scores(&self, back_off: f64) -> Vec<Vec<f64>> {
        let base = 1.0 / f64::from(self.symbols);
        let mut scores = vec![vec![0.0; self.folds]; self.longest as usize + 1];
        let mut predicted = vec![0.0; self.counts.len()];
        let at = |column: &[f64], place: usize| column.get(place).copied().sure_or(0.0);
        let sums = |column: &[f64]| -> Vec<f64> {
            column.chunks_exact(self.folds).map(|folds| folds.iter().sum()).collect()
        };
        let (all, totals) = (sums(&self.counts), sums(&self.totals));
        for (number, cell) in self.cells.iter().enumerate() {
            for fold in 0..self.folds {
                let place = number * self.folds + fold;
                let own = at(&self.counts, place);
                let history = cell.history as usize;
                let count = at(&all, number) - own;
                let total = at(&totals, history) - at(&self.totals, history * self.folds + fold);
                let shorter = match cell.shorter {
                    NO_CODE => base,
                    shorter => at(&predicted, shorter as usize * self.folds + fold),
                };
                let chance = (count.max(0.0) + back_off * shorter) / (total.max(0.0) + back_off);
                if let Some(predicted) = predicted.get_mut(place).sure() {
                    *predicted = chance;
                }
                if own > 0.0 {
                    let score = own * libm::log(chance);
                    let last = if cell.whole { self.longest } else { cell.length };
                    let orders = cell.length as usize..=last as usize;
                    for sums in scores.get_mut(orders).sure_or_default() {
                        sums.get_mut(fold).sure().into_iter().for_each(|sum| *sum += score);
                    }
                }
            }
        }
        scores.split_off(1)
    }
}
