//! What a cockpit is made of.

use serde::Serialize;

use crate::attribution::{Credit, Model};
use crate::audit::Audit;
use crate::declare::options;
use crate::intake::{Campaigns, Events, IntakeReport, Targets};
use crate::journey::Journeys;
use crate::journey::flows::flow::FlowOptions;
use crate::kpi::{Gaps, Scores};
use crate::options::{FromJson, quoted};
use crate::returns::report::Returns;
use crate::returns::spend::same_currency;
use crate::sentences::Language;
use crate::{Error, Result};

options! {
    /// How a cockpit is shown.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct CockpitOptions {
        /// The title of the page.
        pub title: String = "CX Cockpit".into(),
        /// The currency of values and costs, for example `CHF`; that of the returns or costs, where these say
        /// one.
        pub currency: Option<String> = None,
        /// The language of the page.
        pub language: Language = Language::En,
        /// Whose credits lead (also under the name `model`); `None`: the model of the returns, else the lead of
        /// the credits.
        pub lead: Option<Model> = None; or model by Option::from_json,
        /// Which metric leads; `None`: for each touchpoint the one with most answers.
        pub metric: Option<String> = None,
        /// Paths shown, the most frequent first; at most 1,000.
        pub paths: usize = 20; in 0..=1_000,
        /// The zone of the dates shown: an IANA name, `UTC` or an offset; `None`: the one that the events were
        /// read with.
        pub timezone: Option<String> = None,
        /// How much of the flow is shown.
        pub flow: FlowOptions = FlowOptions::default(),
    }
}

impl CockpitOptions {
    /// Refuses a page in another currency than its figures; `None` of the returns: converted by rates.
    pub(super) fn check_currency(
        &self,
        returns: Option<&Returns>,
        campaigns: Option<&Campaigns>,
    ) -> Result<()> {
        let Some(page) = &self.currency else { return Ok(()) };
        let said = match (returns, campaigns) {
            (Some(returns), _) => returns.currency.iter().cloned().collect(),
            (None, Some(campaigns)) => campaigns.currency.dictionary.to_vec(),
            (None, None) => Vec::new(),
        };
        match said.into_iter().find(|said| !same_currency(said, page)) {
            None => Ok(()),
            Some(other) => Err(Error::Option {
                field: "currency",
                value: quoted(page),
                allowed: format!(
                    "{}, the currency of the costs; other values need returns with \"rates\"",
                    quoted(&other)
                ),
            }),
        }
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
    /// Returns; by default those of the lead model's credits and the campaigns.
    pub returns: Option<&'a Returns>,
    /// How many persons have an identifier that identifies, and how many have none.
    pub known_persons: Option<(u64, u64)>,
    /// Scores by touchpoint, for the whole period and by window: give both for a trend; and without any
    /// breakdown, for the score over all.
    pub scores: Vec<&'a Scores>,
    /// Expectation against perception, by touchpoint.
    pub gaps: Option<&'a Gaps>,
    /// The audit.
    pub audit: Option<&'a Audit>,
    /// Campaigns.
    pub campaigns: Option<&'a Campaigns>,
    /// Targets.
    pub targets: Option<&'a Targets>,
    /// Accounts of further tables that were read (feedback, findings, ...).
    pub intake: Vec<&'a IntakeReport>,
}

impl CockpitInput<'_> {
    /// The accounts of all tables that were read.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &IntakeReport> {
        let events = self.events.map(|events| &events.report);
        let campaigns = self.campaigns.map(|campaigns| &campaigns.report);
        let targets = self.targets.map(|targets| &targets.report);
        let further = self.intake.iter().copied();
        events.into_iter().chain(further).chain(campaigns).chain(targets)
    }
}
