//! What each touchpoint did for a score, and what a franc did for it.

use cx_core::attribution::{self, ExperiencePoints, PeriodOptions};
use cx_core::options::read;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::attribution::{Credit, Returns};
use crate::fault::{Result, of_core};
use crate::handle::{account, handle};
use crate::intake::{Campaigns, Feedback};
use crate::journey::Journeys;
use crate::stitch::People;

/// What was split.
#[derive(Serialize)]
struct Totals<'a> {
    metric: &'a str,
    models: Vec<&'static str>,
    answers: u64,
    unlinked: u64,
    without_contact: u64,
    mean: f64,
    reference: f64,
    total: f64,
    residual: f64,
    confidence: f64,
}

handle! {
    /// Signed credits of a score.
    AnalysisExperience(attribution::Experience),
    report: |core| {
        let totals = Totals {
            metric: &core.metric,
            models: core.models.iter().map(|model| model.name()).collect(),
            answers: core.answers,
            unlinked: core.unlinked,
            without_contact: core.without_contact,
            mean: core.mean,
            reference: core.reference,
            total: core.total,
            residual: core.residual,
            confidence: core.confidence,
        };
        account(&totals, &core.definition)
    },
    tables: {
        "experience": attribution::Experience::to_frame,
    }
}

/// What each touchpoint did for a score.
#[wasm_bindgen]
pub fn analysis_experience(
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &str,
) -> Result<AnalysisExperience> {
    let options = read(options).map_err(of_core)?;
    attribution::experience(&journeys.core, &people.core, &feedback.core, &options)
        .map(Into::into)
        .map_err(of_core)
}

/// Joins credits with costs of contacts and campaigns, with the points that an experience gives.
#[wasm_bindgen]
pub fn analysis_returns(
    credit: &Credit,
    campaigns: &Campaigns,
    experience: &AnalysisExperience,
    options: &str,
) -> Result<Returns> {
    joined(credit, Some(campaigns), experience, options)
}

/// Joins credits with costs of contacts, with the points that an experience gives.
#[wasm_bindgen]
pub fn analysis_returns_of_contacts(
    credit: &Credit,
    experience: &AnalysisExperience,
    options: &str,
) -> Result<Returns> {
    joined(credit, None, experience, options)
}

fn joined(
    credit: &Credit,
    campaigns: Option<&Campaigns>,
    experience: &AnalysisExperience,
    options: &str,
) -> Result<Returns> {
    let options = read(options).map_err(of_core)?;
    let campaigns = campaigns.map(|part| &*part.core);
    ExperiencePoints::of(&experience.core, None)
        .and_then(|points| attribution::returns(&credit.core, campaigns, Some(&points), &options))
        .map(Into::into)
        .map_err(of_core)
}

/// What was split by period.
#[derive(Serialize)]
struct PeriodTotals<'a> {
    metric: &'a str,
    models: Vec<&'static str>,
    answers: u64,
    unlinked: u64,
    without_time: u64,
    reference: f64,
    total: f64,
    confidence: f64,
}

handle! {
    /// Signed credits of a score by period.
    AnalysisPeriodExperience(attribution::PeriodExperience),
    report: |core| {
        let totals = PeriodTotals {
            metric: &core.metric,
            models: core.models.iter().map(|model| model.name()).collect(),
            answers: core.answers,
            unlinked: core.unlinked,
            without_time: core.without_time,
            reference: core.reference,
            total: core.total,
            confidence: core.confidence,
        };
        account(&totals, &core.definition)
    },
    tables: {
        "experience": attribution::PeriodExperience::to_frame,
    }
}

/// What each touchpoint did for a score, by period.
#[wasm_bindgen]
pub fn analysis_experience_by_period(
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &str,
    periods: &str,
) -> Result<AnalysisPeriodExperience> {
    let options = read(options).map_err(of_core)?;
    let periods: PeriodOptions = read(periods).map_err(of_core)?;
    let (journeys, people, feedback) = (&journeys.core, &people.core, &feedback.core);
    attribution::experience_by_period(journeys, people, feedback, &options, &periods)
        .map(Into::into)
        .map_err(of_core)
}
