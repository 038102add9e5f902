//! What is said of personas.

use serde::{Deserialize, Serialize};

use crate::columns::{Dictionary, Frame, FrameBuilder};
use crate::journey::Journeys;
use crate::options::Definition;
use crate::stats::Interval;
use crate::{Error, Result};

/// One persona: a real journey and those that are most like it. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Persona {
    /// The journey at its middle: the first one with the medoid's sequence.
    pub journey: u32,
    /// The medoid's states, codes of [`Personas::states`].
    pub path: Vec<u32>,
    /// Journeys.
    pub journeys: u64,
    /// Persons with at least one of these journeys.
    pub persons: u64,
    /// Share of all journeys.
    pub share: f64,
    /// Journeys that converted.
    pub conversions: u64,
    /// Share of its journeys that converted; open ones count as not converted.
    pub rate: f64,
    /// Wilson's interval of `rate`, with journeys as independent trials.
    pub interval: Interval,
    /// Journeys that may still convert.
    pub open: u64,
    /// Sum of the values of its conversions.
    pub value: f64,
    /// Mean number of contacts.
    pub touches: f64,
    /// Mean time from start to end in minutes.
    pub minutes: f64,
    /// Mean distance to the medoid.
    pub distance: f64,
    /// Mean silhouette of its members, -1 to 1: how much nearer they are to one another than to
    /// those of the next persona.
    pub silhouette: f64,
    /// Mean Jaccard coefficient with the persona most like it in other samples, 0 to 1.
    pub stability: f64,
}

/// To which persona a journey belongs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PersonaMember {
    /// The nearest persona, by its row.
    pub persona: u32,
    /// Distance to the persona's medoid.
    pub distance: f64,
    /// How much the journey belongs to it, 0 to 1; what is left belongs to the other personas.
    pub membership: f64,
}

/// How a number of personas fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PersonaChoice {
    /// How many personas.
    pub personas: usize,
    /// Mean silhouette.
    pub silhouette: f64,
    /// Mean stability of the personas; NaN without resampling.
    pub stability: f64,
    /// Stability of the least stable persona; NaN without resampling.
    pub least_stability: f64,
    /// Whether this number was chosen.
    pub chosen: bool,
}

/// What the personas rest on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PersonaReport {
    /// Journeys.
    pub journeys: u64,
    /// Distinct journeys.
    pub distinct: u64,
    /// Distinct journeys that the personas were found among.
    pub compared: u64,
    /// Journeys that those stand for.
    pub covered: u64,
    /// Mean silhouette of the chosen personas.
    pub silhouette: f64,
    /// Whether every chosen persona came back in other samples with a mean Jaccard coefficient of
    /// 0.6 or more; false without resampling.
    pub stable: bool,
}

/// Personas, their members, and how their number was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Personas {
    /// Names of the states in [`Persona::path`].
    pub states: Dictionary,
    /// The personas; the first ones stand for most of the compared journeys.
    pub rows: Vec<Persona>,
    /// For each journey, where it belongs.
    pub members: Vec<PersonaMember>,
    /// Every number of personas that was tried.
    pub choices: Vec<PersonaChoice>,
    /// What the personas rest on.
    pub report: PersonaReport,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl Personas {
    /// Whether the personas were made from these journeys.
    pub(in crate::journey) fn belong_to(&self, journeys: &Journeys) -> Result<()> {
        if self.members.len() == journeys.len() {
            return Ok(());
        }
        Err(Error::Mismatch {
            what: "the personas",
            with: "these journeys",
            remedy: "make the personas from the same journeys",
        })
    }

    /// Columns `persona, journey, path, journeys, persons, share, conversions, rate, rate_low,
    /// rate_high, open, value, value_per_journey, touches, minutes, distance, silhouette,
    /// stability`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&Persona) -> f64| self.rows.iter().map(pick);
        let count = |pick: fn(&Persona) -> u64| self.rows.iter().map(pick);
        let codes: Vec<u32> = self.rows.iter().flat_map(|row| row.path.iter().copied()).collect();
        let length = |end: &mut usize, row: &Persona| {
            *end += row.path.len();
            Some(*end)
        };
        let ends: Vec<usize> = self.rows.iter().scan(0, length).collect();
        FrameBuilder::default()
            .u32("persona", (0..self.rows.len() as u32).collect())
            .u32("journey", self.rows.iter().map(|row| row.journey).collect())
            .lists("path", &codes, &ends, &self.states)
            .u64("journeys", count(|row| row.journeys))
            .u64("persons", count(|row| row.persons))
            .f64("share", column(|row| row.share))
            .u64("conversions", count(|row| row.conversions))
            .f64("rate", column(|row| row.rate))
            .f64("rate_low", column(|row| row.interval.low))
            .f64("rate_high", column(|row| row.interval.high))
            .u64("open", count(|row| row.open))
            .f64("value", column(|row| row.value))
            .f64("value_per_journey", column(|row| row.value / row.journeys as f64))
            .f64("touches", column(|row| row.touches))
            .f64("minutes", column(|row| row.minutes))
            .f64("distance", column(|row| row.distance))
            .f64("silhouette", column(|row| row.silhouette))
            .f64("stability", column(|row| row.stability))
            .finish(&self.definition)
    }

    /// Columns `journey, persona, distance, membership`.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn members_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("journey", (0..self.members.len() as u32).collect())
            .u32("persona", self.members.iter().map(|member| member.persona).collect())
            .f64("distance", self.members.iter().map(|member| member.distance))
            .f64("membership", self.members.iter().map(|member| member.membership))
            .finish(&self.definition)
    }

    /// Columns `personas, silhouette, stability, least_stability, chosen`.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn choices_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u64("personas", self.choices.iter().map(|choice| choice.personas as u64))
            .f64("silhouette", self.choices.iter().map(|choice| choice.silhouette))
            .f64("stability", self.choices.iter().map(|choice| choice.stability))
            .f64("least_stability", self.choices.iter().map(|choice| choice.least_stability))
            .bool("chosen", self.choices.iter().map(|choice| choice.chosen))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Personas:
        to_frame -> to_record_batch,
        members_to_frame -> members_to_record_batch,
        choices_to_frame -> choices_to_record_batch;
}
