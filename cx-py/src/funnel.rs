//! Funnels.

use std::sync::Arc;

use cx_core::journey::Funnel as CoreFunnel;
use pyo3::prelude::*;

use crate::run::run;
use crate::table::Table;

/// How many go from step to step.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Funnel {
    /// The funnel.
    pub(crate) core: Arc<CoreFunnel>,
}

#[pymethods]
impl Funnel {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each step.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// Quantiles of the time to convert.
    fn times(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.times_to_record_batch()).map(Table::from)
    }

    /// Units looked at.
    fn units(&self) -> u64 {
        self.core.units
    }
}
