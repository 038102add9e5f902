//! Criteria: the catalogue of an audit, a weighted tree.

#[cfg(feature = "arrow")]
use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};

use super::gate::{Gate, pick};
use super::report::IntakeReport;
use super::roles::required;
use crate::Result;
use crate::columns::{Coded, Format, Frame, Input, Reason, Table};
use crate::declare::options;
use crate::options::Span;
use crate::sure::{Absent, ByCode, Call};

const TABLE: &str = "criteria";

/// How a criterion is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// Met (1, yes, true) or not (0, no, false).
    #[default]
    YesNo,
    /// A grade from `lower` to `upper` (by default 0 to 1).
    Scale,
    /// A measurement, right within `lower` to `upper`, with `tolerance` beyond.
    Measured,
}

options! {
    /// Which column plays which role. A role is the name of a column, or a constant as `"=text"`.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct CriteriaRoles with Format {
        /// The criterion's name (required), unique.
        pub criterion: String = "criterion".into(),
        /// The criterion that it is part of; blank for the top.
        pub parent: Option<String> = None,
        /// The question, in words.
        pub text: Option<String> = None,
        /// `yes_no`, `scale` or `measured`; by default, and where blank, `yes_no`.
        pub kind: Option<String> = None,
        /// Weight among its siblings, 0 or more; by default, and where blank, 1.
        pub weight: Option<String> = None,
        /// Target of the node's score, in percent (0 to 100).
        pub target: Option<String> = None,
        /// Lowest grade, or lower limit of a measurement.
        pub lower: Option<String> = None,
        /// Highest grade, or upper limit of a measurement.
        pub upper: Option<String> = None,
        /// How far beyond the limits a measurement is partly right, 0 or more.
        pub tolerance: Option<String> = None,
        /// Whether a failure makes all above it fail (true or false).
        pub critical: Option<String> = None,
        /// How often it must be audited, for example `30d`.
        pub cadence: Option<String> = None,
        /// The person or team that is responsible.
        pub owner: Option<String> = None,
        /// Where the row comes from; by default `"criteria"`.
        pub source: Option<String> = None,
    }
}

/// A typed catalogue, in the order in which it was read. NaN stands for "not given".
#[derive(Debug, Clone, PartialEq)]
pub struct Criteria {
    /// Name of each criterion.
    pub criterion: Coded,
    /// Name of the criterion above; blank at the top.
    pub parent: Coded,
    /// The question; blank where there is none.
    pub text: Coded,
    /// How it is answered.
    pub kind: Vec<CriterionKind>,
    /// Weight, by default 1.
    pub weight: Vec<f64>,
    /// Target of the node's score in percent.
    pub target: Vec<f64>,
    /// Lower limit.
    pub lower: Vec<f64>,
    /// Upper limit.
    pub upper: Vec<f64>,
    /// Tolerance beyond the limits.
    pub tolerance: Vec<f64>,
    /// Whether a failure is critical.
    pub critical: Vec<bool>,
    /// How often it must be audited.
    pub cadence: Vec<Option<Span>>,
    /// Owner; blank where none is named.
    pub owner: Coded,
    /// What became of every row.
    pub report: IntakeReport,
}

impl Criteria {
    /// Reads a catalogue from record batches of one schema. Rejected: blank names, unknown kinds,
    /// negative weights or tolerances, cadences without a unit, `critical` that is not yes or no.
    ///
    /// # Errors
    /// As [`Events::read`](super::Events::read).
    #[cfg(feature = "arrow")]
    pub fn read(batches: &[RecordBatch], roles: &CriteriaRoles) -> Result<Self> {
        Self::of_table(Table::new(TABLE, batches)?, roles)
    }

