//! What television and radio spots brought.

use cx_core::options::read;
use cx_core::{attribution, intake};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::attribution::Credit;
use crate::fault::{Result, of_core};
use crate::handle::{account, handle, json};
use crate::input::TableBuilder;
use crate::intake::{Events, read_only, reader};
use crate::journey::Journeys;

read_only! {
    /// Spots of television and radio.
    AnalysisSpots(intake::Spots);
    /// Visits by the minute.
    AnalysisCounts(intake::Counts);
}

reader! {
    analysis_spots: AnalysisSpots(intake::Spots);
    analysis_counts: AnalysisCounts(intake::Counts);
}

/// What was fitted, and the check with shifted spots.
#[derive(Serialize)]
struct Fit<'a> {
    shape: f64,
    scale: f64,
    visits: f64,
    dispersion: f64,
    set_aside: u64,
    outside: u64,
    placebo: Option<&'a attribution::Placebo>,
    hour_shift: Option<&'a attribution::HourShift>,
}

handle! {
    /// Visits that spots brought.
    AnalysisBroadcast(attribution::Broadcast),
    report: |core| {
        let fit = Fit {
            shape: core.shape,
            scale: core.scale,
            visits: core.visits,
            dispersion: core.dispersion,
            set_aside: core.set_aside,
            outside: core.outside,
            placebo: core.placebo.as_ref(),
            hour_shift: core.hour_shift.as_ref(),
        };
        account(&fit, &core.definition)
    },
    tables: {
        "campaigns": attribution::Broadcast::to_frame,
        "spots": attribution::Broadcast::spots_to_frame,
        "curve": attribution::Broadcast::curve_to_frame,
        "response": attribution::Broadcast::response_to_frame,
    }
}

/// Visits that spots brought, where visits are events.
#[wasm_bindgen]
pub fn analysis_broadcast(
    spots: &AnalysisSpots,
    visits: &Events,
    options: &str,
) -> Result<AnalysisBroadcast> {
    let options = read(options).map_err(of_core)?;
    attribution::broadcast(&spots.core, &*visits.core, &options).map(Into::into).map_err(of_core)
}

/// Visits that spots brought, where visits are counted by the minute.
#[wasm_bindgen]
pub fn analysis_broadcast_counts(
    spots: &AnalysisSpots,
    visits: &AnalysisCounts,
    options: &str,
) -> Result<AnalysisBroadcast> {
    let options = read(options).map_err(of_core)?;
    attribution::broadcast(&spots.core, &*visits.core, &options).map(Into::into).map_err(of_core)
}

/// Splits the outcomes of journeys over touchpoints, with what spots brought in rows of their own.
#[wasm_bindgen]
pub fn analysis_attribute_with_spots(
    journeys: &Journeys,
    broadcast: &AnalysisBroadcast,
    options: &str,
) -> Result<Credit> {
    let options = read(options).map_err(of_core)?;
    attribution::attribute_with_spots(&journeys.core, &broadcast.core, &options)
        .map(Into::into)
        .map_err(of_core)
}

handle! {
    /// What spots brought through journeys.
    AnalysisCarried(attribution::Carried),
    report: |core| json(&core.definition),
    tables: {
        "campaigns": attribution::Carried::to_frame,
        "spots": attribution::Carried::spots_to_frame,
        "touchpoints": attribution::Carried::touchpoints_to_frame,
    }
}

#[wasm_bindgen]
impl AnalysisBroadcast {
    /// The excess carried through the journeys of its visits.
    pub fn carry(&self, journeys: &Journeys, options: &str) -> Result<AnalysisCarried> {
        let options = read(options).map_err(of_core)?;
        self.core.carry(&journeys.core, &options).map(Into::into).map_err(of_core)
    }
}
