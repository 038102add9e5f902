//! Several replicates of a bootstrap side by side: what is added for one is added for all at once.

use crate::sure::Sure;

/// Replicates that one pass over the paths works on.
pub(super) const LANES: usize = 16;

/// A figure of each of these replicates.
pub(super) type Lanes = [f64; LANES];

/// Nothing in any replicate.
pub(super) const NONE: Lanes = [0.0; LANES];

/// What was drawn of one path: journeys that converted and that did not, and the value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    pub(super) won: Lanes,
    pub(super) lost: Lanes,
    pub(super) value: Lanes,
}

impl Default for Drawn {
    fn default() -> Self {
        Self { won: NONE, lost: NONE, value: NONE }
    }
}

/// Credits of one model in one replicate; the last entry is what no touchpoint gets.
#[derive(Debug, Clone, Default)]
pub(super) struct Replicate {
    pub(super) conversions: Vec<f64>,
    pub(super) value: Vec<f64>,
}

/// Adds `factor * terms` to a cell.
pub(super) fn add(cells: &mut [Lanes], at: usize, terms: &Lanes, factor: f64) {
    if let Some(cell) = cells.get_mut(at).sure() {
        for (sum, term) in cell.iter_mut().zip(terms) {
            *sum += term * factor;
        }
    }
}

/// The cells of one replicate.
pub(super) fn lane(cells: &[Lanes], lane: usize) -> Vec<f64> {
    cells.iter().map(|cell| cell.get(lane).copied().sure_or(0.0)).collect()
}
