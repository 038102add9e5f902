//! Longest common subsequences, a whole row of the table in one number.
//!
//! Where a substitution is never cheaper than a deletion and an insertion, the distance is
//! `indel (|x| + |y| - 2 L(x, y))`. A row of the table of `L` grows by at most one from cell to
//! cell; a bit that is 0 says where. The next row is `(v + (v & m)) | (v & !m)`, with the bits of
//! `m` at the positions of `x` that hold the state of `y`.
//!
//! Source: M. Crochemore, C. Iliopoulos, Y. Pinzon, J. Reid, *A fast and practical bit-vector
//! algorithm for the longest common subsequence problem*, Information Processing Letters 80 (2001)
//! 279-285.

use super::StateSequences;
use super::costs::Costs;
use super::pairs::fill;
use crate::Result;
use crate::sure::Sure;

/// Rows whose chains of operations run side by side.
const ROWS: usize = 2;

/// A row of bits.
trait Bits: Copy + Send + Sync {
    const NONE: Self;
    const ALL: Self;
    fn set(self, at: usize) -> Self;
    fn next(self, matches: Self) -> Self;
    fn zeros(self) -> u32;
}

macro_rules! bits {
    ($kind:ty) => {
        impl Bits for $kind {
            const NONE: Self = 0;
            const ALL: Self = <$kind>::MAX;
            fn set(self, at: usize) -> Self {
                self | (1 << at)
            }
            #[inline(always)]
            fn next(self, matches: Self) -> Self {
                let found = self & matches;
                self.wrapping_add(found) | (self ^ found)
            }
            fn zeros(self) -> u32 {
                self.count_zeros()
            }
        }
    };
}
bits!(u64);
bits!(u128);

/// The distances of all pairs, where the bits of a row suffice; `finish` gets the cost and the two
/// lengths.
pub(super) fn pairs(
    sequences: &StateSequences,
    costs: &Costs,
    longest: usize,
    finish: impl Fn(f64, usize, usize) -> f64 + Sync + Send,
) -> Option<Result<Vec<f64>>> {
    if !costs.constant.is_some_and(|cost| cost >= 2.0 * costs.indel) {
        return None;
    }
    match longest {
        0..=64 => Some(pairs_of::<u64>(sequences, costs, finish)),
        65..=128 => Some(pairs_of::<u128>(sequences, costs, finish)),
        _ => None,
    }
}

fn pairs_of<B: Bits>(
    sequences: &StateSequences,
    costs: &Costs,
    finish: impl Fn(f64, usize, usize) -> f64 + Sync + Send,
) -> Result<Vec<f64>> {
    fill(sequences.len(), BLOCK, |rows| {
        let last = rows.count.min(rows.first + BLOCK);
        for first in (rows.first..last).step_by(ROWS) {
            let masks = masks::<B>(sequences, costs.states, first);
            for j in first + 1..rows.count {
                let other = sequences.get(j);
                for (i, common) in (first..j).zip(common(&masks, other)) {
                    let length = sequences.get(i).len();
                    let both = (length + other.len()) as f64 - 2.0 * f64::from(common);
                    rows.set(i, j, finish(costs.indel * both, length, other.len()));
                }
            }
        }
        Ok(())
    })
}

/// Rows of one task.
const BLOCK: usize = 16;

/// For each state, its positions in the sequences from `first` on.
fn masks<B: Bits>(sequences: &StateSequences, states: usize, first: usize) -> Vec<[B; ROWS]> {
    let mut masks = vec![[B::NONE; ROWS]; states];
    for lane in 0..ROWS.min(sequences.len() - first) {
        for (at, state) in sequences.get(first + lane).iter().enumerate() {
            if let Some(mask) = masks.get_mut(*state as usize).sure() {
                mask[lane] = mask[lane].set(at);
            }
        }
    }
    masks
}

fn common<B: Bits>(masks: &[[B; ROWS]], other: &[u32]) -> [u32; ROWS] {
    let mut row = [B::ALL; ROWS];
    for state in other {
        let Some(mask) = masks.get(*state as usize).sure() else { continue };
        for lane in 0..ROWS {
            row[lane] = row[lane].next(mask[lane]);
        }
    }
    row.map(B::zeros)
}
