//! The last steps of the search, by the information of the scores.

use super::exposure::SPREAD;
use super::found::Found;
use super::level_set::Levels;
use super::maximise::Step;
use super::parameters::{Parameters, add};
use super::scores::information;
use crate::Result;
use crate::stats::{Lu, Matrix};
use crate::sure::Sure;

/// Persons whose scores say in which direction to go.
const SAMPLE: usize = 40_000;
/// Steps after which they are asked again, as long as a step promises more than this.
const AGAIN: (u32, f64) = (5, 1.0);
/// The search ends where the next step promises less than this in logarithm of the likelihood: all
/// parameters together are then within a twentieth of a standard error of the most likely ones.
const LITTLE: f64 = 1e-3;
/// Steps are damped by this much of the information of complete data at first; the least and the most, and
/// up to where a promise counts for what it says.
const DAMPING: f64 = 0.1;
const LEAST_DAMPING: f64 = 1e-6;
const MOST_DAMPING: f64 = 1e3;
const CALM: f64 = 0.02;
/// Up to so many persons, or conversions, the information of complete data is taken for that of the data
/// above this damping: where few of the sample or none speak for a level, theirs says too little.
const SPARSE: (f64, f64) = (1.0, 1e-3);
/// The farthest that the logarithm of a decay may go in one step.
const FAR: f64 = 1.0;
/// The largest part of itself that any other parameter may lose in one step.
const LOSS: f64 = 0.9;

/// A quasi-Newton method that begins with the [information] of the scores and learns from each step how
/// the likelihood bends (C. G. Broyden, R. Fletcher, D. Goldfarb, D. F. Shanno; J. Nocedal, S. J. Wright,
/// *Numerical Optimization*, 2nd ed. (2006), procedure 18.2), damped as by D. W. Marquardt (*An algorithm
/// for least-squares estimation of nonlinear parameters*, SIAM Journal on Applied Mathematics 11 (1963)
/// 431-441) with the information of complete data, which alone would give about the steps of expectation
/// and maximisation. A step that loses is taken back and damped more, so that the likelihood never falls.
pub(super) fn finish(levels: &Levels<'_>, start: Parameters, most: u32) -> Result<Found> {
    let mut now = start;
    let mut step = levels.step(&now, 1)?;
    let mut bend = bend(levels, &now)?;
    let (mut iterations, mut taken, mut damping) = (1, 0, DAMPING);
    loop {
        let way = way(&now, &step, &bend, damping)?;
        let done = way.promise < LITTLE && damping <= CALM;
        // Where not even the smallest of steps gains, the rest is rounding.
        let stuck = damping >= MOST_DAMPING;
        if done || stuck || iterations >= most {
            return Ok(Found {
                parameters: now,
                log_likelihood: step.likelihood,
                iterations,
                converged: done || stuck,
            });
        }
        let next = levels.parameters(&way.to);
        let reached = levels.step(&next, 1)?;
        iterations += 1;
        let gain = reached.likelihood - step.likelihood;
        // What is no number loses as well.
        if gain >= 0.0 {
            taken += 1;
            if taken % AGAIN.0 == 0 && way.promise > AGAIN.1 {
                bend = self::bend(levels, &next)?;
            } else {
                let moved = difference(&next.logs(), &now.logs());
                learn(&mut bend, &moved, &difference(&step.gradient, &reached.gradient));
            }
            (now, step) = (next, reached);
            if gain > 0.75 * way.promise {
                damping = (damping / 4.0).max(LEAST_DAMPING);
            } else if gain < 0.25 * way.promise {
                damping *= 2.0;
            }
        } else {
            damping *= 8.0;
        }
    }
}

/// The information of the scores, with what is known beforehand.
fn bend(levels: &Levels<'_>, now: &Parameters) -> Result<Matrix> {
    let every = levels.histories.len().div_ceil(SAMPLE).max(1);
    let mut bend = information(levels, now, true, every)?;
    let (count, all) = (now.effect.len(), bend.rows());
    for at in 0..count {
        add(bend.row_mut(at), at, 1.0);
        add(bend.row_mut(count + at), count + at, 1.0 / (SPREAD * SPREAD));
    }
    for at in all - now.share.len()..all {
        add(bend.row_mut(at), at, 1.0 / levels.size as f64);
    }
    Ok(bend)
}

