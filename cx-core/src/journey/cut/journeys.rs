//! Events and people in, journeys and sessions out: one scan over ordered rows.

use std::sync::Mutex;

use super::codes::{Kind, Touchpoint};
use super::costs::costs;
use super::lookback::Lookbacks;
use super::options::JourneyOptions;
use super::order::Contact;
use super::outcomes::Outcomes;
use super::part::{Conversion, Part};
use super::refunds::Refunds;
use super::sessions::{Running, SessionRules, kinds};
use super::steps::{Block, Scratch, Unwritten};
use super::worth::Worth;
use crate::columns::{Dictionary, NO_CODE, NO_TIME};
use crate::intake::Events;
use crate::journey::table::{ContactCost, JourneyReport, Journeys, Steps};
use crate::options::{Definition, Span};
use crate::parallel;
use crate::stitch::People;
use crate::sure::{Absent, Call, Sure};
use crate::{Error, Result};

/// Tasks whose results wait before they are put together: what many of them leave behind in the
/// memory of their threads is not given back.
const TASKS: usize = 1 << 4;

/// Cuts every person's events into journeys and sessions.
///
/// A journey collects contacts until a conversion, or until silence. At a conversion, contacts
/// longer ago than the look-back are split off as a journey that did not convert, so every contact
/// is a step of exactly one journey. A journey that did not convert is `open` when the data end
/// before its silence (or else its look-back) has passed: it may still convert.
///
/// A refund takes from the value of the order that it names, in that order's journey, and is neither
/// conversion nor contact; an order of which nothing is left stays a conversion and is `cancelled`. An
/// order is its number, whoever names it; refunds of orders that no journey ends with are in
/// [`Journeys::unknown_refunds`]. Several sales of one number are one order.
///
/// # Errors
/// [`Error::UnknownName`] for a kind of event or a touchpoint that does not occur,
/// [`Error::UnknownZone`] and [`Error::Option`] for rules of sessions that do not exist and for
/// `conversion` beside `outcomes`,
/// a kind in `conversion` and `refund`,
/// [`Error::Mismatch`] when `people` were not made from these events; [`Error::Lacking`] when the events do not name the
/// orders of `refund`, or when sessions are to end with a campaign that the events do not have.
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
    let call = Call::open();
    if people.person.len() != events.len() {
        return Err(Error::Mismatch {
            what: "the people",
            with: "these events",
            remedy: "stitch the same events that the journeys are made from",
        });
    }
    let outcomes = Outcomes::new(events, options)?;
    let refunds = Refunds::of(events, people, &outcomes, options)?;
    let excluded = kinds(events, &options.exclude)?;
    let sessions = SessionRules::new(events, options)?;
    let lookbacks = Lookbacks::new(events, options)?;
    let mut unwritten = Unwritten::new(events, people);
    let cut = Cut {
        events,
        options,
        outcomes: &outcomes,
        refunds: refunds.as_ref(),
        excluded: &excluded,
        sessions,
        lookbacks,
        data_end: unwritten.last,
    };
    let mut whole = Part::default();
    let mut written = Vec::new();
    let without_person = unwritten.without_person as u64;
    let blocks = unwritten.blocks();
    let rooms = Mutex::new(Vec::new());
    for blocks in blocks.chunks(TASKS) {
        let parts = parallel::map(blocks.len(), |at| {
            let mut block = parallel::lock_of(blocks, at)?;
            let mut scratch = parallel::lock(&rooms)?.pop().or_absent_default();
            let part = cut.block(&mut block, &mut scratch);
            parallel::lock(&rooms)?.push(scratch);
            Ok(part)
        })?;
        for (part, steps) in parts {
            whole.append(part);
            whole.steps += steps;
            written.push(steps);
        }
    }
    drop((blocks, rooms));
    let steps = unwritten.close(&written);
    let costs = costs(events, &excluded);
    let unknown = refunds.map(|refunds| refunds.unknown).unwrap_or_default();
    let mut journeys = assemble(events, people, options, outcomes.names, (whole, steps), costs);
    journeys.report.without_person = without_person;
    journeys.report.unknown_refunds = unknown.len() as u64;
    journeys.unknown_refunds = unknown;
    call.close(Ok(journeys))
}

