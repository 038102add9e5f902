//! Options and roles from any text: they are refused by name, or mean the same when they are written and read again.

use cx_core::attribution::{
    AttributeOptions, BroadcastOptions, ExperienceOptions, PeriodOptions, ReturnOptions,
};
use cx_core::audit::AuditOptions;
use cx_core::cockpit::CockpitOptions;
use cx_core::intake::{
    CampaignRoles, CriteriaRoles, EventRoles, FeedbackRoles, FindingRoles, TargetRoles,
};
use cx_core::journey::{
    ConformOptions, DistanceOptions, FunnelOptions, JourneyOptions, PathRoles, PersonaOptions,
    PhaseOptions,
};
use cx_core::kpi::{GapOptions, ScoreOptions};
use cx_core::options::{Definition, Span, from_json};
use cx_core::stitch::StitchOptions;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The options' own text is read again, to options with the same hash.
fn read<T: DeserializeOwned + Serialize>(text: &str) {
    let Ok(options) = from_json::<T>(text) else { return };
    let written = serde_json::to_string(&options).expect("options that serialise");
    // No model at all is what is not given; as a list it is refused.
    let written = written.replace("\"models\":[],", "");
    let again = from_json::<T>(&written);
    let hash = |options: &T| Definition::of("fuzz", options);
    match again {
        Ok(again) => assert_eq!(hash(&again), hash(&options), "{written}"),
        Err(error) => unreachable!("{written}: {error}"),
    }
}

/// Reads bytes as every kind of options.
pub(super) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(span) = text.parse::<Span>() {
        assert!(span.micros() > 0);
    }
    let readers: [fn(&str); 22] = [
        read::<AttributeOptions>,
        read::<AuditOptions>,
        read::<BroadcastOptions>,
        read::<CampaignRoles>,
        read::<CockpitOptions>,
        read::<ConformOptions>,
        read::<CriteriaRoles>,
        read::<DistanceOptions>,
        read::<EventRoles>,
        read::<ExperienceOptions>,
        read::<FeedbackRoles>,
        read::<FindingRoles>,
        read::<FunnelOptions>,
        read::<GapOptions>,
        read::<JourneyOptions>,
        read::<PathRoles>,
        read::<PeriodOptions>,
        read::<PersonaOptions>,
        read::<PhaseOptions>,
        read::<ReturnOptions>,
        read::<ScoreOptions>,
        read::<TargetRoles>,
    ];
    for reader in readers {
        reader(text);
    }
    read::<StitchOptions>(text);
}
