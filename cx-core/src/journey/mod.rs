//! One sequence kernel: sessions, journeys, paths, transitions and flows count the same rows.

mod build;
mod conform;
mod distinct;
mod flow;
mod funnel;
mod order;
mod path_text;
mod paths;
mod select;
mod steps;
mod table;
mod to_paths;
mod transitions;
mod units;

pub use build::journeys;
pub use conform::{
    Block, By, ConformOptions, Conformance, Deviation, DeviationKind, Fit, Net, NetTransition,
    Rule, RuleKind, Summary, Variant, Verdict, Violation,
};
pub use flow::{Flow, FlowLink, FlowOptions};
pub use funnel::{
    Funnel, FunnelExclusion, FunnelOptions, FunnelOrder, FunnelRow, FunnelStep, FunnelTime,
};
pub use paths::{PathRoles, Paths};
pub use select::Selector;
pub use table::{JourneyOptions, JourneyReport, Journeys, Sessions, Steps};
pub use transitions::{CONVERSION, NULL, START, Transition, Transitions};
pub use units::Unit;
