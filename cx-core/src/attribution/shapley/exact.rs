//! The Shapley value of the rate game over all `2^n` coalitions.

use super::doubt::Slopes;
use super::lattice::{inverse_choices, subset_sums, superset_sums};
use super::sets::Sets;

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
            if of == 0 { 0.0 } else { inverse.get(s).copied().unwrap_or(0.0) / of as f64 }
        };
        let without: Vec<f64> = (0..=players).map(|s| part(s, players - s)).collect();
        let both = without.iter().enumerate().map(|(s, weight)| weight + part(s, s)).collect();
        Self { players, both, without }
    }

    /// For each of `sets` and each player `i`: the sum over all coalitions `S` that contain the
    /// set, of the weight of `i` in `S` times `cell(S)`.
    fn sum(&self, cell: impl Fn(usize) -> f64, sets: &[usize]) -> Vec<f64> {
        let over = |weight: &[f64]| {
            let weighted = |set: usize| {
                let size = set.count_ones() as usize;
                weight.get(size).copied().unwrap_or(0.0) * cell(set)
            };
            let mut cells: Vec<f64> = (0..1 << self.players).map(weighted).collect();
            superset_sums(&mut cells);
            cells
        };
        let take = |cells: &[f64], set: usize| cells.get(set).copied().unwrap_or(0.0);
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

/// Shapley values of the game `outcome(S) / journeys(S)` for conversions and value, and how they
/// change with the journeys.
pub(super) fn solve(sets: &Sets) -> ([Vec<f64>; 2], Slopes) {
    let players = sets.players.len();
    let weights = Weights::new(players);
    let bits: Vec<usize> = (0..sets.len()).map(|set| sets.bits(set)).collect();
    let within = |counts: &[f64]| {
        let mut cells = vec![0.0; 1 << players];
        for (set, count) in bits.iter().zip(counts) {
            if let Some(cell) = cells.get_mut(*set) {
                *cell += count;
            }
        }
        subset_sums(&mut cells);
        cells
    };
    let mut inverse = within(&sets.journeys);
    for cell in &mut inverse {
        *cell = if *cell > 0.0 { 1.0 / *cell } else { 0.0 };
    }
    let take = |cells: &[f64], set: usize| cells.get(set).copied().unwrap_or(0.0);
    let of = |counts: &[f64]| {
        let mut rate = within(counts);
        rate.iter_mut().zip(&inverse).for_each(|(rate, inverse)| *rate *= inverse);
        let value = weights.sum(|set| take(&rate, set), &[0]);
        let slope = weights.sum(|set| take(&rate, set) * take(&inverse, set), &bits);
        (value, slope)
    };
    let (conversions, by_conversions) = of(&sets.conversions);
    let (value, by_value) = of(&sets.value);
    let reach = weights.sum(|set| take(&inverse, set), &bits);
    let slopes =
        Slopes { first: 0, width: players, reach, conversions: by_conversions, value: by_value };
    ([conversions, value], slopes)
}
