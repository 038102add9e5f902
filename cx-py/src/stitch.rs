//! Events in, people out.

use std::sync::Arc;

use cx_core::options::from_json;
use cx_core::stitch::{People as CorePeople, StitchOptions};
use pyo3::prelude::*;

use crate::intake::Events;
use crate::run::{Progress, run, short};
use crate::table::{Table, json};

/// People, and which rows and identifiers are theirs.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct People {
    /// The people.
    pub(crate) core: Arc<CorePeople>,
}

#[pymethods]
impl People {
    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// Columns `row, source, person`.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// Columns `type, id, person`.
    fn ids(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.ids_to_record_batch()).map(Table::from)
    }

    /// The person of an identifier.
    fn find(&self, id_type: &str, id: &str) -> Option<u32> {
        self.core.find(id_type, id)
    }

    /// Persons with an identifier that names them, and persons without one.
    fn known(&self) -> (u64, u64) {
        self.core.known()
    }

    /// Counts, as JSON.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.report)
    }
}

/// Finds people.
#[pyfunction]
#[pyo3(signature = (events, options, progress = None))]
pub(crate) fn stitch(
    py: Python<'_>,
    events: &Events,
    options: &str,
    progress: Progress,
) -> PyResult<People> {
    let options: StitchOptions = short(py, || from_json(options))?;
    let events = Arc::clone(&events.core);
    let core = run(py, progress, move || cx_core::stitch::stitch(&events, &options))?;
    Ok(People { core: Arc::new(core) })
}
