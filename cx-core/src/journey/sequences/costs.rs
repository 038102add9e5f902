//! What an edit costs.

use super::StateSequences;
use super::options::{DistanceMethod, DistanceOptions};
use crate::sure::Sure;

/// Costs of edits; `substitution[a * states + b]` is that of `a` for `b`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Costs {
    pub(super) states: usize,
    pub(super) indel: f64,
    pub(super) substitution: Vec<f64>,
    /// The largest substitution cost.
    pub(super) most: f64,
    /// The cost of all substitutions, where it is the same.
    pub(super) constant: Option<f64>,
}

impl Costs {
    pub(super) fn of(sequences: &StateSequences, options: &DistanceOptions) -> Self {
        let states = sequences.states.len();
        let (cost, indel) = match options.method {
            DistanceMethod::OmTransitionRates => {
                let rates = rates(&counts(sequences, |_| true), states);
                return Self::matrix(states, options.indel, |a, b| {
                    2.0 - rate(&rates, states, a, b) - rate(&rates, states, b, a)
                });
            }
            DistanceMethod::Lcs => (2.0, Some(1.0)),
            _ => (options.substitution, options.indel),
        };
        let mut costs = Self::matrix(states, indel, |_, _| cost);
        costs.constant = Some(cost);
        if indel.is_none() {
            costs.indel = cost / 2.0;
        }
        costs
    }

    fn matrix(states: usize, indel: Option<f64>, cost: impl Fn(usize, usize) -> f64) -> Self {
        let cell = |at: usize| {
            let (a, b) = (at / states, at % states);
            if a == b { 0.0 } else { cost(a, b) }
        };
        let substitution: Vec<f64> = (0..states * states).map(cell).collect();
        let most = substitution.iter().copied().fold(0.0, f64::max);
        Self { states, indel: indel.unwrap_or(most / 2.0), substitution, most, constant: None }
    }

    /// The cost of `a` for `b`.
    pub(super) fn get(&self, a: u32, b: u32) -> f64 {
        rate(&self.substitution, self.states, a as usize, b as usize)
    }
}

/// The cell `a, b` of a square table.
pub(super) fn rate(rates: &[f64], states: usize, a: usize, b: usize) -> f64 {
    rates.get(a * states + b).copied().sure_or(0.0)
}

/// How often each state follows each other one, over the rows of all sequences, at the positions
/// asked for (the position of the earlier state).
pub(super) fn counts(sequences: &StateSequences, at: impl Fn(usize) -> bool) -> Vec<u64> {
    let states = sequences.states.len();
    let mut counts = vec![0_u64; states * states];
    for (sequence, weight) in sequences.weight.iter().enumerate() {
        for (position, pair) in sequences.get(sequence).windows(2).enumerate() {
            if let [a, b] = pair
                && at(position)
                && let Some(count) = counts.get_mut(*a as usize * states + *b as usize).sure()
            {
                *count += weight;
            }
        }
    }
    counts
}

/// Shares of each row of a square table; 0 where the row is empty.
pub(super) fn rates(counts: &[u64], states: usize) -> Vec<f64> {
    let mut rates = Vec::with_capacity(counts.len());
    for row in counts.chunks(states.max(1)) {
        let whole: u64 = row.iter().sum();
        let share = |count: &u64| if whole == 0 { 0.0 } else { *count as f64 / whole as f64 };
        rates.extend(row.iter().map(share));
    }
    rates
}
