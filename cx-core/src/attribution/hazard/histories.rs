//! What each person met and did, from the first contact on.

use super::history::{Conversion, History, Touch};
use std::cmp::Ordering;

use super::course::Course;
use super::parameters::COHORTS;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::sure::Sure;

/// Where the contacts and conversions of a person are.
#[derive(Debug, Clone, Copy)]
struct Place {
    days: f64,
    entry: i64,
    touches: [u32; 2],
    conversions: [u32; 2],
}

/// The histories of all persons with a contact, in an order that does not depend on the numbers of
/// the persons, so that rounded sums do not either.
#[derive(Debug, Clone, Default)]
pub(super) struct Histories {
    places: Vec<Place>,
    /// Contacts of all persons; those of one are together.
    pub(super) touches: Vec<Touch>,
    /// Conversions that follow a contact, of all persons; those of one are together.
    pub(super) conversions: Vec<Conversion>,
    /// How many touchpoints there are.
    pub(super) touchpoints: usize,
    /// Values of the conversions without any contact before them, and of those after the end of the
    /// observation.
    pub(super) bare: Vec<f64>,
    /// Whether persons go on after a conversion.
    pub(super) repeat: bool,
    /// The first contact of the first person of each cohort but the first one, in microseconds.
    borders: Vec<i64>,
    /// The end of the observation, in microseconds.
    pub(super) end: i64,
}

impl Histories {
    /// Gathers contacts and conversions by person. Without `repeat` a person's history ends with the
    /// first conversion; by default it is whether any person converts twice.
    pub(super) fn of(journeys: &Journeys, persons: &Persons, repeat: Option<bool>) -> Self {
        let converted = |journey: usize| journeys.converted.get(journey).copied().sure_or(false);
        let again = |person| persons.journeys(person).filter(|j| converted(*j)).count() > 1;
        let mut all = Self {
            places: Vec::with_capacity(persons.len()),
            touches: Vec::with_capacity(journeys.steps.time.len()),
            touchpoints: journeys.touchpoints.len(),
            repeat: repeat.unwrap_or_else(|| (0..persons.len()).any(again)),
            end: end(journeys),
            ..Self::default()
        };
        let mut course = Course::default();
        for person in 0..persons.len() {
            course.follow(journeys, persons.journeys(person), all.end, all.repeat);
            all.add(&course);
        }
        let mut places = std::mem::take(&mut all.places);
        places.sort_unstable_by(|a, b| order(&all.at(a), &all.at(b)));
        all.places = places;
        let border = |cohort: usize| all.places.get((cohort * all.len()).div_ceil(COHORTS));
        all.borders = (1..COHORTS).filter_map(border).map(|place| place.entry).collect();
        all
    }

    fn add(&mut self, course: &Course) {
        self.bare.extend(course.bare.iter().map(|sale| sale.value));
        let from = [self.touches.len() as u32, self.conversions.len() as u32];
        let Some((days, entry)) = course.write(&mut self.touches, &mut self.conversions) else {
            return;
        };
        self.places.push(Place {
            days,
            entry,
            touches: [from[0], self.touches.len() as u32],
            conversions: [from[1], self.conversions.len() as u32],
        });
    }

    fn at(&self, place: &Place) -> History<'_> {
        let range = |[from, end]: [u32; 2]| from as usize..end as usize;
        History {
            touches: self.touches.get(range(place.touches)).sure_or_default(),
            conversions: self.conversions.get(range(place.conversions)).sure_or_default(),
            days: place.days,
            entry: place.entry,
        }
    }

    /// How many persons there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The history of a person.
    pub(super) fn person(&self, person: usize) -> Option<History<'_>> {
        self.places.get(person).sure().map(|place| self.at(place))
    }

    /// Those of a range of persons.
    pub(super) fn range(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = History<'_>> {
        self.places.get(range).sure_or_default().iter().map(|place| self.at(place))
    }

    /// The cohort of a person. It goes by the first contact only: persons who come in at the same moment
    /// must not be told apart by what they did later.
    pub(super) fn cohort(&self, person: &History<'_>) -> usize {
        self.borders.partition_point(|border| *border <= person.entry)
    }
}

/// The end of the observation: the last moment of the data that lies no further behind 99 of 100
/// events than half the time between the first and the last hundredth of them. Rows dated years ahead
/// would otherwise make everybody wait for them.
fn end(journeys: &Journeys) -> i64 {
    let ends = journeys.end.iter().chain(&journeys.sessions.end);
    let mut times: Vec<i64> = journeys.steps.time.iter().chain(ends).copied().collect();
    times.sort_unstable();
    let rare = times.len() / 100;
    let (Some(early), Some(late)) = (times.get(rare), times.iter().rev().nth(rare)) else {
        return 0;
    };
    let latest = late.saturating_add(late.saturating_sub(*early) / 2);
    times.iter().rev().find(|time| **time <= latest).copied().unwrap_or(0)
}

/// By content; what is equal in all of it counts the same.
fn order(a: &History<'_>, b: &History<'_>) -> Ordering {
    let touch = |a: &Touch, b: &Touch| a.time.total_cmp(&b.time).then(a.at.cmp(&b.at));
    let sale = |a: &Conversion, b: &Conversion| {
        a.time.total_cmp(&b.time).then(a.value.total_cmp(&b.value))
    };
    let touches = || lexical(a.touches, b.touches, touch);
    let sales = || lexical(a.conversions, b.conversions, sale);
    a.entry.cmp(&b.entry).then(a.days.total_cmp(&b.days)).then_with(touches).then_with(sales)
}

fn lexical<T>(a: &[T], b: &[T], order: impl Fn(&T, &T) -> Ordering) -> Ordering {
    let differ = a.iter().zip(b).map(|(a, b)| order(a, b)).find(|order| order.is_ne());
    differ.unwrap_or_else(|| a.len().cmp(&b.len()))
}
