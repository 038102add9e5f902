//! Effort: what it costs customers to evaluate, to buy and to get answers.

mod effort;
mod options;
mod parts;
mod report;

pub use options::{EffortOptions, EffortWeights};
pub use report::{Effort, EffortRow, EffortUnit};
