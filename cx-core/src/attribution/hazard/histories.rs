//! What each person met and did, from the first contact on.

use std::cmp::Ordering;

use super::super::clusters::Persons;
use super::parameters::COHORTS;
use crate::journey::Journeys;

/// Microseconds of a day; the model counts time in days.
const DAY: f64 = 86_400e6;

/// One contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Touch {
    /// Days since the person's first contact.
    pub(super) time: f64,
    /// Place of the touchpoint.
    pub(super) at: usize,
}

/// One conversion with at least one contact before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Conversion {
    /// Days since the person's first contact.
    pub(super) time: f64,
    /// Units of money.
    pub(super) value: f64,
}

/// What is known of one person: the time starts with the first contact.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct History {
    /// In order of time.
    pub(super) touches: Vec<Touch>,
    /// In order of time.
    pub(super) conversions: Vec<Conversion>,
    /// Days until the end of the observation.
    pub(super) days: f64,
    /// Microseconds of the first contact.
    pub(super) entry: i64,
}

impl History {
    /// The contacts up to a moment.
    pub(super) fn before(&self, time: f64) -> &[Touch] {
        let end = self.touches.partition_point(|touch| touch.time <= time);
        self.touches.get(..end).unwrap_or_default()
    }
}

/// The histories of all persons with a contact, in an order that does not depend on the numbers of
/// the persons, so that rounded sums do not either.
#[derive(Debug, Clone, Default)]
pub(super) struct Histories {
    pub(super) persons: Vec<History>,
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
    end: i64,
}

/// What one person met and did, with the rows that say so; what counts is sorted by content.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Time, code of the touchpoint, row of the steps.
    pub(super) touches: Vec<(i64, u32, usize)>,
    /// Time, units of money, row of the journeys.
    pub(super) conversions: Vec<(i64, f64, usize)>,
    /// Conversions that no contact had a chance to cause, or that lie after the observation.
    pub(super) bare: Vec<(i64, f64, usize)>,
    /// The first contact.
    entry: i64,
    /// The end of the observation.
    last: i64,
}

impl Course {
    /// As the model sees it; none where there is no contact.
    pub(super) fn history(&self) -> Option<History> {
        if self.touches.is_empty() {
            return None;
        }
        let days = |time: i64| time.saturating_sub(self.entry) as f64 / DAY;
        let touch = |touch: &(i64, u32, usize)| Touch { time: days(touch.0), at: touch.1 as usize };
        let conversion =
            |sale: &(i64, f64, usize)| Conversion { time: days(sale.0), value: sale.1 };
        Some(History {
            touches: self.touches.iter().map(touch).collect(),
            conversions: self.conversions.iter().map(conversion).collect(),
            days: days(self.last),
            entry: self.entry,
        })
    }
}

impl Histories {
    /// Gathers contacts and conversions by person. Without `repeat` a person's history ends with the
    /// first conversion; where it is not given, it is whether any person converts twice.
    pub(super) fn of(journeys: &Journeys, persons: &Persons, repeat: Option<bool>) -> Self {
        let converted = |journey: usize| journeys.converted.get(journey).copied().unwrap_or(false);
        let again = |person| persons.journeys(person).filter(|j| converted(*j)).count() > 1;
        let mut all = Self {
            touchpoints: journeys.touchpoints.len(),
            repeat: repeat.unwrap_or_else(|| (0..persons.len()).any(again)),
            ..Self::default()
        };
        all.end = end(journeys);
        for person in 0..persons.len() {
            let course = all.course(journeys, persons.journeys(person));
            all.bare.extend(course.bare.iter().map(|sale| sale.1));
            all.persons.extend(course.history());
        }
        all.persons.sort_unstable_by(order);
        let border =
            |cohort: usize| all.persons.get((cohort * all.persons.len()).div_ceil(COHORTS));
        all.borders = (1..COHORTS).filter_map(border).map(|person| person.entry).collect();
        all
    }

