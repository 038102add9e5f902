//! Edit distances of several sequences to one at a time.
//!
//! A sequence of edits of least cost is one of largest saving: with `w(a, b) = max(0, 2 indel -
//! sub(a, b))` and `S(i, j) = max(S(i-1, j), S(i, j-1), S(i-1, j-1) + w(x_i, y_j))`, the distance
//! is `indel (|x| + |y|) - S(|x|, |y|)`: three operations a cell, and small whole numbers where the
//! costs are multiples of one another. The cells of `N` sequences side by side are one vector.

use super::costs::Costs;
use super::pairs::fill;
use super::rows::Rows;
use super::{StateSequences, bits};
use crate::sure::Sure;
use crate::{Result, parallel};

/// Chosen sequences compared at a time with all others.
const LANES: usize = 8;

/// Sequences of one task that compares with the chosen ones.
const OTHERS: usize = 1 << 12;

/// A saving.
trait Cell: Copy + Send + Sync {
    const ZERO: Self;
    fn plus(self, other: Self) -> Self;
    fn larger(self, other: Self) -> Self;
    fn number(self) -> f64;
    fn of(number: f64) -> Self;
}

impl Cell for i16 {
    const ZERO: Self = 0;
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }
    fn larger(self, other: Self) -> Self {
        self.max(other)
    }
    fn number(self) -> f64 {
        f64::from(self)
    }
    fn of(number: f64) -> Self {
        number as Self
    }
}

impl Cell for f64 {
    const ZERO: Self = 0.0;
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn larger(self, other: Self) -> Self {
        if self > other { self } else { other }
    }
    fn number(self) -> f64 {
        self
    }
    fn of(number: f64) -> Self {
        number
    }
}

/// What the cells of a table of savings are.
#[derive(Debug, Clone, Copy)]
enum Width {
    /// Multiples of a unit.
    Small(f64),
    Float,
}

impl Width {
    /// The narrowest numbers that hold every saving exactly.
    fn of(costs: &Costs, longest: usize) -> Self {
        let most = |unit: f64| 2.0 * costs.indel / unit * longest as f64;
        match quantum(costs) {
            Some(unit) if most(unit) <= f64::from(i16::MAX) => Self::Small(unit),
            _ => Self::Float,
        }
    }
}

/// The length of the longest sequence: they come in order of their lengths.
fn longest(sequences: &StateSequences) -> usize {
    sequences.len().checked_sub(1).map_or(0, |last| sequences.get(last).len())
}

/// The distances of all pairs; `finish` gets the cost and the two lengths.
pub(super) fn pairs(
    sequences: &StateSequences,
    costs: &Costs,
    finish: impl Fn(f64, usize, usize) -> f64 + Sync + Send,
) -> Result<Vec<f64>> {
    let longest = longest(sequences);
    if let Some(found) = bits::pairs(sequences, costs, longest, &finish) {
        return found;
    }
    match Width::of(costs, longest) {
        Width::Small(unit) => pairs_of::<i16, 16>(sequences, costs, unit, finish),
        Width::Float => pairs_of::<f64, 8>(sequences, costs, 1.0, finish),
    }
}

/// The distances of the chosen sequences to all, one list for each of them.
pub(super) fn to_each(
    sequences: &StateSequences,
    costs: &Costs,
    chosen: &[usize],
    finish: impl Fn(f64, usize, usize) -> f64 + Sync + Send,
) -> Result<Vec<Vec<f64>>> {
    let mut found = Vec::with_capacity(chosen.len());
    let longest = longest(sequences);
    for chosen in chosen.chunks(LANES) {
        let block = Block::<f64, LANES>::of(sequences, costs, 1.0, chosen);
        let parts = parallel::map_chunks(sequences.len(), OTHERS, |others| {
            let mut rows = Rows::new(block.width, longest, 0.0);
            let mut part = vec![Vec::with_capacity(others.len()); chosen.len()];
            for other in others {
                let other = sequences.get(other);
                let savings = block.savings(other, &mut rows);
                let lanes = part.iter_mut().zip(savings).zip(block.lengths);
                for ((list, saving), length) in lanes {
                    let both = (length + other.len()) as f64;
                    list.push(finish((costs.indel * both - saving).max(0.0), length, other.len()));
                }
            }
            Ok(part)
        })?;
        let first = found.len();
        found.resize(first + chosen.len(), Vec::with_capacity(sequences.len()));
        for part in parts {
            for (list, more) in found.iter_mut().skip(first).zip(part) {
                list.extend(more);
            }
        }
    }
    Ok(found)
}

