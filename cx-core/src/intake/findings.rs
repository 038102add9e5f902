//! Findings: one auditor's answer to one criterion at one touchpoint and time.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use super::concat;
use super::criteria::{words, yes_or_no};
use super::gate::{Gate, pick};
use super::period::Period;
use super::repeats::{self, Rows};
use super::report::IntakeReport;
use super::roles::required;
use super::row_id;
use crate::Result;
use crate::calendar::shared_zone;
use crate::columns::{
    self, Coded, Format, Frame, Input, NO_CODE, NO_TIME, Reason, Table, TimeUnit,
};
use crate::declare::options;
use crate::options::Names;
use crate::sure::{Call, Sure};

const TABLE: &str = "findings";

/// Whether a finding counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// It was checked and answered.
    #[default]
    Scored,
    /// The criterion does not apply at this touchpoint.
    NotApplicable,
    /// It applies but was not checked.
    NotChecked,
}

options! {
    /// Which column plays which role. A role is the name of a column, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct FindingRoles with Format {
        /// The criterion (required).
        pub criterion: String = "criterion".into(),
        /// The touchpoint (required).
        pub touchpoint: String = "touchpoint".into(),
        /// When it was audited (required).
        pub time: Names = "time".into(),
        /// The answer (required; a number, or yes and no).
        pub answer: String = "answer".into(),
        /// The finding's id within its source, in one column or several together; a repeated one is a duplicate.
        pub finding_id: Option<Names> = None,
        /// The person who audited.
        pub auditor: Option<String> = None,
        /// `scored`, `not_applicable` or `not_checked`; by default, and where blank, scored.
        pub state: Option<String> = None,
        /// Photo, document, link.
        pub evidence: Option<String> = None,
        /// Where the row comes from; by default `"findings"`.
        pub source: Option<String> = None,
        /// Zone of times without an offset; by default UTC.
        pub timezone: Option<String> = None,
        /// Unit of times that are numbers since 1970.
        pub time_unit: Option<TimeUnit> = None,
        /// Times before this (ISO 8601; UTC where it names no zone) are rejected.
        pub earliest: Option<String> = None,
        /// Times after this are rejected: a typing error such as the year 2099 is not the latest audit.
        pub latest: Option<String> = None,
    }
}

/// Typed findings, in the order in which they were read.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Criterion of each finding.
    pub criterion: Coded,
    /// Touchpoint of each finding.
    pub touchpoint: Coded,
    /// Microseconds of UTC.
    pub time: Vec<i64>,
    /// Auditor; blank where none is named.
    pub auditor: Coded,
    /// The answer; NaN unless scored.
    pub answer: Vec<f64>,
    /// Whether it counts.
    pub state: Vec<FindingState>,
    /// Evidence; blank where there is none.
    pub evidence: Coded,
    /// The zone that its times were read in, where one is named.
    pub timezone: Option<String>,
    /// Id of each finding within its source; `None` where no source has one.
    pub(crate) finding_id: Option<Coded>,
    /// Source of each finding.
    pub source: Coded,
    /// The row in the table, from 0.
    pub(crate) row: Vec<u32>,
    /// What became of every row.
    pub report: IntakeReport,
}

impl concat::Part for Findings {
    const TABLE: &'static str = TABLE;

    fn rows(&self) -> usize {
        self.len()
    }

    fn report(&self) -> &IntakeReport {
        &self.report
    }
}

