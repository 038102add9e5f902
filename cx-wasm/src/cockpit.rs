//! Everything joined, one row for each touchpoint.

use cx_core::cockpit;
use cx_core::intake::IntakeReport;
use cx_core::options::read;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::attribution::{Credit, Returns};
use crate::audit::Audit;
use crate::fault::{Result, of_core};
use crate::handle::{handle, json};
use crate::intake::{Campaigns, Criteria, Events, Feedback, Findings, Targets};
use crate::journey::{Journeys, Paths};
use crate::kpi::{Gaps, Scores};
use crate::stitch::People;

handle! {
    /// A company's touchpoints at one sight.
    Cockpit(cockpit::Cockpit),
    report: |core| json(&core.totals),
    tables: {
        "touchpoints": cockpit::Cockpit::to_frame,
        "alarms": cockpit::Cockpit::alarms_to_frame,
        "coverage": cockpit::Cockpit::coverage_to_frame,
        "findings": cockpit::Cockpit::findings_to_frame,
    }
}

#[wasm_bindgen]
impl Cockpit {
    /// The whole as JSON text, for the page.
    pub fn json(&self) -> String {
        self.core.to_json()
    }
}

/// The reports that a cockpit joins, all of them optional.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct CockpitInput {
    events: Option<Events>,
    people: Option<People>,
    journeys: Option<Journeys>,
    credit: Option<Credit>,
    returns: Option<Returns>,
    scores: Vec<Scores>,
    gaps: Option<Gaps>,
    audit: Option<Audit>,
    campaigns: Option<Campaigns>,
    targets: Option<Targets>,
    intake: Vec<IntakeReport>,
}

#[wasm_bindgen]
impl CockpitInput {
    /// No report.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Events.
    pub fn events(&mut self, part: &Events) {
        self.events = Some(part.clone());
    }

    /// People.
    pub fn people(&mut self, part: &People) {
        self.people = Some(part.clone());
    }

    /// Journeys.
    pub fn journeys(&mut self, part: &Journeys) {
        self.journeys = Some(part.clone());
    }

    /// Credits.
    pub fn credit(&mut self, part: &Credit) {
        self.credit = Some(part.clone());
    }

    /// Returns.
    pub fn returns(&mut self, part: &Returns) {
        self.returns = Some(part.clone());
    }

    /// Scores; several are for a trend.
    pub fn scores(&mut self, part: &Scores) {
        self.scores.push(part.clone());
    }

    /// Gaps.
    pub fn gaps(&mut self, part: &Gaps) {
        self.gaps = Some(part.clone());
    }

    /// The audit.
    pub fn audit(&mut self, part: &Audit) {
        self.audit = Some(part.clone());
    }

    /// Campaigns.
    pub fn campaigns(&mut self, part: &Campaigns) {
        self.campaigns = Some(part.clone());
    }

    /// Targets.
    pub fn targets(&mut self, part: &Targets) {
        self.targets = Some(part.clone());
    }

    /// The account of answers.
    pub fn feedback(&mut self, part: &Feedback) {
        self.intake.push(part.core.report.clone());
    }

    /// The account of a catalogue.
    pub fn criteria(&mut self, part: &Criteria) {
        self.intake.push(part.core.report.clone());
    }

    /// The account of findings.
    pub fn findings(&mut self, part: &Findings) {
        self.intake.push(part.core.report.clone());
    }

    /// The account of aggregated paths.
    pub fn paths(&mut self, part: &Paths) {
        self.intake.push(part.core.report.clone());
    }

    /// Joins them.
    pub fn finish(self, options: &str) -> Result<Cockpit> {
        let options = read(options).map_err(of_core)?;
        let input = cockpit::CockpitInput {
            events: self.events.as_ref().map(|part| &*part.core),
            journeys: self.journeys.as_ref().map(|part| &*part.core),
            credit: self.credit.as_ref().map(|part| &*part.core),
            returns: self.returns.as_ref().map(|part| &*part.core),
            known_persons: self.people.as_ref().map(|part| part.core.known()),
            scores: self.scores.iter().map(|part| &*part.core).collect(),
            gaps: self.gaps.as_ref().map(|part| &*part.core),
            audit: self.audit.as_ref().map(|part| &*part.core),
            campaigns: self.campaigns.as_ref().map(|part| &*part.core),
            targets: self.targets.as_ref().map(|part| &*part.core),
            intake: self.intake.iter().collect(),
        };
        cockpit::cockpit(&input, &options).map(Into::into).map_err(of_core)
    }
}
