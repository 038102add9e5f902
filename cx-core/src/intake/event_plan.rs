//! How the columns of events are read: each by itself, then put into their roles.

use super::ChannelRole;
use super::event_roles::EventRoles;
use super::event_table::{Events, IdColumn, TABLE};
use super::gate::Gate;
use super::period::Period;
use super::report::IntakeReport;
use super::roles::{read, required};
use super::row_id;
use crate::calendar::CivilDays;
use crate::columns::{self, Coded, Format, NO_CODE, NO_MONEY, Reason, Table};
use crate::options::Names;
use crate::ordered::Map;
use crate::{Error, Result};

/// One column to read.
pub(super) enum Job<'a> {
    Time(&'a Names),
    Text(&'a str),
    Money(&'a str),
    /// One of the columns of the channel.
    Channel(usize),
}

/// One column that was read.
pub(super) enum Parsed {
    Time(columns::Times),
    Text(Coded, Vec<(u32, Reason)>),
    Money(columns::Money),
}

/// The columns to read, in the order in which faults count.
pub(super) struct Plan<'a> {
    roles: &'a EventRoles,
    period: Period,
    pub(super) jobs: Vec<Job<'a>>,
    channel: Option<ChannelRole<'a>>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(roles: &'a EventRoles) -> Result<Self> {
        required(TABLE, "time", roles.time.0.first().map(String::as_str))?;
        if roles.ids.is_empty() {
            return Err(Error::MissingRole {
                table: TABLE,
                role: "ids",
                remedy: "map at least one identifier type to its column",
            });
        }
        let channel = roles.channel.as_ref().map(|channel| ChannelRole::of(TABLE, channel));
        let channel = channel.transpose()?;
        if channel.is_none() || !roles.touchpoint.0.is_empty() {
            required(TABLE, "touchpoint", roles.touchpoint.0.first().map(String::as_str))?;
        }
        if roles.blank_part.as_deref().is_some_and(|part| part.trim().is_empty()) {
            return Err(Error::Option {
                field: "blank_part",
                value: "a blank text".into(),
                allowed: "what stands for a blank part, such as \"(none)\", or nothing".into(),
            });
        }
        let mut jobs = vec![Job::Time(&roles.time)];
        jobs.extend(roles.ids.values().map(|column| Job::Text(column)));
        jobs.extend(roles.touchpoint.0.iter().map(|column| Job::Text(column)));
        let asked = channel.as_ref().map_or(0, |channel| channel.columns().len());
        jobs.extend((0..asked).map(Job::Channel));
        jobs.push(Job::Text(roles.event.as_deref().unwrap_or("=contact")));
        jobs.push(Job::Text(roles.source.as_deref().unwrap_or("=events")));
        jobs.extend(roles.campaign.as_deref().map(Job::Text));
        jobs.extend(roles.order_id.as_deref().map(Job::Text));
        jobs.extend(roles.value.as_deref().map(Job::Money));
        jobs.extend(roles.cost.as_deref().map(Job::Money));
        jobs.extend(roles.attributes.iter().map(|column| Job::Text(column)));
        let period = Period::of(roles.earliest.as_deref(), roles.latest.as_deref())?;
        Ok(Self { roles, period, jobs, channel })
    }

    pub(super) fn run(&self, at: usize, gate: &Gate<'_>) -> Result<Parsed> {
        let (table, format) = (&gate.table, gate.format);
        match self.jobs.get(at) {
            Some(Job::Time(role)) => {
                columns::read_times(table, role, gate.clock()).map(Parsed::Time)
            }
            Some(Job::Money(column)) => {
                columns::read_money(table, column, format).map(Parsed::Money)
            }
            Some(Job::Text(column)) => read_role(table, column, format),
            Some(Job::Channel(column)) => match &self.channel {
                Some(channel) => {
                    let read = channel.read(*column, table, format);
                    read.map(|(coded, faults)| Parsed::Text(coded, faults))
                }
                None => Err(Error::Defect { what: "a column of no channel" }),
            },
            None => Err(Error::Empty { table: TABLE }),
        }
    }

    /// Puts the columns that were read into their roles; the order is that of `new`.
    pub(super) fn assemble(&self, parsed: Vec<Parsed>, gate: &mut Gate<'_>) -> Result<Events> {
        let roles = self.roles;
        let mut columns = Columns { parsed: parsed.into_iter() };
        let (time, days) = columns.time(&roles.time, gate);
        if !self.period.is_open() {
            gate.refuse(&roles.time.joined(), Reason::OutsidePeriod, self.period.outside(&time));
        }
        let ids: Vec<IdColumn> = roles
            .ids
            .iter()
            .map(|(id_type, column)| IdColumn {
                id_type: id_type.clone(),
                ids: columns.text(column, gate),
            })
            .collect();
        let rows = gate.rows();
        if ids.iter().all(|column| column.ids.codes.contains(&NO_CODE)) {
            let without_id = (0..rows).map(|row| ids.iter().all(|c| c.ids.code(row) == NO_CODE));
            let id_columns: Vec<&str> = roles.ids.values().map(String::as_str).collect();
            gate.refuse(&id_columns.join(" + "), Reason::NoIdentifier, without_id);
        }
        let mut parts: Vec<Coded> =
            roles.touchpoint.0.iter().map(|column| columns.text(column, gate)).collect();
        if let Some(channel) = &self.channel {
            let read = channel.columns().into_iter().map(|column| columns.text(column, gate));
            parts.insert(0, channel.channels(read.collect(), rows)?);
        }
        // A row with a channel has a name whatever else is blank.
        if roles.blank_part.is_none() && self.channel.is_none() {
            for (column, part) in roles.touchpoint.0.iter().zip(&parts) {
                gate.require_names(column, part);
            }
        }
        let touchpoint = join_touchpoint(parts, roles.blank_part.as_deref())?;
        let event_role = roles.event.as_deref().unwrap_or("=contact");
        let event = columns.text(event_role, gate);
        gate.require_names(event_role, &event);
        let source = columns.text(roles.source.as_deref().unwrap_or("=events"), gate);
        let campaign = roles.campaign.as_deref().map(|role| columns.text(role, gate));
        let order_id = roles.order_id.as_deref().map(|role| columns.text(role, gate));
        let value = roles.value.as_deref().map(|role| columns.money(role, gate));
        let cost = roles.cost.as_deref().map(|role| {
            let cost = columns.money(role, gate);
            let negative = cost.iter().map(|c| *c < 0 && *c != NO_MONEY);
            gate.refuse(role, Reason::Negative, negative);
            cost
        });
        let all: Vec<u32> = if days.is_empty() { Vec::new() } else { (0..rows as u32).collect() };
        Ok(Events {
            time,
            ids,
            touchpoint,
            event,
            source,
            campaign,
            order_id,
            value,
            cost,
            row: None,
            event_id: roles
                .event_id
                .as_ref()
                .map(|role| row_id::read(&gate.table, role, gate.format))
                .transpose()?,
            order: roles.order.as_deref().map(|role| order(role, gate)).transpose()?,
            attributes: roles
                .attributes
                .iter()
                .map(|column| (column.clone(), columns.text(column, gate)))
                .collect(),
            timezone: roles.timezone.clone(),
            days: CivilDays::of(gate.zone(), &days, &all),
            report: IntakeReport::default(),
        })
    }
}