/// Brings the curvature in line with how the gradient changed over a step, as far as it stays one of a
/// maximum (M. J. D. Powell's rule).
fn learn(bend: &mut Matrix, moved: &[f64], bent: &[f64]) {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let known = bend.times(moved);
    let (expected, seen) = (product(moved, &known), product(moved, bent));
    if !(expected > 0.0 && seen.is_finite()) {
        return;
    }
    let part = if seen >= 0.2 * expected { 1.0 } else { 0.8 * expected / (expected - seen) };
    let mixed = bent.iter().zip(&known).map(|(bent, known)| part * bent + (1.0 - part) * known);
    let bent: Vec<f64> = mixed.collect();
    let seen = product(moved, &bent);
    for (row, (own_bent, own_known)) in bent.iter().zip(&known).enumerate() {
        let cells = bend.row_mut(row).iter_mut().zip(bent.iter().zip(&known));
        for (cell, (bent, known)) in cells {
            *cell += own_bent * bent / seen - own_known * known / expected;
        }
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// One step: where it leads, and what it would gain if the likelihood bent as is known.
struct Way {
    to: Vec<f64>,
    promise: f64,
}

fn way(now: &Parameters, step: &Step, bend: &Matrix, damping: f64) -> Result<Way> {
    let mut to = now.logs();
    // What is at a bound and would go beyond stays there.
    let places = to.iter().zip(&step.bounds).zip(&step.gradient).enumerate();
    let inside = |((log, [least, most]), slope): ((&f64, &[f64; 2]), &f64)| {
        (*log > *least + 1e-9 || *slope > 0.0) && (*log < *most - 1e-9 || *slope < 0.0)
    };
    let free: Vec<usize> = places.filter(|(_, place)| inside(*place)).map(|(at, _)| at).collect();
    let sparse = SPARSE.0 * (damping / SPARSE.1).min(1.0);
    let mut equations = Matrix::zeros(free.len(), free.len());
    let mut right = Vec::with_capacity(free.len());
    for (row, a) in free.iter().enumerate() {
        let cells = equations.row_mut(row);
        cells.iter_mut().zip(&free).for_each(|(cell, b)| *cell = bend.at(*a, *b));
        for (weight, slope) in
            step.weight.get(*a).sure().into_iter().zip(step.gradient.get(*a).sure())
        {
            add(cells, row, damping * weight + sparse * weight.min(1.0) + 1e-9);
            right.push(*slope);
        }
    }
    let ways = Lu::factor(equations)?.solve(&right);
    let promise = ways.iter().zip(&right).map(|(way, slope)| way * slope / 2.0).sum();
    let decays = now.effect.len()..2 * now.effect.len();
    for (at, way) in free.iter().zip(&ways) {
        let (Some(log), Some([least, most])) =
            (to.get_mut(*at).sure(), step.bounds.get(*at).sure())
        else {
            continue;
        };
        // Likelihoods are nearly straight in all but the decays, not in their logarithms.
        let way =
            if decays.contains(at) { way.clamp(-FAR, FAR) } else { libm::log1p(way.max(-LOSS)) };
        *log = (*log + way).max(*least).min(*most);
    }
    Ok(Way { to, promise })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_learnt_fits_the_step_and_stays_a_maximum() {
        for (bent, fits) in [([2.0, 0.5, 1.0], true), ([-1.0, 0.0, 0.0], false)] {
            let mut bend = Matrix::identity(3);
            let moved = [0.5, -0.2, 0.7];
            learn(&mut bend, &moved, &bent);
            let seen = bend.times(&moved);
            let along: f64 = seen.iter().zip(&moved).map(|(a, b)| a * b).sum();
            let known: f64 = moved.iter().map(|a| a * a).sum();
            if fits {
                seen.iter()
                    .zip(&bent)
                    .for_each(|(a, b)| assert!((a - b).abs() < 1e-12, "{seen:?}"));
            } else {
                assert!((along - 0.2 * known).abs() < 1e-12, "{along}");
            }
            let bend = &bend;
            let pairs = (0..3).flat_map(|a| (0..3).map(move |b| (bend.at(a, b), bend.at(b, a))));
            pairs.for_each(|(a, b)| assert!((a - b).abs() < 1e-12));
        }
    }
}
