//! Sessions that stay open for late events.

use std::sync::{Arc, Mutex, PoisonError};

use cx_core::journey::{JourneyOptions, LiveSessions as CoreLive, SessionDelta as CoreDelta};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::intake::Events;
use crate::run::{Progress, run, short};
use crate::stitch::People;
use crate::table::Table;

/// Sessions to which late events can be added.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct LiveSessions {
    core: Arc<Mutex<CoreLive>>,
}

#[pymethods]
impl LiveSessions {
    #[new]
    #[pyo3(signature = (events, people, options, progress = None))]
    fn new(
        py: Python<'_>,
        events: &Events,
        people: &People,
        options: &str,
        progress: Progress,
    ) -> PyResult<Self> {
        let options: JourneyOptions = short(py, || from_json(options))?;
        let (events, people) = (Arc::clone(&events.core), Arc::clone(&people.core));
        let core = run(py, progress, move || CoreLive::new(&events, &people, &options))?;
        Ok(Self { core: Arc::new(Mutex::new(core)) })
    }

    /// Puts late events into sessions.
    #[pyo3(signature = (events, people, progress = None))]
    fn insert(
        &self,
        py: Python<'_>,
        events: &Events,
        people: &People,
        progress: Progress,
    ) -> PyResult<SessionDelta> {
        let (events, people) = (Arc::clone(&events.core), Arc::clone(&people.core));
        let core = Arc::clone(&self.core);
        let insert =
            move || core.lock().unwrap_or_else(PoisonError::into_inner).insert(&events, &people);
        let delta = run(py, progress, insert)?;
        Ok(SessionDelta { core: Arc::new(delta) })
    }

    /// Columns `session, person, start, end, events, open`.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        let table = move || core.lock().unwrap_or_else(PoisonError::into_inner).to_record_batch();
        run(py, None, table).map(Table::from)
    }

    /// The person of an identifier.
    fn find(&self, id_type: &str, id: &str) -> Option<u32> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner).find(id_type, id)
    }
}

/// What late events changed.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct SessionDelta {
    core: Arc<CoreDelta>,
}

#[pymethods]
impl SessionDelta {
    /// One row for each session that is not what it was.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }

    /// Sessions added, removed and changed.
    fn counts(&self) -> (usize, usize, usize) {
        let [added, removed, changed] = self.core.counts();
        (added, removed, changed)
    }

    /// Events put into sessions, events without a person, persons not known before.
    fn rows(&self) -> (u64, u64, u64) {
        (self.core.events, self.core.without_person, self.core.new_persons)
    }

    /// Persons that became another one.
    fn merged(&self) -> Vec<(u32, u32)> {
        self.core.merged.clone()
    }
}
