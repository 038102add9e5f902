//! Events and people in, journeys and sessions out: one scan over ordered rows.

use super::order::{Contact, sort};
use super::steps::{Block, Unwritten};
use super::table::{JourneyOptions, JourneyReport, Journeys, Sessions, Steps};
use crate::columns::{NO_CODE, NO_MONEY, NO_TIME};
use crate::intake::Events;
use crate::options::Definition;
use crate::parallel;
use crate::stitch::People;
use crate::{Error, Result};

/// Tasks whose results are held before they are put together.
const TASKS: usize = 1 << 6;

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
    let cut = Cut {
        events,
        options,
        converts: &converts,
        excluded: &excluded,
        data_end: events.time.iter().copied().max().unwrap_or(NO_TIME),
    };
    let mut unwritten = Unwritten::new(events, people);
    let mut whole = Part::default();
    let mut written = Vec::new();
    let blocks = unwritten.blocks();
    for blocks in blocks.chunks(TASKS) {
        let parts = parallel::map(blocks.len(), |at| {
            let block = blocks.get(at).map(std::sync::Mutex::lock);
            Ok(block.and_then(std::result::Result::ok).map(|mut block| cut.block(&mut block)))
        })?;
        for (part, steps) in parts.into_iter().flatten() {
            whole.append(part);
            whole.steps += steps;
            written.push(steps);
        }
    }
    drop(blocks);
    let steps = unwritten.close(&written);
    Ok(assemble(events, people, options, whole, steps))
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
    /// Steps of the parts before.
    steps: usize,
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
    /// Journeys and sessions of the persons of a block, and how many steps they have.
    fn block(&self, block: &mut Block<'_>) -> (Part, usize) {
        let mut part = Part::default();
        let mut pending = Pending { person: 0, first: 0, sessions: Vec::new(), last_time: NO_TIME };
        let (mut contacts, ends) = block.contacts();
        let mut start = 0;
        for (person, end) in ends.into_iter().enumerate() {
            let contacts = contacts.get_mut(start..end).unwrap_or_default();
            start = end;
            sort(contacts, self.events, self.converts);
            pending.person = (block.first + person) as u32;
            pending.last_time = NO_TIME;
            self.person(contacts, block, &mut pending, &mut part);
        }
        (part, block.len())
    }

    fn person(
        &self,
        contacts: &[Contact],
        block: &mut Block<'_>,
        pending: &mut Pending,
        part: &mut Part,
    ) {
        let gap = self.options.session_gap.map(crate::options::Span::micros);
        let silence = self.options.silence.map(crate::options::Span::micros);
        let mut session = 0;
        for contact in contacts {
            let time = contact.time;
            let apart =
                if pending.last_time == NO_TIME { None } else { Some(time - pending.last_time) };
            if apart.is_none_or(|apart| gap.is_some_and(|gap| apart > gap)) {
                session += 1;
                part.sessions.open(pending.person, time);
            }
            part.sessions.extend(time);
            if apart.is_some_and(|apart| silence.is_some_and(|silence| apart > silence)) {
                self.close(part, block, pending, None);
            }
            pending.last_time = time;
            let at = contact.row as usize;
            let code = contact.event;
            let converts = self.converts.get(code as usize) == Some(&true);
            let excluded = !converts && self.excluded.get(code as usize) == Some(&true);
            part.excluded += u64::from(excluded);
            if !excluded && (!converts || self.options.conversion_is_step) {
                block.push(contact);
                pending.sessions.push(session);
            }
            if converts {
                part.conversions += u64::from(!self.options.conversion_is_step);
                self.split_lookback(part, block, pending, time);
                self.close(part, block, pending, Some((at, session)));
            }
        }
        self.close(part, block, pending, None);
    }

    /// Contacts longer ago than the look-back become a journey that did not convert.
    fn split_lookback(
        &self,
        part: &mut Part,
        block: &Block<'_>,
        pending: &mut Pending,
        conversion: i64,
    ) {
        let Some(lookback) = self.options.lookback else { return };
        let oldest = conversion.saturating_sub(lookback.micros());
        let old = block.times_from(pending.first).partition_point(|time| *time < oldest);
        let Some((sessions, _)) = pending.sessions.split_at_checked(old) else { return };
        if old == 0 {
            return;
        }
        let end = pending.first + old;
        let times = block.times(pending.first..end);
        part.push_journey(pending.person, end, times, sessions, None);
        part.open.push(false);
        pending.sessions.drain(..old);
        pending.first = end;
    }

    /// Ends the pending journey at its last step, with or without a conversion.
    fn close(
        &self,
        part: &mut Part,
        block: &Block<'_>,
        pending: &mut Pending,
        conversion: Option<(usize, u32)>,
    ) {
        let end = block.len();
        if end == pending.first && conversion.is_none() {
            return;
        }
        let conversion = conversion.map(|(row, session)| {
            let time = self.events.time.get(row).copied().unwrap_or(NO_TIME);
            let value = self.events.value.as_ref().and_then(|v| v.get(row)).copied();
            (time, value.unwrap_or(NO_MONEY), session)
        });
        let times = block.times_from(pending.first);
        part.push_journey(pending.person, end, times, &pending.sessions, conversion);
        // Silence counts from the last sign of life, be it a contact or an excluded event.
        part.open.push(conversion.is_none() && self.may_still_convert(pending.last_time));
        pending.sessions.clear();
        pending.first = end;
    }

    fn may_still_convert(&self, last: i64) -> bool {
        let window = self.options.silence.or(self.options.lookback);
        self.options.conversion.is_some()
            && window.is_none_or(|window| self.data_end.saturating_sub(last) <= window.micros())
    }
}

