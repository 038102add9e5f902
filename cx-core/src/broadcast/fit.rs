//! An amplitude for each airing, and what is known of sums of them.

use super::baseline::Baseline;
use super::pooled::{Data, Pooled};
use crate::stats::{Band, Factor, nnls};
use crate::sure::Sure;

/// Amplitudes by weighted least squares: `(X' W X) A = X' W (y - b)`, `x_it = k(t - t_i)`,
/// `w_t = 1 / mean` of the pooled fit, so that a weight does not depend on the noise of one airing.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// Without a bound: unbiased, also where the truth is 0.
    pub(super) free: Vec<f64>,
    /// Never negative.
    pub(super) bounded: Vec<f64>,
    /// Variance of the free ones.
    pub(super) variance: Vec<f64>,
    factor: Factor,
    weights: Vec<f64>,
}

impl Fit {
    pub(super) fn of(data: &Data<'_>, pooled: &Pooled, baseline: &Baseline) -> Self {
        let kernel = &pooled.kernel;
        let window = kernel.shares.len();
        let mut weights = vec![0.0; data.visits.len()];
        let mut excess = weights.clone();
        let mut weighted_base = weights.clone();
        for minute in data.reach {
            let at = |of: &[f64]| of.get(*minute).copied().sure_or(0.0);
            let weight = 1.0 / at(&pooled.mean).max(f64::MIN_POSITIVE);
            let base = at(data.base);
            let cells = (
                weights.get_mut(*minute).sure(),
                excess.get_mut(*minute).sure(),
                weighted_base.get_mut(*minute).sure(),
            );
            if let (Some(w), Some(e), Some(b)) = cells {
                (*w, *e, *b) = (weight, weight * (at(data.visits) - base), weight * base);
            }
        }
        let gram = gram(data, &kernel.shares, &weights);
        let right = data.collect(kernel, &excess);
        let factor = gram.factor();
        let variance = factor.inverse_diagonal(8 * gram.width() + 64);
        let pull = factor.solve(&data.collect(kernel, &weighted_base));
        let middle = window / 4;
        let variance = variance.into_iter().zip(pull).zip(&data.airings.minutes);
        Self {
            free: factor.solve(&right),
            bounded: nnls(&gram, &right),
            variance: variance
                .map(|((own, pull), minute)| {
                    own * baseline.dispersion
                        + pull * pull * baseline.relative_variance(minute + middle)
                })
                .collect(),
            factor,
            weights,
        }
    }

    /// A sum of free amplitudes and its variance: `dispersion * c' (X' W X)^-1 c`, and what the doubt
    /// in the baseline adds.
    pub(super) fn total(
        &self,
        parts: &[f64],
        data: &Data<'_>,
        pooled: &Pooled,
        baseline: &Baseline,
    ) -> (f64, f64) {
        let sum = self.free.iter().zip(parts).map(|(amplitude, part)| amplitude * part).sum();
        let solved = self.factor.solve(parts);
        let own: f64 = solved.iter().zip(parts).map(|(z, part)| z * part).sum();
        let mut pull = vec![0.0; data.visits.len()];
        data.add_response(&pooled.kernel, &solved, &mut pull);
        let mut by_slot: Vec<(usize, f64)> = Vec::new();
        for minute in data.reach {
            let at = |of: &[f64]| of.get(*minute).copied().sure_or(0.0);
            let (slot, term) = (baseline.slot_of(*minute), at(&pull) * at(&self.weights));
            match by_slot.last_mut() {
                Some((last, sum)) if *last == slot => *sum += term,
                _ => by_slot.push((slot, term)),
            }
        }
        (sum, own * baseline.dispersion + baseline.variance(&by_slot))
    }
}

/// `sum over minutes of k(t - t_i) k(t - t_j) w_t`.
fn gram(data: &Data<'_>, shares: &[f64], weights: &[f64]) -> Band {
    let (minutes, window) = (&data.airings.minutes, shares.len());
    let mut gram = Band::zeros(minutes.len(), data.airings.width(window));
    for (i, late) in minutes.iter().enumerate() {
        let cells = weights.get(*late..).sure_or_default();
        for (j, early) in minutes.iter().enumerate().take(i + 1).rev() {
            let apart = late - early;
            if apart >= window {
                break;
            }
            let other = shares.get(apart..).sure_or_default();
            let terms = shares.iter().zip(other).zip(cells).map(|((a, b), w)| a * b * w);
            gram.add(i, j, terms.sum());
        }
    }
    gram
}
