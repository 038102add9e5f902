//! One sequence kernel: sessions, journeys, paths, transitions and flows count the same rows.

mod build;
mod collect;
mod distinct;
mod flow;
mod flows;
mod order;
mod path_scan;
mod path_text;
mod paths;
mod sequences;
mod steps;
mod table;
mod to_paths;
mod transitions;

pub use build::journeys;
pub use flow::{Flow, FlowLink, FlowOptions};
pub use flows::{
    CompareOptions, Comparison, Difference, DirectlyFollows, DirectlyFollowsOptions,
    DirectlyFollowsRow, END, FollowUnit, NextStepOptions, NextSteps, REMAINDER, Repeats, Seconds,
    Split, StepMatrix, StepMatrixOptions, Subject, TransformOptions, Unit, VariantOptions,
    Variants,
};
pub use paths::{PathRoles, Paths};
pub use sequences::{
    DistanceMethod, DistanceOptions, Distances, Norm, SequenceStates, StateSequences,
};
pub use table::{JourneyOptions, JourneyReport, Journeys, Sessions, Steps};
pub use transitions::{CONVERSION, NULL, START, Transition, Transitions};
