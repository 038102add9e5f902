//! Journeys and sessions of some persons, before they are put together.

use super::table::Sessions;
use crate::columns::{NO_CODE, NO_MONEY, NO_TIME};

/// Journeys and sessions of some persons.
#[derive(Default)]
pub(super) struct Part {
    /// Steps of the parts before.
    pub(super) steps: usize,
    pub(super) ends: Vec<usize>,
    pub(super) person: Vec<u32>,
    pub(super) start: Vec<i64>,
    pub(super) end: Vec<i64>,
    pub(super) sessions_of: Vec<u32>,
    pub(super) converted: Vec<bool>,
    pub(super) value: Vec<i64>,
    pub(super) outcome: Vec<u32>,
    pub(super) open: Vec<bool>,
    pub(super) cancelled: Vec<bool>,
    pub(super) carried: Vec<u32>,
    pub(super) sessions: Sessions,
    pub(super) conversions: u64,
    pub(super) excluded: u64,
    pub(super) refunds: u64,
}

/// The conversion that ends a journey.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conversion {
    pub(super) time: i64,
    pub(super) value: i64,
    pub(super) session: u32,
    pub(super) outcome: u32,
    pub(super) cancelled: bool,
    /// How many journeys before this one is that whose contacts it has; 0: none.
    pub(super) carried: u32,
}

impl Part {
    /// Appends a journey whose last step is before `end`; `open` is for the caller to append.
    pub(super) fn push_journey(
        &mut self,
        person: u32,
        end: usize,
        times: &[i64],
        sessions: &[u32],
        conversion: Option<Conversion>,
    ) {
        let converted_at = conversion.map(|conversion| conversion.time);
        let first = times.first().copied().or(converted_at).unwrap_or(NO_TIME);
        let last = converted_at.or(times.last().copied()).unwrap_or(NO_TIME);
        let mut touched: u32 = 0;
        let mut before = None;
        for session in sessions.iter().copied().chain(conversion.map(|c| c.session)) {
            touched += u32::from(before != Some(session));
            before = Some(session);
        }
        self.ends.push(end);
        self.person.push(person);
        self.start.push(first);
        self.end.push(last);
        self.sessions_of.push(touched);
        self.converted.push(conversion.is_some());
        self.value.push(conversion.map_or(NO_MONEY, |conversion| conversion.value));
        self.outcome.push(conversion.map_or(NO_CODE, |conversion| conversion.outcome));
        self.cancelled.push(conversion.is_some_and(|conversion| conversion.cancelled));
        self.carried.push(conversion.map_or(0, |conversion| conversion.carried));
    }

    /// Appends the journeys of the persons that follow.
    pub(super) fn append(&mut self, part: Self) {
        self.ends.extend(part.ends.iter().map(|end| end + self.steps));
        self.person.extend(part.person);
        self.start.extend(part.start);
        self.end.extend(part.end);
        self.sessions_of.extend(part.sessions_of);
        self.converted.extend(part.converted);
        self.value.extend(part.value);
        self.outcome.extend(part.outcome);
        self.open.extend(part.open);
        self.cancelled.extend(part.cancelled);
        self.carried.extend(part.carried);
        self.sessions.person.extend(part.sessions.person);
        self.sessions.start.extend(part.sessions.start);
        self.sessions.end.extend(part.sessions.end);
        self.sessions.events.extend(part.sessions.events);
        self.sessions.open.extend(part.sessions.open);
        self.conversions += part.conversions;
        self.excluded += part.excluded;
        self.refunds += part.refunds;
    }
}

impl Sessions {
    pub(super) fn open(&mut self, person: u32, time: i64) {
        self.person.push(person);
        self.start.push(time);
        self.end.push(time);
        self.events.push(0);
        self.open.push(false);
    }

    pub(super) fn extend(&mut self, time: i64) {
        if let (Some(end), Some(events)) = (self.end.last_mut(), self.events.last_mut()) {
            *end = time;
            *events += 1;
        }
    }
}
