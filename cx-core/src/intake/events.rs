//! Events: one contact of one identifier with one touchpoint at one time.

use super::event_roles::EventRoles;
use super::event_table::{Events, IdColumn, TABLE};
use std::borrow::Cow;

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;

use super::duplicates;
use super::event_plan::Plan;
use super::gate::Gate;
use super::report::IntakeReport;
use crate::calendar::{CivilDays, shared_zone};
use crate::columns::{Coded, Frame, FrameBuilder, Input, NO_CODE, NO_MONEY, Table};
use crate::ordered::Set;
use crate::sure::{Absent, Call, Sure};
use crate::{Error, Result, parallel};

impl std::fmt::Debug for Events {
    /// Counts only: identifiers are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let types: Vec<&str> = self.ids.iter().map(|c| c.id_type.as_str()).collect();
        write!(f, "Events({} rows, ids: {types:?})", self.len())
    }
}

impl Events {
    /// Reads events from record batches of one schema.
    ///
    /// Every row is accepted, rejected with a reason, or a duplicate of an earlier
    /// (source, event id). Where rows with the same event id differ, the one that is first by
    /// time, touchpoint, kind and amounts stays, whatever the order of the rows.
    ///
    /// # Errors
    /// A role that is missing or names no column, a column of the wrong type, an unknown time
    /// zone, or a table without rows.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{Int64Array, RecordBatch, StringArray};
    /// use cx_core::intake::{EventRoles, Events};
    /// let batch = RecordBatch::try_from_iter([
    ///     ("ts", Arc::new(StringArray::from(vec!["2026-03-01T10:00:00Z", "soon"])) as _),
    ///     ("user", Arc::new(Int64Array::from(vec![7, 7])) as _),
    ///     ("channel", Arc::new(StringArray::from(vec!["search", "branch"])) as _),
    /// ])?;
    /// let events = Events::read(&[batch], &EventRoles::new("ts", "customer", "user", "channel"))?;
    /// assert_eq!((events.report.accepted(), events.report.rejected()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &EventRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &EventRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &EventRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &EventRoles) -> Result<Self> {
        let call = Call::open();
        let plan = Plan::new(roles)?;
        let timezone = roles.timezone.as_deref();
        let mut gate = Gate::timed(table, &roles.format, timezone, roles.time_unit)?;
        let parsed = parallel::map(plan.jobs.len(), |at| plan.run(at, &gate))?;
        let events = plan.assemble(parsed, &mut gate)?;
        let (kept, report) = gate.sift(&events.source, &*roles.resolved())?;
        let mut events = match &kept {
            Some(kept) => events.take(kept),
            None => events,
        };
        events.report = report;
        call.close(Ok(duplicates::remove(events)))
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// Several sources as one table, one below the other. Equal names of touchpoints, events and
    /// identifiers of the same type become equal; the sources' accounts stay apart.
    ///
    /// # Errors
    /// [`Error::Empty`] without parts, [`Error::TooMany`] beyond 2^32 - 2 rows.
    pub fn concat(parts: &[Self]) -> Result<Self> {
        let call = Call::open();
        let rows: usize = parts.iter().map(Self::len).sum();
        let limit = u64::from(u32::MAX - 1);
        if parts.is_empty() {
            return Err(Error::Empty { table: TABLE });
        }
        if rows as u64 > limit {
            return Err(Error::TooMany { what: "events", found: rows as u64, limit });
        }
        let types: Set<&str> =
            parts.iter().flat_map(|p| p.ids.iter().map(|c| c.id_type.as_str())).collect();
        let ids = types.into_iter().map(|id_type| {
            let ids =
                join(parts, &|p| p.ids.iter().find(|c| c.id_type == id_type).map(|c| &c.ids))?;
            Ok(IdColumn { id_type: id_type.to_owned(), ids })
        });
        let names: Set<&str> =
            parts.iter().flat_map(|p| p.attributes.iter().map(|(n, _)| n.as_str())).collect();
        let attributes = names.into_iter().map(|name| {
            let column =
                join(parts, &|p| p.attributes.iter().find(|(n, _)| n == name).map(|(_, c)| c))?;
            Ok((name.to_owned(), column))
        });
        let campaign = parts.iter().any(|p| p.campaign.is_some());
        let order_ids = parts.iter().any(|p| p.order_id.is_some());
        let order = parts.iter().any(|p| p.order.is_some());
        let ids_of_rows = parts.iter().any(|p| p.event_id.is_some());
        let whole = Self {
            time: parts.iter().flat_map(|p| p.time.iter().copied()).collect(),
            ids: ids.collect::<Result<_>>()?,
            touchpoint: join(parts, &|p| Some(&p.touchpoint))?,
            event: join(parts, &|p| Some(&p.event))?,
            order_id: if order_ids { Some(join(parts, &|p| p.order_id.as_ref())?) } else { None },
            value: join_money(parts, |p| p.value.as_ref()),
            cost: join_money(parts, |p| p.cost.as_ref()),
            campaign: if campaign { Some(join(parts, &|p| p.campaign.as_ref())?) } else { None },
            source: join(parts, &|p| Some(&p.source))?,
            event_id: if ids_of_rows { Some(join(parts, &|p| p.event_id.as_ref())?) } else { None },
            order: order.then(|| parts.iter().flat_map(Self::orders).collect()),
            row: numbers(parts.iter().flat_map(Self::rows).collect()),
            attributes: attributes.collect::<Result<_>>()?,
            days: CivilDays::concat(parts.iter().map(|part| (&part.days, part.len()))),
            timezone: shared_zone(parts.iter().map(|part| part.timezone.as_deref())),
            report: IntakeReport::concat(
                &parts.iter().map(|p| p.report.clone()).collect::<Vec<_>>(),
            ),
        };
        call.close(Ok(duplicates::remove(whole)))
    }