    /// The cohort of a person. It goes by the first contact only: whoever comes in at the same moment
    /// must not be told apart by what he did later.
    pub(super) fn cohort(&self, person: &History) -> usize {
        self.borders.partition_point(|border| *border <= person.entry)
    }

    /// What the person with these journeys met and did.
    pub(super) fn course(&self, journeys: &Journeys, own: impl Iterator<Item = usize>) -> Course {
        let mut course = Course::default();
        let Course { touches, conversions, bare, .. } = &mut course;
        for journey in own {
            let range = journeys.range(journey);
            let times = journeys.steps.time.get(range.clone()).unwrap_or_default();
            let steps = times.iter().zip(journeys.path(journey)).zip(range);
            touches.extend(steps.map(|((time, code), step)| (*time, *code, step)));
            if journeys.converted.get(journey).copied().unwrap_or(false) {
                let time = journeys.end.get(journey).copied().unwrap_or(self.end);
                conversions.push((time, journeys.worth_units(journey), journey));
            }
        }
        touches.retain(|touch| touch.0 <= self.end);
        touches.sort_unstable();
        conversions
            .sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let entry = touches.first().map_or(i64::MAX, |touch| touch.0);
        let early = conversions.partition_point(|conversion| conversion.0 < entry);
        bare.extend(conversions.drain(..early));
        if touches.is_empty() || (early > 0 && !self.repeat) {
            bare.append(conversions);
            touches.clear();
            return course;
        }
        let first = conversions.first().filter(|_| !self.repeat);
        let last = first.map_or(self.end, |first| first.0.min(self.end));
        touches.retain(|touch| touch.0 <= last);
        let seen = conversions.partition_point(|conversion| conversion.0 <= last);
        let later = if self.repeat { seen } else { seen.min(1) };
        bare.extend(conversions.drain(later..));
        (course.entry, course.last) = (entry, last);
        course
    }

    /// How many conversions follow a contact.
    pub(super) fn conversions(&self) -> usize {
        self.persons.iter().map(|person| person.conversions.len()).sum()
    }
}

/// The end of the observation: the last moment of the data that lies no further behind 99 of 100
/// events than half the time between the first and the last hundredth of them. Rows dated years ahead
/// would otherwise make everybody wait for them.
fn end(journeys: &Journeys) -> i64 {
    let ends = journeys.end.iter().chain(&journeys.sessions.end);
    let mut times: Vec<i64> = journeys.steps.time.iter().chain(ends).copied().collect();
    crate::sort::unstable_by(&mut times, Ord::cmp);
    let rare = times.len() / 100;
    let (Some(early), Some(late)) = (times.get(rare), times.iter().rev().nth(rare)) else {
        return 0;
    };
    let latest = late.saturating_add(late.saturating_sub(*early) / 2);
    times.iter().rev().find(|time| **time <= latest).copied().unwrap_or(0)
}

/// By content; what is equal in all of it counts the same.
fn order(a: &History, b: &History) -> Ordering {
    let touch = |a: &Touch, b: &Touch| a.time.total_cmp(&b.time).then(a.at.cmp(&b.at));
    let sale = |a: &Conversion, b: &Conversion| {
        a.time.total_cmp(&b.time).then(a.value.total_cmp(&b.value))
    };
    let touches = || lexical(&a.touches, &b.touches, touch);
    let sales = || lexical(&a.conversions, &b.conversions, sale);
    a.entry.cmp(&b.entry).then(a.days.total_cmp(&b.days)).then_with(touches).then_with(sales)
}

fn lexical<T>(a: &[T], b: &[T], order: impl Fn(&T, &T) -> Ordering) -> Ordering {
    let differ = a.iter().zip(b).map(|(a, b)| order(a, b)).find(|order| order.is_ne());
    differ.unwrap_or_else(|| a.len().cmp(&b.len()))
}
