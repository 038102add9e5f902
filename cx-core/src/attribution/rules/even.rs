//! The game of counts: each conversion evenly over the touchpoints that its journey met.

use crate::Result;
use crate::attribution::sums::Sums;
use crate::columns::{MICROS, money_to_f64};
use crate::exact::ExactSum;
use crate::sure::{Sure, paired};

/// Conversions and value by touchpoint and by how many touchpoints share them.
///
/// Nothing is divided before all is summed: the credits are the same whether journeys come one by
/// one, by path or by set of touchpoints, and whatever else is asked.
#[derive(Debug, Default)]
pub(super) struct Even {
    /// For each touchpoint, and last for none, the sums by the number of those that share.
    cells: Vec<Vec<Cell>>,
    met: Vec<u32>,
}

/// Conversions and value that so many touchpoints share.
#[derive(Debug, Clone, Default)]
struct Cell {
    shared: u32,
    conversions: Amount,
    value: Amount,
}

impl Even {
    pub(super) fn new(touchpoints: usize) -> Self {
        Self { cells: vec![Vec::new(); touchpoints + 1], met: Vec::new() }
    }

    /// Adds conversions of one path and what they brought.
    pub(super) fn add(&mut self, path: &[u32], conversions: Term, value: Term) {
        self.met.clear();
        self.met.extend_from_slice(path);
        self.met.sort_unstable();
        self.met.dedup();
        let shared = self.met.len().max(1) as u32;
        if path.is_empty() {
            self.met.push(self.cells.len() as u32 - 1);
        }
        for place in &self.met {
            if let Some(cells) = self.cells.get_mut(*place as usize).sure() {
                change(cells, shared, |cell| {
                    cell.conversions.add(conversions);
                    cell.value.add(value);
                });
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (cells, others) in paired(&mut self.cells, &other.cells) {
            for other in others {
                change(cells, other.shared, |cell| {
                    cell.conversions.merge(&other.conversions);
                    cell.value.merge(&other.value);
                });
            }
        }
    }

    /// Puts the credits into sums that have none yet.
    pub(super) fn credit(&self, sums: &mut Sums) -> Result<()> {
        for (place, cells) in self.cells.iter().enumerate() {
            for Cell { shared, conversions, value } in cells {
                let shared = f64::from(*shared);
                sums.credit(place, conversions.value()? / shared, value.value()? / shared);
            }
        }
        Ok(())
    }
}

/// Changes the cell of so many that share.
fn change(cells: &mut Vec<Cell>, shared: u32, change: impl FnOnce(&mut Cell)) {
    let at = cells.partition_point(|cell| cell.shared < shared);
    if cells.get(at).is_none_or(|cell| cell.shared != shared) {
        cells.insert(at, Cell { shared, ..Cell::default() });
    }
    if let Some(cell) = cells.get_mut(at).sure() {
        change(cell);
    }
}

/// An amount: whole millionths, or another double.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Term {
    Millionths(i64),
    Other(f64),
}

impl Term {
    /// One conversion.
    pub(super) const ONE: Self = Self::Millionths(MICROS);

    pub(crate) fn of(amount: f64) -> Self {
        /// Millionths up to this are told apart by their doubles.
        const TOLD_APART: f64 = 2_251_799_813_685_248.0;
        let millionths = (amount * MICROS as f64).round();
        let told = millionths.abs() < TOLD_APART && millionths / MICROS as f64 == amount;
        if told { Self::Millionths(millionths as i64) } else { Self::Other(amount) }
    }
}

/// A sum of amounts: of whole millionths as an integer, of all others as doubles. Millionths are
/// recognised by their double, so it does not matter which of them were summed and rounded before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Amount {
    millionths: i128,
    others: Option<Box<ExactSum>>,
}

impl Amount {
    pub(crate) fn add(&mut self, term: Term) {
        match term {
            Term::Millionths(millionths) => self.millionths += i128::from(millionths),
            Term::Other(amount) => self.others.get_or_insert_default().add(amount),
        }
    }

    fn merge(&mut self, other: &Self) {
        self.millionths += other.millionths;
        if let Some(terms) = &other.others {
            self.others.get_or_insert_default().merge(terms);
        }
    }

    /// The sum, rounded.
    pub(crate) fn value(&self) -> Result<f64> {
        let whole = money_to_f64(self.millionths);
        let Some(others) = &self.others else { return Ok(whole) };
        let mut sum = others.clone();
        sum.add(whole);
        sum.value()
    }
}
