//! Events and people in, journeys and sessions out: one scan over ordered rows.

use super::order::{Ordered, order};
use super::table::{JourneyOptions, JourneyReport, Journeys, Sessions, Steps};
use crate::columns::{NO_CODE, NO_MONEY, NO_TIME};
use crate::intake::Events;
use crate::options::Definition;
use crate::parallel;
use crate::stitch::People;
use crate::{Error, Result};

/// Persons cut in one task.
const PERSONS: usize = 1 << 13;

/// Cuts every person's events into journeys and sessions.
///
/// A journey collects contacts until a conversion, or until silence. At a conversion, contacts
/// longer ago than the look-back are split off as a journey that did not convert, so every contact
/// is a step of exactly one journey. A journey that did not convert is `open` when the data end
/// before its silence (or else its look-back) has passed: it may still convert.
///
/// # Errors
/// [`Error::UnknownName`] for a conversion that does not occur, [`Error::Unanswerable`] when
/// `people` were not made from these events.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{Int64Array, RecordBatch, StringArray};
/// use cx_core::intake::{EventRoles, Events};
/// use cx_core::journey::{JourneyOptions, journeys};
/// use cx_core::stitch::stitch;
/// let text = |cells: Vec<&str>| Arc::new(StringArray::from(cells)) as _;
/// let batch = RecordBatch::try_from_iter([
///     ("ts", text(vec!["2026-03-01", "2026-03-02", "2026-03-03"])),
///     ("user", Arc::new(Int64Array::from(vec![1, 1, 1])) as _),
///     ("channel", text(vec!["search", "newsletter", "branch"])),
///     ("event", text(vec!["click", "open", "purchase"])),
/// ])?;
/// let events = Events::read(&[batch], &EventRoles::new("ts", "user", "user", "channel").event("event"))?;
/// let people = stitch(&events, &Default::default())?;
/// let options = JourneyOptions { conversion: Some("purchase".into()), ..Default::default() };
/// let journeys = journeys(&events, &people, &options)?;
/// assert_eq!((journeys.len(), journeys.path(0).len(), journeys.converted[0]), (1, 2, true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn journeys(events: &Events, people: &People, options: &JourneyOptions) -> Result<Journeys> {
    if people.person.len() != events.len() {
        return Err(Error::Unanswerable {
            what: "the people do not belong to these events".into(),
            remedy: "stitch the same events that the journeys are made from",
        });
    }
    let converts = kinds(events, options.conversion.iter().flat_map(|names| &names.0))?;
    let excluded = kinds(events, &options.exclude.0)?;
    let ordered = order(events, people, &converts)?;
    let cut = Cut {
        events,
        options,
        converts: &converts,
        excluded: &excluded,
        data_end: events.time.iter().copied().max().unwrap_or(NO_TIME),
    };
    let parts = parallel::map_chunks(ordered.ends.len(), PERSONS, |persons| {
        let mut part = Part::default();
        persons.for_each(|person| cut.person(person as u32, &ordered, &mut part));
        Ok(part)
    })?;
    Ok(assemble(events, people, options, parts))
}

/// For each kind of event, whether it is among `names`.
fn kinds<'a>(events: &Events, names: impl IntoIterator<Item = &'a String>) -> Result<Vec<bool>> {
    let mut among = vec![false; events.event.dictionary.len()];
    for name in names {
        let code = events.event.dictionary.require("event", name)?;
        if let Some(flag) = among.get_mut(code as usize) {
            *flag = true;
        }
    }
    Ok(among)
}

/// Journeys and sessions of some persons.
#[derive(Default)]
struct Part {
    steps: Steps,
    ends: Vec<usize>,
    person: Vec<u32>,
    start: Vec<i64>,
    end: Vec<i64>,
    sessions_of: Vec<u32>,
    converted: Vec<bool>,
    value: Vec<i64>,
    open: Vec<bool>,
    sessions: Sessions,
    conversions: u64,
    excluded: u64,
}

struct Cut<'a> {
    events: &'a Events,
    options: &'a JourneyOptions,
    converts: &'a [bool],
    excluded: &'a [bool],
    data_end: i64,
}

/// The journey of a person that is being collected.
struct Pending {
    person: u32,
    /// First step that is not in a closed journey.
    first: usize,
    /// Session number of each step since `first`.
    sessions: Vec<u32>,
    last_time: i64,
}

