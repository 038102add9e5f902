//! Campaigns: every marketing measure with its owner, period and cost.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
use serde::Serialize;

use super::concat;
use super::gate::Gate;
use super::report::IntakeReport;
use super::roles::required;
use crate::Result;
use crate::calendar::{CivilDays, shared_zone};
use crate::columns::{Coded, Format, Frame, Input, NO_MONEY, NO_TIME, Reason, Table};
use crate::declare::options;
use crate::options::Names;
use crate::sure::{Call, Sure};

const TABLE: &str = "campaigns";

options! {
    /// Which column plays which role. A role is the name of a column, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct CampaignRoles with Format {
        /// The campaign's name or number (required).
        pub campaign: String = "campaign".into(),
        /// Campaign, advertising, sponsoring, ...
        pub kind: Option<String> = None,
        /// The person or team that is responsible.
        pub owner: Option<String> = None,
        /// The touchpoint at which customers meet it.
        pub touchpoint: Option<String> = None,
        /// First day.
        pub start: Option<Names> = None,
        /// Last day; a day that no calendar means, such as 9999-12-31, is an open end.
        pub end: Option<Names> = None,
        /// What it cost, 0 or more.
        pub cost: Option<String> = None,
        /// Currency of the cost.
        pub currency: Option<String> = None,
        /// Where the row comes from; by default `"campaigns"`.
        pub source: Option<String> = None,
        /// Zone of times without an offset; by default UTC.
        pub timezone: Option<String> = None,
    }
}

/// Typed campaigns, in the order in which they were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaigns {
    /// Name or number.
    pub campaign: Coded,
    /// Kind; blank where not said.
    pub kind: Coded,
    /// Owner; blank where not said.
    pub owner: Coded,
    /// Touchpoint; blank where not said.
    pub touchpoint: Coded,
    /// First instant in microseconds of UTC, or [`NO_TIME`].
    pub start: Vec<i64>,
    /// Last instant in microseconds of UTC, or [`NO_TIME`].
    pub end: Vec<i64>,
    /// Cost in millionths, or [`NO_MONEY`].
    pub cost: Vec<i64>,
    /// Currency; blank where not said.
    pub currency: Coded,
    /// The zone that its times were read in, where one is named.
    pub timezone: Option<String>,
    /// Which starts are days without a clock.
    pub start_days: CivilDays,
    /// Which ends are.
    pub end_days: CivilDays,
    /// What became of every row.
    pub report: IntakeReport,
}

impl concat::Part for Campaigns {
    const TABLE: &'static str = TABLE;

    fn rows(&self) -> usize {
        self.len()
    }

    fn report(&self) -> &IntakeReport {
        &self.report
    }
}

impl Campaigns {
    /// Reads campaigns from record batches of one schema. Rejected: blank campaigns, negative or
    /// non-numeric costs, bad times, periods that end before they start.
    ///
    /// # Errors
    /// As [`Events::read`](super::Events::read).
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &CampaignRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &CampaignRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &CampaignRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &CampaignRoles) -> Result<Self> {
        let call = Call::open();
        let mut gate = Gate::timed(table, &roles.format, roles.timezone.as_deref(), None)?;
        let campaign = gate.required_text(required(TABLE, "campaign", Some(&roles.campaign))?)?;
        let kind = gate.maybe_text(roles.kind.as_deref())?;
        let owner = gate.maybe_text(roles.owner.as_deref())?;
        let touchpoint = gate.maybe_text(roles.touchpoint.as_deref())?;
        let currency = gate.maybe_text(roles.currency.as_deref())?;
        let (start, start_days) = gate.times_and_days(roles.start.as_ref())?;
        let (end, end_days) = gate.ends(roles.end.as_ref())?;
        let cost = gate.money(roles.cost.as_deref())?;
        if let Some(role) = roles.cost.as_deref() {
            gate.refuse(role, Reason::Negative, cost.iter().map(|c| *c != NO_MONEY && *c < 0));
        }
        if let Some(role) = &roles.end {
            let period = start.iter().zip(&end);
            let backwards = period.map(|(s, e)| *s != NO_TIME && *e != NO_TIME && e < s);
            gate.refuse(&role.joined(), Reason::OutOfRange, backwards);
        }
        let source = gate.text(roles.source.as_deref().unwrap_or("=campaigns"))?;
        let zone = gate.zone().clone();
        let (kept, report) = gate.close(&source, roles)?;
        let coded = |column: Coded| {
            let mut taken = column.take(&kept);
            taken.compact();
            taken
        };
        let pick = |column: Vec<i64>| -> Vec<i64> {
            kept.iter().filter_map(|row| column.get(*row as usize).sure().copied()).collect()
        };
        call.close(Ok(Self {
            campaign: coded(campaign),
            kind: coded(kind),
            owner: coded(owner),
            touchpoint: coded(touchpoint),
            start: pick(start),
            end: pick(end),
            cost: pick(cost),
            currency: coded(currency),
            timezone: roles.timezone.clone(),
            start_days: CivilDays::of(&zone, &start_days, &kept),
            end_days: CivilDays::of(&zone, &end_days, &kept),
            report,
        }))
    }

    /// Several sources as one table, one below the other.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) without parts, [`Error::TooMany`](crate::Error::TooMany)
    /// beyond 2^32 - 2 rows.
    pub fn concat(parts: &[Self]) -> Result<Self> {
        let call = Call::open();
        let report = concat::report(parts)?;
        call.close(Ok(Self {
            campaign: concat::codes(parts, &|part| Some(&part.campaign))?,
            kind: concat::codes(parts, &|part| Some(&part.kind))?,
            owner: concat::codes(parts, &|part| Some(&part.owner))?,
            touchpoint: concat::codes(parts, &|part| Some(&part.touchpoint))?,
            start: concat::cells(parts, |part| &part.start),
            end: concat::cells(parts, |part| &part.end),
            cost: concat::cells(parts, |part| &part.cost),
            currency: concat::codes(parts, &|part| Some(&part.currency))?,
            timezone: shared_zone(parts.iter().map(|part| part.timezone.as_deref())),
            start_days: concat::days(parts, |part| &part.start_days),
            end_days: concat::days(parts, |part| &part.end_days),
            report,
        }))
    }

    /// How many campaigns there are.
    pub fn len(&self) -> usize {
        self.cost.len()
    }

    /// Whether there is no campaign.
    pub fn is_empty(&self) -> bool {
        self.cost.is_empty()
    }
}
