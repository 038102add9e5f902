//! Spots: what was broadcast on television or radio, minute by minute.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
use serde::Serialize;

use super::concat;
use super::gate::{Gate, pick};
use super::report::IntakeReport;
use super::roles::required;
use crate::Result;
use crate::calendar::shared_zone;
use crate::columns::{Coded, Format, Frame, Input, Reason, Table, TimeUnit};
use crate::declare::options;
use crate::options::Names;
use crate::sure::Call;

const TABLE: &str = "spots";

options! {
    /// Which column plays which role. A role is the name of a column, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct SpotRoles with Format {
        /// When it was on air (required): timestamp, ISO 8601 text, or a number with `time_unit`.
        pub time: Names = "time".into(),
        /// The spot's name or number; blank where it has none.
        pub spot: Option<String> = None,
        /// The campaign that it belongs to.
        pub campaign: Option<String> = None,
        /// The touchpoint; by default `"tv"`.
        pub touchpoint: Option<String> = None,
        /// What it cost, 0 or more.
        pub cost: Option<String> = None,
        /// Its expected reach (gross rating points, viewers), 0 or more; by default 1.
        pub weight: Option<String> = None,
        /// Where the row comes from; by default `"spots"`.
        pub source: Option<String> = None,
        /// Zone of times without an offset; by default UTC.
        pub timezone: Option<String> = None,
        /// Unit of times that are numbers since 1970.
        pub time_unit: Option<TimeUnit> = None,
    }
}

/// Typed spots, in the order in which they were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Spots {
    /// When each was on air, in microseconds of UTC.
    pub time: Vec<i64>,
    /// Name or number; blank where not said.
    pub spot: Coded,
    /// Campaign; blank where not said.
    pub campaign: Coded,
    /// Touchpoint.
    pub touchpoint: Coded,
    /// Cost in millionths, or [`crate::columns::NO_MONEY`].
    pub cost: Vec<i64>,
    /// Expected reach, 1 where not said.
    pub weight: Vec<f64>,
    /// The zone that its times were read in, where one is named.
    pub timezone: Option<String>,
    /// What became of every row.
    pub report: IntakeReport,
}

impl concat::Part for Spots {
    const TABLE: &'static str = TABLE;

    fn rows(&self) -> usize {
        self.len()
    }

    fn report(&self) -> &IntakeReport {
        &self.report
    }
}

impl Spots {
    /// Reads spots from record batches of one schema. Rejected: blank or bad times, negative costs
    /// and weights.
    ///
    /// # Errors
    /// As [`Events::read`](super::Events::read).
    ///
    /// ```
    /// use std::sync::Arc;
    /// use arrow_array::{RecordBatch, StringArray};
    /// use cx_core::intake::{SpotRoles, Spots};
    /// let batch = RecordBatch::try_from_iter([
    ///     ("time", Arc::new(StringArray::from(vec!["2026-03-01T20:15:00Z", "prime time"])) as _),
    /// ])?;
    /// let spots = Spots::read(&[batch], &SpotRoles::default())?;
    /// assert_eq!((spots.len(), spots.report.rejected()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &SpotRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &SpotRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &SpotRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &SpotRoles) -> Result<Self> {
        let call = Call::open();
        let timezone = roles.timezone.as_deref();
        let mut gate = Gate::timed(table, &roles.format, timezone, roles.time_unit)?;
        required(TABLE, "time", roles.time.0.first().map(String::as_str))?;
        let time = gate.required_times(&roles.time)?;
        let spot = gate.maybe_text(roles.spot.as_deref())?;
        let campaign = gate.maybe_text(roles.campaign.as_deref())?;
        let touchpoint = gate.required_text(roles.touchpoint.as_deref().unwrap_or("=tv"))?;
        let cost = gate.money(roles.cost.as_deref())?;
        if let Some(role) = roles.cost.as_deref() {
            let negative = cost.iter().map(|c| *c != crate::columns::NO_MONEY && *c < 0);
            gate.refuse(role, Reason::Negative, negative);
        }
        let mut weight = gate.numbers(roles.weight.as_deref())?;
        if let Some(role) = roles.weight.as_deref() {
            gate.refuse(role, Reason::Negative, weight.iter().map(|w| *w < 0.0));
        }
        weight.iter_mut().filter(|weight| weight.is_nan()).for_each(|weight| *weight = 1.0);
        let source = gate.text(roles.source.as_deref().unwrap_or("=spots"))?;
        let (kept, report) = gate.close(&source, roles)?;
        let coded = |column: Coded| {
            let mut taken = column.take(&kept);
            taken.compact();
            taken
        };
        call.close(Ok(Self {
            time: pick(&time, &kept),
            spot: coded(spot),
            campaign: coded(campaign),
            touchpoint: coded(touchpoint),
            cost: pick(&cost, &kept),
            weight: pick(&weight, &kept),
            timezone: roles.timezone.clone(),
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
            time: concat::cells(parts, |part| &part.time),
            spot: concat::codes(parts, &|part| Some(&part.spot))?,
            campaign: concat::codes(parts, &|part| Some(&part.campaign))?,
            touchpoint: concat::codes(parts, &|part| Some(&part.touchpoint))?,
            cost: concat::cells(parts, |part| &part.cost),
            weight: concat::cells(parts, |part| &part.weight),
            timezone: shared_zone(parts.iter().map(|part| part.timezone.as_deref())),
            report,
        }))
    }

    /// How many spots there are.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is no spot.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }
}
