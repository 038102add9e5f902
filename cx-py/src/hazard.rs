//! The fit of the time-to-event model.

use std::sync::Arc;

use cx_core::attribution::{AttributeOptions, HazardFit as CoreFit};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::journey::Journeys;
use crate::run::{Progress, run, short};
use crate::table::Table;

/// Parameters of the time-to-event model.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct HazardFit {
    core: CoreFit,
}

#[pymethods]
impl HazardFit {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each touchpoint.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// One row for each level of intent.
    fn levels(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.levels_to_record_batch()).map(Table::from)
    }

    /// One row for each pair of touchpoints of which one triggers the other.
    fn triggers(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.triggers_to_record_batch()).map(Table::from)
    }

    /// Conversions of the baseline with their interval, the log-likelihood, the confidence.
    fn figures(&self) -> (f64, f64, f64, f64, f64) {
        let core = &self.core;
        let baseline = (core.baseline, core.baseline_low, core.baseline_high);
        (baseline.0, baseline.1, baseline.2, core.log_likelihood, core.confidence)
    }

    /// Persons, conversions, steps of the search, whether it converged, whether persons go on.
    fn search(&self) -> (u64, u64, u32, bool, bool) {
        let core = &self.core;
        (core.persons, core.conversions, core.iterations, core.converged, core.repeat)
    }
}

/// Fits the time-to-event model.
#[pyfunction]
#[pyo3(signature = (journeys, options, progress = None))]
pub(crate) fn hazard_fit(
    py: Python<'_>,
    journeys: &Journeys,
    options: &str,
    progress: Progress,
) -> PyResult<HazardFit> {
    let options: AttributeOptions = short(py, || from_json(options))?;
    let journeys = Arc::clone(&journeys.core);
    let core = run(py, progress, move || cx_core::attribution::hazard_fit(&journeys, &options))?;
    Ok(HazardFit { core })
}
