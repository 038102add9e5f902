//! The defaults of every options struct of the engine, so that a test can hold the Python
//! signatures against them.

use cx_core::attribution::{
    AttributeOptions, BroadcastOptions, CarryOptions, ExperienceOptions, InteractionOptions,
    LevelOptions, Model, OrderOptions, PeriodOptions, PeriodReturnOptions, PositionOptions,
    ReturnOptions, SequenceEffectOptions, TransitionOptions,
};
use cx_core::audit::AuditOptions;
use cx_core::cockpit::CockpitOptions;
use cx_core::intake::{
    CampaignRoles, ChannelOptions, CountRoles, CriteriaRoles, EventRoles, FeedbackRoles,
    FindingRoles, SpotRoles, TargetRoles,
};
use cx_core::journey::{
    CompareOptions, ConformOptions, DirectlyFollowsOptions, DistanceOptions, EffortOptions,
    FlowOptions, FunnelOptions, JourneyOptions, NeedOptions, NextStepOptions, PathRoles,
    PersonaOptions, PhaseFigureOptions, PhaseOptions, StepMatrixOptions, TimeToNextOptions,
    TransformOptions, VariantOptions,
};
use cx_core::kpi::{GapOptions, ScoreOptions};
use cx_core::stitch::StitchOptions;
use pyo3::prelude::*;

use crate::error;
use crate::table::json;

/// The defaults of an options struct as JSON, by the struct's name.
#[pyfunction]
pub(crate) fn defaults(py: Python<'_>, name: &str) -> PyResult<String> {
    match name {
        "EventRoles" => json(py, &EventRoles::default()),
        "ChannelOptions" => json(py, &ChannelOptions::default()),
        "FeedbackRoles" => json(py, &FeedbackRoles::default()),
        "CampaignRoles" => json(py, &CampaignRoles::default()),
        "CountRoles" => json(py, &CountRoles::default()),
        "SpotRoles" => json(py, &SpotRoles::default()),
        "TargetRoles" => json(py, &TargetRoles::default()),
        "CriteriaRoles" => json(py, &CriteriaRoles::default()),
        "FindingRoles" => json(py, &FindingRoles::default()),
        "StitchOptions" => json(py, &StitchOptions::default()),
        "JourneyOptions" => json(py, &JourneyOptions::default()),
        "ConformOptions" => json(py, &ConformOptions::default()),
        "FunnelOptions" => json(py, &FunnelOptions::default()),
        "FlowOptions" => json(py, &FlowOptions::default()),
        "VariantOptions" => json(py, &VariantOptions::default()),
        "DirectlyFollowsOptions" => json(py, &DirectlyFollowsOptions::default()),
        "StepMatrixOptions" => json(py, &StepMatrixOptions::default()),
        "NextStepOptions" => json(py, &NextStepOptions::default()),
        "TimeToNextOptions" => json(py, &TimeToNextOptions::default()),
        "CompareOptions" => json(py, &CompareOptions::default()),
        "TransformOptions" => json(py, &TransformOptions::default()),
        "DistanceOptions" => json(py, &DistanceOptions::default()),
        "NeedOptions" => json(py, &NeedOptions::default()),
        "EffortOptions" => json(py, &EffortOptions::default()),
        "PersonaOptions" => json(py, &PersonaOptions::default()),
        "PhaseFigureOptions" => json(py, &PhaseFigureOptions::default()),
        "PhaseOptions" => json(py, &PhaseOptions::default()),
        "PathRoles" => json(py, &PathRoles::default()),
        "AttributeOptions" => json(py, &AttributeOptions::default()),
        "OrderOptions" => json(py, &OrderOptions::default()),
        "SequenceEffectOptions" => json(py, &SequenceEffectOptions::default()),
        "TransitionOptions" => json(py, &TransitionOptions::default()),
        "PeriodOptions" => json(py, &PeriodOptions::default()),
        "PeriodReturnOptions" => json(py, &PeriodReturnOptions::default()),
        "PositionOptions" => json(py, &PositionOptions::default()),
        "LevelOptions" => json(py, &LevelOptions::default()),
        "InteractionOptions" => json(py, &InteractionOptions::default()),
        "BroadcastOptions" => json(py, &BroadcastOptions::default()),
        "CarryOptions" => json(py, &CarryOptions::default()),
        "ExperienceOptions" => json(py, &ExperienceOptions::default()),
        "ReturnOptions" => json(py, &ReturnOptions::default()),
        "ScoreOptions" => json(py, &ScoreOptions::default()),
        "GapOptions" => json(py, &GapOptions::default()),
        "AuditOptions" => json(py, &AuditOptions::default()),
        "CockpitOptions" => json(py, &CockpitOptions::default()),
        _ => Err(error::raise(py, "option", &format!("no options struct {name:?}"), None)),
    }
}

/// The names of all models.
#[pyfunction]
pub(crate) fn models() -> Vec<&'static str> {
    Model::all().iter().map(|model| model.name()).collect()
}
