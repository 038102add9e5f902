//! Phases: named stretches of a person's way, by rules as data.

mod figures;
mod machine;
mod options;
mod phases;
mod report;
mod target;

pub use figures::{PhaseFigure, PhaseFigures};
pub use options::{PhaseOptions, PhaseRule};
pub use report::{HandOver, PhaseChannel, PhaseRow, Phases};
pub use target::{PhaseFigureOptions, PhaseLevel, PhaseMeasure, PhaseTarget};