impl Part {
    /// Appends a journey whose last step is before `end`; `open` is for the caller to append.
    fn push_journey(
        &mut self,
        person: u32,
        end: usize,
        times: &[i64],
        sessions: &[u32],
        conversion: Option<(i64, i64, u32)>,
    ) {
        let converted_at = conversion.map(|(time, ..)| time);
        let first = times.first().copied().or(converted_at).unwrap_or(NO_TIME);
        let last = converted_at.or(times.last().copied()).unwrap_or(NO_TIME);
        let mut touched: u32 = 0;
        let mut before = None;
        for session in sessions.iter().copied().chain(conversion.map(|(.., session)| session)) {
            touched += u32::from(before != Some(session));
            before = Some(session);
        }
        self.ends.push(end);
        self.person.push(person);
        self.start.push(first);
        self.end.push(last);
        self.sessions_of.push(touched);
        self.converted.push(conversion.is_some());
        self.value.push(conversion.map_or(NO_MONEY, |(_, value, _)| value));
    }

    /// Appends the journeys of the persons that follow.
    fn append(&mut self, part: Self) {
        self.ends.extend(part.ends.iter().map(|end| end + self.steps));
        self.person.extend(part.person);
        self.start.extend(part.start);
        self.end.extend(part.end);
        self.sessions_of.extend(part.sessions_of);
        self.converted.extend(part.converted);
        self.value.extend(part.value);
        self.open.extend(part.open);
        self.sessions.person.extend(part.sessions.person);
        self.sessions.start.extend(part.sessions.start);
        self.sessions.end.extend(part.sessions.end);
        self.sessions.events.extend(part.sessions.events);
        self.conversions += part.conversions;
        self.excluded += part.excluded;
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
    whole: Part,
    steps: Steps,
) -> Journeys {
    Journeys {
        touchpoints: events.touchpoint.dictionary.clone(),
        events: events.event.dictionary.clone(),
        persons: people.len() as u32,
        report: JourneyReport {
            events: events.len() as u64,
            steps: steps.time.len() as u64,
            conversions: whole.conversions,
            excluded: whole.excluded,
            without_person: people.person.iter().filter(|p| **p == NO_CODE).count() as u64,
        },
        definition: Definition::of("journey", &(&people.definition, options)),
        steps,
        ends: whole.ends,
        person: whole.person,
        start: whole.start,
        end: whole.end,
        sessions_of: whole.sessions_of,
        converted: whole.converted,
        value: whole.value,
        open: whole.open,
        sessions: whole.sessions,
    }
}
