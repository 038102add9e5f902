//! Findings rolled up a tree of criteria.

use std::sync::Arc;

use cx_core::audit::{Audit as CoreAudit, AuditOptions};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::intake::{Criteria, Findings};
use crate::run::{Progress, run, short};
use crate::table::{Table, json};

/// Scores of a catalogue against its targets.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Audit {
    /// The audit.
    pub(crate) core: Arc<CoreAudit>,
}

#[pymethods]
impl Audit {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each node and touchpoint.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// Whether more findings name an unknown criterion than slips explain.
    fn many_unknown(&self) -> bool {
        self.core.report.many_unknown()
    }

    /// What became of every finding, as JSON.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.report)
    }
}

/// Rolls findings up.
#[pyfunction]
#[pyo3(signature = (criteria, findings, options, progress = None))]
pub(crate) fn audit(
    py: Python<'_>,
    criteria: &Criteria,
    findings: &Findings,
    options: &str,
    progress: Progress,
) -> PyResult<Audit> {
    let options: AuditOptions = short(py, || from_json(options))?;
    let (criteria, findings) = (Arc::clone(&criteria.core), Arc::clone(&findings.core));
    let core = run(py, progress, move || cx_core::audit::audit(&criteria, &findings, &options))?;
    Ok(Audit { core: Arc::new(core) })
}
