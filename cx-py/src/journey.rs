//! Journeys and what is counted over them.

use std::sync::Arc;

use cx_core::journey::{
    CompareOptions, ConformOptions, DirectlyFollowsOptions, FlowOptions, FunnelOptions,
    JourneyOptions, Journeys as CoreJourneys, NextStepOptions, PathRoles, Paths as CorePaths,
    StepMatrixOptions, TimeToNextOptions, TransformOptions, VariantOptions,
};
use cx_core::options::{Names, from_json};
use pyo3::prelude::*;

use crate::conformance::Conformance;
use crate::funnel::Funnel;
use crate::input::Source;
use crate::intake::{Events, IntakeReport};
use crate::run::{Progress, run, short};
use crate::stitch::People;
use crate::table::{Table, json};

/// Journeys of persons.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Journeys {
    /// The journeys.
    pub(crate) core: Arc<CoreJourneys>,
}

#[pymethods]
impl Journeys {
    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// One row for each journey.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// One row for each step.
    fn steps(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.steps_to_record_batch()).map(Table::from)
    }

    /// One row for each session.
    fn sessions(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.sessions_to_record_batch()).map(Table::from)
    }

    /// One row for each refund of an order that no journey ends with.
    fn unknown_refunds(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.unknown_refunds_to_record_batch()).map(Table::from)
    }

    /// Distinct paths.
    #[pyo3(signature = (progress = None))]
    fn paths(&self, py: Python<'_>, progress: Progress) -> PyResult<Paths> {
        let core = Arc::clone(&self.core);
        let paths = run(py, progress, move || core.paths())?;
        Ok(Paths { core: Arc::new(paths) })
    }

    /// Directly-follows counts.
    #[pyo3(signature = (progress = None))]
    fn transitions(&self, py: Python<'_>, progress: Progress) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, progress, move || core.transitions()?.to_record_batch()).map(Table::from)
    }

    /// Counts of moves from step to step.
    #[pyo3(signature = (options, progress = None))]
    fn flow(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Table> {
        let options: FlowOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        run(py, progress, move || core.flow(&options)?.to_record_batch()).map(Table::from)
    }

    /// Distinct ways with their frequencies.
    #[pyo3(signature = (options, progress = None))]
    fn variants(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Table> {
        let options: VariantOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        run(py, progress, move || core.variants(&options)?.to_record_batch()).map(Table::from)
    }

    /// Directly-follows counts with durations.
    #[pyo3(signature = (options, progress = None))]
    fn directly_follows(
        &self,
        py: Python<'_>,
        options: &str,
        progress: Progress,
    ) -> PyResult<Table> {
        let options: DirectlyFollowsOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        run(py, progress, move || core.directly_follows(&options)?.to_record_batch())
            .map(Table::from)
    }

    /// Counts by step and touchpoint.
    #[pyo3(signature = (options, progress = None))]
    fn step_matrix(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Table> {
        let options: StepMatrixOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        run(py, progress, move || core.step_matrix(&options)?.to_record_batch()).map(Table::from)
    }

    /// Counts of next steps after the last ones.
    #[pyo3(signature = (options, progress = None))]
    fn next_steps(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Table> {
        let options: NextStepOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        run(py, progress, move || core.next_steps(&options)?.to_record_batch()).map(Table::from)
    }

    /// Times until journeys move on.
    #[pyo3(signature = (options, progress = None))]
    fn time_to_next(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Table> {
        let options: TimeToNextOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        run(py, progress, move || core.time_to_next(&options)?.to_record_batch()).map(Table::from)
    }

    /// Differences of two groups.
    #[pyo3(signature = (other, options, progress = None))]
    fn compare(
        &self,
        py: Python<'_>,
        other: Option<&Self>,
        options: &str,
        progress: Progress,
    ) -> PyResult<Table> {
        let options: CompareOptions = short(py, || from_json(options))?;
        let (core, other) = (Arc::clone(&self.core), other.map(|other| Arc::clone(&other.core)));
        run(py, progress, move || core.compare(other.as_deref(), &options)?.to_record_batch())
            .map(Table::from)
    }

    /// How many go from step to step.
    #[pyo3(signature = (options, progress = None))]
    fn funnel(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Funnel> {
        let options: FunnelOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        let funnel = run(py, progress, move || core.funnel(&options))?;
        Ok(Funnel { core: Arc::new(funnel) })
    }

    /// Expected journeys against actual ones.
    #[pyo3(signature = (options, progress = None))]
    fn conform(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Conformance> {
        let options: ConformOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        let conformance = run(py, progress, move || core.conform(&options))?;
        Ok(Conformance { core: Arc::new(conformance) })
    }

    /// The journeys with some outcomes alone as conversions.
    fn only(&self, py: Python<'_>, outcomes: Vec<String>) -> PyResult<Self> {
        let core = Arc::clone(&self.core);
        let only = run(py, None, move || core.only(&Names(outcomes)))?;
        Ok(Self { core: Arc::new(only) })
    }

    /// Names of the outcomes.
    fn outcomes(&self) -> Vec<String> {
        self.core.outcomes.to_vec()
    }

    /// Counts, as JSON.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.report)
    }

    /// How many persons there are.
    fn persons(&self) -> u32 {
        self.core.persons
    }
}

/// Cuts events into journeys.
#[pyfunction]
#[pyo3(signature = (events, people, options, progress = None))]
pub(crate) fn journeys(
    py: Python<'_>,
    events: &Events,
    people: &People,
    options: &str,
    progress: Progress,
) -> PyResult<Journeys> {
    let options: JourneyOptions = short(py, || from_json(options))?;
    let (events, people) = (Arc::clone(&events.core), Arc::clone(&people.core));
    let core = run(py, progress, move || cx_core::journey::journeys(&events, &people, &options))?;
    Ok(Journeys { core: Arc::new(core) })
}

/// Distinct paths with what came of them.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Paths {
    /// The paths.
    pub(crate) core: Arc<CorePaths>,
}

#[pymethods]
impl Paths {
    #[new]
    #[pyo3(signature = (data, roles, progress = None))]
    fn new(data: &Bound<'_, PyAny>, roles: &str, progress: Progress) -> PyResult<Self> {
        let py = data.py();
        let roles: PathRoles = short(py, || from_json(roles))?;
        let source = Source::open(data)?;
        let core = source.read(py, progress, move |input| CorePaths::read_input(input, &roles))?;
        Ok(Self { core: Arc::new(core) })
    }

    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// The paths under a transform.
    #[pyo3(signature = (options, progress = None))]
    fn transform(&self, py: Python<'_>, options: &str, progress: Progress) -> PyResult<Self> {
        let options: TransformOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        let paths = run(py, progress, move || core.transform(&options))?;
        Ok(Self { core: Arc::new(paths) })
    }

    /// What became of every row.
    fn report(&self) -> IntakeReport {
        IntakeReport { report: self.core.report.clone() }
    }

    /// Columns `path, journeys, conversions, value, nulls`.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }
}
