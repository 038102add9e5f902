//! From a simulated life to the contacts that the exports show: marketing contacts, sales, service, complaints.

use super::calendar::{BREAK_WEEK, END, at_day, week};
use super::key::{Stream, mix};
use super::outcome::{Point, conversions};
use super::person::Person;
use super::touches::Touch;
use super::touchpoint::Touchpoint::{self, App, Branch, CallCentre, Website};

/// What a contact is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    /// A contact that may cause a sale.
    Touch(Touch),
    /// A step of the sale after the decision: no cause of it.
    Application(usize),
    /// The sale.
    Purchase(Point),
    /// Everyday business.
    Service,
    /// A complaint by telephone.
    Complaint,
}

/// One contact of a person, as it happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contact {
    pub(crate) key: u64,
    pub(crate) at: i64,
    pub(crate) touchpoint: Touchpoint,
    pub(crate) about: About,
    /// Whether the matter was settled (calls only).
    pub(crate) resolved: bool,
}

/// A complaint in the register of complaints.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Complaint {
    pub(crate) key: u64,
    pub(crate) at: i64,
    pub(crate) touchpoint: Touchpoint,
}

/// What a person did in one world.
#[derive(Debug, Default)]
pub(crate) struct Year {
    pub(crate) contacts: Vec<Contact>,
    pub(crate) complaints: Vec<Complaint>,
    /// From when on the person is a customer.
    pub(crate) customer_since: Option<i64>,
}

/// Share of calls that settle the matter, before and after the break.
pub(crate) fn resolution(week: i64) -> f64 {
    if week < BREAK_WEEK { 0.84 } else { 0.58 }
}

/// All contacts of a person in the world without the given touchpoints.
pub(crate) fn year(person: &Person, touches: &[Touch], points: &[Point], without: u16) -> Year {
    let mut year = Year { customer_since: person.customer.then_some(i64::MIN), ..Year::default() };
    let sound = |touch: &&Touch| touch.touchpoint.observed() && touch.needs & without == 0;
    for touch in touches.iter().filter(sound) {
        year.add(person, touch.key, touch.at, touch.touchpoint, About::Touch(*touch));
    }
    for point in conversions(points, without) {
        year.customer_since =
            Some(year.customer_since.map_or(point.at, |since| since.min(point.at)));
        sale(person, point, without, &mut year);
    }
    everyday(person, without, &mut year);
    if without & CallCentre.bit() == 0 {
        callbacks(person, &mut year);
    }
    complaints(person, without, &mut year);
    year.contacts.sort_unstable_by_key(|contact| (contact.at, contact.key));
    year
}

impl Year {
    fn add(&mut self, person: &Person, key: u64, at: i64, touchpoint: Touchpoint, about: About) {
        let settled = match (touchpoint, about) {
            (CallCentre, About::Purchase(_)) => true,
            (CallCentre, About::Complaint) => draw_settled(person, key, 0.7 * resolution(week(at))),
            (CallCentre, _) => draw_settled(person, key, resolution(week(at))),
            _ => true,
        };
        self.contacts.push(Contact { key, at, touchpoint, about, resolved: settled });
    }
}

fn draw_settled(person: &Person, key: u64, chance: f64) -> bool {
    person.key.stream(Stream::Row, mix(&[key, 4])).chance(chance)
}

/// The sale, often an application shortly before, and first steps with the product after.
fn sale(person: &Person, point: &Point, without: u16, year: &mut Year) {
    let place = point.place(without);
    let mut draw = person.key.stream(Stream::Service, point.key);
    year.add(person, point.key, point.at, place, About::Purchase(*point));
    let (applies, lead, hour, second) =
        (draw.chance(0.6), draw.exponential(3.0), draw.uniform(), draw.uniform());
    let day = point.at - ((1.0 + lead) * 86_400.0) as i64;
    let at = place.hours().on_day(day, hour, second);
    if applies && at >= at_day(0.0) && at < point.at {
        year.add(person, mix(&[point.key, 5]), at, place, About::Application(point.product));
    }
    for step in 0..3 {
        let (happens, wait) = (draw.chance(0.6), draw.exponential(6.0));
        let service = if person.app_user { App } else { Website };
        let at = point.at + ((0.5 + wait) * 86_400.0) as i64;
        if happens && at < END && service.bit() & without == 0 {
            year.add(person, mix(&[point.key, 6, step]), at, service, About::Service);
        }
    }
}

