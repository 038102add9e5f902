//! Sessions to which late events can be added.

use std::collections::BTreeMap;

use super::known::Known;
use super::order::{Entry, Growing, Order};
use super::person::{Cutter, Person, Was};
use super::report::{Session, SessionChange, SessionDelta};
use crate::columns::{Coded, Frame, NO_CODE, NO_MONEY, NO_TIME};
use crate::intake::Events;
use crate::journey::cut::JourneyOptions;
use crate::journey::cut::outcomes::Outcomes;
use crate::journey::cut::sessions::SessionRules;
use crate::journey::table::Sessions;
use crate::options::Definition;
use crate::stitch::People;
use crate::sure::{Absent, ByCode, Call, Sure};
use crate::{Error, Result, parallel};

/// Sessions to which late events can be added: whatever comes in when is cut as if all had been
/// there at once, but only the sessions around the late events are cut anew.
///
/// Persons keep the numbers that they have in the first `people`; new ones get the next numbers,
/// and of persons that a late event ties together the smallest number stays.
pub struct LiveSessions {
    cutter: Cutter<'static>,
    known: Known,
    persons: Vec<Person>,
    /// The last time of all events.
    end: i64,
    stitched: Definition,
    definition: Definition,
}

impl std::fmt::Debug for LiveSessions {
    /// Counts only: identifiers are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sessions: usize = self.persons.iter().map(|person| person.starts.len()).sum();
        write!(f, "LiveSessions({sessions} sessions of {} persons)", self.persons.len())
    }
}

