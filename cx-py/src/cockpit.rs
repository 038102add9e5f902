//! Everything joined, one row for each touchpoint.

use std::sync::Arc;

use cx_core::cockpit::{Cockpit as CoreCockpit, CockpitInput, CockpitOptions};
use cx_core::options::from_json;
use cx_core::stitch::People as CorePeople;
use pyo3::prelude::*;

use crate::attribution::{Credit, Returns};
use crate::audit::Audit;
use crate::intake::{Campaigns, Events, IntakeReport, Targets};
use crate::journey::Journeys;
use crate::kpi::{Gaps, Scores};
use crate::run::{Progress, run, short};
use crate::stitch::People;
use crate::table::{Table, json};

/// A company's touchpoints at one sight.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Cockpit {
    core: Arc<CoreCockpit>,
}

#[pymethods]
impl Cockpit {
    fn __len__(&self) -> usize {
        self.core.touchpoints.len()
    }

    /// The title.
    fn title(&self) -> String {
        self.core.title.clone()
    }

    /// One row for each touchpoint.
    fn touchpoints(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// The figures of the whole company, as JSON.
    fn head(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.head)
    }

    /// What needs attention.
    fn alarms(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.alarms_to_record_batch()).map(Table::from)
    }

    /// What is not seen.
    fn coverage(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.coverage_to_record_batch()).map(Table::from)
    }

    /// What matters most, in words.
    fn findings(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.findings_to_record_batch()).map(Table::from)
    }

    /// The whole, for the widget and the page.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        short(py, || Ok(self.core.to_json()))
    }
}

/// The core behind an argument that may be missing.
macro_rules! core {
    ($($name:ident),*) => { $(let $name = $name.map(|given| Arc::clone(&given.get().core));)* };
}

/// Joins reports into a cockpit.
#[pyfunction]
#[pyo3(signature = (
    options, *, events = None, people = None, journeys = None, credit = None, returns = None,
    scores = Vec::new(), gaps = None, audit = None, campaigns = None, targets = None, intake = Vec::new(), progress = None
))]
#[allow(clippy::too_many_arguments, reason = "one for each report that a cockpit joins")]
#[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
pub(crate) fn cockpit(
    py: Python<'_>,
    options: &str,
    events: Option<Py<Events>>,
    people: Option<Py<People>>,
    journeys: Option<Py<Journeys>>,
    credit: Option<Py<Credit>>,
    returns: Option<Py<Returns>>,
    scores: Vec<Py<Scores>>,
    gaps: Option<Py<Gaps>>,
    audit: Option<Py<Audit>>,
    campaigns: Option<Py<Campaigns>>,
    targets: Option<Py<Targets>>,
    intake: Vec<Py<IntakeReport>>,
    progress: Progress,
) -> PyResult<Cockpit> {
    let options: CockpitOptions = short(py, || from_json(options))?;
    core!(events, people, journeys, credit, returns, gaps, audit, campaigns, targets);
    let scores: Vec<_> = scores.iter().map(|given| Arc::clone(&given.get().core)).collect();
    let intake: Vec<_> = intake.iter().map(|given| given.get().report.clone()).collect();
    let core = run(py, progress, move || {
        let input = CockpitInput {
            events: events.as_deref(),
            journeys: journeys.as_deref(),
            credit: credit.as_deref(),
            returns: returns.as_deref(),
            known_persons: people.as_deref().map(CorePeople::known),
            scores: scores.iter().map(AsRef::as_ref).collect(),
            gaps: gaps.as_deref(),
            audit: audit.as_deref(),
            campaigns: campaigns.as_deref(),
            targets: targets.as_deref(),
            intake: intake.iter().collect(),
        };
        cx_core::cockpit::cockpit(&input, &options)
    })?;
    Ok(Cockpit { core: Arc::new(core) })
}
