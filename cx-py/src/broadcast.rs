//! Broadcast spots and visits in, what each spot brought out.

use std::sync::Arc;

use cx_core::attribution::{
    Broadcast as CoreBroadcast, BroadcastOptions, Carried as CoreCarried, CarryOptions, Placebo,
};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::intake::{Counts, Events, Spots};
use crate::journey::Journeys;
use crate::run::{Progress, run, short};
use crate::table::{Table, json};

/// What television and radio spots brought.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Broadcast {
    /// The response.
    pub(crate) core: Arc<CoreBroadcast>,
}

#[pymethods]
impl Broadcast {
    fn __len__(&self) -> usize {
        self.core.spots.len()
    }

    /// One row for each campaign, and one for each touchpoint.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// One row for each spot.
    fn spots(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.spots_to_record_batch()).map(Table::from)
    }

    /// One row for each minute in reach of a spot.
    fn curve(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.curve_to_record_batch()).map(Table::from)
    }

    /// One row for each minute after a spot.
    fn response(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.response_to_record_batch()).map(Table::from)
    }

    /// Shape and scale of the response, all visits, the dispersion.
    fn totals(&self) -> (f64, f64, f64, f64) {
        (self.core.shape, self.core.scale, self.core.visits, self.core.dispersion)
    }

    /// Slots set aside, spots outside the data.
    fn counts(&self) -> (u64, u64) {
        (self.core.set_aside, self.core.outside)
    }

    /// Spots, visits, both ends and the p value of the check with shifted spots.
    fn placebo(&self) -> Option<(u64, f64, f64, f64, f64)> {
        let Placebo { spots, visits, low, high, p_value } = self.core.placebo?;
        Some((spots, visits, low, high, p_value))
    }

    /// Spots that are an hour off, as JSON; `null` where none are.
    fn hour_shift(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.core.hour_shift)
    }

    /// Carries what spots caused through journeys.
    #[pyo3(signature = (journeys, options, progress = None))]
    fn carry(
        &self,
        py: Python<'_>,
        journeys: &Journeys,
        options: &str,
        progress: Progress,
    ) -> PyResult<Carried> {
        let options: CarryOptions = short(py, || from_json(options))?;
        let (core, journeys) = (Arc::clone(&self.core), Arc::clone(&journeys.core));
        let core = run(py, progress, move || core.carry(&journeys, &options))?;
        Ok(Carried { core: Arc::new(core) })
    }
}

/// Credits of spots through the visits that they caused.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Carried {
    /// The credits.
    pub(crate) core: Arc<CoreCarried>,
}

#[pymethods]
impl Carried {
    fn __len__(&self) -> usize {
        self.core.rows.iter().filter(|row| row.campaign.is_some()).count()
    }

    /// One row for each campaign.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// One row for each spot.
    fn spots(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.spots_to_record_batch()).map(Table::from)
    }

    /// One row for each touchpoint: before and after.
    fn touchpoints(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.touchpoints_to_record_batch()).map(Table::from)
    }
}

/// Where visits come from.
#[derive(FromPyObject)]
pub(crate) enum Visits<'py> {
    /// Events of chosen touchpoints.
    Events(Bound<'py, Events>),
    /// Counts by the minute.
    Counts(Bound<'py, Counts>),
}

/// What television and radio spots brought in visits.
#[pyfunction]
#[pyo3(signature = (spots, visits, options, progress = None))]
#[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
pub(crate) fn broadcast(
    py: Python<'_>,
    spots: &Spots,
    visits: Visits<'_>,
    options: &str,
    progress: Progress,
) -> PyResult<Broadcast> {
    let options: BroadcastOptions = short(py, || from_json(options))?;
    let spots = Arc::clone(&spots.core);
    let core = match visits {
        Visits::Events(events) => {
            let events = Arc::clone(&events.get().core);
            run(py, progress, move || cx_core::attribution::broadcast(&spots, &*events, &options))
        }
        Visits::Counts(counts) => {
            let counts = Arc::clone(&counts.get().core);
            run(py, progress, move || cx_core::attribution::broadcast(&spots, &*counts, &options))
        }
    }?;
    Ok(Broadcast { core: Arc::new(core) })
}
