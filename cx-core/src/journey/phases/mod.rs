//! Phases: named stretches of a person's way, by rules as data.

mod machine;
mod options;
mod report;
mod verb;

pub use options::{PhaseOptions, PhaseRule};
pub use report::{HandOver, PhaseChannel, PhaseRow, Phases};
