//! The tables that come in, and the account of their rows.

use std::sync::Arc;

use cx_core::intake::{
    CampaignRoles, Campaigns as CoreCampaigns, CountRoles, Counts as CoreCounts,
    Criteria as CoreCriteria, CriteriaRoles, EventRoles, Events as CoreEvents,
    Feedback as CoreFeedback, FeedbackRoles, FindingRoles, Findings as CoreFindings,
    IntakeReport as CoreReport, SpotRoles, Spots as CoreSpots, TargetRoles, Targets as CoreTargets,
};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::input::Source;
use crate::run::{Progress, run, short};
use crate::table::{Table, json};

/// What became of every row of a table.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct IntakeReport {
    /// The account.
    pub(crate) report: CoreReport,
}

#[pymethods]
impl IntakeReport {
    /// Columns `source, read, accepted, rejected, duplicate, filtered, restated, collisions`.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.report.to_record_batch()).map(Table::from)
    }

    /// Columns `source, row, column, reason, line`.
    fn rejects(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.report.rejects_to_record_batch()).map(Table::from)
    }

    /// Columns `column, reason, rows`.
    fn reasons(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.report.reasons_to_record_batch()).map(Table::from)
    }

    /// Columns `source, row, repeat`.
    fn repeated(&self, py: Python<'_>) -> PyResult<Table> {
        short(py, || self.report.repeated_to_record_batch()).map(Table::from)
    }

    /// Rows read, accepted, rejected, duplicate and filtered over all sources, amounts that were
    /// rounded and local times that occur twice.
    fn counts(&self) -> [u64; 7] {
        let r = &self.report;
        let (read, accepted, rejected) = (r.read(), r.accepted(), r.rejected());
        let (duplicate, filtered) = (r.duplicate(), r.filtered());
        [read, accepted, rejected, duplicate, filtered, r.rounded_amounts, r.doubled_times]
    }

    /// Whether more rows were rejected than slips of single rows explain.
    fn many_rejected(&self) -> bool {
        self.report.many_rejected().is_some()
    }

    /// How each file was read, as JSON.
    fn dialects(&self, py: Python<'_>) -> PyResult<String> {
        json(py, &self.report.dialects)
    }

    /// What may be meant otherwise than it was read.
    fn warnings(&self) -> Vec<String> {
        self.report.warnings.iter().map(|warning| warning.sentence.clone()).collect()
    }
}

/// A table that is read from Python data under the roles of its columns.
macro_rules! reader {
    ($name:ident, $core:ty, $roles:ty, $doc:literal) => {
        #[doc = $doc]
        #[pyclass(frozen, module = "cxcockpit._native")]
        pub(crate) struct $name {
            /// The typed table.
            pub(crate) core: Arc<$core>,
        }

        #[pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = (data, roles, progress = None))]
            fn new(data: &Bound<'_, PyAny>, roles: &str, progress: Progress) -> PyResult<Self> {
                let py = data.py();
                let roles: $roles = short(py, || from_json(roles))?;
                let source = Source::open(data)?;
                let core =
                    source.read(py, progress, move |input| <$core>::read_input(input, &roles))?;
                Ok(Self { core: Arc::new(core) })
            }

            fn __len__(&self) -> usize {
                self.core.len()
            }

            /// What became of every row.
            fn report(&self) -> IntakeReport {
                IntakeReport { report: self.core.report.clone() }
            }
        }
    };
}

reader!(Feedback, CoreFeedback, FeedbackRoles, "Typed answers.");
reader!(Campaigns, CoreCampaigns, CampaignRoles, "Typed campaigns.");
reader!(Counts, CoreCounts, CountRoles, "Typed counts by the minute.");
reader!(Spots, CoreSpots, SpotRoles, "Typed broadcast spots.");
reader!(Targets, CoreTargets, TargetRoles, "Typed targets.");
reader!(Criteria, CoreCriteria, CriteriaRoles, "A typed catalogue of criteria.");
reader!(Findings, CoreFindings, FindingRoles, "Typed findings.");

/// Typed events.
#[pyclass(frozen, module = "cxcockpit._native")]
pub(crate) struct Events {
    /// The typed table.
    pub(crate) core: Arc<CoreEvents>,
}

#[pymethods]
impl Events {
    #[new]
    #[pyo3(signature = (data, roles, progress = None))]
    fn new(data: &Bound<'_, PyAny>, roles: &str, progress: Progress) -> PyResult<Self> {
        let py = data.py();
        let roles: EventRoles = short(py, || from_json(roles))?;
        let source = Source::open(data)?;
        let core = source.read(py, progress, move |input| CoreEvents::read_input(input, &roles))?;
        Ok(Self { core: Arc::new(core) })
    }

    fn __len__(&self) -> usize {
        self.core.len()
    }

    /// What became of every row.
    fn report(&self) -> IntakeReport {
        IntakeReport { report: self.core.report.clone() }
    }

    /// Names of the identifier types.
    fn id_types(&self) -> Vec<String> {
        self.core.ids.iter().map(|c| c.id_type.clone()).collect()
    }

    /// Columns `time, touchpoint, event, value, cost, campaign, source, row`.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let core = Arc::clone(&self.core);
        run(py, None, move || core.to_record_batch()).map(Table::from)
    }
}

/// Several sources as one table.
macro_rules! concat {
    ($verb:ident, $name:ident, $core:ty) => {
        #[doc = "Several sources as one table."]
        #[pyfunction]
        #[pyo3(signature = (parts, progress = None))]
        #[allow(clippy::needless_pass_by_value, reason = "owned values are how arguments arrive")]
        pub(crate) fn $verb(
            py: Python<'_>,
            parts: Vec<Py<$name>>,
            progress: Progress,
        ) -> PyResult<$name> {
            let parts: Vec<$core> =
                parts.iter().map(|part| part.get().core.as_ref().clone()).collect();
            let core = run(py, progress, move || <$core>::concat(&parts))?;
            Ok($name { core: Arc::new(core) })
        }
    };
}

concat!(concat, Events, CoreEvents);
concat!(concat_feedback, Feedback, CoreFeedback);
concat!(concat_campaigns, Campaigns, CoreCampaigns);
concat!(concat_spots, Spots, CoreSpots);
concat!(concat_findings, Findings, CoreFindings);
