//! Distances of sequences of equal length, position by position.

use super::StateSequences;
use super::costs::{counts, rate, rates};
use crate::sure::Sure;
use crate::{Error, Result};

/// Refuses sequences of unequal lengths.
pub(super) fn check(sequences: &StateSequences) -> Result<usize> {
    let length = |at: usize| sequences.get(at).len();
    let (shortest, longest) = (length(0), length(sequences.len().saturating_sub(1)));
    if shortest == longest {
        return Ok(longest);
    }
    Err(Error::Unanswerable {
        what: format!(
            "sequences have from {shortest} to {longest} states, and \"hamming\" and \"dhd\" compare position by position"
        ),
        remedy: "give \"steps\", so that all are cut or filled to one length, or choose \"om\" or \"lcs\"",
    })
}

/// Costs of `a` for `b` at each position, `[position][a][b]`: `4 - p(b|a) - p(a|b)` with the rates
/// into the position and those out of it; at both ends, where there is only one of the two, it
/// counts twice.
fn position_costs(sequences: &StateSequences, length: usize) -> Vec<f64> {
    let states = sequences.states.len();
    let near: Vec<Vec<f64>> = (0..length.saturating_sub(1))
        .map(|position| rates(&counts(sequences, |at| at == position), states))
        .collect();
    let both = |position: Option<usize>, a: usize, b: usize| {
        let rates = near.get(position?)?;
        Some(rate(rates, states, a, b) + rate(rates, states, b, a))
    };
    let mut costs = Vec::with_capacity(length * states * states);
    for position in 0..length {
        for pair in 0..states * states {
            let (a, b) = (pair / states, pair % states);
            let (into, out) = (both(position.checked_sub(1), a, b), both(Some(position), a, b));
            let one = into.or(out).unwrap_or(0.0);
            let other = out.unwrap_or(one);
            costs.push(if a == b { 0.0 } else { 4.0 - one - other });
        }
    }
    costs
}

/// What the dynamic Hamming distance costs.
#[derive(Debug, Clone)]
pub(super) struct Dynamic {
    states: usize,
    costs: Vec<f64>,
    /// The largest distance.
    pub(super) most: f64,
}

impl Dynamic {
    pub(super) fn of(sequences: &StateSequences, length: usize) -> Self {
        let states = sequences.states.len();
        let costs = position_costs(sequences, length);
        let largest = |table: &[f64]| table.iter().copied().fold(0.0, f64::max);
        let most = costs.chunks((states * states).max(1)).map(largest).sum();
        Self { states, costs, most }
    }

    /// The distance of two sequences.
    pub(super) fn distance(&self, x: &[u32], y: &[u32]) -> f64 {
        let cost = |(position, (a, b)): (usize, (&u32, &u32))| {
            let at = (position * self.states + *a as usize) * self.states + *b as usize;
            self.costs.get(at).copied().sure_or(0.0)
        };
        x.iter().zip(y).enumerate().map(cost).sum()
    }
}

/// Positions at which two sequences differ.
pub(super) fn hamming(x: &[u32], y: &[u32]) -> f64 {
    x.iter().zip(y).filter(|(a, b)| a != b).count() as f64
}