/// Everyday business of customers: the same numbers for everybody, used from the day one is a customer.
fn everyday(person: &Person, without: u16, year: &mut Year) {
    let Some(since) = year.customer_since else {
        return;
    };
    let rates = [
        (App, if person.app_user { 9.0 } else { 0.0 }),
        (Website, 8.0 * person.digital),
        (CallCentre, 0.7),
        (Branch, 0.9 * (1.2 - person.digital)),
    ];
    for (touchpoint, rate) in rates {
        if rate <= 0.0 || touchpoint.bit() & without != 0 {
            continue;
        }
        let mut draw = person.key.stream(Stream::Service, touchpoint.index() as u64);
        let mut day = 0.0;
        for number in 0_u64.. {
            day += draw.exponential(364.0 / rate);
            let (hour, second) = (draw.uniform(), draw.uniform());
            if at_day(day) >= END {
                break;
            }
            let at = touchpoint.hours().on_day(at_day(day), hour, second);
            if at >= since && at < END {
                year.add(
                    person,
                    mix(&[touchpoint.index() as u64, number, 7]),
                    at,
                    touchpoint,
                    About::Service,
                );
            }
        }
    }
}

/// Whoever was not helped calls again within days, at most three times.
fn callbacks(person: &Person, year: &mut Year) {
    let mut next = 0;
    let mut open: Vec<(u64, i64, u32)> = Vec::new();
    for contact in &year.contacts {
        if contact.touchpoint == CallCentre && !contact.resolved {
            open.push((contact.key, contact.at, 0));
        }
    }
    while let Some(&(key, at, tries)) = open.get(next) {
        next += 1;
        let mut draw = person.key.stream(Stream::Service, mix(&[key, 8]));
        let (again, wait, opening) = (draw.chance(0.5), draw.exponential(2.0), draw.uniform());
        let at = CallCentre.hours().not_before(at + 3600 + (wait * 86_400.0) as i64, opening);
        if !again || at >= END || tries >= 3 {
            continue;
        }
        let key = mix(&[key, 9]);
        year.add(person, key, at, CallCentre, About::Service);
        if year.contacts.last().is_some_and(|contact| !contact.resolved) {
            open.push((key, at, tries + 1));
        }
    }
}

/// Complaints follow from service and from calls that did not help; half of them come by telephone as well.
fn complaints(person: &Person, without: u16, year: &mut Year) {
    let mut calls = Vec::new();
    for contact in &year.contacts {
        let chance = match (contact.touchpoint, contact.resolved) {
            (CallCentre, false) => 0.12,
            (CallCentre, true) => 0.01,
            (Branch, _) => 0.012,
            (App | Website, _) => 0.002,
            _ => 0.0005,
        };
        let mut draw = person.key.stream(Stream::Complaint, contact.key);
        if !draw.chance(chance) {
            continue;
        }
        let (wait, opening, phone) = (draw.exponential(2.0), draw.uniform(), draw.chance(0.5));
        let at =
            CallCentre.hours().not_before(contact.at + 1800 + (wait * 86_400.0) as i64, opening);
        if at >= END {
            continue;
        }
        let key = mix(&[contact.key, 10]);
        year.complaints.push(Complaint { key, at, touchpoint: contact.touchpoint });
        if phone && without & CallCentre.bit() == 0 {
            calls.push((mix(&[key, 11]), at));
        }
    }
    for (key, at) in calls {
        year.add(person, key, at, CallCentre, About::Complaint);
    }
}
