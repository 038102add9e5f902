//! The journeys of a company's customers, in compressed rows.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::calendar::Zone;
use crate::columns::{Dictionary, Frame, FrameBuilder, NO_CODE};
use crate::options::Definition;
use crate::sure::{Sure, run_of};

/// What the contacts of a quarter of an hour cost. Contacts without a person count too: their cost was
/// spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactCost {
    /// Touchpoint code.
    pub touchpoint: u32,
    /// Code of the campaign that they name, or [`NO_CODE`].
    pub campaign: u32,
    /// Whether they are of the kinds that journeys count; false for excluded kinds, such as service calls.
    pub counted: bool,
    /// Begin of the quarter of an hour, microseconds of UTC.
    pub time: i64,
    /// Millionths.
    pub cost: i128,
}

/// A refund of an order that no journey ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownRefund {
    /// Row in the events.
    pub row: u32,
    /// What was given back in millionths, 0 or less, or [`crate::columns::NO_MONEY`] where no amount is said.
    pub value: i64,
    /// Whether it names an order at all.
    pub names_order: bool,
}

/// What became of every event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyReport {
    /// Events in.
    pub events: u64,
    /// Events that are steps of journeys.
    pub steps: u64,
    /// Converting events that are no steps.
    pub conversions: u64,
    /// Events of excluded kinds, in sessions but in no journey.
    pub excluded: u64,
    /// Refunds of orders: in sessions, but neither conversions nor steps.
    #[serde(default)]
    pub refunds: u64,
    /// Events of rows without a usable identifier, in no journey.
    pub without_person: u64,
    /// Events of a person that share their time with another one: what comes first among them is the
    /// role `order`, or else a rule.
    #[serde(default)]
    pub tied: u64,
    /// Those of the tied events that the role `order` does not tell from another one: the rule decides.
    #[serde(default)]
    pub unsettled: u64,
    /// Refunds of orders that no journey ends with, see [`Journeys::unknown_refunds`].
    #[serde(default)]
    pub unknown_refunds: u64,
}

/// Steps of all journeys, journey after journey.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Steps {
    /// Microseconds of UTC.
    pub time: Vec<i64>,
    /// Touchpoint code.
    pub touchpoint: Vec<u32>,
    /// Code of the kind of event.
    pub event: Vec<u32>,
    /// Row in the events.
    pub row: Vec<u32>,
    /// Code of the campaign that the contact names, or [`crate::columns::NO_CODE`]; empty where no
    /// source names any.
    pub campaign: Vec<u32>,
}

impl Steps {
    /// The campaign that a contact names, where it names one.
    pub fn campaign(&self, step: usize) -> Option<u32> {
        self.campaign.get(step).copied().filter(|code| *code != NO_CODE)
    }
}

/// Sessions of all persons, person after person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sessions {
    /// Person.
    pub person: Vec<u32>,
    /// First event, microseconds of UTC.
    pub start: Vec<i64>,
    /// Last event, microseconds of UTC.
    pub end: Vec<i64>,
    /// Events in it.
    pub events: Vec<u32>,
    /// Whether it may go on after the end of the data.
    pub open: Vec<bool>,
}

/// Journeys in compressed rows: journey `j` has the steps `ends[j-1]..ends[j]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Journeys {
    /// Names of the touchpoints.
    pub touchpoints: Dictionary,
    /// Names of the kinds of event.
    pub events: Dictionary,
    /// Names of the outcomes; none where no conversion is set.
    pub outcomes: Dictionary,
    /// Names of the campaigns that contacts name.
    pub campaigns: Dictionary,
    /// What contacts cost, those in no journey included.
    pub costs: Vec<ContactCost>,
    /// The time zone that the events were read with, where their sources name one and the same.
    pub timezone: Option<String>,
    /// Where all events are days without a clock: the zone whose midnights stand for them.
    pub days: Option<Zone>,
    /// All steps.
    pub steps: Steps,
    /// For each journey, the number of steps up to its end.
    pub ends: Vec<usize>,
    /// Person of each journey.
    pub person: Vec<u32>,
    /// First contact (or the conversion, where there was no contact).
    pub start: Vec<i64>,
    /// The conversion, or the last contact.
    pub end: Vec<i64>,
    /// Sessions that the journey touches.
    pub sessions_of: Vec<u32>,
    /// Whether it converted.
    pub converted: Vec<bool>,
    /// Value of the conversion in millionths, or [`crate::columns::NO_MONEY`].
    pub value: Vec<i64>,
    /// The outcome that ended it, or [`crate::columns::NO_CODE`].
    pub outcome: Vec<u32>,
    /// Whether it may still convert after the end of the data.
    pub open: Vec<bool>,
    /// Whether the order of its conversion was given back as a whole; empty where none was.
    pub cancelled: Vec<bool>,
    /// How many journeys before it is that whose contacts it takes over (`carry_over`); 0 where it takes
    /// none, and empty where none does.
    pub carried: Vec<u32>,
    /// Refunds of orders that no journey ends with, in order of their rows.
    pub unknown_refunds: Vec<UnknownRefund>,
    /// All sessions.
    pub sessions: Sessions,
    /// How many persons there are.
    pub persons: u32,
    /// What became of every event.
    pub report: JourneyReport,
    /// How the journeys were defined.
    pub definition: Definition,
}

