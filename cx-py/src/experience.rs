//! Scores in, signed credits out.

use std::sync::Arc;

use cx_core::attribution::{
    Experience as CoreExperience, ExperienceOptions, Model,
    PeriodExperience as CorePeriodExperience, PeriodOptions,
};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::intake::Feedback;
use crate::journey::Journeys;
use crate::run::{Progress, run, short};
use crate::stitch::People;
use crate::table::Table;

/// Credits of one or several models for one score.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Experience {
    /// The credits.
    pub(crate) core: Arc<CoreExperience>,
}

#[pymethods]
impl Experience {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each model and touchpoint.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// Metric, and the models in the order asked for.
    fn names(&self) -> (String, Vec<&'static str>) {
        names(&self.core.metric, &self.core.models)
    }

    /// Answers, those of nobody with a journey, those without a contact before them.
    fn counts(&self) -> (u64, u64, u64) {
        (self.core.answers, self.core.unlinked, self.core.without_contact)
    }

    /// Mean, reference, total, residual, confidence.
    fn totals(&self) -> (f64, f64, f64, f64, f64) {
        let core = &self.core;
        (core.mean, core.reference, core.total, core.residual, core.confidence)
    }
}

fn names(metric: &str, models: &[Model]) -> (String, Vec<&'static str>) {
    (metric.to_owned(), models.iter().map(|model| model.name()).collect())
}

/// What each touchpoint did for a score.
#[pyfunction]
#[pyo3(signature = (journeys, people, feedback, options, progress = None))]
pub(crate) fn experience(
    py: Python<'_>,
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &str,
    progress: Progress,
) -> PyResult<Experience> {
    let options: ExperienceOptions = short(py, || from_json(options))?;
    let journeys = Arc::clone(&journeys.core);
    let (people, feedback) = (Arc::clone(&people.core), Arc::clone(&feedback.core));
    let core = run(py, progress, move || {
        cx_core::attribution::experience(&journeys, &people, &feedback, &options)
    })?;
    Ok(Experience { core: Arc::new(core) })
}

/// Credits of one or several models for one score, by period.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct PeriodExperience {
    /// The credits.
    pub(crate) core: Arc<CorePeriodExperience>,
}

#[pymethods]
impl PeriodExperience {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each model, period and touchpoint.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// Metric, and the models in the order asked for.
    fn names(&self) -> (String, Vec<&'static str>) {
        names(&self.core.metric, &self.core.models)
    }

    /// Answers, those of nobody with a journey, those without a time.
    fn counts(&self) -> (u64, u64, u64) {
        (self.core.answers, self.core.unlinked, self.core.without_time)
    }

    /// Reference, total, confidence.
    fn totals(&self) -> (f64, f64, f64) {
        (self.core.reference, self.core.total, self.core.confidence)
    }
}

/// What each touchpoint did for a score, by period.
#[pyfunction]
#[pyo3(signature = (journeys, people, feedback, options, periods, progress = None))]
pub(crate) fn experience_by_period(
    py: Python<'_>,
    journeys: &Journeys,
    people: &People,
    feedback: &Feedback,
    options: &str,
    periods: &str,
    progress: Progress,
) -> PyResult<PeriodExperience> {
    let options: ExperienceOptions = short(py, || from_json(options))?;
    let periods: PeriodOptions = short(py, || from_json(periods))?;
    let journeys = Arc::clone(&journeys.core);
    let (people, feedback) = (Arc::clone(&people.core), Arc::clone(&feedback.core));
    let core = run(py, progress, move || {
        cx_core::attribution::experience_by_period(
            &journeys, &people, &feedback, &options, &periods,
        )
    })?;
    Ok(PeriodExperience { core: Arc::new(core) })
}
