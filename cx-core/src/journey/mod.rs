//! One sequence kernel: sessions, journeys, paths, transitions and flows count the same rows.

mod build;
mod flow;
mod order;
mod paths;
mod table;
mod transitions;

pub use build::journeys;
pub use flow::{Flow, FlowLink, FlowOptions};
pub use paths::{PathRoles, Paths};
pub use table::{JourneyOptions, JourneyReport, Journeys, Sessions, Steps};
pub use transitions::{CONVERSION, NULL, START, Transition, Transitions};