impl Cut<'_> {
    fn person(&self, person: u32, ordered: &Ordered, part: &mut Part) {
        let mut pending = Pending {
            person,
            first: part.steps.time.len(),
            sessions: Vec::new(),
            last_time: NO_TIME,
        };
        let gap = self.options.session_gap.map(crate::options::Span::micros);
        let silence = self.options.silence.map(crate::options::Span::micros);
        let mut session = 0;
        for (time, row) in ordered.rows_of(person as usize) {
            let apart =
                if pending.last_time == NO_TIME { None } else { Some(time - pending.last_time) };
            if apart.is_none_or(|apart| gap.is_some_and(|gap| apart > gap)) {
                session += 1;
                part.sessions.open(person, *time);
            }
            part.sessions.extend(*time);
            if apart.is_some_and(|apart| silence.is_some_and(|silence| apart > silence)) {
                self.close(part, &mut pending, None);
            }
            pending.last_time = *time;
            let row = *row as usize;
            let kind = self.events.event.code(row) as usize;
            let converts = self.converts.get(kind) == Some(&true);
            let excluded = !converts && self.excluded.get(kind) == Some(&true);
            part.excluded += u64::from(excluded);
            if !excluded && (!converts || self.options.conversion_is_step) {
                part.steps.push(self.events, row);
                pending.sessions.push(session);
            }
            if converts {
                part.conversions += u64::from(!self.options.conversion_is_step);
                self.split_lookback(part, &mut pending, *time);
                self.close(part, &mut pending, Some((row, session)));
            }
        }
        self.close(part, &mut pending, None);
    }

    /// Contacts longer ago than the look-back become a journey that did not convert.
    fn split_lookback(&self, part: &mut Part, pending: &mut Pending, conversion: i64) {
        let Some(lookback) = self.options.lookback else { return };
        let oldest = conversion.saturating_sub(lookback.micros());
        let times = part.steps.time.get(pending.first..).unwrap_or_default();
        let old = times.partition_point(|time| *time < oldest);
        if old == 0 {
            return;
        }
        let sessions: Vec<u32> = pending.sessions.drain(..old).collect();
        let end = pending.first + old;
        push_journey(part, pending.person, pending.first..end, &sessions, None);
        part.open.push(false);
        pending.first = end;
    }

    /// Ends the pending journey at its last step, with or without a conversion.
    fn close(&self, part: &mut Part, pending: &mut Pending, conversion: Option<(usize, u32)>) {
        let end = part.steps.time.len();
        if end == pending.first && conversion.is_none() {
            return;
        }
        let conversion = conversion.map(|(row, session)| {
            let time = self.events.time.get(row).copied().unwrap_or(NO_TIME);
            let value = self.events.value.as_ref().and_then(|v| v.get(row)).copied();
            (time, value.unwrap_or(NO_MONEY), session)
        });
        let sessions = std::mem::take(&mut pending.sessions);
        push_journey(part, pending.person, pending.first..end, &sessions, conversion);
        let last = part.end.last().copied().unwrap_or(NO_TIME);
        part.open.push(conversion.is_none() && self.may_still_convert(last));
        pending.first = end;
    }

    fn may_still_convert(&self, last: i64) -> bool {
        let window = self.options.silence.or(self.options.lookback);
        self.options.conversion.is_some()
            && window.is_none_or(|window| self.data_end.saturating_sub(last) <= window.micros())
    }
}

/// Appends a journey of the steps in `range`; `open` is for the caller to append.
fn push_journey(
    part: &mut Part,
    person: u32,
    range: std::ops::Range<usize>,
    sessions: &[u32],
    conversion: Option<(i64, i64, u32)>,
) {
    let times = part.steps.time.get(range.clone()).unwrap_or_default();
    let converted_at = conversion.map(|(time, ..)| time);
    let first = times.first().copied().or(converted_at).unwrap_or(NO_TIME);
    let last = converted_at.or(times.last().copied()).unwrap_or(NO_TIME);
    let mut touched: u32 = 0;
    let mut before = None;
    for session in sessions.iter().copied().chain(conversion.map(|(.., session)| session)) {
        touched += u32::from(before != Some(session));
        before = Some(session);
    }
    part.ends.push(range.end);
    part.person.push(person);
    part.start.push(first);
    part.end.push(last);
    part.sessions_of.push(touched);
    part.converted.push(conversion.is_some());
    part.value.push(conversion.map_or(NO_MONEY, |(_, value, _)| value));
}

impl Steps {
    fn push(&mut self, events: &Events, row: usize) {
        self.time.push(events.time.get(row).copied().unwrap_or(NO_TIME));
        self.touchpoint.push(events.touchpoint.code(row));
        self.event.push(events.event.code(row));
        self.row.push(row as u32);
    }
}

impl Sessions {
    fn open(&mut self, person: u32, time: i64) {
        self.person.push(person);
        self.start.push(time);
        self.end.push(time);
        self.events.push(0);
    }

    fn extend(&mut self, time: i64) {
        if let (Some(end), Some(events)) = (self.end.last_mut(), self.events.last_mut()) {
            *end = time;
            *events += 1;
        }
    }
}

fn assemble(
    events: &Events,
    people: &People,
    options: &JourneyOptions,
    parts: Vec<Part>,
) -> Journeys {
    let mut journeys = Journeys {
        touchpoints: events.touchpoint.dictionary.clone(),
        events: events.event.dictionary.clone(),
        steps: Steps::default(),
        ends: Vec::new(),
        person: Vec::new(),
        start: Vec::new(),
        end: Vec::new(),
        sessions_of: Vec::new(),
        converted: Vec::new(),
        value: Vec::new(),
        open: Vec::new(),
        sessions: Sessions::default(),
        persons: people.len() as u32,
        report: JourneyReport {
            events: events.len() as u64,
            without_person: people.person.iter().filter(|p| **p == NO_CODE).count() as u64,
            ..JourneyReport::default()
        },
        definition: Definition::of("journey", &(&people.definition, options)),
    };
    for mut part in parts {
        let before = journeys.steps.time.len();
        journeys.ends.extend(part.ends.iter().map(|end| end + before));
        journeys.steps.time.append(&mut part.steps.time);
        journeys.steps.touchpoint.append(&mut part.steps.touchpoint);
        journeys.steps.event.append(&mut part.steps.event);
        journeys.steps.row.append(&mut part.steps.row);
        journeys.person.append(&mut part.person);
        journeys.start.append(&mut part.start);
        journeys.end.append(&mut part.end);
        journeys.sessions_of.append(&mut part.sessions_of);
        journeys.converted.append(&mut part.converted);
        journeys.value.append(&mut part.value);
        journeys.open.append(&mut part.open);
        journeys.sessions.person.append(&mut part.sessions.person);
        journeys.sessions.start.append(&mut part.sessions.start);
        journeys.sessions.end.append(&mut part.sessions.end);
        journeys.sessions.events.append(&mut part.sessions.events);
        journeys.report.conversions += part.conversions;
        journeys.report.excluded += part.excluded;
    }
    journeys.report.steps = journeys.steps.time.len() as u64;
    journeys
}