    /// The events' columns `time, touchpoint, event, value, cost, campaign, source, row`.
    /// Identifiers stay inside.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let blank = || vec![NO_MONEY; self.len()];
        let campaign = self.campaign.clone();
        let campaign =
            campaign.unwrap_or(Coded { codes: vec![NO_CODE; self.len()], ..Coded::default() });
        FrameBuilder::default()
            .time("time", self.time.iter().copied())
            .column("touchpoint", &self.touchpoint)
            .column("event", &self.event)
            .money("value", self.value.clone().unwrap_or_else(blank))
            .money("cost", self.cost.clone().unwrap_or_else(blank))
            .column("campaign", &campaign)
            .column("source", &self.source)
            .u32("row", self.rows().collect())
            .finish(&self.report.definition)
    }

    /// What decides between events of equal times; the least where nothing does.
    pub(crate) fn order_of(&self, event: u32) -> i64 {
        let order = self.order.as_ref().and_then(|order| order.get(event as usize).sure());
        order.copied().or_absent(i64::MIN)
    }

    fn orders(&self) -> impl Iterator<Item = i64> {
        (0..self.len() as u32).map(|event| self.order_of(event))
    }

    /// The row of an event in its source's table.
    pub(super) fn row(&self, event: u32) -> u32 {
        self.row.as_ref().and_then(|rows| rows.get(event as usize).sure()).copied().or_absent(event)
    }

    /// The rows of all events in their sources' tables.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> {
        (0..self.len() as u32).map(|event| self.row(event))
    }

    /// Keeps the given rows, in that order; names that no longer occur go.
    pub(super) fn take(&self, rows: &[u32]) -> Self {
        let coded = |column: &Coded| {
            let mut taken = column.take(rows);
            taken.compact();
            taken
        };
        let money = |column: &Vec<i64>| {
            rows.iter().map(|r| column.get(*r as usize).copied().sure_or(NO_MONEY)).collect()
        };
        let ids =
            self.ids.iter().map(|c| IdColumn { id_type: c.id_type.clone(), ids: coded(&c.ids) });
        Self {
            time: rows.iter().filter_map(|r| self.time.get(*r as usize).sure().copied()).collect(),
            ids: ids.collect(),
            touchpoint: coded(&self.touchpoint),
            event: coded(&self.event),
            order_id: self.order_id.as_ref().map(coded),
            value: self.value.as_ref().map(money),
            cost: self.cost.as_ref().map(money),
            campaign: self.campaign.as_ref().map(coded),
            source: coded(&self.source),
            event_id: self.event_id.as_ref().map(coded),
            order: self.order.as_ref().map(money),
            row: numbers(rows.iter().map(|event| self.row(*event)).collect()),
            attributes: self.attributes.iter().map(|(n, c)| (n.clone(), coded(c))).collect(),
            timezone: self.timezone.clone(),
            days: self.days.take(rows),
            report: self.report.clone(),
        }
    }
}

/// The rows of events in their tables, where they are not simply all rows in order.
fn numbers(rows: Vec<u32>) -> Option<Vec<u32>> {
    let in_order = rows.iter().zip(0..).all(|(row, at)| *row == at);
    (!in_order).then_some(rows)
}

fn join(parts: &[Events], column: &dyn Fn(&Events) -> Option<&Coded>) -> Result<Coded> {
    let parts: Vec<Cow<'_, Coded>> = parts
        .iter()
        .map(|part| match column(part) {
            Some(coded) => Cow::Borrowed(coded),
            None => Cow::Owned(Coded { codes: vec![NO_CODE; part.len()], ..Coded::default() }),
        })
        .collect();
    Coded::concat(&parts)
}

fn join_money(parts: &[Events], column: fn(&Events) -> Option<&Vec<i64>>) -> Option<Vec<i64>> {
    parts.iter().any(|p| column(p).is_some()).then(|| {
        let cells = parts.iter().flat_map(|part| match column(part) {
            Some(amounts) => amounts.clone(),
            None => vec![NO_MONEY; part.len()],
        });
        cells.collect()
    })
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Events: to_frame -> to_record_batch;
}
