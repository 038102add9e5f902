//! Events as columns.

use super::report::IntakeReport;
use crate::calendar::CivilDays;
use crate::columns::Coded;

pub(super) const TABLE: &str = "events";

/// Identifiers of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct IdColumn {
    /// The type, for example `customer`, `cookie`, `email`.
    pub id_type: String,
    /// One code for each row.
    pub ids: Coded,
}

/// Typed events, in the order in which they were read.
#[derive(Clone, PartialEq)]
pub struct Events {
    /// Time in microseconds of UTC.
    pub time: Vec<i64>,
    /// Identifiers, one column for each type, in order of the types' names.
    pub ids: Vec<IdColumn>,
    /// Touchpoint of each event.
    pub touchpoint: Coded,
    /// Kind of contact of each event.
    pub event: Coded,
    /// Order of each event; `None` where no source has it. It stays inside, as identifiers do.
    pub order_id: Option<Coded>,
    /// Money brought, in millionths or [`NO_MONEY`](crate::columns::NO_MONEY); `None` where no source has it.
    pub value: Option<Vec<i64>>,
    /// Cost, in millionths or [`NO_MONEY`](crate::columns::NO_MONEY); `None` where no source has it.
    pub cost: Option<Vec<i64>>,
    /// Campaign of each event; `None` where no source has it.
    pub campaign: Option<Coded>,
    /// Source of each event.
    pub source: Coded,
    /// Id of each event within its source; `None` where no source has one. It stays inside.
    pub(crate) event_id: Option<Coded>,
    /// What decides between events of equal times, lower first; `None` where no source says.
    pub(crate) order: Option<Vec<i64>>,
    /// The row in the source's table, from 0; `None` where the events are all rows of one table, in
    /// its order.
    pub row: Option<Vec<u32>>,
    /// Kept columns by name.
    pub attributes: Vec<(String, Coded)>,
    /// The time zone that the events were read with, where one is named; of several parts the one that
    /// all parts which name one share, or else all of these.
    pub timezone: Option<String>,
    /// Which times are days without a clock.
    pub days: CivilDays,
    /// What became of every row.
    pub report: IntakeReport,
}
