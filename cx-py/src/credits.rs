//! Credits by period, position and level, and interactions: tables.

use std::sync::Arc;

use cx_core::attribution::{
    AttributeOptions, InteractionOptions, LevelOptions, Outcomes as CoreOutcomes, PeriodOptions,
    PositionOptions,
};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::attribution::Outcomes;
use crate::journey::Journeys;
use crate::run::{Progress, run, short};
use crate::table::Table;

/// Runs a verb over journeys or paths.
pub(crate) fn over(
    py: Python<'_>,
    outcomes: &Outcomes<'_>,
    progress: Progress,
    verb: impl FnOnce(CoreOutcomes<'_>) -> cx_core::Result<arrow_array::RecordBatch> + Send + 'static,
) -> PyResult<Table> {
    let batch = match outcomes {
        Outcomes::Journeys(journeys) => {
            let journeys = Arc::clone(&journeys.get().core);
            run(py, progress, move || verb((&*journeys).into()))
        }
        Outcomes::Paths(paths) => {
            let paths = Arc::clone(&paths.get().core);
            run(py, progress, move || verb((&*paths).into()))
        }
    }?;
    Ok(Table::from(batch))
}

/// Credits by period of the calendar.
#[pyfunction]
#[pyo3(signature = (journeys, attribute, options, progress = None))]
pub(crate) fn credit_by_period(
    py: Python<'_>,
    journeys: &Journeys,
    attribute: &str,
    options: &str,
    progress: Progress,
) -> PyResult<Table> {
    let attribute: AttributeOptions = short(py, || from_json(attribute))?;
    let options: PeriodOptions = short(py, || from_json(options))?;
    let journeys = Arc::clone(&journeys.core);
    let batch = run(py, progress, move || {
        cx_core::attribution::credit_by_period(&journeys, &attribute, &options)?.to_record_batch()
    })?;
    Ok(Table::from(batch))
}

/// Credits by position in the journey.
#[pyfunction]
#[pyo3(signature = (outcomes, attribute, options, progress = None))]
#[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
pub(crate) fn credit_by_position(
    py: Python<'_>,
    outcomes: Outcomes<'_>,
    attribute: &str,
    options: &str,
    progress: Progress,
) -> PyResult<Table> {
    let attribute: AttributeOptions = short(py, || from_json(attribute))?;
    let options: PositionOptions = short(py, || from_json(options))?;
    over(py, &outcomes, progress, move |outcomes| {
        cx_core::attribution::credit_by_position(outcomes, &attribute, &options)?.to_record_batch()
    })
}

/// Credits of a hierarchy of touchpoints.
#[pyfunction]
#[pyo3(signature = (outcomes, attribute, options, progress = None))]
#[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
pub(crate) fn credit_by_level(
    py: Python<'_>,
    outcomes: Outcomes<'_>,
    attribute: &str,
    options: &str,
    progress: Progress,
) -> PyResult<Table> {
    let attribute: AttributeOptions = short(py, || from_json(attribute))?;
    let options: LevelOptions = short(py, || from_json(options))?;
    over(py, &outcomes, progress, move |outcomes| {
        cx_core::attribution::credit_by_level(outcomes, &attribute, &options)?.to_record_batch()
    })
}

/// Which touchpoints help one another.
#[pyfunction]
#[pyo3(signature = (outcomes, attribute, options, progress = None))]
#[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
pub(crate) fn interactions(
    py: Python<'_>,
    outcomes: Outcomes<'_>,
    attribute: &str,
    options: &str,
    progress: Progress,
) -> PyResult<Table> {
    let attribute: AttributeOptions = short(py, || from_json(attribute))?;
    let options: InteractionOptions = short(py, || from_json(options))?;
    over(py, &outcomes, progress, move |outcomes| {
        cx_core::attribution::interactions(outcomes, &attribute, &options)?.to_record_batch()
    })
}
