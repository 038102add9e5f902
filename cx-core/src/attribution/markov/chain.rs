//! An absorbing Markov chain over touchpoints, solved exactly.

use crate::Result;
use crate::stats::{Lu, Matrix};
use crate::sure::Sure;

/// A chain that starts, passes touchpoints and ends in a conversion or in nothing (null).
///
/// With `Q` the transitions between touchpoints, `r` those into the conversion, `s` the starts and
/// `d` the journeys that convert without any contact:
///
/// ```text
/// N = (I - Q)^-1      expected visits of j after i
/// g = s N             expected visits of a journey
/// B = N r             probability to convert after i
/// P = s B + d         probability to convert; equals conversions / journeys
/// ```
///
/// Taking a touchpoint `c` out (every step to it ends in null) loses `g_c B_c / N_cc` of `P`, the
/// probability to convert on a way through `c`: all touchpoints come from one factorisation. Values
/// take `r_i m_i` for `r_i`, with `m_i` the mean value of conversions whose last contact is `i`. Where
/// outcomes are below 0, values above 0 and the sizes of those below have a chain each: the credit is
/// the difference, and the removal effect in value the share of all sizes that pass through.
///
/// Sources: J. G. Kemeny, J. L. Snell, *Finite Markov Chains* (1976), chapter 3; E. Anderl,
/// I. Becker, F. v. Wangenheim, J. H. Schumann, *Mapping the customer journey*, International
/// Journal of Research in Marketing 33 (2016) 457-474 (removal effects).
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// Names of the touchpoints.
    pub touchpoints: Vec<String>,
    /// Probability that a journey converts.
    pub conversion_rate: f64,
    /// Expected value of a journey.
    pub expected_value: f64,
    /// Share of the conversions that pass through each touchpoint: `1 - P(without it) / P`.
    pub removal_effect: Vec<f64>,
    /// The same for the expected value.
    pub removal_effect_value: Vec<f64>,
    /// Credit in conversions: removal effects made to sum to the conversions with a contact.
    pub conversions: Vec<f64>,
    /// Credit in value.
    pub value: Vec<f64>,
    /// Conversions, and value, that no touchpoint gets.
    pub unattributed: [f64; 2],
    pub(super) parts: Parts,
}

/// What intervals are made from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parts {
    /// Journeys that leave the start, and visits to each touchpoint.
    pub(super) journeys: f64,
    pub(super) visits: Vec<f64>,
    /// `N`, `g`, `B`, and `B` with values.
    pub(super) fundamental: Matrix,
    pub(super) passes: Vec<f64>,
    pub(super) reach: Vec<f64>,
    pub(super) worth: Vec<f64>,
    /// Probability lost with each touchpoint, and expected value lost.
    pub(super) lost: Vec<f64>,
    pub(super) lost_value: Vec<f64>,
}

impl Chain {
    /// Solves the chain of the given counts. `moves`: rows are the start and the touchpoints,
    /// columns the touchpoints, conversion and null; `value` by the last touchpoint, last entry
    /// that of the empty path; `loose` value without conversion, with and without contact.
    pub(super) fn solve(
        touchpoints: Vec<String>,
        moves: &[f64],
        value: &[f64],
        loose: [f64; 2],
    ) -> Result<Self> {
        let size = touchpoints.len();
        let mut rows = moves.chunks_exact(size + 2);
        let start = rows.next().unwrap_or_default();
        let journeys: f64 = start.iter().sum();
        let mut system = Matrix::identity(size);
        let mut visits = Vec::with_capacity(size);
        let (mut r, mut rm) = (Vec::with_capacity(size), Vec::with_capacity(size));
        let mut contact_conversions = 0.0;
        for (state, row) in rows.enumerate() {
            let total: f64 = row.iter().sum();
            visits.push(total);
            let conversions = row.get(size).copied().sure_or(0.0);
            contact_conversions += conversions;
            r.push(ratio(conversions, total));
            rm.push(ratio(value.get(state).copied().sure_or(0.0), total));
            for (cell, count) in system.row_mut(state).iter_mut().zip(row) {
                *cell -= ratio(*count, total);
            }
        }
        let fundamental = Lu::factor(system)?.inverse();
        let first: Vec<f64> = start.iter().take(size).map(|n| ratio(*n, journeys)).collect();
        let passes = fundamental.left_times(&first);
        let reach = fundamental.times(&r);
        let worth = fundamental.times(&rm);
        let direct = start.get(size).copied().sure_or(0.0);
        let [loose, loose_direct] = loose;
        let direct_value = value.last().copied().sure_or(0.0);
        let conversion_rate = dot(&first, &reach) + ratio(direct, journeys);
        let expected_value = dot(&first, &worth) + ratio(direct_value, journeys);
        let lost = |through: &[f64]| -> Vec<f64> {
            let each = passes.iter().zip(through).enumerate();
            each.map(|(c, (g, b))| g * b / fundamental.at(c, c)).collect()
        };
        let (mut lost, mut lost_value) = (lost(&reach), lost(&worth));
        // Visits and probabilities are not negative; only rounding may say so.
        for part in &mut lost {
            *part = part.max(0.0);
        }
        if value.iter().all(|sum| *sum >= 0.0) {
            for part in &mut lost_value {
                *part = part.max(0.0);
            }
        }
        let contact_value: f64 = value.iter().take(size).sum::<f64>() + loose;
        let conversions = split(contact_conversions, &lost);
        let credit_value = split(contact_value, &lost_value);
        // Value that came with no conversion at all has no last touchpoint to be split by.
        let left = if lost_value.iter().sum::<f64>() > 0.0 { 0.0 } else { contact_value };
        Ok(Self {
            touchpoints,
            removal_effect: lost.iter().map(|x| ratio(*x, conversion_rate)).collect(),
            removal_effect_value: lost_value.iter().map(|x| ratio(*x, expected_value)).collect(),
            conversion_rate,
            expected_value,
            conversions,
            value: credit_value,
            unattributed: [direct, direct_value + loose_direct + left],
            parts: Parts { journeys, visits, fundamental, passes, reach, worth, lost, lost_value },
        })
    }
}

impl Chain {
    /// This chain of what was gained, less one of what was lost, in sizes.
    pub(super) fn less(mut self, lost: &Self) -> Self {
        let [gained, other] = [self.expected_value, lost.expected_value];
        let pairs = self.removal_effect_value.iter_mut().zip(&lost.removal_effect_value);
        pairs.for_each(|(a, b)| *a = ratio(*a * gained + b * other, gained + other));
        self.value.iter_mut().zip(&lost.value).for_each(|(a, b)| *a -= b);
        let ([_, left], [_, left_lost]) = (&mut self.unattributed, lost.unattributed);
        *left -= left_lost;
        self.expected_value -= other;
        self
    }
}

/// `total` in proportion to `effects`.
fn split(total: f64, effects: &[f64]) -> Vec<f64> {
    let whole: f64 = effects.iter().sum();
    effects.iter().map(|effect| ratio(*effect, whole) * total).collect()
}

/// A ratio, 0 for nothing out of nothing.
pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
