//! What conformance answers.

use serde::{Deserialize, Serialize};

use super::{Verdict, Violation};
use crate::Result;
use crate::columns::{Dictionary, Frame, FrameBuilder};
use crate::journey::Unit;
use crate::options::Definition;
use crate::sure::Sure;

/// How a journey deviates from a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviationKind {
    /// A contact of the model did not happen.
    Missing,
    /// A contact happened that the model does not expect there.
    Extra,
}

impl DeviationKind {
    /// The kind's name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Extra => "extra",
        }
    }
}

/// How many keep one rule, the model, or one contact of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConformRow {
    /// The rule's name, `model`, or the contact that is missing or extra.
    pub check: String,
    /// The kind of rule, `model`, `missing` or `extra`.
    pub kind: String,
    /// Units that it applies to: `fulfilled + violated + pending + capped`.
    pub activated: u64,
    /// Units that keep it.
    pub fulfilled: u64,
    /// Units that break it at least once.
    pub violated: u64,
    /// Units that do not break it so far and may still; for the model, open units without a
    /// deviation so far.
    pub pending: u64,
    /// Units for which the search was ended before it had an answer.
    pub capped: u64,
    /// `fulfilled / (fulfilled + violated)`; NaN where both are 0.
    pub share: f64,
    /// Lower end of its interval (Wilson).
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Single violations or deviations.
    pub cases: u64,
    /// What they cost; NaN for rules.
    pub cost: f64,
}

/// How well the journeys fit the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Mean fitness over the units with an answer: 1 - deviations / (contacts + contacts of the
    /// shortest journey that the model accepts).
    pub fitness: f64,
    /// Lower end of its interval (Student); NaN for fewer than two units.
    pub low: f64,
    /// Upper end of its interval; NaN for fewer than two units.
    pub high: f64,
    /// Units with an answer.
    pub units: u64,
    /// Contacts of the shortest journey that the model accepts.
    pub shortest: u64,
}

/// A distinct journey, with its deviations from the model. Open and closed journeys of the same
/// contacts are two: an open one is not blamed for what may still come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlignedVariant {
    /// Units with these contacts.
    pub units: u64,
    /// Whether they may still go on.
    pub open: bool,
    /// How many deviations; where capped, at least so many.
    pub deviations: u32,
    /// What they cost; NaN where capped.
    pub cost: f64,
    /// 1 - deviations / worst; NaN where capped.
    pub fitness: f64,
    /// Whether the search was ended before it had an answer.
    pub capped: bool,
}

/// One deviation of a distinct journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deviation {
    /// Number of the variant.
    pub variant: u32,
    /// Contacts of the journey before it.
    pub position: u32,
    /// Missing or extra.
    pub kind: DeviationKind,
    /// The contact, by the codes of [`Conformance::contacts`].
    pub contact: u32,
    /// Units of the variant.
    pub units: u64,
    /// What it costs each.
    pub cost: f64,
}

/// The expected against the actual journeys.
#[derive(Debug, Clone, PartialEq)]
pub struct Conformance {
    /// What was counted.
    pub unit: Unit,
    /// Rules in their order, then the model, then the contacts missing and extra in order of their
    /// names.
    pub summary: Vec<ConformRow>,
    /// Names of the rules.
    pub rules: Vec<String>,
    /// What breaks rules or may still: by rule, unit and contact.
    pub violations: Vec<Violation>,
    /// How well the journeys fit the model, where there is one.
    pub fit: Option<Fit>,
    /// Distinct journeys in order of their contacts' codes.
    pub variants: Vec<AlignedVariant>,
    /// The contacts of all variants, by code.
    pub paths: Vec<u32>,
    /// For each variant, the number of contacts up to its end.
    pub ends: Vec<usize>,
    /// Names of the contacts.
    pub contacts: Dictionary,
    /// Deviations, variant after variant.
    pub deviations: Vec<Deviation>,
    /// The person of each unit, where there is a model.
    pub person: Vec<u32>,
    /// The variant of each unit, where there is a model.
    pub variant: Vec<u32>,
    /// What was expected, as a hash.
    pub definition: Definition,
}

