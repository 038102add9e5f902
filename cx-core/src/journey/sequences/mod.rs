//! Sequences of states and how far they are from one another.

mod bits;
mod costs;
mod data;
mod distances;
mod equal;
mod lanes;
mod measure;
mod options;
mod pairs;
mod rows;
mod warp;

pub use data::StateSequences;
pub use distances::Distances;
pub(super) use measure::Measure;
pub use options::{DistanceMethod, DistanceOptions, Norm, SequenceStates};
