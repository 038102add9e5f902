//! Credit for outcomes, and what it cost.

use std::collections::BTreeMap;

use cx_core::attribution;
use cx_core::options::read;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{account, handle};
use crate::intake::Campaigns;
use crate::journey::{Journeys, Paths};

#[derive(Serialize)]
struct Model {
    name: &'static str,
    caveat: &'static str,
}

#[derive(Serialize)]
struct Split {
    models: Vec<Model>,
    lead: &'static str,
    lead_reason: &'static str,
    conversion_set: bool,
    without_contact: [f64; 2],
    conversions: f64,
    value: f64,
    residual: f64,
    confidence: f64,
}

handle! {
    /// Credits of one or several models.
    Credit(attribution::Credit),
    report: |core| {
        let name = |model: &attribution::Model| Model { name: model.name(), caveat: model.caveat() };
        let split = Split {
            models: core.models.iter().map(name).collect(),
            lead: core.lead.name(),
            lead_reason: core.lead_reason.name(),
            conversion_set: core.conversion_set,
            without_contact: core.without_contact,
            conversions: core.conversions,
            value: core.value,
            residual: core.residual,
            confidence: core.confidence,
        };
        account(&split, &core.definition)
    },
    tables: {
        "credit": attribution::Credit::to_frame,
        "parts": attribution::Credit::parts_to_frame,
    }
}

/// Splits the outcomes of journeys over touchpoints.
#[wasm_bindgen]
pub fn attribute(journeys: &Journeys, options: &str) -> Result<Credit> {
    let options = read(options).map_err(of_core)?;
    attribution::attribute(&*journeys.core, &options).map(Into::into).map_err(of_core)
}

/// Splits the outcomes of aggregated paths over touchpoints.
#[wasm_bindgen]
pub fn attribute_paths(paths: &Paths, options: &str) -> Result<Credit> {
    let options = read(options).map_err(of_core)?;
    attribution::attribute(&*paths.core, &options).map(Into::into).map_err(of_core)
}

#[derive(Serialize)]
struct Costs<'a> {
    model: &'static str,
    divided_by: Option<&'static str>,
    currency: Option<&'a str>,
}

handle! {
    /// Cost and return.
    Returns(attribution::Returns),
    report: |core| {
        let costs = Costs {
            model: core.model.name(),
            divided_by: core.divided_by.map(attribution::DividedBy::name),
            currency: core.currency.as_deref(),
        };
        account(&costs, &core.definition)
    },
    tables: {
        "returns": attribution::Returns::to_frame,
        "touchpoints": attribution::Returns::touchpoints_to_frame,
        "campaigns": attribution::Returns::campaigns_to_frame,
    }
}

/// Joins credits with costs of contacts and campaigns; `experience` are points for each touchpoint (JSON
/// text, an object; empty: none).
#[wasm_bindgen]
pub fn returns(
    credit: &Credit,
    campaigns: &Campaigns,
    experience: &str,
    options: &str,
) -> Result<Returns> {
    joined(credit, Some(campaigns), experience, options)
}

/// Joins credits with costs of contacts.
#[wasm_bindgen]
pub fn returns_of_contacts(credit: &Credit, experience: &str, options: &str) -> Result<Returns> {
    joined(credit, None, experience, options)
}

fn joined(
    credit: &Credit,
    campaigns: Option<&Campaigns>,
    experience: &str,
    options: &str,
) -> Result<Returns> {
    let options = read(options).map_err(of_core)?;
    let experience: BTreeMap<String, f64> = read(experience).map_err(of_core)?;
    let points = (!experience.is_empty()).then(|| attribution::ExperiencePoints::from(&experience));
    let campaigns = campaigns.map(|part| &*part.core);
    attribution::returns(&credit.core, campaigns, points.as_ref(), &options)
        .map(Into::into)
        .map_err(of_core)
}