/// What all savings are whole multiples of, where there is such a number.
fn quantum(costs: &Costs) -> Option<f64> {
    const MOST: u8 = 16;
    let whole = 2.0 * costs.indel;
    let part = whole - costs.constant?;
    if whole <= 0.0 {
        return None;
    }
    if part <= 0.0 {
        return Some(whole);
    }
    (1..=MOST).map(|parts| part / f64::from(parts)).find(|unit| {
        let times = whole / unit;
        times == times.round() && unit * times == whole
    })
}

fn pairs_of<T: Cell, const N: usize>(
    sequences: &StateSequences,
    costs: &Costs,
    unit: f64,
    finish: impl Fn(f64, usize, usize) -> f64 + Sync + Send,
) -> Result<Vec<f64>> {
    let longest = longest(sequences);
    fill(sequences.len(), N, |rows| {
        let mine: Vec<usize> = (rows.first..rows.count.min(rows.first + N)).collect();
        let block = Block::<T, N>::of(sequences, costs, unit, &mine);
        let mut table = Rows::new(block.width, longest, T::ZERO);
        for j in rows.first + 1..rows.count {
            let other = sequences.get(j);
            let savings = block.savings(other, &mut table);
            for (lane, (saving, length)) in savings.iter().zip(block.lengths).enumerate() {
                let i = rows.first + lane;
                if i >= j {
                    break;
                }
                let both = (length + other.len()) as f64;
                let cost = (costs.indel * both - unit * saving.number()).max(0.0);
                rows.set(i, j, finish(cost, length, other.len()));
            }
        }
        Ok(())
    })
}

/// The row of the table below another one.
fn next_row<T: Cell, const N: usize>(saved: &[[T; N]], above: &[[T; N]], row: &mut [[T; N]]) {
    let (mut diagonal, mut left) = ([T::ZERO; N], [T::ZERO; N]);
    for ((cell, up), saved) in row.iter_mut().zip(above).zip(saved) {
        for lane in 0..N {
            // What waits for the cell before comes last: one step of the chain, not two.
            let matched = diagonal[lane].plus(saved[lane]);
            left[lane] = up[lane].larger(matched).larger(left[lane]);
        }
        diagonal = *up;
        *cell = left;
    }
}

/// `N` sequences side by side.
struct Block<T, const N: usize> {
    lengths: [usize; N],
    /// The longest of them.
    width: usize,
    /// `savings[state * width + position]`: what a match of `state` with that position of each
    /// sequence saves.
    savings: Vec<[T; N]>,
}

impl<T: Cell, const N: usize> Block<T, N> {
    /// At most `N` sequences; the lanes that are left over save nothing.
    fn of(sequences: &StateSequences, costs: &Costs, unit: f64, chosen: &[usize]) -> Self {
        let mut lengths = [0; N];
        for (length, sequence) in lengths.iter_mut().zip(chosen) {
            *length = sequences.get(*sequence).len();
        }
        let width = lengths.iter().copied().max().unwrap_or(0);
        let mut savings = vec![[T::ZERO; N]; width * costs.states];
        for (state, row) in savings.chunks_mut(width.max(1)).enumerate() {
            for (lane, sequence) in chosen.iter().enumerate().take(N) {
                for (cells, mine) in row.iter_mut().zip(sequences.get(*sequence)) {
                    let saved = (2.0 * costs.indel - costs.get(state as u32, *mine)).max(0.0);
                    cells[lane] = T::of(saved / unit);
                }
            }
        }
        Self { lengths, width, savings }
    }

    /// What each sequence saves at best against `other`.
    fn savings(&self, other: &[u32], rows: &mut Rows<T, N>) -> [T; N] {
        let known = rows.begin(other);
        for (at, state) in other.iter().enumerate().skip(known) {
            let start = *state as usize * self.width;
            let saved = self.savings.get(start..start + self.width).sure_or_default();
            let (above, row) = rows.step(at);
            next_row(saved, above, row);
        }
        let cells = rows.row(other.len());
        std::array::from_fn(|lane| {
            let last = self.lengths[lane].checked_sub(1).and_then(|last| cells.get(last).sure());
            last.map_or(T::ZERO, |cell| cell[lane])
        })
    }
}