impl Conformance {
    /// Columns `check, kind, activated, fulfilled, violated, pending, capped, share, low, high,
    /// cases, cost`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let number = |pick: fn(&ConformRow) -> f64| self.summary.iter().map(pick);
        let count = |pick: fn(&ConformRow) -> u64| self.summary.iter().map(pick);
        FrameBuilder::default()
            .text("check", self.summary.iter().map(|row| Some(&row.check)))
            .text("kind", self.summary.iter().map(|row| Some(&row.kind)))
            .u64("activated", count(|row| row.activated))
            .u64("fulfilled", count(|row| row.fulfilled))
            .u64("violated", count(|row| row.violated))
            .u64("pending", count(|row| row.pending))
            .u64("capped", count(|row| row.capped))
            .f64("share", number(|row| row.share))
            .f64("low", number(|row| row.low))
            .f64("high", number(|row| row.high))
            .u64("cases", count(|row| row.cases))
            .f64("cost", number(|row| row.cost))
            .finish(&self.definition)
    }

    /// Columns `rule, unit, person, step, time, verdict, why` of everything that breaks a rule or
    /// may still.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn violations_to_frame(&self) -> Result<Frame> {
        let rows = &self.violations;
        let rule = |row: &Violation| self.rules.get(row.rule as usize).sure();
        FrameBuilder::default()
            .text("rule", rows.iter().map(rule))
            .u32("unit", rows.iter().map(|row| row.unit).collect())
            .u32("person", rows.iter().map(|row| row.person).collect())
            .maybe_u32("step", rows.iter().map(|row| row.step))
            .time("time", rows.iter().map(|row| row.time))
            .text("verdict", rows.iter().map(|row| Some(Verdict::name(row.verdict))))
            .text("why", rows.iter().map(|row| Some(&row.why)))
            .finish(&self.definition)
    }

    /// Columns `variant, path, units, open, deviations, cost, fitness, capped`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2^31 contacts.
    pub fn variants_to_frame(&self) -> Result<Frame> {
        let rows = &self.variants;
        FrameBuilder::default()
            .u32("variant", (0..rows.len() as u32).collect())
            .lists("path", &self.paths, &self.ends, &self.contacts)
            .u64("units", rows.iter().map(|row| row.units))
            .bool("open", rows.iter().map(|row| row.open))
            .u32("deviations", rows.iter().map(|row| row.deviations).collect())
            .f64("cost", rows.iter().map(|row| row.cost))
            .f64("fitness", rows.iter().map(|row| row.fitness))
            .bool("capped", rows.iter().map(|row| row.capped))
            .finish(&self.definition)
    }

    /// Columns `variant, position, kind, contact, units, cost` of every deviation.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn deviations_to_frame(&self) -> Result<Frame> {
        let rows = &self.deviations;
        let contacts: Vec<u32> = rows.iter().map(|row| row.contact).collect();
        FrameBuilder::default()
            .u32("variant", rows.iter().map(|row| row.variant).collect())
            .u32("position", rows.iter().map(|row| row.position).collect())
            .text("kind", rows.iter().map(|row| Some(row.kind.name())))
            .coded("contact", &contacts, &self.contacts)
            .u64("units", rows.iter().map(|row| row.units))
            .f64("cost", rows.iter().map(|row| row.cost))
            .finish(&self.definition)
    }

    /// Columns `unit, person, variant` of every unit, where there is a model.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn units_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("unit", (0..self.variant.len() as u32).collect())
            .u32("person", self.person.clone())
            .u32("variant", self.variant.clone())
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Conformance:
        to_frame -> to_record_batch,
        violations_to_frame -> violations_to_record_batch,
        variants_to_frame -> variants_to_record_batch,
        deviations_to_frame -> deviations_to_record_batch,
        units_to_frame -> units_to_record_batch;
}
