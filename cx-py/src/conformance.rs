//! Expected journeys against actual ones.

use std::sync::Arc;

use cx_core::journey::{Conformance as CoreConformance, Net};
use pyo3::prelude::*;

use crate::error::to_py;
use crate::run::run;
use crate::table::{Table, json};

/// Expected journeys against actual ones.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Conformance {
    /// The report.
    pub(crate) core: Arc<CoreConformance>,
}

#[pymethods]
impl Conformance {
    fn __len__(&self) -> usize {
        self.core.summary.len()
    }

    /// One row for each rule, the model, and each of its contacts that is missing or extra.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// What breaks rules or may still.
    fn violations(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.violations_to_record_batch()).map(Table::from)
    }

    /// Distinct journeys with their deviations counted.
    fn variants(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.variants_to_record_batch()).map(Table::from)
    }

    /// Every deviation of every distinct journey.
    fn deviations(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.deviations_to_record_batch()).map(Table::from)
    }

    /// The variant of each unit.
    fn units(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.units_to_record_batch()).map(Table::from)
    }

    /// How well the journeys fit the model, as JSON.
    fn fit(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.fit)
    }
}

/// The Petri net of a PNML text, as JSON.
#[pyfunction]
pub(crate) fn net_from_pnml(py: Python<'_>, text: &str) -> PyResult<String> {
    json(py, &Net::from_pnml(text).map_err(|error| to_py(py, &error))?)
}
