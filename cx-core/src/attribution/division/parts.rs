//! The part that each contact has in each conversion, by the models that say so.

use crate::attribution::contact::ContactPart;
use crate::attribution::credit::DividedBy;
use crate::attribution::model::{Family, Model, Rule};
use crate::attribution::rules::{Contacts, Plan};
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::sure::Sure;

/// How the credits of a model are divided.
pub(crate) fn divided_by(model: Model) -> DividedBy {
    match model.family() {
        Family::Rule(_) => DividedBy::Own,
        Family::Hazard => DividedBy::Hazard,
        Family::Markov | Family::ShapleyRate => DividedBy::Linear,
    }
}

/// Calls `visit` with the part that a rule gives to every contact of every conversion.
pub(crate) fn rule_parts(
    plan: &Plan<'_>,
    rule: Rule,
    journeys: &Journeys,
    persons: &Persons,
    visit: &mut dyn FnMut(&ContactPart),
) {
    let mut weights = Vec::new();
    for person in 0..persons.len() {
        let converted = |journey: &usize| journeys.converted.get(*journey).sure() == Some(&true);
        for journey in persons.journeys(person).filter(converted) {
            let contacts = Contacts::of_journey(journeys, journey);
            plan.split(rule, &contacts, &mut weights);
            if contacts.path.is_empty() {
                visit(&ContactPart { person, journey, step: None, part: 1.0 });
            }
            for (step, part) in journeys.range(journey).zip(&weights) {
                visit(&ContactPart { person, journey, step: Some(step), part: *part });
            }
        }
    }
}

/// The same part for every contact of a conversion. A chain may credit a touchpoint that no journey which
/// converted has: of such a touchpoint all contacts count alike.
pub(crate) fn linear_parts(
    journeys: &Journeys,
    persons: &Persons,
    visit: &mut dyn FnMut(&ContactPart),
) {
    let converted = |journey: usize| journeys.converted.get(journey).sure() == Some(&true);
    let mut met = vec![false; journeys.touchpoints.len()];
    for journey in (0..journeys.len()).filter(|journey| converted(*journey)) {
        for code in journeys.path(journey) {
            if let Some(met) = met.get_mut(*code as usize).sure() {
                *met = true;
            }
        }
    }
    for person in 0..persons.len() {
        for journey in persons.journeys(person) {
            let range = journeys.range(journey);
            let won = converted(journey);
            if won && range.is_empty() {
                visit(&ContactPart { person, journey, step: None, part: 1.0 });
            }
            let part = if won { 1.0 / range.len() as f64 } else { 1.0 };
            for (step, code) in range.zip(journeys.path(journey)) {
                if won || met.get(*code as usize).sure() == Some(&false) {
                    visit(&ContactPart { person, journey, step: Some(step), part });
                }
            }
        }
    }
}
