//! The Shapley value of the rate game over all `2^n` coalitions.

use super::doubt::Slopes;
use super::lattice::{inverse_choices, subset_sums, superset_sums};
use super::sets::Sets;
use crate::sure::Sure;

/// Sums of functions of coalitions, weighted as the Shapley value weights them.
struct Weights {
    players: usize,
    /// By size of the coalition: the weight with the player in it plus that without.
    both: Vec<f64>,
    /// That without the player.
    without: Vec<f64>,
}

impl Weights {
    /// A player in a coalition of `s` has the weight `1 / (s C(n, s))`, one outside it
    /// `-1 / ((n - s) C(n, s))`.
    fn new(players: usize) -> Self {
        let inverse = inverse_choices(players);
        let part = |s: usize, of: usize| {
            if of == 0 { 0.0 } else { inverse.get(s).copied().sure_or(0.0) / of as f64 }
        };
        let without: Vec<f64> = (0..=players).map(|s| part(s, players - s)).collect();
        let both = without.iter().enumerate().map(|(s, weight)| weight + part(s, s)).collect();
        Self { players, both, without }
    }

    /// For each of `sets` and each player `i`: the sum over all coalitions `S` that contain the
    /// set, of the weight of `i` in `S` times the cell of `S`.
    fn sum(&self, cells: &(impl Iterator<Item = f64> + Clone), sets: &[usize]) -> Vec<f64> {
        let over = |weight: &[f64]| {
            let weighted = |(set, cell): (usize, f64)| {
                let size = set.count_ones() as usize;
                weight.get(size).copied().sure_or(0.0) * cell
            };
            let mut cells: Vec<f64> = cells.clone().enumerate().map(weighted).collect();
            superset_sums(&mut cells);
            cells
        };
        let take = |cells: &[f64], set: usize| cells.get(set).copied().sure_or(0.0);
        let with = over(&self.both);
        let mut sums = Vec::with_capacity(sets.len() * self.players);
        for set in sets {
            sums.extend((0..self.players).map(|player| take(&with, set | 1 << player)));
        }
        drop(with);
        let without = over(&self.without);
        for (row, set) in sums.chunks_exact_mut(self.players.max(1)).zip(sets) {
            for sum in row {
                *sum -= take(&without, *set);
            }
        }
        sums
    }
}

/// The game `outcome(S) / journeys(S)` over all coalitions.
struct Rates {
    weights: Weights,
    bits: Vec<usize>,
    /// `1 / journeys(S)`, 0 where there are none.
    inverse: Vec<f64>,
}

impl Rates {
    fn new(sets: &Sets) -> Self {
        let weights = Weights::new(sets.players.len());
        let bits = (0..sets.len()).map(|set| sets.bits(set)).collect();
        let mut rates = Self { weights, bits, inverse: Vec::new() };
        rates.inverse = rates.within(&sets.journeys);
        for cell in &mut rates.inverse {
            *cell = if *cell > 0.0 { 1.0 / *cell } else { 0.0 };
        }
        rates
    }

    /// Counts of all sets within each coalition.
    fn within(&self, counts: &[f64]) -> Vec<f64> {
        let mut cells = vec![0.0; 1 << self.weights.players];
        for (set, count) in self.bits.iter().zip(counts) {
            if let Some(cell) = cells.get_mut(*set).sure() {
                *cell += count;
            }
        }
        subset_sums(&mut cells);
        cells
    }

    fn of(&self, counts: &[f64]) -> Vec<f64> {
        let mut rate = self.within(counts);
        rate.iter_mut().zip(&self.inverse).for_each(|(rate, inverse)| *rate *= inverse);
        rate
    }

    fn value(&self, rate: &[f64]) -> Vec<f64> {
        self.weights.sum(&rate.iter().copied(), &[0])
    }

    fn slope(&self, rate: &[f64]) -> Vec<f64> {
        let cells = rate.iter().zip(&self.inverse).map(|(rate, inverse)| rate * inverse);
        self.weights.sum(&cells, &self.bits)
    }
}

/// Shapley values of the game of rates for conversions and value.
pub(super) fn values(sets: &Sets) -> [Vec<f64>; 2] {
    let rates = Rates::new(sets);
    [&sets.conversions, &sets.value].map(|counts| rates.value(&rates.of(counts)))
}

/// The same, and how they change with the journeys.
pub(super) fn solve(sets: &Sets) -> ([Vec<f64>; 2], Slopes) {
    let rates = Rates::new(sets);
    let of = |counts: &[f64]| {
        let rate = rates.of(counts);
        (rates.value(&rate), rates.slope(&rate))
    };
    let (conversions, by_conversions) = of(&sets.conversions);
    let (value, by_value) = of(&sets.value);
    let reach = rates.weights.sum(&rates.inverse.iter().copied(), &rates.bits);
    let slopes = Slopes {
        first: 0,
        width: sets.players.len(),
        reach,
        conversions: by_conversions,
        value: by_value,
    };
    ([conversions, value], slopes)
}
