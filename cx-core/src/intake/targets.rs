//! Targets: the level that was set for a KPI at a touchpoint.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use super::gate::Gate;
use super::report::IntakeReport;
use super::roles::required;
use crate::Result;
use crate::columns::{Coded, Format, Frame, Input, NO_TIME, Reason, Table};
use crate::declare::options;
use crate::from_json::by_serde;
use crate::options::Names;
use crate::sure::{Call, Sure};

const TABLE: &str = "targets";

/// Whether more or less is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    #[default]
    Up,
    /// Less is better.
    Down,
}

by_serde!(Direction);

#[cfg(feature = "schema")]
impl crate::schema::Describe for Direction {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        into.alias("Direction", |_| Kind::Words(&["up", "down"]))
    }
}

options! {
    /// Which column plays which role. A role is the name of a column, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct TargetRoles with Format {
        /// The KPI: `nps`, `csat`, `ces`, `audit`, ... (required).
        pub kpi: String = "kpi".into(),
        /// The level to reach, in the unit in which the KPI is reported (required).
        pub target: String = "target".into(),
        /// The touchpoint; blank for all.
        pub touchpoint: Option<String> = None,
        /// How far below the target is still tolerated, 0 or more.
        pub tolerance: Option<String> = None,
        /// `up` (more is better) or `down`; by default, and where blank, up.
        pub direction: Option<String> = None,
        /// From when on the target holds; blank for always.
        pub valid_from: Option<Names> = None,
        /// The person or team that is responsible.
        pub owner: Option<String> = None,
        /// Where the row comes from; by default `"targets"`.
        pub source: Option<String> = None,
        /// Zone of times without an offset; by default UTC.
        pub timezone: Option<String> = None,
    }
}

/// Typed targets, in the order in which they were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Targets {
    /// KPI of each target.
    pub kpi: Coded,
    /// Touchpoint; blank for all.
    pub touchpoint: Coded,
    /// The level.
    pub target: Vec<f64>,
    /// The tolerance, by default 0.
    pub tolerance: Vec<f64>,
    /// More or less is better.
    pub direction: Vec<Direction>,
    /// From when on, in microseconds of UTC, or [`NO_TIME`] for always.
    pub valid_from: Vec<i64>,
    /// Owner; blank where not said.
    pub owner: Coded,
    /// What became of every row.
    pub report: IntakeReport,
}

/// The target that holds for a KPI at a touchpoint and time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The level.
    pub level: f64,
    /// The tolerance.
    pub tolerance: f64,
    /// More or less is better.
    pub direction: Direction,
}

/// One target, as it goes into a definition.
#[derive(Serialize)]
pub(crate) struct Level {
    kpi: String,
    touchpoint: String,
    valid_from: i64,
    target: f64,
    tolerance: f64,
    direction: Direction,
}