impl Journeys {
    /// How many journeys there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no journey.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The steps of a journey, as a range of rows of [`Steps`].
    pub fn range(&self, journey: usize) -> std::ops::Range<usize> {
        run_of(&self.ends, journey)
    }

    /// Whether the order that a journey ended with was given back as a whole.
    pub fn is_cancelled(&self, journey: usize) -> bool {
        self.cancelled.get(journey) == Some(&true)
    }

    /// The touchpoints of a journey, in order.
    pub fn path(&self, journey: usize) -> &[u32] {
        self.steps.touchpoint.get(self.range(journey)).sure_or_default()
    }
}

impl Journeys {
    /// Columns `journey, person, start, end, touches, sessions, converted, value, open, outcome,
    /// cancelled, contacts_of`; the outcome is null where the journey did not convert, and `contacts_of`
    /// names the journey whose contacts it takes over, if any.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let touches = (0..self.len()).map(|journey| self.range(journey).len() as u64);
        let contacts_of =
            (0..self.len()).map(|journey| self.contacts_of(journey).unwrap_or(NO_CODE));
        FrameBuilder::default()
            .u32("journey", (0..self.len() as u32).collect())
            .u32("person", self.person.clone())
            .time("start", self.start.iter().copied())
            .time("end", self.end.iter().copied())
            .u64("touches", touches)
            .u32("sessions", self.sessions_of.clone())
            .bool("converted", self.converted.iter().copied())
            .money("value", self.value.iter().copied())
            .bool("open", self.open.iter().copied())
            .coded("outcome", &self.outcome, &self.outcomes)
            .bool("cancelled", (0..self.len()).map(|journey| self.is_cancelled(journey)))
            .maybe_u32("contacts_of", contacts_of)
            .finish(&self.definition)
    }

    /// Columns `row, value, names_order` of every refund of an order that no journey ends with; `row`
    /// counts the rows of the accepted events, and order numbers stay inside.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn unknown_refunds_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("row", self.unknown_refunds.iter().map(|refund| refund.row).collect())
            .money("value", self.unknown_refunds.iter().map(|refund| refund.value))
            .bool("names_order", self.unknown_refunds.iter().map(|refund| refund.names_order))
            .finish(&self.definition)
    }

    /// Columns `journey, step, time, touchpoint, event, row` of every step; `row` counts the rows
    /// of the accepted events.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn steps_to_frame(&self) -> Result<Frame> {
        let mut journey = Vec::with_capacity(self.steps.time.len());
        let mut step = Vec::with_capacity(self.steps.time.len());
        for at in 0..self.len() {
            let length = self.range(at).len() as u32;
            journey.extend(std::iter::repeat_n(at as u32, length as usize));
            step.extend(0..length);
        }
        FrameBuilder::default()
            .u32("journey", journey)
            .u32("step", step)
            .time("time", self.steps.time.iter().copied())
            .coded("touchpoint", &self.steps.touchpoint, &self.touchpoints)
            .coded("event", &self.steps.event, &self.events)
            .u32("row", self.steps.row.clone())
            .finish(&self.definition)
    }

    /// Columns `session, person, start, end, events, open` of every session.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn sessions_to_frame(&self) -> Result<Frame> {
        self.sessions.to_frame(&self.definition)
    }
}

impl Sessions {
    /// Columns `session, person, start, end, events, open`.
    pub(super) fn to_frame(&self, definition: &Definition) -> Result<Frame> {
        FrameBuilder::default()
            .u32("session", (0..self.person.len() as u32).collect())
            .u32("person", self.person.clone())
            .time("start", self.start.iter().copied())
            .time("end", self.end.iter().copied())
            .u32("events", self.events.clone())
            .bool("open", self.open.iter().copied())
            .finish(definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Journeys:
        to_frame -> to_record_batch,
        steps_to_frame -> steps_to_record_batch,
        unknown_refunds_to_frame -> unknown_refunds_to_record_batch,
        sessions_to_frame -> sessions_to_record_batch;
}
