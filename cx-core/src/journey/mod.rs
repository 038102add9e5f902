//! One sequence kernel: sessions, journeys, paths, transitions and flows count the same rows.

mod build;
mod distinct;
mod effort;
mod flow;
mod order;
mod path_text;
mod paths;
mod personas;
mod phases;
mod sequences;
mod steps;
mod table;
mod to_paths;
mod transitions;

pub use build::journeys;
pub use effort::{Effort, EffortOptions, EffortRow, EffortUnit, EffortWeights};
pub use flow::{Flow, FlowLink, FlowOptions};
pub use paths::{PathRoles, Paths};
pub use personas::{
    Persona, PersonaChoice, PersonaMember, PersonaOptions, PersonaReport, Personas,
};
pub use phases::{HandOver, PhaseChannel, PhaseOptions, PhaseRow, PhaseRule, PhaseUnit, Phases};
pub use sequences::{
    DistanceMethod, DistanceOptions, Distances, Norm, SequenceStates, StateSequences,
};
pub use table::{JourneyOptions, JourneyReport, Journeys, Sessions, Steps};
pub use transitions::{CONVERSION, NULL, START, Transition, Transitions};
