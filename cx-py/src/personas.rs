//! Distances, personas, phases and effort of journeys.

use std::sync::Arc;

use cx_core::journey::{
    DistanceOptions, Distances as CoreDistances, Effort as CoreEffort, EffortOptions, NeedOptions,
    PersonaOptions, Personas as CorePersonas, PhaseFigureOptions, PhaseOptions,
    Phases as CorePhases,
};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::intake::Feedback;
use crate::journey::Journeys;
use crate::run::{Progress, run, short};
use crate::stitch::People;
use crate::table::{Table, json};

/// Distances of all pairs of distinct journeys.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Distances {
    core: Arc<CoreDistances>,
}

#[pymethods]
impl Distances {
    fn __len__(&self) -> usize {
        self.core.condensed.len()
    }

    /// Columns `a, b, distance`.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// Columns `sequence, path, length, rows`.
    fn sequences(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.sequences.to_record_batch()).map(Table::from)
    }

    /// Columns `row, sequence`.
    fn members(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.members_to_record_batch()).map(Table::from)
    }

    /// The cost of an insertion or deletion, where the measure has one.
    fn indel(&self) -> Option<f64> {
        self.core.indel
    }
}

/// Compares the distinct journeys with one another.
#[pyfunction]
#[pyo3(signature = (journeys, options, progress = None))]
pub(crate) fn distances(
    py: Python<'_>,
    journeys: &Journeys,
    options: &str,
    progress: Progress,
) -> PyResult<Distances> {
    let options: DistanceOptions = short(py, || from_json(options))?;
    let core = Arc::clone(&journeys.core);
    let core = run(py, progress, move || core.distances(&options))?;
    Ok(Distances { core: Arc::new(core) })
}

/// Groups of journeys that are alike.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Personas {
    core: Arc<CorePersonas>,
}

#[pymethods]
impl Personas {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each persona.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// Columns `journey, persona, distance, membership`.
    fn members(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.members_to_record_batch()).map(Table::from)
    }

    /// Columns `personas, silhouette, stability, least_stability, chosen`.
    fn choices(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.choices_to_record_batch()).map(Table::from)
    }

    /// The same answers with a column `persona` more.
    fn answers(
        &self,
        py: Python<'_>,
        journeys: &Journeys,
        people: &People,
        feedback: &Feedback,
    ) -> PyResult<Feedback> {
        let (core, journeys) = (Arc::clone(&self.core), Arc::clone(&journeys.core));
        let (people, feedback) = (Arc::clone(&people.core), Arc::clone(&feedback.core));
        let core = run(py, None, move || core.answers(&journeys, &people, &feedback))?;
        Ok(Feedback { core: Arc::new(core) })
    }

    /// What the personas rest on, as JSON.
    fn report(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.report)
    }
}

/// Finds groups of journeys that are alike.
#[pyfunction]
#[pyo3(signature = (journeys, options, progress = None))]
pub(crate) fn personas(
    py: Python<'_>,
    journeys: &Journeys,
    options: &str,
    progress: Progress,
) -> PyResult<Personas> {
    let options: PersonaOptions = short(py, || from_json(options))?;
    let core = Arc::clone(&journeys.core);
    let core = run(py, progress, move || core.personas(&options))?;
    Ok(Personas { core: Arc::new(core) })
}

/// Who was in which phase, when, and why.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Phases {
    core: Arc<CorePhases>,
}

#[pymethods]
impl Phases {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// Names of the phases, in their order.
    fn names(&self) -> Vec<String> {
        self.core.names.clone()
    }

    /// One row for each stretch of time in a phase.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// Columns `phase, touchpoint, contacts, units, share`.
    fn channels(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.channels_to_record_batch()).map(Table::from)
    }

    /// One row for each pair of phases that follow each other.
    fn hand_overs(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.hand_overs_to_record_batch()).map(Table::from)
    }

    /// Shares, shares of time and durations, against targets.
    fn figures(&self, py: Python<'_>, options: &str) -> PyResult<Table> {
        let options: PhaseFigureOptions = short(py, || from_json(options))?;
        let core = Arc::clone(&self.core);
        run(py, None, move || core.figures(&options)?.to_record_batch()).map(Table::from)
    }
}

/// Follows persons or journeys through phases.
#[pyfunction]
#[pyo3(signature = (journeys, options, progress = None))]
pub(crate) fn phases(
    py: Python<'_>,
    journeys: &Journeys,
    options: &str,
    progress: Progress,
) -> PyResult<Phases> {
    let options: PhaseOptions = short(py, || from_json(options))?;
    let core = Arc::clone(&journeys.core);
    let core = run(py, progress, move || core.phases(&options))?;
    Ok(Phases { core: Arc::new(core) })
}

/// Effort by phase and persona.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Effort {
    core: Arc<CoreEffort>,
}

#[pymethods]
impl Effort {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each phase, and for each persona in it.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// One row for each person or journey and phase.
    fn units(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.units_to_record_batch()).map(Table::from)
    }

    /// What the parts were compared with, as JSON.
    fn reference(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.reference)
    }
}

/// Sums up the effort in each phase.
#[pyfunction]
#[pyo3(signature = (journeys, phases, personas, options, progress = None))]
pub(crate) fn effort(
    py: Python<'_>,
    journeys: &Journeys,
    phases: &Phases,
    personas: Option<&Personas>,
    options: &str,
    progress: Progress,
) -> PyResult<Effort> {
    let options: EffortOptions = short(py, || from_json(options))?;
    let (core, phases) = (Arc::clone(&journeys.core), Arc::clone(&phases.core));
    let personas = personas.map(|personas| Arc::clone(&personas.core));
    let core = run(py, progress, move || core.effort(&phases, personas.as_deref(), &options))?;
    Ok(Effort { core: Arc::new(core) })
}

/// What each persona turns to in each phase.
#[pyfunction]
#[pyo3(signature = (journeys, personas, phases, options, progress = None))]
pub(crate) fn needs(
    py: Python<'_>,
    journeys: &Journeys,
    personas: &Personas,
    phases: &Phases,
    options: &str,
    progress: Progress,
) -> PyResult<Table> {
    let options: NeedOptions = short(py, || from_json(options))?;
    let (core, phases) = (Arc::clone(&journeys.core), Arc::clone(&phases.core));
    let personas = Arc::clone(&personas.core);
    run(py, progress, move || core.needs(&personas, &phases, &options)?.to_record_batch())
        .map(Table::from)
}
