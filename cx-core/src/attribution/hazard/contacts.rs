//! The part of each conversion that each contact has.

use super::course::Course;
use super::expect::Person;
use super::fitted::Fitted;
use super::history::{Conversion, History, Touch};
use super::parameters::Rates;
use super::rows::{Evidence, evidence};
use crate::attribution::contact::ContactPart;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::sure::Sure;

impl Fitted {
    /// Visits the parts of all conversions, person after person: for each conversion those of its contacts
    /// in order of time, then what no contact has. Conversions without any contact before them come last.
    pub(super) fn parts(
        &self,
        journeys: &Journeys,
        persons: &Persons,
        visit: &mut dyn FnMut(ContactPart),
    ) {
        let now = &self.found.parameters;
        let rates = Rates::of(now, now.base.len());
        let (mut course, mut scratch) = (Course::default(), Scratch::default());
        for person in 0..persons.len() {
            let own = persons.journeys(person);
            if !own.clone().any(|journey| journeys.converted.get(journey).sure() == Some(&true)) {
                continue;
            }
            course.follow(journeys, own, self.histories.end, self.histories.repeat);
            self.of_person(person, &course, &rates, &mut scratch, visit);
            for sale in &course.bare {
                visit(ContactPart { person, journey: sale.journey, step: None, part: 1.0 });
            }
        }
    }

    fn of_person(
        &self,
        person: usize,
        course: &Course,
        rates: &Rates,
        scratch: &mut Scratch,
        visit: &mut dyn FnMut(ContactPart),
    ) {
        let Scratch { touches, conversions, known, parents, expected } = scratch;
        touches.clear();
        conversions.clear();
        known.clear();
        let Some((days, entry)) = course.write(touches, conversions) else { return };
        let history = History { touches, conversions, days, entry };
        let now = &self.found.parameters;
        evidence(&history, &self.triggers, parents, known);
        expected.fill(&history, self.histories.cohort(&history), known, now, rates);
        let sales = history.conversions.iter().zip(&course.sales).zip(&expected.caused);
        for ((conversion, sale), caused) in sales {
            let (mut inverse, mut none) = (0.0, 0.0);
            for (level, base) in expected.level.iter().zip(&now.base) {
                inverse += level / (base + caused);
                none += level * base / (base + caused);
            }
            let journey = sale.journey;
            for (touch, (_, _, step)) in history.before(conversion.time).iter().zip(&course.touches)
            {
                let part = now.term(touch.at, conversion.time - touch.time) * inverse;
                visit(ContactPart { person, journey, step: Some(*step), part });
            }
            visit(ContactPart { person, journey, step: None, part: none });
        }
    }
}

/// Working memory for one person.
#[derive(Default)]
struct Scratch {
    touches: Vec<Touch>,
    conversions: Vec<Conversion>,
    known: Vec<Evidence>,
    parents: Vec<(usize, f64)>,
    expected: Person,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::hazard::estimate_with_parts;
    use crate::attribution::hazard::tests::world;
    use crate::attribution::input::Input;
    use crate::attribution::options::AttributeOptions;

    #[test]
    fn parts_of_contacts_sum_to_the_direct_credits_and_with_the_rest_to_the_conversions() {
        for again in [false, true] {
            let journeys = world(again);
            let persons = Persons::of(&journeys);
            let options = AttributeOptions::default();
            let fitted = Fitted::of(&options, &journeys, &persons).expect("a fit");
            assert_eq!(fitted.histories.repeat, again);
            let (mut direct, mut value) = (vec![0.0; 3], vec![0.0; 3]);
            let mut whole = vec![0.0; journeys.len()];
            let mut before = 0;
            fitted.parts(&journeys, &persons, &mut |part| {
                assert!((0.0..=1.0).contains(&part.part) && part.person >= before, "{part:?}");
                before = part.person;
                assert!(journeys.converted[part.journey], "{part:?}");
                whole[part.journey] += part.part;
                let Some(step) = part.step else { return };
                let contact = (0..journeys.len()).find(|at| journeys.range(*at).contains(&step));
                let of = |journey: usize| journeys.person[journey];
                assert_eq!(contact.map(of), Some(of(part.journey)));
                assert!(journeys.steps.time[step] <= journeys.end[part.journey]);
                let at = journeys.steps.touchpoint[step] as usize;
                direct[at] += part.part;
                value[at] += part.part * journeys.worth_units(part.journey);
            });
            for at in 0..3 {
                let (known, worth) = (fitted.split.direct[at], fitted.split.direct_value[at]);
                assert!((direct[at] - known).abs() < 1e-9 * known.max(1.0), "{direct:?}");
                assert!((value[at] - worth).abs() < 1e-9 * worth.max(1.0), "{value:?}");
            }
            assert!(direct.iter().sum::<f64>() > 1.0, "{direct:?}");
            for (won, whole) in journeys.converted.iter().zip(&whole) {
                assert!((whole - f64::from(u8::from(*won))).abs() < 1e-9, "{whole}");
            }
        }
    }

    #[test]
    fn estimates_are_the_same_with_and_without_their_parts() {
        let journeys = world(true);
        let (paths, persons) = (journeys.paths().expect("paths"), Persons::of(&journeys));

        let input = Input { paths: &paths, journeys: Some((&journeys, &persons)), repeats: false };
        let options = AttributeOptions::default();
        let mut contacts = 0.0;
        let with = estimate_with_parts(&options, input, &mut |part: ContactPart| {
            contacts += part.step.map_or(0.0, |_| part.part);
        });
        let (with, without) =
            (with.expect("estimates"), crate::attribution::hazard::estimate(&options, input));
        let without = without.expect("estimates");
        assert_eq!(with.conversions, without.conversions);
        let credited: f64 = without.conversions.iter().take(3).sum();
        assert!((contacts - credited).abs() < 1e-9, "{contacts} {credited}");
    }
}