/// What decides between events of equal times.
fn order(role: &str, gate: &mut Gate<'_>) -> Result<Vec<i64>> {
    if role == "file" {
        return Ok((0..gate.rows() as i64).collect());
    }
    let numbers = gate.numbers(Some(role))?;
    // In the order of doubles; a blank is the last of all.
    let rank = |number: f64| {
        let bits = (number + 0.0).to_bits() as i64;
        bits ^ (((bits >> 63) as u64) >> 1) as i64
    };
    Ok(numbers.into_iter().map(|n| if n.is_nan() { i64::MAX } else { rank(n) }).collect())
}

fn read_role(table: &Table<'_>, role: &str, format: &Format) -> Result<Parsed> {
    read(table, role, format).map(|(coded, faults)| Parsed::Text(coded, faults))
}

/// Hands out the columns in the order of the plan.
struct Columns {
    parsed: std::vec::IntoIter<Parsed>,
}

impl Columns {
    fn time(&mut self, role: &Names, gate: &mut Gate<'_>) -> (Vec<i64>, Vec<u32>) {
        let Some(Parsed::Time(times)) = self.parsed.next() else {
            return (Vec::new(), Vec::new());
        };
        gate.add_times(role, &times);
        if times.micros.contains(&columns::NO_TIME) {
            gate.require(&role.joined(), times.micros.iter().map(|t| *t == columns::NO_TIME));
        }
        (times.micros, times.days)
    }

    fn text(&mut self, role: &str, gate: &mut Gate<'_>) -> Coded {
        let Some(Parsed::Text(coded, faults)) = self.parsed.next() else { return Coded::default() };
        gate.add_all(role, &faults);
        coded
    }

    fn money(&mut self, role: &str, gate: &mut Gate<'_>) -> Vec<i64> {
        let Some(Parsed::Money(money)) = self.parsed.next() else { return Vec::new() };
        gate.add_money(role, &money);
        money.micros
    }
}

/// Joins the parts of a touchpoint by `" / "`; blank ones are left out where nothing stands for them.
fn join_touchpoint(mut parts: Vec<Coded>, blank: Option<&str>) -> Result<Coded> {
    if parts.len() == 1 && blank.is_none() {
        return Ok(parts.pop().unwrap_or_default());
    }
    let rows = parts.first().map_or(0, |p| p.codes.len());
    let mut interner = columns::Interner::default();
    let mut known: Map<Vec<u32>, u32> = Map::new();
    let mut key = Vec::with_capacity(parts.len());
    let mut codes = Vec::with_capacity(rows);
    for row in 0..rows {
        key.clear();
        key.extend(parts.iter().map(|part| part.code(row)));
        let code = if let Some(code) = known.get(&key) {
            *code
        } else {
            let name = |part: &'_ Coded| match part.code(row) {
                NO_CODE => blank.map(str::to_owned),
                code => Some(part.dictionary.name(code).into_owned()),
            };
            let code =
                interner.text(&parts.iter().filter_map(name).collect::<Vec<_>>().join(" / "))?;
            known.insert(key.clone(), code);
            code
        };
        codes.push(code);
    }
    Ok(interner.finish(codes))
}