impl LiveSessions {
    /// Cuts the sessions of some events; of the options only those of sessions count, and
    /// the outcomes, which decide ties.
    ///
    /// # Errors
    /// As [`journeys`](crate::journey::cut::journeys).
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{Int64Array, RecordBatch, StringArray};
    /// use cx_core::intake::{EventRoles, Events};
    /// use cx_core::journey::LiveSessions;
    /// use cx_core::stitch::stitch;
    /// let read = |times: Vec<&str>| -> Result<_, Box<dyn std::error::Error>> {
    ///     let rows = times.len();
    ///     let batch = RecordBatch::try_from_iter([
    ///         ("ts", Arc::new(StringArray::from(times)) as _),
    ///         ("user", Arc::new(Int64Array::from(vec![1; rows])) as _),
    ///         ("channel", Arc::new(StringArray::from(vec!["web"; rows])) as _),
    ///     ])?;
    ///     let events = Events::read(&[batch], &EventRoles::new("ts", "user", "user", "channel"))?;
    ///     let people = stitch(&events, &Default::default())?;
    ///     Ok((events, people))
    /// };
    /// let (events, people) = read(vec!["2026-03-01T10:00:00", "2026-03-01T10:50:00"])?;
    /// let mut live = LiveSessions::new(&events, &people, &Default::default())?;
    /// assert_eq!(live.sessions().events, [1, 1]);
    /// let (late, people) = read(vec!["2026-03-01T10:25:00"])?;
    /// let delta = live.insert(&late, &people)?;
    /// assert_eq!((delta.counts(), live.sessions().events), ([0, 1, 1], vec![3]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(events: &Events, people: &People, options: &JourneyOptions) -> Result<Self> {
        let call = Call::open();
        check(events, people)?;
        let campaigns = events.campaign.as_ref().map(|campaign| &campaign.dictionary);
        let order = Order {
            outcomes: Outcomes::new(events, options)?,
            source: Growing::new(&events.source.dictionary),
            touchpoint: Growing::new(&events.touchpoint.dictionary),
            event: Growing::new(&events.event.dictionary),
            campaign: Growing::new(&campaigns.cloned().unwrap_or_default()),
        };
        let rules = SessionRules::new(events, options)?;
        let by_campaign = rules.by_campaign();
        let rules = rules.without_rows();
        let mut live = Self {
            cutter: Cutter { rules, by_campaign, order },
            known: Known::new(people),
            persons: vec![Person::default(); people.len()],
            end: NO_TIME,
            stitched: people.definition.clone(),
            definition: Definition::of("journey.live_sessions", &(&people.definition, options)),
        };
        let numbers: Vec<u32> = (0..people.len() as u32).collect();
        live.add(events, people, &numbers, &[])?;
        call.close(Ok(live))
    }

    /// Puts late events into sessions and says what that changes.
    ///
    /// Around each late event, sessions are cut anew from the session of the event before it on, up
    /// to where a session begins that also began there before; the persons whom a late event ties
    /// together are cut anew as a whole. The result is that of cutting all events at once
    /// ([`journeys`](crate::journey::cut::journeys)), the numbers of persons apart.
    ///
    /// Late events are stitched among themselves first, with the options of the first people. An
    /// event that is given twice counts twice: duplicates are found where one table is read.
    ///
    /// # Errors
    /// [`Error::Mismatch`] when `people` were not made from these events, or with other
    /// options than the first ones; [`Error::TooMany`] beyond 2^32 - 2 names.
    pub fn insert(&mut self, late: &Events, people: &People) -> Result<SessionDelta> {
        let call = Call::open();
        check(late, people)?;
        if people.definition != self.stitched {
            return Err(Error::Mismatch {
                what: "the late people, stitched by other rules,",
                with: "the first ones",
                remedy: "stitch late events with the options of the first ones",
            });
        }
        let before = self.known.len();
        let (numbers, merged) = self.known.take(people);
        self.persons.resize(self.known.len(), Person::default());
        let changes = self.add(late, people, &numbers, &merged)?;
        let without = people.person.iter().filter(|person| **person == NO_CODE).count() as u64;
        call.close(Ok(SessionDelta {
            changes,
            events: late.len() as u64 - without,
            without_person: without,
            new_persons: (self.known.len() - before) as u64,
            merged,
            definition: self.definition.clone(),
        }))
    }

    /// All sessions, person after person.
    pub fn sessions(&self) -> Sessions {
        let mut all = Sessions::default();
        for (number, person) in self.persons.iter().enumerate() {
            for row in person.sessions(number as u32) {
                all.person.push(row.person);
                all.start.push(row.start);
                all.end.push(row.end);
                all.events.push(row.events);
                all.open.push(false);
            }
            if let (Some(open), Some(running)) = (all.open.last_mut(), person.running(&self.cutter))
            {
                *open = self.cutter.rules.goes_on(&running, self.end);
            }
        }
        all
    }

    /// The number of the person with an identifier, where it is known and not blocked.
    pub fn find(&self, id_type: &str, id: &str) -> Option<u32> {
        self.known.find(id_type, id)
    }

    /// Columns `session, person, start, end, events, open` of all sessions.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn to_frame(&self) -> Result<Frame> {
        self.sessions().to_frame(&self.definition)
    }

    /// Puts events into sessions; `numbers` are those of their people, `merged` the persons who
    /// became another one.
    fn add(
        &mut self,
        events: &Events,
        people: &People,
        numbers: &[u32],
        merged: &[(u32, u32)],
    ) -> Result<Vec<SessionChange>> {
        let mut placed = self.entries(events, people, numbers)?;
        self.end = events.time.iter().copied().fold(self.end, i64::max);
        let order = &self.cutter.order;
        let key = |(person, entry): &(u32, Entry)| (*person, order.key(entry));
        parallel::sort_unstable_by_key(&mut placed, key);
        let mut joined: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (from, into) in merged {
            joined.entry(*into).or_default().push(*from);
        }
        let mut changes = Vec::new();
        let mut late = Vec::new();
        for same in placed.chunk_by(|a, b| a.0 == b.0) {
            let Some((number, _)) = same.first().copied() else { continue };
            late.clear();
            late.extend(same.iter().map(|(_, entry)| *entry));
            if let Some(others) = joined.get(&number) {
                changes.extend(self.join(number, others, &late));
            } else if let Some(person) = self.persons.get_mut(number as usize).sure() {
                changes.extend(person.insert(number, &late, &self.cutter));
            }
        }
        Ok(changes)
    }

    /// The events with the persons and names that they have here.
    fn entries(
        &mut self,
        events: &Events,
        people: &People,
        numbers: &[u32],
    ) -> Result<Vec<(u32, Entry)>> {
        let Order { source, touchpoint, event, campaign, .. } = &mut self.cutter.order;
        let source = source.take(&events.source)?;
        let touchpoint = touchpoint.take(&events.touchpoint)?;
        let event = event.take(&events.event)?;
        let names = events.campaign.as_ref().map(|codes| campaign.take(codes)).transpose()?;
        let code = |map: &[u32], column: &Coded, row: usize| {
            map.by_code(column.code(row)).copied().or_absent(NO_CODE)
        };
        let money = |column: &Option<Vec<i64>>, row: usize| {
            column.as_ref().and_then(|cells| cells.get(row).sure()).copied().or_absent(NO_MONEY)
        };
        let rows = people.person.iter().zip(&events.time).enumerate();
        let entry = |(row, (person, time)): (usize, (&u32, &i64))| {
            let number = numbers.by_code(*person)?;
            let campaign = names.as_ref().zip(events.campaign.as_ref());
            let entry = Entry {
                time: *time,
                source: code(&source, &events.source, row),
                touchpoint: code(&touchpoint, &events.touchpoint, row),
                event: code(&event, &events.event, row),
                campaign: campaign.map_or(NO_CODE, |(map, column)| code(map, column, row)),
                value: money(&events.value, row),
                cost: money(&events.cost, row),
            };
            Some((*number, entry))
        };
        Ok(rows.filter_map(entry).collect())
    }

    /// Makes several persons and their late events one person.
    fn join(&mut self, number: u32, others: &[u32], late: &[Entry]) -> Vec<SessionChange> {
        let mut all: Vec<(Entry, Option<Session>)> = Vec::new();
        for from in std::iter::once(&number).chain(others) {
            let Some(person) = self.persons.get_mut(*from as usize).sure() else { continue };
            let person = std::mem::take(person);
            let before = all.len();
            let rows = person.starts_with_rows(*from);
            all.extend(person.entries.iter().map(|entry| (*entry, None)));
            for (start, row) in rows {
                if let Some(cell) = all.get_mut(before + start).sure() {
                    cell.1 = Some(row);
                }
            }
        }
        all.extend(late.iter().map(|entry| (*entry, None)));
        all.sort_by_key(|(entry, _)| self.cutter.order.key(entry));
        let was = all.iter().enumerate().filter_map(|(at, (_, row))| row.map(|row| (at, row)));
        let was: Vec<Was> = was.collect();
        let Some(person) = self.persons.get_mut(number as usize).sure() else { return Vec::new() };
        person.entries = all.into_iter().map(|(entry, _)| entry).collect();
        person.cut_all(number, &was, &self.cutter)
    }
}

fn check(events: &Events, people: &People) -> Result<()> {
    if people.person.len() == events.len() {
        return Ok(());
    }
    Err(Error::Mismatch {
        what: "the people",
        with: "these events",
        remedy: "stitch the same events that the sessions are made from",
    })
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    LiveSessions: to_frame -> to_record_batch;
}
