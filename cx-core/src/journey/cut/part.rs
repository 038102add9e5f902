//! Journeys and sessions of some persons, before they are put together.

use super::worth::Worth;
use crate::columns::{NO_CODE, NO_TIME};
use crate::journey::table::Sessions;
use crate::sure::Sure;

/// Journeys and sessions of some persons.
#[derive(Default)]
pub(crate) struct Part {
    /// Steps of the parts before.
    pub(crate) steps: usize,
    pub(crate) ends: Vec<usize>,
    pub(crate) person: Vec<u32>,
    pub(crate) start: Vec<i64>,
    pub(crate) end: Vec<i64>,
    pub(crate) sessions_of: Vec<u32>,
    pub(crate) converted: Vec<bool>,
    pub(crate) value: Vec<i64>,
    pub(crate) outcome: Vec<u32>,
    pub(crate) open: Vec<bool>,
    pub(crate) cancelled: Vec<bool>,
    pub(crate) carried: Vec<u32>,
    pub(crate) sessions: Sessions,
    pub(crate) conversions: u64,
    pub(crate) excluded: u64,
    pub(crate) refunds: u64,
    /// Events that share their time with another one of the person.
    pub(crate) tied: u64,
    pub(crate) unsettled: u64,
}

/// The conversion that ends a journey.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conversion {
    pub(crate) time: i64,
    pub(crate) value: Worth,
    pub(crate) session: u32,
    pub(crate) outcome: u32,
    pub(crate) cancelled: bool,
    /// How many journeys before this one is that whose contacts it has; 0: none.
    pub(crate) carried: u32,
}

impl Part {
    /// Appends a journey whose last step is before `end`; `open` is for the caller to append.
    pub(crate) fn push_journey(
        &mut self,
        person: u32,
        end: usize,
        times: &[i64],
        sessions: &[u32],
        conversion: Option<Conversion>,
    ) {
        let converted_at = conversion.map(|conversion| conversion.time);
        let first = times.first().copied().or(converted_at).sure_or(NO_TIME);
        let last = converted_at.or(times.last().copied()).sure_or(NO_TIME);
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
        self.value.push(conversion.map_or(Worth::NONE, |conversion| conversion.value).cell());
        self.outcome.push(conversion.map_or(NO_CODE, |conversion| conversion.outcome));
        self.cancelled.push(conversion.is_some_and(|conversion| conversion.cancelled));
        self.carried.push(conversion.map_or(0, |conversion| conversion.carried));
    }

    /// Appends the journeys of the persons that follow.
    pub(crate) fn append(&mut self, part: Self) {
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
        self.tied += part.tied;
        self.unsettled += part.unsettled;
    }
}

impl Sessions {
    pub(crate) fn open(&mut self, person: u32, time: i64) {
        self.person.push(person);
        self.start.push(time);
        self.end.push(time);
        self.events.push(0);
        self.open.push(false);
    }

    pub(crate) fn extend(&mut self, time: i64) {
        if let (Some(end), Some(events)) = (self.end.last_mut(), self.events.last_mut()) {
            *end = time;
            *events += 1;
        }
    }
}
