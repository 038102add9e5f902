//! The part of each conversion that each contact has.

use super::super::clusters::Persons;
use super::super::contact::ContactPart;
use super::Fitted;
use super::course::Course;
use super::expect::Person;
use super::histories::{Conversion, History, Touch};
use super::parameters::Rates;
use super::rows::{Evidence, evidence};
use crate::journey::Journeys;

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
        let (mut course, mut room) = (Course::default(), Room::default());
        for person in 0..persons.len() {
            let own = persons.journeys(person);
            if !own.clone().any(|journey| journeys.converted.get(journey) == Some(&true)) {
                continue;
            }
            course.follow(journeys, own, self.histories.end, self.histories.repeat);
            self.of_person(person, &course, &rates, &mut room, visit);
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
        room: &mut Room,
        visit: &mut dyn FnMut(ContactPart),
    ) {
        let Room { touches, conversions, known, parents, expected } = room;
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

/// Room for one person.
#[derive(Default)]
struct Room {
    touches: Vec<Touch>,
    conversions: Vec<Conversion>,
    known: Vec<Evidence>,
    parents: Vec<(usize, f64)>,
    expected: Person,
}

#[cfg(test)]
mod tests {
    use super::super::super::input::Input;
    use super::super::super::options::AttributeOptions;
    use super::super::estimate_with_parts;
    use super::*;
    use crate::columns::{Dictionary, MICROS, NO_CODE};
    use crate::journey::{JourneyReport, Sessions, Steps};
    use crate::options::Definition;

    const HOUR: i64 = 3_600 * MICROS;

    /// A person, contacts as `(hour, touchpoint)`, and the hour of a purchase.
    type Row = (u32, Vec<(i64, u32)>, Option<i64>);

    /// Journeys of one person after the other.
    fn journeys(rows: &[Row]) -> Journeys {
        let names =
            |names: &[&str]| Dictionary::from_names(names.iter().copied()).expect("names").0;
        let mut steps = Steps::default();
        let (mut ends, mut end, mut converted) = (Vec::new(), Vec::new(), Vec::new());
        for (_, contacts, purchase) in rows {
            for (hour, code) in contacts {
                steps.time.push(hour * HOUR);
                steps.touchpoint.push(*code);
            }
            ends.push(steps.time.len());
            let last = contacts.last().map_or(0, |contact| contact.0);
            end.push(purchase.unwrap_or(last) * HOUR);
            converted.push(purchase.is_some());
        }
        steps.event = vec![0; steps.time.len()];
        steps.row = (0..steps.time.len() as u32).collect();
        Journeys {
            touchpoints: names(&["mail", "search", "web"]),
            events: names(&["click"]),
            outcomes: names(&["purchase"]),
            campaigns: Dictionary::default(),
            costs: Vec::new(),
            timezone: None,
            person: rows.iter().map(|row| row.0).collect(),
            persons: rows.iter().map(|row| row.0 + 1).max().unwrap_or(0),
            start: end.clone(),
            sessions_of: vec![1; rows.len()],
            value: (0..rows.len() as i64).map(|at| (at % 7) * 30 * MICROS).collect(),
            outcome: converted.iter().map(|won| if *won { 0 } else { NO_CODE }).collect(),
            open: vec![false; rows.len()],
            cancelled: Vec::new(),
            carried: Vec::new(),
            unknown_refunds: Vec::new(),
            sessions: Sessions::default(),
            report: JourneyReport::default(),
            definition: Definition::default(),
            converted,
            end,
            ends,
            steps,
        }
    }

    /// Persons that come back after a purchase, buy before any contact, at the same moment as one, or never.
    fn world(again: bool) -> Journeys {
        let mut rows = Vec::new();
        for person in 0..400_u32 {
            let start = i64::from(person * 7 % 240);
            let contact =
                |at: u32| (start + i64::from(at * (5 + person % 11)), (person * (at + 3) + at) % 3);
            let contacts: Vec<_> = (0..=person % 4).map(contact).collect();
            let last = contacts.last().map_or(start, |contact| contact.0);
            match person % 5 {
                0 => rows.push((person, contacts, Some(last + i64::from(person % 3)))),
                1 if again => {
                    rows.push((person, contacts, Some(last)));
                    rows.push((person, vec![(last + 30, 0), (last + 30, 2)], Some(last + 31)));
                }
                2 if person % 3 == 0 => {
                    rows.push((person, Vec::new(), Some(start - 9)));
                    rows.push((person, contacts, None));
                }
                _ => rows.push((person, contacts, None)),
            }
        }
        rows.push((400, vec![(500, 1)], None));
        journeys(&rows)
    }

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
        let (with, without) = (with.expect("estimates"), super::super::estimate(&options, input));
        let without = without.expect("estimates");
        assert_eq!(with.conversions, without.conversions);
        let credited: f64 = without.conversions.iter().take(3).sum();
        assert!((contacts - credited).abs() < 1e-9, "{contacts} {credited}");
    }
}