struct Cut<'a> {
    events: &'a Events,
    options: &'a JourneyOptions,
    outcomes: &'a Outcomes,
    refunds: Option<&'a Refunds>,
    excluded: &'a [bool],
    sessions: SessionRules<'a>,
    lookbacks: Lookbacks,
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
    /// From when on cycles count: the last conversion, or else the first event.
    anchor: i64,
    /// How many cycles have passed since.
    cycle: i64,
    /// The person's last conversion, and the journey with the contacts before it, by its number in the
    /// part.
    last: Option<(i64, usize)>,
}

impl Pending {
    /// Before the first event of a person, whose steps begin at `first`.
    fn new(person: u32, first: usize) -> Self {
        let time = NO_TIME;
        let sessions = Vec::new();
        Self { person, first, sessions, last_time: time, anchor: time, cycle: 0, last: None }
    }
}

impl Cut<'_> {
    /// Journeys and sessions of the persons of a block, and how many steps they have.
    fn block(&self, block: &mut Block<'_>, scratch: &mut Scratch) -> (Part, usize) {
        let mut part = Part::default();
        let mut pending = Pending::new(0, 0);
        block.take(scratch);
        let Scratch { buffer, keys, ends } = scratch;
        let mut start = 0;
        for (person, end) in ends.iter().enumerate() {
            let keys = keys.get_mut(start..*end).sure().sure_or_default();
            start = *end;
            let ties = buffer.sort(keys, self.events, self.outcomes);
            part.tied += ties.all;
            part.unsettled += ties.unsettled;
            pending.person = (block.first + person) as u32;
            (pending.last_time, pending.last) = (NO_TIME, None);
            (pending.anchor, pending.cycle) =
                (keys.first().map_or(NO_TIME, |k| buffer.time(*k)), 0);
            let contacts = keys.iter().map(|key| buffer.contact(*key));
            self.person(contacts, block, &mut pending, &mut part);
        }
        (part, block.len())
    }

    fn person(
        &self,
        contacts: impl Iterator<Item = Contact>,
        block: &mut Block<'_>,
        pending: &mut Pending,
        part: &mut Part,
    ) {
        let silence = self.options.silence.map(Span::micros);
        let (mut session, mut running) = (0, Running::NONE);
        for contact in contacts {
            let time = contact.time;
            if self.sessions.take(&mut running, &contact) {
                session += 1;
                part.sessions.open(pending.person, time);
            }
            part.sessions.extend(time);
            let last = pending.last_time;
            let silent = silence.is_some_and(|limit| last != NO_TIME && time - last > limit);
            let cycle = self.cycles(pending, time);
            if silent || cycle != pending.cycle {
                self.close(part, block, pending, None);
            }
            (pending.last_time, pending.cycle) = (time, cycle);
            let refund = self.refunds.is_some_and(|refunds| refunds.is(contact.row));
            part.refunds += u64::from(refund);
            if refund {
                continue;
            }
            let outcome = self.outcomes.of(contact.touchpoint, contact.event);
            let converts = outcome != NO_CODE;
            let excluded =
                !converts && self.excluded.get(contact.event.0 as usize).sure() == Some(&true);
            part.excluded += u64::from(excluded);
            if !excluded && (!converts || self.options.conversion_is_step) {
                block.push(&contact);
                pending.sessions.push(session);
            }
            if converts {
                part.conversions += u64::from(!self.options.conversion_is_step);
                self.split_lookback(part, block, pending, time);
                let carried = self.carried(part, block, pending, time);
                let conversion = self.conversion(&contact, session, outcome, carried);
                self.close(part, block, pending, Some(conversion));
                (pending.anchor, pending.cycle) = (time, 0);
            }
        }
        self.close(part, block, pending, None);
        if let (Some(open), true) = (part.sessions.open.last_mut(), session > 0) {
            *open = self.sessions.goes_on(&running, self.data_end);
        }
    }

    fn conversion(
        &self,
        contact: &Contact,
        session: u32,
        outcome: u32,
        carried: u32,
    ) -> Conversion {
        let left = self.refunds.and_then(|refunds| refunds.left(contact.row));
        let (value, cancelled) =
            left.unwrap_or_else(|| (Worth::value(self.events, contact.row), false));
        Conversion { time: contact.time, value, session, outcome, cancelled, carried }
    }

    /// How many journeys before the pending one is that whose contacts it takes over, as it converts
    /// without any of its own; 0: it takes none.
    fn carried(&self, part: &Part, block: &Block<'_>, pending: &mut Pending, time: i64) -> u32 {
        let Some(limit) = self.options.carry_over.map(Span::micros) else { return 0 };
        let this = part.ends.len();
        let own = usize::from(self.options.conversion_is_step);
        if block.len() - pending.first > own {
            pending.last = Some((time, this));
            return 0;
        }
        let found = pending.last.filter(|(before, _)| time.saturating_sub(*before) <= limit);
        pending.last = found.map(|(_, journey)| (time, journey));
        found.map_or(0, |(_, journey)| (this - journey) as u32)
    }

    /// How many cycles have passed between the anchor and a time.
    fn cycles(&self, pending: &Pending, time: i64) -> i64 {
        let since = time.saturating_sub(pending.anchor);
        self.options.cycle.map_or(0, |cycle| since.div_euclid(cycle.micros().max(1)))
    }

    /// Contacts longer ago than their look-back become a journey that did not convert.
    fn split_lookback(
        &self,
        part: &mut Part,
        block: &mut Block<'_>,
        pending: &mut Pending,
        conversion: i64,
    ) {
        let is_old = |time: i64, lookback: Option<i64>| {
            lookback.is_some_and(|lookback| time < conversion.saturating_sub(lookback))
        };
        let old = if self.lookbacks.alike() {
            let lookback = self.lookbacks.longest();
            block.times_from(pending.first).partition_point(|time| is_old(*time, lookback))
        } else {
            block.part_from(pending.first, &mut pending.sessions, |time, what, kind| {
                is_old(time, self.lookbacks.of(Touchpoint(what), Kind(kind)))
            })
        };
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
        conversion: Option<Conversion>,
    ) {
        let end = block.len();
        if end == pending.first && conversion.is_none() {
            return;
        }
        let times = block.times_from(pending.first);
        part.push_journey(pending.person, end, times, &pending.sessions, conversion);
        // Silence counts from the last sign of life, be it a contact or an excluded event.
        part.open.push(conversion.is_none() && self.may_still_convert(pending));
        pending.sessions.clear();
        pending.first = end;
    }

    fn may_still_convert(&self, pending: &Pending) -> bool {
        let window = self.options.silence.map(Span::micros).or(self.lookbacks.longest());
        let silent = self.data_end.saturating_sub(pending.last_time);
        self.outcomes.defined()
            && window.is_none_or(|window| silent <= window)
            && self.cycles(pending, self.data_end) == pending.cycle
    }
}

