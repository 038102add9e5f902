//! What late events change about sessions.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::columns::{Frame, FrameBuilder, NO_CODE, NO_TIME};
use crate::options::Definition;

/// A session of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Session {
    /// The person.
    pub person: u32,
    /// First event, microseconds of UTC.
    pub start: i64,
    /// Last event, microseconds of UTC.
    pub end: i64,
    /// Events in it.
    pub events: u32,
}

/// What became of a session. A session goes on in the one that holds its first event; where
/// several do, in the first of them, and the others are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SessionChange {
    /// As it was; `None`: it is new.
    pub before: Option<Session>,
    /// As it is; `None`: it is no more.
    pub after: Option<Session>,
}

impl SessionChange {
    /// `added`, `removed` or `changed`.
    pub fn name(&self) -> &'static str {
        match (self.before, self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }
}

/// What late events change, and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionDelta {
    /// Sessions that are not what they were, by person and in order of time.
    pub changes: Vec<SessionChange>,
    /// Late events that were put into sessions.
    pub events: u64,
    /// Late events of rows without a usable identifier, in no session.
    pub without_person: u64,
    /// Persons that were not known before.
    pub new_persons: u64,
    /// Persons that late events tie to another one: the number that goes, the number that stays.
    pub merged: Vec<(u32, u32)>,
    /// How the sessions were defined.
    pub definition: Definition,
}

impl SessionDelta {
    /// How many sessions were added, removed and changed.
    pub fn counts(&self) -> [usize; 3] {
        ["added", "removed", "changed"]
            .map(|name| self.changes.iter().filter(|change| change.name() == name).count())
    }

    /// Columns `change, person, start, end, events, before_person, before_start, before_end,
    /// before_events`; the first four are null for a session that is no more, the others for a new
    /// one.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let rows = |pick: fn(&SessionChange) -> Option<Session>| self.changes.iter().map(pick);
        let person = |row: Option<Session>| row.map_or(NO_CODE, |row| row.person);
        let start = |row: Option<Session>| row.map_or(NO_TIME, |row| row.start);
        let end = |row: Option<Session>| row.map_or(NO_TIME, |row| row.end);
        let events = |row: Option<Session>| row.map_or(NO_CODE, |row| row.events);
        let (after, before) = (|| rows(|row| row.after), || rows(|row| row.before));
        FrameBuilder::default()
            .text("change", self.changes.iter().map(|change| Some(change.name())))
            .maybe_u32("person", after().map(person))
            .time("start", after().map(start))
            .time("end", after().map(end))
            .maybe_u32("events", after().map(events))
            .maybe_u32("before_person", before().map(person))
            .time("before_start", before().map(start))
            .time("before_end", before().map(end))
            .maybe_u32("before_events", before().map(events))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    SessionDelta: to_frame -> to_record_batch;
}
