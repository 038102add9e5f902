//! One sequence kernel: sessions, journeys, paths, transitions and flows count the same rows.

mod below;
mod build;
mod carry;
mod collect;
mod conform;
mod costs;
mod distinct;
mod effort;
mod flow;
mod flows;
mod funnel;
mod live;
mod lookback;
mod options;
mod order;
mod outcome;
mod part;
mod path_amounts;
#[cfg(feature = "arrow")]
mod path_arrow;
mod path_scan;
mod path_text;
mod paths;
mod personas;
mod phases;
mod refunds;
mod select;
mod separator;
mod sequences;
mod session;
mod steps;
mod table;
mod to_paths;
mod transitions;
mod unit;
mod units;

pub use below::Below;
pub use build::journeys;
pub use conform::{
    AlignedVariant, Block, By, ConformOptions, ConformRow, Conformance, Deviation, DeviationKind,
    Fit, Net, NetTransition, Rule, RuleKind, Verdict, Violation,
};
pub use costs::ContactCost;
pub use effort::{Effort, EffortOptions, EffortRow, EffortUnit, EffortWeights};
pub use flow::{Flow, FlowLink, FlowOptions};
pub use flows::{
    CompareOptions, Comparison, Difference, DirectlyFollows, DirectlyFollowsOptions,
    DirectlyFollowsRow, END, FollowUnit, NextStepOptions, NextSteps, REMAINDER, Repeats, Seconds,
    Split, StepMatrix, StepMatrixOptions, Subject, TimeToNext, TimeToNextOptions, TimeToNextRow,
    TransformOptions, VariantOptions, Variants,
};
pub use funnel::{
    Funnel, FunnelExclusion, FunnelOptions, FunnelOrder, FunnelRow, FunnelStep, FunnelTime,
};
pub use live::{LiveSessions, Session, SessionChange, SessionDelta};
pub use options::JourneyOptions;
pub use paths::{PathRoles, Paths};
pub use personas::{
    NeedBy, NeedOptions, NeedRow, Needs, Persona, PersonaChoice, PersonaMember, PersonaOptions,
    PersonaReport, Personas,
};
pub use phases::{
    HandOver, PhaseChannel, PhaseFigure, PhaseFigureOptions, PhaseFigures, PhaseLevel,
    PhaseMeasure, PhaseOptions, PhaseRow, PhaseRule, PhaseTarget, Phases,
};
pub use refunds::UnknownRefund;
pub use select::Selector;
pub use sequences::{
    DistanceMethod, DistanceOptions, Distances, Norm, SequenceStates, StateSequences,
};
pub use table::{JourneyReport, Journeys, Sessions, Steps};
pub use transitions::{CONVERSION, NULL, START, Transition, Transitions};
pub use unit::Unit;
