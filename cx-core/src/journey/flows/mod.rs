//! Views of the ways that journeys take: variants, directly-follows, step matrix, next steps,
//! differences of two groups, and transforms of paths. All of them count the same steps.

pub(crate) mod compare;
pub(crate) mod cut;
pub(crate) mod directly_follows;
pub(crate) mod flow;
pub(crate) mod group;
pub(crate) mod moves;
pub(crate) mod next_steps;
pub(crate) mod step_matrix;
mod subject;
pub(crate) mod time_to_next;
pub(crate) mod transform;
pub(crate) mod transitions;
pub(crate) mod variants;
pub(crate) mod walk;

pub use compare::{Comparison, Difference};
pub use directly_follows::{
    DirectlyFollows, DirectlyFollowsOptions, DirectlyFollowsRow, FollowUnit, Seconds,
};
pub use next_steps::{NextStepOptions, NextSteps};
pub use step_matrix::{StepMatrix, StepMatrixOptions};
pub use subject::Split;
pub use subject::{CompareOptions, Subject};
pub use time_to_next::{TimeToNext, TimeToNextOptions, TimeToNextRow};
pub use transform::{Repeats, TransformOptions};
pub use variants::{VariantOptions, Variants};