impl Targets {
    /// Reads targets from record batches of one schema. Rejected: blank KPIs or levels, negative
    /// tolerances, directions other than `up` and `down`, bad times.
    ///
    /// # Errors
    /// As [`Events::read`](super::Events::read).
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &TargetRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &TargetRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &TargetRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &TargetRoles) -> Result<Self> {
        let call = Call::open();
        let mut gate = Gate::timed(table, &roles.format, roles.timezone.as_deref(), None)?;
        let kpi = gate.required_text(required(TABLE, "kpi", Some(&roles.kpi))?)?;
        let target = gate.required_numbers(required(TABLE, "target", Some(&roles.target))?)?;
        let touchpoint = gate.maybe_text(roles.touchpoint.as_deref())?;
        let tolerance = gate.numbers(roles.tolerance.as_deref())?;
        if let Some(role) = roles.tolerance.as_deref() {
            gate.refuse(role, Reason::Negative, tolerance.iter().map(|t| *t < 0.0));
        }
        let direction = read_direction(&mut gate, roles.direction.as_deref())?;
        let valid_from = gate.times(roles.valid_from.as_ref())?;
        let owner = gate.maybe_text(roles.owner.as_deref())?;
        let source = gate.text(roles.source.as_deref().unwrap_or("=targets"))?;
        let (kept, report) = gate.close(&source, roles)?;
        let each = || kept.iter().map(|row| *row as usize);
        let number = |column: &[f64]| -> Vec<f64> {
            each()
                .filter_map(|row| column.get(row).sure())
                .map(|x| if x.is_nan() { 0.0 } else { *x })
                .collect()
        };
        call.close(Ok(Self {
            kpi: kpi.take(&kept),
            touchpoint: touchpoint.take(&kept),
            target: number(&target),
            tolerance: number(&tolerance),
            direction: each().filter_map(|row| direction.get(row).sure().copied()).collect(),
            valid_from: each().filter_map(|row| valid_from.get(row).sure().copied()).collect(),
            owner: owner.take(&kept),
            report,
        }))
    }

    /// How many targets there are.
    pub fn len(&self) -> usize {
        self.target.len()
    }

    /// Whether there is no target.
    pub fn is_empty(&self) -> bool {
        self.target.is_empty()
    }

    /// What was set, in an order of its own: part of the definition of whatever is measured against it.
    pub(crate) fn levels(&self) -> Vec<Level> {
        let mut levels: Vec<Level> = (0..self.len())
            .filter_map(|row| {
                Some(Level {
                    kpi: self.kpi.name(row).into_owned(),
                    touchpoint: self.touchpoint.name(row).into_owned(),
                    valid_from: *self.valid_from.get(row).sure()?,
                    target: *self.target.get(row).sure()?,
                    tolerance: *self.tolerance.get(row).sure()?,
                    direction: *self.direction.get(row).sure()?,
                })
            })
            .collect();
        levels.sort_by(|a, b| {
            let key = |l: &Level| (l.kpi.clone(), l.touchpoint.clone(), l.valid_from, l.direction);
            key(a)
                .cmp(&key(b))
                .then(a.target.total_cmp(&b.target))
                .then(a.tolerance.total_cmp(&b.tolerance))
        });
        levels
    }

    /// The target for a KPI at a touchpoint and time: the one for that touchpoint before the one
    /// for all, the latest that is valid at `at` ([`NO_TIME`]: the latest of all).
    pub fn find(&self, kpi: &str, touchpoint: &str, at: i64) -> Option<Target> {
        let best = self.row(kpi, touchpoint, at)?;
        Some(Target {
            level: *self.target.get(best).sure()?,
            tolerance: *self.tolerance.get(best).sure()?,
            direction: *self.direction.get(best).sure()?,
        })
    }

    /// Who answers for the target that [`find`](Self::find) finds, where that is said.
    pub(crate) fn owner_of(&self, kpi: &str, touchpoint: &str) -> Option<String> {
        let owner = self.owner.name(self.row(kpi, touchpoint, NO_TIME)?);
        (!owner.is_empty()).then(|| owner.into_owned())
    }

    /// Who answers for a touchpoint: the owner of the targets that name it, where it is one.
    pub(crate) fn owner_at(&self, touchpoint: &str) -> Option<String> {
        let here = (0..self.len()).filter(|row| self.touchpoint.name(*row) == touchpoint);
        let mut owners = here.map(|row| self.owner.name(row)).filter(|owner| !owner.is_empty());
        let first = owners.next()?;
        owners.all(|owner| owner == first).then(|| first.into_owned())
    }

    /// The row of the target that holds.
    fn row(&self, kpi: &str, touchpoint: &str, at: i64) -> Option<usize> {
        let holds = |row: &usize| {
            let place = self.touchpoint.name(*row);
            self.kpi.name(*row) == kpi && (place.is_empty() || place == touchpoint)
        };
        let from = |row: usize| self.valid_from.get(row).copied().sure_or(NO_TIME);
        (0..self.len())
            .filter(holds)
            .filter(|row| at == NO_TIME || from(*row) <= at)
            // The last of equals would depend on the order of rows: level and owner break ties.
            .max_by(|a, b| {
                let rank = |row: usize| (!self.touchpoint.name(row).is_empty(), from(row));
                let level = |row: usize| self.target.get(row).copied().sure_or_default();
                rank(*a)
                    .cmp(&rank(*b))
                    .then(level(*a).total_cmp(&level(*b)))
                    .then_with(|| self.owner.name(*a).cmp(&self.owner.name(*b)))
            })
    }
}

fn read_direction(gate: &mut Gate<'_>, role: Option<&str>) -> Result<Vec<Direction>> {
    let coded = gate.maybe_text(role)?;
    let rows = 0..coded.codes.len();
    let words: Vec<Option<Direction>> = rows
        .map(|row| match coded.name(row).as_ref() {
            "" | "up" => Some(Direction::Up),
            "down" => Some(Direction::Down),
            _ => None,
        })
        .collect();
    if let Some(role) = role {
        gate.refuse(role, Reason::UnknownWord, words.iter().map(Option::is_none));
    }
    Ok(words.into_iter().map(Option::unwrap_or_default).collect())
}