impl Findings {
    /// Reads findings from record batches of one schema. Rejected: blank criteria, touchpoints or
    /// times, scored findings without a usable answer, unknown states.
    ///
    /// # Errors
    /// As [`Events::read`](super::Events::read).
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &FindingRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &FindingRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &FindingRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &FindingRoles) -> Result<Self> {
        let call = Call::open();
        let timezone = roles.timezone.as_deref();
        let mut gate = Gate::timed(table, &roles.format, timezone, roles.time_unit)?;
        let criterion =
            gate.required_text(required(TABLE, "criterion", Some(&roles.criterion))?)?;
        let touchpoint =
            gate.required_text(required(TABLE, "touchpoint", Some(&roles.touchpoint))?)?;
        required(TABLE, "time", roles.time.0.first().map(String::as_str))?;
        let time = gate.required_times(&roles.time)?;
        let period = Period::of(roles.earliest.as_deref(), roles.latest.as_deref())?;
        gate.refuse(&roles.time.joined(), Reason::OutsidePeriod, period.outside(&time));
        let auditor = gate.maybe_text(roles.auditor.as_deref())?;
        let state = words(&mut gate, roles.state.as_deref(), |word| match word {
            "" | "scored" => Some(FindingState::Scored),
            "not_applicable" => Some(FindingState::NotApplicable),
            "not_checked" => Some(FindingState::NotChecked),
            _ => None,
        })?;
        let answer =
            read_answers(&mut gate, required(TABLE, "answer", Some(&roles.answer))?, &state)?;
        let evidence = gate.maybe_text(roles.evidence.as_deref())?;
        let source = gate.text(roles.source.as_deref().unwrap_or("=findings"))?;
        let finding_id = match &roles.finding_id {
            Some(role) => Some(row_id::read(&gate.table, role, gate.format)?),
            None => None,
        };
        let (kept, report) = gate.close(&source, roles)?;
        let each = || kept.iter().map(|row| *row as usize);
        call.close(Ok(Self {
            criterion: criterion.take(&kept),
            touchpoint: touchpoint.take(&kept),
            time: each().filter_map(|row| time.get(row).sure().copied()).collect(),
            auditor: auditor.take(&kept),
            answer: each().filter_map(|row| answer.get(row).sure().copied()).collect(),
            state: each().filter_map(|row| state.get(row).sure().copied()).collect(),
            evidence: evidence.take(&kept),
            timezone: roles.timezone.clone(),
            finding_id: finding_id.map(|ids| ids.take(&kept)),
            source: source.take(&kept),
            row: kept,
            report,
        }
        .without_repeats()))
    }

    /// Several sources as one table, one below the other.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) without parts, [`Error::TooMany`](crate::Error::TooMany)
    /// beyond 2^32 - 2 rows.
    pub fn concat(parts: &[Self]) -> Result<Self> {
        let call = Call::open();
        let report = concat::report(parts)?;
        let whole = Self {
            criterion: concat::codes(parts, &|part| Some(&part.criterion))?,
            touchpoint: concat::codes(parts, &|part| Some(&part.touchpoint))?,
            time: concat::cells(parts, |part| &part.time),
            auditor: concat::codes(parts, &|part| Some(&part.auditor))?,
            answer: concat::cells(parts, |part| &part.answer),
            state: concat::cells(parts, |part| &part.state),
            evidence: concat::codes(parts, &|part| Some(&part.evidence))?,
            timezone: shared_zone(parts.iter().map(|part| part.timezone.as_deref())),
            finding_id: concat::maybe_codes(parts, &|part| part.finding_id.as_ref())?,
            source: concat::codes(parts, &|part| Some(&part.source))?,
            row: concat::cells(parts, |part| &part.row),
            report,
        };
        call.close(Ok(whole.without_repeats()))
    }

    /// Takes out findings whose id had occurred in their source.
    fn without_repeats(mut self) -> Self {
        let Some(finding_id) = &self.finding_id else { return self };
        let at = |column: &Coded, row: u32| column.code(row as usize);
        let rows = (0..self.len() as u32).filter(|row| at(finding_id, *row) != NO_CODE).collect();
        let by = Rows {
            key: |row| (at(&self.source, row), at(finding_id, row)),
            whose: |row| {
                let time = self.time.get(row as usize).copied().sure_or(NO_TIME);
                (at(&self.touchpoint, row), at(&self.criterion, row), at(&self.auditor, row), time)
            },
            content: |row| {
                let answer = self.answer.get(row as usize).copied().sure_or(0.0);
                let state = self.state.get(row as usize).copied().sure_or_default();
                (answer.to_bits(), state as u8, at(&self.evidence, row))
            },
            place: |row| row,
        };
        let found = repeats::find(rows, &by);
        let (kept, repeated) = repeats::account(&found, self.len(), &mut self.report, &|row| {
            (self.source.name(row as usize).into_owned(), self.row.get(row as usize).copied())
        });
        self.report.repeated.extend(repeated);
        if kept.len() == self.len() { self } else { self.take(&kept) }
    }

    /// Some findings, in that order.
    fn take(self, rows: &[u32]) -> Self {
        Self {
            criterion: self.criterion.take(rows),
            touchpoint: self.touchpoint.take(rows),
            time: pick(&self.time, rows),
            auditor: self.auditor.take(rows),
            answer: pick(&self.answer, rows),
            state: pick(&self.state, rows),
            evidence: self.evidence.take(rows),
            finding_id: self.finding_id.map(|ids| ids.take(rows)),
            source: self.source.take(rows),
            row: pick(&self.row, rows),
            timezone: self.timezone,
            report: self.report,
        }
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is no finding.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }
}

/// Numbers, or yes and no in words; only scored findings need one.
fn read_answers(gate: &mut Gate<'_>, role: &str, state: &[FindingState]) -> Result<Vec<f64>> {
    let (numbers, faults) = columns::read_numbers(&gate.table, role, gate.format)?;
    let mut answers = numbers;
    let mut bad: Vec<(u32, Reason)> = faults.rows;
    if !bad.is_empty() {
        let (text, _) = columns::read_text(&gate.table, role, gate.format)?;
        bad.retain(|(row, _)| {
            let word = yes_or_no(&text.name(*row as usize));
            if let (Some(word), Some(answer)) = (word, answers.get_mut(*row as usize).sure()) {
                *answer = f64::from(u8::from(word));
            }
            word.is_none()
        });
    }
    let scored = |row: usize| state.get(row).sure() == Some(&FindingState::Scored);
    bad.retain(|(row, _)| scored(*row as usize));
    gate.add_all(role, &bad);
    let blank = answers.iter().enumerate().map(|(row, a)| a.is_nan() && scored(row));
    gate.require(role, blank);
    for (row, answer) in answers.iter_mut().enumerate() {
        if !scored(row) {
            *answer = f64::NAN;
        }
    }
    Ok(answers)
}
