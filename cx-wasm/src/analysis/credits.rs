//! Credits by period, position and level, interactions, and what the models show beside credits.

use cx_core::attribution::{self, AttributeOptions};
use cx_core::options::read;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::analysis::broadcast::AnalysisBroadcast;
use crate::analysis::experience::AnalysisPeriodExperience;
use crate::attribution::Credit;
use crate::fault::{Result, of_core};
use crate::handle::{account, handle, pick};
use crate::intake::Campaigns;
use crate::journey::{Journeys, Paths};
use crate::table::Table;

/// A verb over journeys, and the same over aggregated paths, that gives one table.
macro_rules! over {
    ($($(#[$doc:meta])* $verb:ident: $journeys:ident, $paths:ident;)+) => { $(
        $(#[$doc])*
        #[wasm_bindgen]
        pub fn $journeys(journeys: &Journeys, options: &str) -> Result<Table> {
            let options = read(options).map_err(of_core)?;
            Table::of(
                attribution::$verb(&*journeys.core, &options)
                    .and_then(|found| found.to_frame()),
            )
        }

        $(#[$doc])*
        #[wasm_bindgen]
        pub fn $paths(paths: &Paths, options: &str) -> Result<Table> {
            let options = read(options).map_err(of_core)?;
            Table::of(
                attribution::$verb(&*paths.core, &options).and_then(|found| found.to_frame()),
            )
        }
    )+ };
}

over! {
    /// How well chains of each order predict journeys that they were not counted from.
    choose_order: analysis_choose_order, analysis_choose_order_paths;
    /// What sequences of touchpoints do.
    sequence_effects: analysis_sequence_effects, analysis_sequence_effects_paths;
    /// The transitions of the chain.
    transitions: analysis_transitions, analysis_transitions_paths;
}

/// The same for verbs that take the options of attribution beside their own.
macro_rules! with_models {
    ($($(#[$doc:meta])* $verb:ident: $journeys:ident, $paths:ident;)+) => { $(
        $(#[$doc])*
        #[wasm_bindgen]
        pub fn $journeys(journeys: &Journeys, models: &str, options: &str) -> Result<Table> {
            let models = read(models).map_err(of_core)?;
            let options = read(options).map_err(of_core)?;
            Table::of(
                attribution::$verb(&*journeys.core, &models, &options)
                    .and_then(|found| found.to_frame()),
            )
        }

        $(#[$doc])*
        #[wasm_bindgen]
        pub fn $paths(paths: &Paths, models: &str, options: &str) -> Result<Table> {
            let models = read(models).map_err(of_core)?;
            let options = read(options).map_err(of_core)?;
            Table::of(
                attribution::$verb(&*paths.core, &models, &options)
                    .and_then(|found| found.to_frame()),
            )
        }
    )+ };
}

with_models! {
    /// Credits by position in the journey.
    credit_by_position: analysis_credit_by_position, analysis_credit_by_position_paths;
    /// Credits of a hierarchy of touchpoints.
    credit_by_level: analysis_credit_by_level, analysis_credit_by_level_paths;
    /// Which touchpoints help one another.
    interactions: analysis_interactions, analysis_interactions_paths;
}

/// Credits by period of the calendar.
#[wasm_bindgen]
pub fn analysis_credit_by_period(
    journeys: &Journeys,
    models: &str,
    options: &str,
) -> Result<Table> {
    let models: AttributeOptions = read(models).map_err(of_core)?;
    let options = read(options).map_err(of_core)?;
    Table::of(
        attribution::credit_by_period(&journeys.core, &models, &options)
            .and_then(|found| found.to_frame()),
    )
}

/// What credits have beside their main table: "ranks" (of credits with replicates), "disagreement" and
/// "checks".
#[wasm_bindgen]
pub fn analysis_credit_table(credit: &Credit, name: &str) -> Result<Table> {
    Table::of(match pick(&["ranks", "disagreement", "checks"], Some(name))? {
        0 => credit.core.ranks_to_frame(),
        1 => credit.core.disagreement_to_frame(),
        _ => credit.core.checks_to_frame(),
    })
}

/// What was joined.
#[derive(Serialize)]
struct Joined<'a> {
    model: &'static str,
    currency: Option<&'a str>,
    counted: Option<[String; 2]>,
    confidence: f64,
}

handle! {
    /// Returns by period.
    AnalysisPeriodReturns(attribution::PeriodReturns),
    report: |core| {
        let joined = Joined {
            model: core.model.name(),
            currency: core.currency.as_deref(),
            counted: core.counted.map(|(first, end)| [first.to_string(), end.to_string()]),
            confidence: core.confidence,
        };
        account(&joined, &core.definition)
    },
    tables: {
        "returns": attribution::PeriodReturns::to_frame,
        "touchpoints": attribution::PeriodReturns::touchpoints_to_frame,
        "marginal": attribution::PeriodReturns::marginal_to_frame,
    }
}

/// What stands beside the credits of periods, all of it optional.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct AnalysisPeriodInput {
    campaigns: Option<Campaigns>,
    broadcast: Option<AnalysisBroadcast>,
    experience: Option<AnalysisPeriodExperience>,
}

#[wasm_bindgen]
impl AnalysisPeriodInput {
    /// Nothing.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Campaigns.
    pub fn campaigns(&mut self, part: &Campaigns) {
        self.campaigns = Some(part.clone());
    }

    /// What spots brought.
    pub fn broadcast(&mut self, part: &AnalysisBroadcast) {
        self.broadcast = Some(part.clone());
    }

    /// Points of a score.
    pub fn experience(&mut self, part: &AnalysisPeriodExperience) {
        self.experience = Some(part.clone());
    }

    /// Joins costs and credits by period.
    pub fn finish(
        self,
        journeys: &Journeys,
        models: &str,
        options: &str,
    ) -> Result<AnalysisPeriodReturns> {
        let models: AttributeOptions = read(models).map_err(of_core)?;
        let options = read(options).map_err(of_core)?;
        let input = attribution::PeriodReturnInput {
            campaigns: self.campaigns.as_ref().map(|part| &*part.core),
            spots: self.broadcast.as_ref().map(|part| &*part.core),
            experience: self.experience.as_ref().map(|part| &*part.core),
        };
        attribution::returns_by_period(&journeys.core, &input, &models, &options)
            .map(Into::into)
            .map_err(of_core)
    }
}

/// What the search found.
#[derive(Serialize)]
struct Search {
    baseline: f64,
    baseline_low: f64,
    baseline_high: f64,
    persons: u64,
    conversions: u64,
    repeat: bool,
    log_likelihood: f64,
    iterations: u32,
    converged: bool,
    confidence: f64,
}

handle! {
    /// The fit of the time-to-event model.
    AnalysisHazardFit(attribution::HazardFit),
    report: |core| {
        let search = Search {
            baseline: core.baseline,
            baseline_low: core.baseline_low,
            baseline_high: core.baseline_high,
            persons: core.persons,
            conversions: core.conversions,
            repeat: core.repeat,
            log_likelihood: core.log_likelihood,
            iterations: core.iterations,
            converged: core.converged,
            confidence: core.confidence,
        };
        account(&search, &core.definition)
    },
    tables: {
        "fit": attribution::HazardFit::to_frame,
        "levels": attribution::HazardFit::levels_to_frame,
        "triggers": attribution::HazardFit::triggers_to_frame,
    }
}

/// The fit of the time-to-event model.
#[wasm_bindgen]
pub fn analysis_hazard_fit(journeys: &Journeys, options: &str) -> Result<AnalysisHazardFit> {
    let options = read(options).map_err(of_core)?;
    attribution::hazard_fit(&journeys.core, &options).map(Into::into).map_err(of_core)
}
