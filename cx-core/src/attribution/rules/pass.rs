//! All rules in one pass over the paths, and one over the persons.

use super::super::clusters::Persons;
use super::super::options::Model;
use super::super::sums::{Estimates, Sums, in_parts};
use super::plan::{Contacts, Plan};
use super::spread::Spread;
use crate::Result;
use crate::journey::{Journeys, Paths};

/// Sums of one task: for each rule its own.
type Part = Vec<Sums>;

/// Credits of distinct paths; every journey is a unit of its own.
///
/// A journey with part `w` adds `w` (or `w * value`) to a touchpoint's credit. Journeys come as a
/// Poisson process, so the credit is a compound Poisson sum with variance `sum w^2`.
pub(super) fn over_paths(plan: &Plan<'_>, paths: &Paths) -> Result<Vec<Estimates>> {
    plan.needs_no_times()?;
    finish(&path_sums(plan, paths, true)?)
}

/// Credits of journeys: those of their paths, but for rules that look at more than the order of the
/// touchpoints; persons are the units.
pub(super) fn over_journeys(
    plan: &Plan<'_>,
    journeys: &Journeys,
    paths: &Paths,
    persons: &Persons,
) -> Result<Vec<Estimates>> {
    let mut sums = path_sums(plan, paths, false)?;
    merge(&mut sums, &person_sums(plan, journeys, persons)?);
    finish(&sums)
}

fn finish(sums: &[Sums]) -> Result<Vec<Estimates>> {
    sums.iter().map(Sums::finish).collect()
}

fn merge(whole: &mut [Sums], part: &[Sums]) {
    whole.iter_mut().zip(part).for_each(|(whole, part)| whole.merge(part));
}

fn merged(plan: &Plan<'_>, touchpoints: usize, parts: &[Part]) -> Part {
    let mut whole = vec![Sums::new(touchpoints); plan.rules.len()];
    for part in parts {
        merge(&mut whole, part);
    }
    whole
}

/// Sums over the paths of all rules that look at their order only; with squares on request.
fn path_sums(plan: &Plan<'_>, paths: &Paths, with_squares: bool) -> Result<Part> {
    let touchpoints = paths.touchpoints.len();
    let parts = in_parts(paths.len(), |range| {
        let mut sums = vec![Sums::new(touchpoints); plan.rules.len()];
        let (mut spread, mut weights) = (Spread::new(touchpoints), Vec::new());
        for path in range {
            let at = |column: &[f64]| column.get(path).copied().unwrap_or(0.0);
            let (conversions, value) = (at(&paths.conversions), at(&paths.value));
            if conversions == 0.0 && value == 0.0 {
                continue;
            }
            let squares = at(&paths.value_squares);
            let contacts = Contacts::of_path(paths.path(path));
            for (rule, sums) in plan.rules.iter().zip(&mut sums) {
                if plan.looks_beyond(*rule) {
                    continue;
                }
                plan.split(*rule, &contacts, &mut weights);
                spread.add_path(contacts.path, &weights, 1.0);
                spread.drain(|place, part| {
                    sums.credit(place, part * conversions, part * value);
                    if with_squares {
                        let square = part * part;
                        sums.squares().add(place, square * conversions, square * squares);
                    }
                });
            }
        }
        Ok(sums)
    })?;
    Ok(merged(plan, touchpoints, &parts))
}

/// Squares of what each person adds to the credits, over all journeys of the person; and the
/// credits of rules that look at more than the order of the touchpoints.
fn person_sums(plan: &Plan<'_>, journeys: &Journeys, persons: &Persons) -> Result<Part> {
    let touchpoints = journeys.touchpoints.len();
    let parts = in_parts(persons.len(), |range| {
        let mut sums = vec![Sums::new(touchpoints); plan.rules.len()];
        let mut weights = Vec::new();
        let mut conversions = Spread::new(touchpoints);
        let mut value = conversions.clone();
        let mut won = Vec::new();
        for person in range {
            won.clear();
            let converted = |journey: &usize| journeys.converted.get(*journey) == Some(&true);
            won.extend(persons.journeys(person).filter(converted));
            for (rule, sums) in plan.rules.iter().zip(&mut sums) {
                let beyond = plan.looks_beyond(*rule);
                for journey in &won {
                    let contacts = Contacts::of_journey(journeys, *journey);
                    let worth = journeys.worth_units(*journey);
                    plan.split(*rule, &contacts, &mut weights);
                    conversions.add_path(contacts.path, &weights, 1.0);
                    value.add_path(contacts.path, &weights, worth);
                }
                conversions.drain(|place, sum| {
                    sums.squares().add(place, sum * sum, 0.0);
                    sums.credit(place, if beyond { sum } else { 0.0 }, 0.0);
                });
                value.drain(|place, sum| {
                    sums.squares().add(place, 0.0, sum * sum);
                    sums.credit(place, 0.0, if beyond { sum } else { 0.0 });
                });
            }
        }
        Ok(sums)
    })?;
    Ok(merged(plan, touchpoints, &parts))
}

impl Plan<'_> {
    /// As [`Plan::weigh`], with no parts where there is no contact.
    pub(super) fn split(&self, rule: Model, contacts: &Contacts<'_>, parts: &mut Vec<f64>) {
        if contacts.path.is_empty() {
            parts.clear();
        } else {
            self.weigh(rule, contacts, parts);
        }
    }
}
