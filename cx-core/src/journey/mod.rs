//! One sequence kernel: sessions, journeys, paths, transitions and flows count the same rows.

mod conform;
pub(crate) mod contacts;
pub(crate) mod cut;
mod effort;
pub(crate) mod flows;
mod funnel;
mod live;
mod matcher;
pub(crate) mod paths;
mod personas;
pub(crate) mod persons;
mod phases;
pub(crate) mod select;
mod sequences;
pub(crate) mod table;
pub(crate) mod unit;

pub use crate::reserved::{CONVERSION, END, NULL, REMAINDER, START};
pub use conform::{
    AlignedVariant, Block, By, ConformOptions, ConformRow, Conformance, Deviation, DeviationKind,
    Fit, Net, NetTransition, Rule, RuleKind, Verdict, Violation,
};
pub use cut::JourneyOptions;
pub use cut::journeys;
pub use effort::{Effort, EffortOptions, EffortRow, EffortUnit, EffortWeights};
pub use flows::flow::{Flow, FlowLink, FlowOptions};
pub use flows::transitions::{Transition, Transitions};
pub use flows::{
    CompareOptions, Comparison, Difference, DirectlyFollows, DirectlyFollowsOptions,
    DirectlyFollowsRow, FollowUnit, NextStepOptions, NextSteps, Repeats, Seconds, Split,
    StepMatrix, StepMatrixOptions, Subject, TimeToNext, TimeToNextOptions, TimeToNextRow,
    TransformOptions, VariantOptions, Variants,
};
pub use funnel::{
    Funnel, FunnelExclusion, FunnelOptions, FunnelOrder, FunnelRow, FunnelStep, FunnelTime,
};
pub use live::{LiveSessions, Session, SessionChange, SessionDelta};
pub use paths::Below;
pub use paths::{PathRoles, Paths};
pub use personas::{
    NeedBy, NeedOptions, NeedRow, Needs, Persona, PersonaChoice, PersonaMember, PersonaOptions,
    PersonaReport, Personas,
};
pub use phases::{
    HandOver, PhaseChannel, PhaseFigure, PhaseFigureOptions, PhaseFigures, PhaseLevel,
    PhaseMeasure, PhaseOptions, PhaseRow, PhaseRule, PhaseTarget, Phases,
};
pub use select::Selector;
pub use sequences::{
    DistanceMethod, DistanceOptions, Distances, Norm, SequenceStates, StateSequences,
};
pub use table::{ContactCost, JourneyReport, Journeys, Sessions, Steps, UnknownRefund};
pub use unit::Unit;