fn assemble(
    events: &Events,
    people: &People,
    options: &JourneyOptions,
    outcomes: Dictionary,
    (whole, mut steps): (Part, Steps),
    costs: Vec<ContactCost>,
) -> Journeys {
    if let Some(campaigns) = &events.campaign {
        steps.campaign = steps.row.iter().map(|row| campaigns.code(*row as usize)).collect();
    }
    let carried = whole.carried.iter().any(|distance| *distance > 0);
    let cancelled = whole.cancelled.contains(&true);
    Journeys {
        touchpoints: events.touchpoint.dictionary.clone(),
        events: events.event.dictionary.clone(),
        persons: people.len() as u32,
        report: JourneyReport {
            events: events.len() as u64,
            steps: steps.time.len() as u64,
            conversions: whole.conversions,
            excluded: whole.excluded,
            refunds: whole.refunds,
            tied: whole.tied,
            unsettled: whole.unsettled,
            ..JourneyReport::default()
        },
        definition: Definition::of("journey", &(&people.definition, options)),
        outcomes,
        campaigns: events.campaign.as_ref().map(|of| of.dictionary.clone()).unwrap_or_default(),
        costs,
        timezone: events.timezone.clone(),
        days: events.days.all(events.len()).then(|| events.days.own_zone().clone()),
        steps,
        ends: whole.ends,
        person: whole.person,
        start: whole.start,
        end: whole.end,
        sessions_of: whole.sessions_of,
        converted: whole.converted,
        value: whole.value,
        outcome: whole.outcome,
        open: whole.open,
        cancelled: if cancelled { whole.cancelled } else { Vec::new() },
        carried: if carried { whole.carried } else { Vec::new() },
        unknown_refunds: Vec::new(),
        sessions: whole.sessions,
    }
}