    /// As from record batches, from frames of one schema.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_frames(frames: &[Frame], roles: &CriteriaRoles) -> Result<Self> {
        Self::of_table(Table::of_frames(TABLE, frames)?, roles)
    }

    /// As from record batches, from a file that was read.
    ///
    /// # Errors
    /// As from record batches.
    pub fn read_input(input: Input<'_>, roles: &CriteriaRoles) -> Result<Self> {
        Self::of_table(input.table(TABLE)?, roles)
    }

    fn of_table(table: Table<'_>, roles: &CriteriaRoles) -> Result<Self> {
        let call = Call::open();
        let mut gate = Gate::new(table, &roles.format)?;
        let criterion =
            gate.required_text(required(TABLE, "criterion", Some(&roles.criterion))?)?;
        let parent = gate.maybe_text(roles.parent.as_deref())?;
        let text = gate.maybe_text(roles.text.as_deref())?;
        let kind = words(&mut gate, roles.kind.as_deref(), |word| match word {
            "" | "yes_no" => Some(CriterionKind::YesNo),
            "scale" => Some(CriterionKind::Scale),
            "measured" => Some(CriterionKind::Measured),
            _ => None,
        })?;
        let weight = not_negative(&mut gate, roles.weight.as_deref())?;
        let tolerance = not_negative(&mut gate, roles.tolerance.as_deref())?;
        let target = gate.numbers(roles.target.as_deref())?;
        let lower = gate.numbers(roles.lower.as_deref())?;
        let upper = gate.numbers(roles.upper.as_deref())?;
        let critical = words(&mut gate, roles.critical.as_deref(), yes_or_no)?;
        let cadence = words(&mut gate, roles.cadence.as_deref(), |word| match word {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        })?;
        let owner = gate.maybe_text(roles.owner.as_deref())?;
        let source = gate.text(roles.source.as_deref().unwrap_or("=criteria"))?;
        let (kept, report) = gate.close(&source, roles)?;
        call.close(Ok(Self {
            criterion: criterion.take(&kept),
            parent: parent.take(&kept),
            text: text.take(&kept),
            kind: pick(&kind, &kept),
            weight: pick(&weight, &kept)
                .into_iter()
                .map(|w| if w.is_nan() { 1.0 } else { w })
                .collect(),
            target: pick(&target, &kept),
            lower: pick(&lower, &kept),
            upper: pick(&upper, &kept),
            tolerance: pick(&tolerance, &kept),
            critical: pick(&critical, &kept),
            cadence: pick(&cadence, &kept),
            owner: owner.take(&kept),
            report,
        }))
    }

    /// How many criteria there are.
    pub fn len(&self) -> usize {
        self.kind.len()
    }

    /// Whether there is no criterion.
    pub fn is_empty(&self) -> bool {
        self.kind.is_empty()
    }
}

fn not_negative(gate: &mut Gate<'_>, role: Option<&str>) -> Result<Vec<f64>> {
    let numbers = gate.numbers(role)?;
    if let Some(role) = role {
        gate.refuse(role, Reason::Negative, numbers.iter().map(|x| *x < 0.0));
    }
    Ok(numbers)
}

/// `true`, `yes`, `1` and their opposites; blank is no.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "ja" | "1" => Some(true),
        "" | "false" | "no" | "nein" | "0" => Some(false),
        _ => None,
    }
}

/// A column of words that mean something; unknown words are faults.
pub(super) fn words<T: Copy + Default>(
    gate: &mut Gate<'_>,
    role: Option<&str>,
    meaning: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>> {
    let coded = gate.maybe_text(role)?;
    let blank = meaning("");
    let known: Vec<Option<T>> = coded.dictionary.names().map(|name| meaning(&name)).collect();
    let found: Vec<Option<T>> =
        coded.codes.iter().map(|code| known.by_code(*code).copied().or_absent(blank)).collect();
    if let Some(role) = role {
        gate.refuse(role, Reason::UnknownWord, found.iter().map(Option::is_none));
    }
    Ok(found.into_iter().map(Option::unwrap_or_default).collect())
}
