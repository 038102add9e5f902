//! The search for the most likely parameters.

use super::levels::Levels;
use super::parameters::{COHORTS, Parameters};
use crate::Result;

/// A cycle of three steps that gains less than this in logarithm of the likelihood ends the search.
const LITTLE: f64 = 1e-3;
/// The same while it is open whether there are levels of intent at all.
const ROUGH: f64 = 0.5;

/// What the search found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) parameters: Parameters,
    pub(super) log_likelihood: f64,
    pub(super) iterations: u32,
    pub(super) converged: bool,
}

/// The most likely parameters with levels of intent where the data ask for them, and of one level for
/// all persons where they do not: by the information criterion of G. Schwarz, *Estimating the dimension
/// of a model*, Annals of Statistics 6 (1978) 461-464, with one parameter more for each rate and each
/// cohort. Levels that are none would make long effects look better than they are.
pub(super) fn search<'a>(
    many: Levels<'a>,
    one: Levels<'a>,
    most: u32,
) -> Result<(Levels<'a>, Found)> {
    let plain = climb(&one, one.start(), ROUGH, most)?;
    if many.size == 1 {
        return refine(one, plain, most);
    }
    let rich = climb(&many, many.start(), ROUGH, most)?;
    let more = (many.histories.touchpoints + 1 + COHORTS) as f64;
    let price = more * libm::log(many.histories.persons.len() as f64) / 2.0;
    if rich.log_likelihood - plain.log_likelihood > price {
        refine(many, rich, most)
    } else {
        refine(one, plain, most)
    }
}

fn refine(levels: Levels<'_>, found: Found, most: u32) -> Result<(Levels<'_>, Found)> {
    let left = most.saturating_sub(found.iterations);
    let mut last = climb(&levels, found.parameters, LITTLE, left)?;
    last.iterations += found.iterations;
    Ok((levels, last))
}

/// Expectation and maximisation, with extrapolation of squared length: two steps say where the search
/// is heading, a leap goes there, and a third step makes it safe. A leap that loses is taken back.
///
/// Source: R. Varadhan, C. Roland, *Simple and globally convergent methods for accelerating the
/// convergence of any EM algorithm*, Scandinavian Journal of Statistics 35 (2008) 335-353, scheme S3.
fn climb(levels: &Levels<'_>, start: Parameters, little: f64, most: u32) -> Result<Found> {
    let mut now = start;
    let (mut iterations, mut before) = (0, f64::NEG_INFINITY);
    loop {
        let (first, start) = levels.step(&now)?;
        let (second, _) = levels.step(&first)?;
        iterations += 2;
        let done = start - before < little && iterations > 6;
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
        let leap = leap(&now, &first, &second, levels);
        let (safe, reached) = levels.step(&leap)?;
        iterations += 1;
        now = if reached.is_finite() && reached >= start { safe } else { second };
    }
}

fn leap(a: &Parameters, b: &Parameters, c: &Parameters, levels: &Levels<'_>) -> Parameters {
    let logs = |parameters: &Parameters| -> Vec<f64> {
        let Parameters { share, low, high, effect, decay, .. } = parameters;
        let all = [share, low, high, effect, decay].into_iter().flatten();
        all.map(|value| libm::log(value.max(1e-12))).collect()
    };
    let touchpoints = a.effect.len();
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
    let mut take = |count: usize| values.by_ref().take(count).collect::<Vec<f64>>();
    let mut share = take(levels.size * COHORTS);
    for cohort in share.chunks_exact_mut(levels.size) {
        let whole: f64 = cohort.iter().sum();
        for share in cohort {
            *share /= whole;
        }
    }
    let next = Parameters {
        share,
        low: take(touchpoints + 1),
        high: take(touchpoints + 1),
        effect: take(touchpoints),
        decay: take(touchpoints),
        ..Parameters::default()
    };
    next.by_level(&levels.intent)
}
