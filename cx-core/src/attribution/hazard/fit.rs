//! The search for the most likely parameters.

use super::course::DAY;
use super::found::{Found, MOST};
use super::leap::Memory;
use super::level_set::Levels;
use super::newton::finish;
use super::parameters::{COHORTS, Parameters, add};
use crate::Result;
use crate::sure::Sure;

/// Three steps of a climb that gain less than this in logarithm of the likelihood end it.
const LITTLE: f64 = 1e-4;
/// The same while it is open whether there are levels of intent at all, and before the last steps.
const ROUGH: f64 = 0.5;
/// Rows that the search begins with.
const FIRST: usize = 16_384;

/// The most likely parameters with levels of intent where the data ask for them, and of one level for
/// all persons where they do not: by the information criterion of G. Schwarz, *Estimating the dimension
/// of a model*, Annals of Statistics 6 (1978) 461-464, with one parameter more for each rate and each
/// cohort. Levels that are none would make long effects look better than they are; therefore they have to
/// say more than that contacts are more frequent at some times than at others, too.
pub(super) fn search<'a>(
    many: Levels<'a>,
    one: Levels<'a>,
    most: u32,
) -> Result<(Levels<'a>, Found)> {
    let plain = climb(&one, one.start(), ROUGH, most, 1)?;
    if many.size == 1 {
        return refine(one, plain, most);
    }
    let price = libm::log(many.histories.len() as f64) / 2.0;
    let more = (many.histories.touchpoints + 1 + COHORTS) as f64;
    let enough = plain.log_likelihood + price * more + seasons(&many, price);
    // A part of the persons shows where to look; all of them, how much that is worth.
    let every = many.rows.len().div_ceil(FIRST).max(1);
    let mut rich = climb(&many, many.start(), ROUGH * every as f64, most, every)?;
    if every > 1 {
        rich.log_likelihood = many.step(&rich.parameters, 1)?.likelihood;
        rich.iterations += 1;
        if rich.log_likelihood <= enough {
            let before = rich.iterations;
            rich = climb(&many, rich.parameters, ROUGH, most.saturating_sub(before), 1)?;
            rich.iterations += before;
        }
    }
    if rich.log_likelihood > enough { refine(many, rich, most) } else { refine(one, plain, most) }
}

/// What the logarithm of the likelihood of one level gains, at a price for each group, where contacts are
/// more frequent in some groups than in others of persons who came, or went, at about the same time.
fn seasons(levels: &Levels<'_>, price: f64) -> f64 {
    let by_entry = |at: usize| levels.rows.get(at).sure().map_or(0, |(row, _)| row.cohort as usize);
    let left = |at: usize| {
        let person = levels.histories.person(levels.rows.buyer(at)?)?;
        Some(person.entry as f64 / DAY + person.days)
    };
    let mut ends: Vec<f64> = (levels.rows.still..levels.rows.len()).filter_map(left).collect();
    ends.sort_unstable_by(f64::total_cmp);
    let border = |cohort: usize| ends.get(cohort * ends.len() / COHORTS).copied();
    let borders: Vec<f64> = (1..COHORTS).filter_map(border).collect();
    // Who does not convert is seen to the end.
    let by_end = |at: usize| {
        left(at).map_or(COHORTS, |end| borders.partition_point(|border| *border <= end))
    };
    let groups = [&by_entry as &dyn Fn(usize) -> usize, &by_end];
    groups.into_iter().map(|group| apart(levels, group, price)).fold(0.0, f64::max)
}

/// The gain of groups, of which there are one more than cohorts at most.
fn apart(levels: &Levels<'_>, group: &dyn Fn(usize) -> usize, price: f64) -> f64 {
    let (mut contacts, mut days) = ([0.0; COHORTS + 1], [0.0; COHORTS + 1]);
    for at in 0..levels.rows.len() {
        let Some((row, evidence)) = levels.rows.get(at).sure() else { continue };
        let numbers = evidence.iter().map(|(_, number)| row.count * number);
        add(&mut contacts, group(at), numbers.sum());
        add(&mut days, group(at), row.count * row.days);
    }
    let rate = contacts.iter().sum::<f64>() / days.iter().sum::<f64>();
    let gain = |(number, days): (&f64, &f64)| {
        if *number > 0.0 { number * libm::log(number / (rate * days)) } else { 0.0 }
    };
    let groups = days.iter().filter(|days| **days > 0.0).count();
    contacts.iter().zip(&days).map(gain).sum::<f64>() - price * groups.saturating_sub(1) as f64
}

fn refine(levels: Levels<'_>, found: Found, most: u32) -> Result<(Levels<'_>, Found)> {
    let left = most.saturating_sub(found.iterations);
    let mut last = if found.parameters.size() > MOST {
        climb(&levels, found.parameters, LITTLE, left, 1)?
    } else {
        finish(&levels, found.parameters, left)?
    };
    last.iterations += found.iterations;
    Ok((levels, last))
}

/// Expectation and maximisation with [leaps](Memory), looking at every so many rows. A leap that loses is
/// taken back, so that the likelihood never falls.
fn climb(
    levels: &Levels<'_>,
    start: Parameters,
    little: f64,
    most: u32,
    every: usize,
) -> Result<Found> {
    let mut now = start;
    let mut memory = Memory::default();
    let (mut iterations, mut best) = (0, f64::NEG_INFINITY);
    let mut safe: Option<Parameters> = None;
    let mut before = [f64::NEG_INFINITY; 3];
    loop {
        let step = levels.step(&now, every)?;
        iterations += 1;
        // What is no number loses as well.
        let lost = step.likelihood.partial_cmp(&best).is_none_or(std::cmp::Ordering::is_lt);
        if lost
            && iterations < most
            && let Some(plain) = safe.take()
        {
            memory.forget();
            now = plain;
            continue;
        }
        best = step.likelihood;
        let done = best - before[0] < little && iterations > 6;
        if done || iterations >= most {
            return Ok(Found {
                parameters: now,
                log_likelihood: best,
                iterations,
                converged: done,
            });
        }
        before = [before[1], before[2], best];
        let leap = memory.leap(now.logs(), step.next.logs(), &step)?;
        now = match leap {
            Some(logs) => {
                safe = Some(step.next);
                levels.parameters(&logs)
            }
            None => step.next,
        };
    }
}
