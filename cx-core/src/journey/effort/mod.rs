//! Effort: what it costs customers to evaluate, to buy and to get answers.

mod options;
mod parts;
mod report;
mod verb;

pub use options::{EffortOptions, EffortWeights};
pub use report::{Effort, EffortRow, EffortUnit};
