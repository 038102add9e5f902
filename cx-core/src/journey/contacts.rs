//! Units with their conversions: what funnels and models go through, contact by contact.

use super::{Journeys, Unit};
use crate::columns::{NO_CODE, NO_TIME};
use crate::options::Span;
use crate::sure::Sure;

/// One contact of a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    /// Microseconds of UTC.
    pub(crate) time: i64,
    /// Touchpoint code; [`NO_CODE`] for a conversion that is no step.
    pub(crate) touchpoint: u32,
    /// Code of the kind of event; [`NO_CODE`] for a conversion that is no step.
    pub(crate) event: u32,
    /// Whether it is the conversion of its journey.
    pub(crate) converts: bool,
}

/// A unit: `count` contacts from one of a journey's on.
#[derive(Debug, Clone, Copy)]
struct Place {
    journey: u32,
    offset: u32,
    count: u32,
}

/// All units of some journeys.
pub(crate) struct Units<'a> {
    journeys: &'a Journeys,
    places: Vec<Place>,
    /// For each unit, when it was over; [`NO_TIME`]: it may go on after the end of the data.
    over: Vec<i64>,
    /// The person of each unit.
    person: Vec<u32>,
    /// The last time of the data.
    pub(crate) end: i64,
    /// Whether conversions are contacts of their own.
    extra: bool,
    /// Whether the last step of a converted journey is its conversion.
    inside: bool,
}

impl<'a> Units<'a> {
    /// The units of the journeys. With `conversions`, conversions that are no steps count as
    /// contacts too. A person's last session may go on by the rules that it was cut with, or where
    /// a `gap` is given, when it ended at most that long before the end of the data.
    pub(crate) fn of(
        journeys: &'a Journeys,
        unit: Unit,
        gap: Option<Span>,
        conversions: bool,
    ) -> Self {
        let end = journeys.sessions.end.iter().chain(&journeys.end).copied().max();
        let inside = journeys.report.conversions == 0;
        let mut units = Units {
            journeys,
            places: Vec::new(),
            over: Vec::new(),
            person: Vec::new(),
            end: end.unwrap_or(NO_TIME),
            extra: conversions && !inside,
            inside,
        };
        match unit {
            Unit::Journeys => units.each_journey(),
            Unit::Persons => units.each_person(),
            Unit::Sessions => units.each_session(gap),
        }
        units
    }

    /// How many units there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The person of a unit.
    pub(crate) fn person(&self, unit: usize) -> u32 {
        self.person.get(unit).copied().sure_or(NO_CODE)
    }

    /// When the unit was over; `None`: it may go on after the end of the data.
    pub(crate) fn over(&self, unit: usize) -> Option<i64> {
        self.over.get(unit).sure().copied().filter(|time| *time != NO_TIME)
    }

    /// The contacts of a unit, in order.
    pub(crate) fn items(&self, unit: usize, items: &mut Vec<Item>) {
        items.clear();
        let Some(place) = self.places.get(unit).sure() else { return };
        let (mut journey, mut offset) = (place.journey as usize, place.offset as usize);
        while items.len() < place.count as usize && journey < self.journeys.len() {
            if let Some(item) = self.item(journey, offset) {
                items.push(item);
                offset += 1;
            } else {
                (journey, offset) = (journey + 1, 0);
            }
        }
    }

    /// A contact of a journey; after the steps comes the conversion.
    fn item(&self, journey: usize, offset: usize) -> Option<Item> {
        let range = self.journeys.range(journey);
        let converted = self.journeys.converted.get(journey).sure() == Some(&true);
        let at = range.start + offset;
        if at < range.end {
            let steps = &self.journeys.steps;
            return Some(Item {
                time: steps.time.get(at).sure().copied()?,
                touchpoint: steps.touchpoint.get(at).sure().copied()?,
                event: steps.event.get(at).sure().copied()?,
                converts: converted && self.inside && at + 1 == range.end,
            });
        }
        let time = self.journeys.end.get(journey).sure().copied()?;
        (at == range.end && converted && self.extra).then_some(Item {
            time,
            touchpoint: NO_CODE,
            event: NO_CODE,
            converts: true,
        })
    }

    /// How many contacts a journey has.
    fn length(&self, journey: usize) -> u32 {
        let converted = self.journeys.converted.get(journey).sure() == Some(&true);
        self.journeys.range(journey).len() as u32 + u32::from(converted && self.extra)
    }

    fn person_of(&self, journey: usize) -> u32 {
        self.journeys.person.get(journey).copied().sure_or(NO_CODE)
    }

    fn push(&mut self, place: Place, person: u32, over: i64) {
        self.places.push(place);
        self.person.push(person);
        self.over.push(over);
    }

    fn each_journey(&mut self) {
        for journey in 0..self.journeys.len() {
            let person = self.person_of(journey);
            let goes_on = self.journeys.goes_on(journey);
            let end = self.journeys.end.get(journey).copied().sure_or(NO_TIME);
            let place = Place { journey: journey as u32, offset: 0, count: self.length(journey) };
            self.push(place, person, if goes_on { NO_TIME } else { end });
        }
    }

    /// Every person, also without journeys.
    fn each_person(&mut self) {
        let mut journey = 0;
        for person in 0..self.journeys.persons {
            let (first, mut count) = (journey, 0);
            while journey < self.journeys.len() && self.person_of(journey) == person {
                count += self.length(journey);
                journey += 1;
            }
            self.push(Place { journey: first as u32, offset: 0, count }, person, NO_TIME);
        }
    }

    fn each_session(&mut self, gap: Option<Span>) {
        let sessions = &self.journeys.sessions;
        let (mut journey, mut offset) = (0, 0);
        for (session, person) in sessions.person.iter().enumerate() {
            let end = sessions.end.get(session).copied().sure_or(NO_TIME);
            let last = sessions.person.get(session + 1) != Some(person);
            let mut start = None;
            let mut count = 0;
            while journey < self.journeys.len() && self.person_of(journey) == *person {
                let Some(item) = self.item(journey, offset) else {
                    (journey, offset) = (journey + 1, 0);
                    continue;
                };
                if item.time > end && !last {
                    break;
                }
                start.get_or_insert((journey as u32, offset as u32));
                count += 1;
                offset += 1;
            }
            let goes_on = match gap {
                Some(gap) => last && self.end.saturating_sub(end) <= gap.micros(),
                None => sessions.open.get(session).sure() == Some(&true),
            };
            let (first, from) = start.unwrap_or((journey as u32, offset as u32));
            let place = Place { journey: first, offset: from, count };
            self.push(place, *person, if goes_on { NO_TIME } else { end });
        }
    }
}

impl Journeys {
    /// Whether a journey may go on after the end of the data. Nothing is marked as open where no
    /// outcome was defined: then a person's last journey may go on.
    pub(crate) fn goes_on(&self, journey: usize) -> bool {
        if self.outcomes.is_empty() {
            return self.person.get(journey) != self.person.get(journey + 1);
        }
        self.open.get(journey).sure() == Some(&true)
    }
}
