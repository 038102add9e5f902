//! Channels by rules.

use std::sync::Arc;

use cx_core::intake::{ChannelOptions, ChannelReport as CoreChannels};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::input::Source;
use crate::intake::IntakeReport;
use crate::run::{Progress, run, short};
use crate::table::{Table, json};

/// The channel of every row.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Channels {
    core: Arc<CoreChannels>,
}

#[pymethods]
impl Channels {
    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// Columns `row, channel, rule`.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// Rows by channel.
    fn counts(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.counts_to_record_batch()).map(Table::from)
    }

    /// Rows by rule.
    fn by_rule(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.rules_to_record_batch()).map(Table::from)
    }

    /// What is odd about the rules.
    fn lint(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.lint_to_record_batch()).map(Table::from)
    }

    /// Why a row has its channel, as JSON.
    fn explain(&self, py: Python<'_>, row: u32) -> PyResult<String> {
        let told = short(py, || self.core.explain(row))?;
        json(py, &told)
    }

    /// The table of rules with its date.
    fn rules(&self) -> Option<String> {
        self.core.rules.clone()
    }

    /// What became of every row.
    fn report(&self) -> IntakeReport {
        IntakeReport { report: self.core.report.clone() }
    }
}

/// The channel of every row of a table.
#[pyfunction]
#[pyo3(signature = (data, options, progress = None))]
pub(crate) fn channels(
    data: &Bound<'_, PyAny>,
    options: &str,
    progress: Progress,
) -> PyResult<Channels> {
    let py = data.py();
    let options: ChannelOptions = short(py, || from_json(options))?;
    let source = Source::open(data)?;
    let core = source.read(py, progress, move |input| CoreChannels::of_input(input, &options))?;
    Ok(Channels { core: Arc::new(core) })
}
