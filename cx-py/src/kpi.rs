//! Scores against targets, and expectation against perception.

use std::sync::Arc;

use cx_core::kpi::{GapOptions, Gaps as CoreGaps, ScoreOptions, Scores as CoreScores};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::intake::{Feedback, Targets};
use crate::run::{Progress, run, short};
use crate::table::{Table, json};

/// Scores with intervals, targets and lights.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Scores {
    /// The scores.
    pub(crate) core: Arc<CoreScores>,
}

#[pymethods]
impl Scores {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each cell of the breakdown.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// What became of every answer, as JSON.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.report)
    }
}

/// Gaps between expectation and perception.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Gaps {
    /// The gaps.
    pub(crate) core: Arc<CoreGaps>,
}

#[pymethods]
impl Gaps {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each cell of the breakdown.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// What became of every answer, as JSON.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.report)
    }
}

/// Scores feedback.
#[pyfunction]
#[pyo3(signature = (feedback, targets, options, progress = None))]
pub(crate) fn score(
    py: Python<'_>,
    feedback: &Feedback,
    targets: Option<&Targets>,
    options: &str,
    progress: Progress,
) -> PyResult<Scores> {
    let options: ScoreOptions = short(py, || from_json(options))?;
    let feedback = Arc::clone(&feedback.core);
    let targets = targets.map(|targets| Arc::clone(&targets.core));
    let core =
        run(py, progress, move || cx_core::kpi::score(&feedback, &options, targets.as_deref()))?;
    Ok(Scores { core: Arc::new(core) })
}

/// Compares perception with expectation.
#[pyfunction]
#[pyo3(signature = (feedback, options, progress = None))]
pub(crate) fn gaps(
    py: Python<'_>,
    feedback: &Feedback,
    options: &str,
    progress: Progress,
) -> PyResult<Gaps> {
    let options: GapOptions = short(py, || from_json(options))?;
    let feedback = Arc::clone(&feedback.core);
    let core = run(py, progress, move || cx_core::kpi::gaps(&feedback, &options))?;
    Ok(Gaps { core: Arc::new(core) })
}
