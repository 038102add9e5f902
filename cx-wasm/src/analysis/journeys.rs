//! What is asked of journeys beyond the cockpit's way.

use cx_core::journey;
use cx_core::options::{Names, read};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{account, handle, json};
use crate::intake::Feedback;
use crate::journey::{Journeys, Paths};
use crate::stitch::People;
use crate::table::Table;

/// A verb over journeys that gives one table.
macro_rules! views {
    ($($(#[$doc:meta])* $name:ident: $verb:ident;)+) => { $(
        $(#[$doc])*
        #[wasm_bindgen]
        pub fn $name(journeys: &Journeys, options: &str) -> Result<Table> {
            let options = read(options).map_err(of_core)?;
            Table::of(journeys.core.$verb(&options).and_then(|view| view.to_frame()))
        }
    )+ };
}

views! {
    /// Distinct ways, the most frequent first.
    analysis_variants: variants;
    /// How often, and how fast, one touchpoint follows another.
    analysis_directly_follows: directly_follows;
    /// Which share of the journeys is where at each step.
    analysis_step_matrix: step_matrix;
    /// What comes next after the last touchpoints.
    analysis_next_steps: next_steps;
    /// How long it takes to the next step, open journeys censored.
    analysis_time_to_next: time_to_next;
}

/// The differences of two groups among the same journeys.
#[wasm_bindgen]
pub fn analysis_compare(journeys: &Journeys, options: &str) -> Result<Table> {
    compare(journeys, None, options)
}

/// The differences of two sets of journeys.
#[wasm_bindgen]
pub fn analysis_compare_with(
    journeys: &Journeys,
    other: &Journeys,
    options: &str,
) -> Result<Table> {
    compare(journeys, Some(other), options)
}

fn compare(journeys: &Journeys, other: Option<&Journeys>, options: &str) -> Result<Table> {
    let options = read(options).map_err(of_core)?;
    let other = other.map(|other| &*other.core);
    Table::of(journeys.core.compare(other, &options).and_then(|found| found.to_frame()))
}

/// The same paths, their steps brought into another form.
#[wasm_bindgen]
pub fn analysis_transform(paths: &Paths, options: &str) -> Result<Paths> {
    let options = read(options).map_err(of_core)?;
    paths.core.transform(&options).map(Into::into).map_err(of_core)
}

/// The distinct paths of journeys, as paths of their own.
#[wasm_bindgen]
pub fn analysis_paths(journeys: &Journeys) -> Result<Paths> {
    journeys.core.paths().map(Into::into).map_err(of_core)
}

/// The same journeys with some of their outcomes alone as conversions.
#[wasm_bindgen]
pub fn analysis_only(journeys: &Journeys, outcomes: Vec<String>) -> Result<Journeys> {
    journeys.core.only(&Names(outcomes)).map(Into::into).map_err(of_core)
}

handle! {
    /// A funnel.
    AnalysisFunnel(journey::Funnel),
    report: |core| json(&core.definition),
    tables: {
        "funnel": journey::Funnel::to_frame,
        "times": journey::Funnel::times_to_frame,
    }
}

/// How many go through all steps, and how long it takes them.
#[wasm_bindgen]
pub fn analysis_funnel(journeys: &Journeys, options: &str) -> Result<AnalysisFunnel> {
    let options = read(options).map_err(of_core)?;
    journeys.core.funnel(&options).map(Into::into).map_err(of_core)
}

handle! {
    /// The expected against the actual journeys.
    AnalysisConformance(journey::Conformance),
    report: |core| json(&core.definition),
    tables: {
        "summary": journey::Conformance::to_frame,
        "violations": journey::Conformance::violations_to_frame,
        "variants": journey::Conformance::variants_to_frame,
        "deviations": journey::Conformance::deviations_to_frame,
        "units": journey::Conformance::units_to_frame,
    }
}

/// Where journeys keep to rules and to a model of the expected journey, and where they do not.
#[wasm_bindgen]
pub fn analysis_conform(journeys: &Journeys, options: &str) -> Result<AnalysisConformance> {
    let options = read(options).map_err(of_core)?;
    journeys.core.conform(&options).map(Into::into).map_err(of_core)
}

handle! {
    /// Distances of distinct journeys.
    AnalysisDistances(journey::Distances),
    report: |core| json(&core.definition),
    tables: {
        "distances": journey::Distances::to_frame,
        "members": journey::Distances::members_to_frame,
    }
}

/// How different journeys are, as sequences of touchpoints.
#[wasm_bindgen]
pub fn analysis_distances(journeys: &Journeys, options: &str) -> Result<AnalysisDistances> {
    let options = read(options).map_err(of_core)?;
    journeys.core.distances(&options).map(Into::into).map_err(of_core)
}

handle! {
    /// Personas.
    AnalysisPersonas(journey::Personas),
    report: |core| account(&core.report, &core.definition),
    tables: {
        "personas": journey::Personas::to_frame,
        "members": journey::Personas::members_to_frame,
        "choices": journey::Personas::choices_to_frame,
    }
}

/// Groups of journeys that are alike, each around a real journey.
#[wasm_bindgen]
pub fn analysis_personas(journeys: &Journeys, options: &str) -> Result<AnalysisPersonas> {
    let options = read(options).map_err(of_core)?;
    journeys.core.personas(&options).map(Into::into).map_err(of_core)
}

handle! {
    /// Phases of persons or journeys.
    AnalysisPhases(journey::Phases),
    report: |core| json(&core.definition),
    tables: {
        "phases": journey::Phases::to_frame,
        "channels": journey::Phases::channels_to_frame,
        "hand_overs": journey::Phases::hand_overs_to_frame,
    }
}

#[wasm_bindgen]
impl AnalysisPhases {
    /// Share of units, share of time and duration of each phase, against targets.
    pub fn figures(&self, options: &str) -> Result<Table> {
        let options = read(options).map_err(of_core)?;
        Table::of(self.core.figures(&options).and_then(|figures| figures.to_frame()))
    }
}

/// When persons or journeys enter and leave phases, by rules.
#[wasm_bindgen]
pub fn analysis_phases(journeys: &Journeys, options: &str) -> Result<AnalysisPhases> {
    let options = read(options).map_err(of_core)?;
    journeys.core.phases(&options).map(Into::into).map_err(of_core)
}

handle! {
    /// Effort by phase.
    AnalysisEffort(journey::Effort),
    report: |core| json(&core.definition),
    tables: {
        "effort": journey::Effort::to_frame,
        "units": journey::Effort::units_to_frame,
    }
}

/// How much customers have to do in each phase.
#[wasm_bindgen]
pub fn analysis_effort(
    journeys: &Journeys,
    phases: &AnalysisPhases,
    options: &str,
) -> Result<AnalysisEffort> {
    effort(journeys, phases, None, options)
}

/// How much customers have to do in each phase, by persona too.
#[wasm_bindgen]
pub fn analysis_effort_of(
    journeys: &Journeys,
    phases: &AnalysisPhases,
    personas: &AnalysisPersonas,
    options: &str,
) -> Result<AnalysisEffort> {
    effort(journeys, phases, Some(&personas.core), options)
}

fn effort(
    journeys: &Journeys,
    phases: &AnalysisPhases,
    personas: Option<&journey::Personas>,
    options: &str,
) -> Result<AnalysisEffort> {
    let options = read(options).map_err(of_core)?;
    journeys.core.effort(&phases.core, personas, &options).map(Into::into).map_err(of_core)
}

/// What each persona turns to in each phase.
#[wasm_bindgen]
pub fn analysis_needs(
    journeys: &Journeys,
    personas: &AnalysisPersonas,
    phases: &AnalysisPhases,
    options: &str,
) -> Result<Table> {
    let options = read(options).map_err(of_core)?;
    let needs = journeys.core.needs(&personas.core, &phases.core, &options);
    Table::of(needs.and_then(|needs| needs.to_frame()))
}

#[wasm_bindgen]
impl AnalysisPersonas {
    /// The same answers with a column `persona` more.
    pub fn answers(
        &self,
        journeys: &Journeys,
        people: &People,
        feedback: &Feedback,
    ) -> Result<Feedback> {
        let answers = self.core.answers(&journeys.core, &people.core, &feedback.core);
        answers.map(Into::into).map_err(of_core)
    }
}
