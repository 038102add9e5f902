//! The search for the most likely parameters.

use super::levels::{COHORTS, Levels, Parameters};
use crate::Result;

/// A cycle of three steps that gains less than this in logarithm of the likelihood ends the search.
const LITTLE: f64 = 1e-3;

/// What the search found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) parameters: Parameters,
    pub(super) log_likelihood: f64,
    pub(super) iterations: u32,
    pub(super) converged: bool,
}

/// Expectation and maximisation, with extrapolation of squared length: two steps say where the search
/// is heading, a leap goes there, and a third step makes it safe. A leap that loses is taken back.
///
/// Source: R. Varadhan, C. Roland, *Simple and globally convergent methods for accelerating the
/// convergence of any EM algorithm*, Scandinavian Journal of Statistics 35 (2008) 335-353, scheme S3.
pub(super) fn search(levels: &Levels<'_>, most: u32) -> Result<Found> {
    let mut now = levels.start();
    let (mut iterations, mut before) = (0, f64::NEG_INFINITY);
    loop {
        let (first, start) = levels.step(&now)?;
        let (second, _) = levels.step(&first)?;
        iterations += 2;
        let done = start - before < LITTLE && iterations > 6;
        if done || iterations >= most {
            let likelihood = levels.step(&second)?.1;
            return Ok(Found {
                parameters: second,
                log_likelihood: likelihood,
                iterations: iterations + 1,
                converged: done,
            });
        }
        before = start;
        let leap = leap(&now, &first, &second, levels.size);
        let (safe, reached) = levels.step(&leap)?;
        iterations += 1;
        now = if reached.is_finite() && reached >= start { safe } else { second };
    }
}

fn leap(a: &Parameters, b: &Parameters, c: &Parameters, levels: usize) -> Parameters {
    let logs = |parameters: &Parameters| -> Vec<f64> {
        let Parameters { share, rate, base, effect, decay } = parameters;
        let all = [share, rate, base, effect, decay].into_iter().flatten();
        all.map(|value| libm::log(value.max(1e-12))).collect()
    };
    let (a, b, c) = (logs(a), logs(b), logs(c));
    let (mut first, mut bend) = (0.0, 0.0);
    for ((a, b), c) in a.iter().zip(&b).zip(&c) {
        first += (b - a) * (b - a);
        bend += (c - 2.0 * b + a) * (c - 2.0 * b + a);
    }
    let length = if bend > 0.0 { (first / bend).sqrt().clamp(1.0, 64.0) } else { 1.0 };
    let mut values = a.iter().zip(&b).zip(&c).map(|((a, b), c)| {
        libm::exp(a + 2.0 * length * (b - a) + length * length * (c - 2.0 * b + a)).max(1e-12)
    });
    let touchpoints = (a.len() - levels * (COHORTS + 1)) / (levels + 2);
    let mut take = |count: usize| values.by_ref().take(count).collect::<Vec<f64>>();
    let mut share = take(levels * COHORTS);
    for cohort in share.chunks_exact_mut(levels) {
        let whole: f64 = cohort.iter().sum();
        for share in cohort {
            *share /= whole;
        }
    }
    Parameters {
        share,
        rate: take(levels * touchpoints),
        base: take(levels),
        effect: take(touchpoints),
        decay: take(touchpoints),
    }
}
