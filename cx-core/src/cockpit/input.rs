//! What a cockpit is made of.

use serde::Serialize;

use crate::attribution::{Credit, Model, Returns};
use crate::audit::Audit;
use crate::fields::fields;
use crate::intake::{Campaigns, Events, IntakeReport, Targets};
use crate::journey::{FlowOptions, Journeys};
use crate::kpi::{Gaps, Scores};
use crate::sentences::Language;
use crate::{Error, Result};

/// How a cockpit is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CockpitOptions {
    /// The title of the page.
    pub title: String,
    /// The currency of values and costs, for example `CHF`.
    pub currency: Option<String>,
    /// The language of the page.
    pub language: Language,
    /// Whose credits lead; `None`: the first model.
    pub model: Option<Model>,
    /// Which metric leads; `None`: for each touchpoint the one with most answers.
    pub metric: Option<String>,
    /// Paths shown, the most frequent first; at most 1,000.
    pub paths: usize,
    /// How much of the flow is shown.
    pub flow: FlowOptions,
}

fields!(CockpitOptions: title, currency, language, model, metric, paths, flow);

impl Default for CockpitOptions {
    fn default() -> Self {
        Self {
            title: "CX Cockpit".into(),
            currency: None,
            language: Language::En,
            model: None,
            metric: None,
            paths: 20,
            flow: FlowOptions::default(),
        }
    }
}

impl CockpitOptions {
    pub(super) fn check(&self) -> Result<()> {
        if self.paths <= 1_000 {
            return Ok(());
        }
        Err(Error::Option {
            field: "paths",
            value: self.paths.to_string(),
            allowed: "at most 1000".into(),
        })
    }
}

/// The reports that a cockpit joins. Give what there is.
#[derive(Debug, Clone, Default)]
pub struct CockpitInput<'a> {
    /// Events: costs of contacts, campaigns met, accounts of the sources.
    pub events: Option<&'a Events>,
    /// Journeys: contacts, paths, flow.
    pub journeys: Option<&'a Journeys>,
    /// Credits.
    pub credit: Option<&'a Credit>,
    /// Returns; where not given, those of the lead model's credits and the campaigns.
    pub returns: Option<&'a Returns>,
    /// Scores by touchpoint, for the whole period and by window: give both for a trend.
    pub scores: Vec<&'a Scores>,
    /// Expectation against perception, by touchpoint.
    pub gaps: Option<&'a Gaps>,
    /// The audit.
    pub audit: Option<&'a Audit>,
    /// Campaigns.
    pub campaigns: Option<&'a Campaigns>,
    /// Targets.
    pub targets: Option<&'a Targets>,
    /// Persons with an identifying id, such as a login, and persons without one.
    pub known_persons: Option<(u64, u64)>,
    /// Accounts of further tables that were read (feedback, findings, ...).
    pub intake: Vec<&'a IntakeReport>,
}
