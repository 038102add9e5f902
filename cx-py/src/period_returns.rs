//! Returns by period.

use std::sync::Arc;

use cx_core::attribution::{
    AttributeOptions, PeriodReturnInput, PeriodReturnOptions, PeriodReturns as CorePeriodReturns,
};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::broadcast::Broadcast;
use crate::experience::PeriodExperience;
use crate::intake::Campaigns;
use crate::journey::Journeys;
use crate::run::{Progress, run, short};
use crate::table::Table;

/// Cost and return by period.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct PeriodReturns {
    core: CorePeriodReturns,
}

#[pymethods]
impl PeriodReturns {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each period, touchpoint and campaign.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// One row for each period and touchpoint.
    fn touchpoints(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.touchpoints_to_record_batch()).map(Table::from)
    }

    /// What more spend of a period went with, by touchpoint.
    fn marginal(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.marginal_to_record_batch()).map(Table::from)
    }

    /// The first period that counts for marginal returns, and the day after the last one.
    fn counted(&self) -> Option<(String, String)> {
        self.core.counted.map(|(first, end)| (first.to_string(), end.to_string()))
    }

    /// The model whose credits counted.
    fn model(&self) -> &'static str {
        self.core.model.name()
    }

    /// The currency of the costs, where it is said and single.
    fn currency(&self) -> Option<String> {
        self.core.currency.clone()
    }

    /// Confidence of the intervals.
    fn confidence(&self) -> f64 {
        self.core.confidence
    }
}

/// Joins costs and credits by period.
#[pyfunction]
#[pyo3(signature = (journeys, campaigns, broadcast, experience, attribute, options, progress = None))]
#[allow(clippy::too_many_arguments, reason = "one for each report that is joined")]
pub(crate) fn returns_by_period(
    py: Python<'_>,
    journeys: &Journeys,
    campaigns: Option<&Campaigns>,
    broadcast: Option<&Broadcast>,
    experience: Option<&PeriodExperience>,
    attribute: &str,
    options: &str,
    progress: Progress,
) -> PyResult<PeriodReturns> {
    let attribute: AttributeOptions = short(py, || from_json(attribute))?;
    let options: PeriodReturnOptions = short(py, || from_json(options))?;
    let journeys = Arc::clone(&journeys.core);
    let campaigns = campaigns.map(|given| Arc::clone(&given.core));
    let spots = broadcast.map(|given| Arc::clone(&given.core));
    let experience = experience.map(|given| Arc::clone(&given.core));
    let core = run(py, progress, move || {
        let input = PeriodReturnInput {
            campaigns: campaigns.as_deref(),
            spots: spots.as_deref(),
            experience: experience.as_deref(),
        };
        cx_core::attribution::returns_by_period(&journeys, &input, &attribute, &options)
    })?;
    Ok(PeriodReturns { core })
}
