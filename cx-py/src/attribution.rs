//! Credit for outcomes, and what it cost.

use std::collections::BTreeMap;
use std::sync::Arc;

use cx_core::attribution::{
    AttributeOptions, Credit as CoreCredit, DividedBy, ExperiencePoints, ReturnOptions,
    Returns as CoreReturns,
};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::broadcast::Broadcast;
use crate::error::raise;
use crate::experience::Experience;
use crate::intake::Campaigns;
use crate::journey::{Journeys, Paths};
use crate::run::{Progress, run, short};
use crate::table::{Table, json};

/// Credits of one or several models.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Credit {
    /// The credits.
    pub(crate) core: Arc<CoreCredit>,
}

#[pymethods]
impl Credit {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each model and touchpoint.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// Conversions and value that were split, the relative residual, the confidence.
    fn totals(&self) -> (f64, f64, f64, f64) {
        (self.core.conversions, self.core.value, self.core.residual, self.core.confidence)
    }

    /// The model that leads, and why.
    fn lead(&self) -> (&'static str, &'static str) {
        (self.core.lead.name(), self.core.lead_reason.name())
    }

    /// Conversions and value without any contact before them.
    fn without_contact(&self) -> (f64, f64) {
        let [conversions, value] = self.core.without_contact;
        (conversions, value)
    }

    /// Whether a conversion was set.
    fn conversion_set(&self) -> bool {
        self.core.conversion_set
    }

    /// One row for each model, touchpoint and campaign that contacts name.
    fn parts(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.parts_to_record_batch()).map(Table::from)
    }

    /// The Markov chain behind the credits as JSON, where it is among the models.
    fn chain(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.core.chain.as_ref().map(|chain| json(py, chain)).transpose()
    }

    /// How the intervals were made: `delta` or `bootstrap`.
    fn interval(&self) -> &'static str {
        self.core.interval.name()
    }

    /// Ranks by model and touchpoint, from the replicates.
    fn ranks(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.ranks_to_record_batch()).map(Table::from)
    }

    /// What the models say at least and at most of each touchpoint.
    fn disagreement(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.disagreement_to_record_batch()).map(Table::from)
    }

    /// Checks of the credits and of the journeys behind them.
    fn checks(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.checks_to_record_batch()).map(Table::from)
    }

    /// Name and caveat of each model, in the order asked for.
    fn models(&self) -> Vec<(&'static str, &'static str)> {
        self.core.models.iter().map(|model| (model.name(), model.caveat())).collect()
    }
}

/// Cost and return.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Returns {
    /// The returns.
    pub(crate) core: Arc<CoreReturns>,
}

#[pymethods]
impl Returns {
    fn __len__(&self) -> usize {
        self.core.rows.len()
    }

    /// One row for each touchpoint and campaign.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.to_record_batch()).map(Table::from)
    }

    /// One row for each touchpoint, and all of them together.
    fn touchpoints(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.touchpoints_to_record_batch()).map(Table::from)
    }

    /// One row for each campaign.
    fn campaigns(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.core.campaigns_to_record_batch()).map(Table::from)
    }

    /// The model whose credits counted.
    fn model(&self) -> &'static str {
        self.core.model.name()
    }

    /// How that model's credits were divided among campaigns, where contacts name any.
    fn divided_by(&self) -> Option<&'static str> {
        self.core.divided_by.map(DividedBy::name)
    }

    /// The currency of the costs, where it is said and single.
    fn currency(&self) -> Option<String> {
        self.core.currency.clone()
    }
}

/// What attribution splits.
#[derive(FromPyObject)]
pub(crate) enum Outcomes<'py> {
    /// Journeys of persons.
    Journeys(Bound<'py, Journeys>),
    /// Aggregated paths.
    Paths(Bound<'py, Paths>),
}

/// Splits outcomes over touchpoints.
#[pyfunction]
#[pyo3(signature = (outcomes, broadcast, options, progress = None))]
#[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
pub(crate) fn attribute(
    py: Python<'_>,
    outcomes: Outcomes<'_>,
    broadcast: Option<&Broadcast>,
    options: &str,
    progress: Progress,
) -> PyResult<Credit> {
    let options: AttributeOptions = short(py, || from_json(options))?;
    let spots = broadcast.map(|broadcast| Arc::clone(&broadcast.core));
    let core = match outcomes {
        Outcomes::Journeys(journeys) => {
            let journeys = Arc::clone(&journeys.get().core);
            run(py, progress, move || match &spots {
                Some(spots) => {
                    cx_core::attribution::attribute_with_spots(&journeys, spots, &options)
                }
                None => cx_core::attribution::attribute(&*journeys, &options),
            })
        }
        Outcomes::Paths(_) if spots.is_some() => {
            let what = "broadcast: aggregated paths do not know the visits that spots caused; give journeys";
            return Err(raise(py, "unanswerable", what, None));
        }
        Outcomes::Paths(paths) => {
            let paths = Arc::clone(&paths.get().core);
            run(py, progress, move || cx_core::attribution::attribute(&*paths, &options))
        }
    }?;
    Ok(Credit { core: Arc::new(core) })
}

/// Experience by touchpoint.
#[derive(FromPyObject)]
pub(crate) enum Points<'py> {
    /// Credits of a score.
    Experience(Bound<'py, Experience>),
    /// Points by touchpoint.
    Given(BTreeMap<String, f64>),
}

/// Joins credits with costs.
#[pyfunction]
#[pyo3(signature = (credit, campaigns, experience, options))]
#[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
pub(crate) fn returns(
    py: Python<'_>,
    credit: &Credit,
    campaigns: Option<&Campaigns>,
    experience: Option<Points<'_>>,
    options: &str,
) -> PyResult<Returns> {
    let options: ReturnOptions = short(py, || from_json(options))?;
    let points = match experience {
        None => None,
        Some(Points::Given(points)) => Some(ExperiencePoints::from(&points)),
        Some(Points::Experience(report)) => {
            let report = Arc::clone(&report.get().core);
            Some(short(py, || ExperiencePoints::of(&report, None))?)
        }
    };
    let core = short(py, || {
        let campaigns = campaigns.map(|given| &*given.core);
        cx_core::attribution::returns(&credit.core, campaigns, points.as_ref(), &options)
    })?;
    Ok(Returns { core: Arc::new(core) })
}
