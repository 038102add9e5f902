//! All rules in one pass over the paths, and one over the persons.

use super::even::{Even, Term};
use super::plan::{Contacts, Plan};
use super::spread::Spread;
use crate::Result;
use crate::attribution::model::Rule;
use crate::attribution::sums::{Estimates, Sums, in_parts};
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::journey::persons::Persons;
use crate::sure::{Sure, paired};

/// Sums of one task: for each rule its own, and those of the rule that shares evenly.
struct Part {
    sums: Vec<Sums>,
    even: Even,
}

/// Credits of distinct paths; every journey is a unit of its own.
///
/// A journey with part `w` adds `w` (or `w * value`) to a touchpoint's credit. Journeys come as a
/// Poisson process, so the credit is a compound Poisson sum with variance `sum w^2`.
pub(super) fn over_paths(plan: &Plan<'_>, paths: &Paths) -> Result<Vec<Estimates>> {
    plan.needs_no_times()?;
    path_sums(plan, paths, true)?.finish(plan)
}

/// Credits of journeys: those of their paths, but for rules that look at more than the order of the
/// touchpoints; persons are the units.
pub(super) fn over_journeys(
    plan: &Plan<'_>,
    journeys: &Journeys,
    paths: &Paths,
    persons: &Persons,
) -> Result<Vec<Estimates>> {
    let mut whole = path_sums(plan, paths, false)?;
    whole.merge(&person_sums(plan, journeys, persons)?);
    whole.finish(plan)
}

impl Part {
    fn new(plan: &Plan<'_>, touchpoints: usize) -> Self {
        let sums = vec![Sums::new(touchpoints); plan.rules.len()];
        Self { sums, even: Even::new(touchpoints) }
    }

    fn merged(plan: &Plan<'_>, touchpoints: usize, parts: &[Self]) -> Self {
        let mut whole = Self::new(plan, touchpoints);
        for part in parts {
            whole.merge(part);
        }
        whole
    }

    fn merge(&mut self, part: &Self) {
        paired(&mut self.sums, &part.sums).for_each(|(whole, part)| whole.merge(part));
        self.even.merge(&part.even);
    }

    fn finish(mut self, plan: &Plan<'_>) -> Result<Vec<Estimates>> {
        for (rule, sums) in plan.rules.iter().zip(&mut self.sums) {
            if plan.shares_evenly(*rule) {
                self.even.credit(sums)?;
            }
        }
        self.sums.iter().map(Sums::finish).collect()
    }
}

/// Sums over the paths of all rules that look at their order only; with squares on request.
fn path_sums(plan: &Plan<'_>, paths: &Paths, with_squares: bool) -> Result<Part> {
    let touchpoints = paths.touchpoints.len();
    let parts = in_parts(paths.len(), |range| {
        let mut part = Part::new(plan, touchpoints);
        let (mut spread, mut weights) = (Spread::new(touchpoints), Vec::new());
        for path in range {
            let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
            let (conversions, value) = (at(&paths.conversions), at(&paths.value));
            if conversions == 0.0 && value == 0.0 {
                continue;
            }
            let squares = at(&paths.value_squares);
            let contacts = Contacts::of_path(paths.path(path));
            for (rule, sums) in plan.rules.iter().zip(&mut part.sums) {
                let evenly = plan.shares_evenly(*rule);
                // Journeys tell what they share evenly themselves.
                if plan.looks_beyond(*rule) || (evenly && !with_squares) {
                    continue;
                }
                if evenly {
                    part.even.add(contacts.path, Term::of(conversions), Term::of(value));
                }
                plan.split(*rule, &contacts, &mut weights);
                spread.add_path(contacts.path, &weights, 1.0);
                spread.drain(|place, part| {
                    if !evenly {
                        sums.credit(place, part * conversions, part * value);
                    }
                    if with_squares {
                        let square = part * part;
                        sums.squares().add(place, square * conversions, square * squares);
                    }
                });
            }
        }
        Ok(part)
    })?;
    Ok(Part::merged(plan, touchpoints, &parts))
}

/// Squares of what each person adds to the credits, over all journeys of the person; and the
/// credits of rules that look at more than the order of the touchpoints.
fn person_sums(plan: &Plan<'_>, journeys: &Journeys, persons: &Persons) -> Result<Part> {
    let touchpoints = journeys.touchpoints.len();
    let parts = in_parts(persons.len(), |range| {
        let mut part = Part::new(plan, touchpoints);
        let mut weights = Vec::new();
        let mut conversions = Spread::new(touchpoints);
        let mut value = conversions.clone();
        let mut won = Vec::new();
        for person in range {
            won.clear();
            let converted =
                |journey: &usize| journeys.converted.get(*journey).sure() == Some(&true);
            won.extend(persons.journeys(person).filter(converted));
            for (rule, sums) in plan.rules.iter().zip(&mut part.sums) {
                let evenly = plan.shares_evenly(*rule);
                let beyond = plan.looks_beyond(*rule);
                for journey in &won {
                    let contacts = Contacts::of_journey(journeys, *journey);
                    let worth = journeys.worth_units(*journey);
                    plan.split(*rule, &contacts, &mut weights);
                    conversions.add_path(contacts.path, &weights, 1.0);
                    value.add_path(contacts.path, &weights, worth);
                    if evenly {
                        let brought = Term::Millionths(journeys.worth(*journey));
                        part.even.add(contacts.path, Term::ONE, brought);
                    }
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
        Ok(part)
    })?;
    Ok(Part::merged(plan, touchpoints, &parts))
}

impl Plan<'_> {
    /// As [`Plan::weigh`], with no parts where there is no contact.
    pub(crate) fn split(&self, rule: Rule, contacts: &Contacts<'_>, parts: &mut Vec<f64>) {
        if contacts.path.is_empty() {
            parts.clear();
        } else {
            self.weigh(rule, contacts, parts);
        }
    }
}
