//! Models from the theory of cooperative games.

mod doubt;
mod estimate;
mod exact;
mod interactions;
mod lattice;
mod level_options;
mod levels;
pub(super) mod options;
mod pairs;
mod resample;
mod sample;
mod sets;
mod tree;

pub use interactions::{Game, InteractionOptions, InteractionRow, Interactions, interactions};
pub use level_options::LevelOptions;
pub use levels::{LevelCredit, LevelRow, credit_by_level};

pub(super) use resample::Game as Resampled;

pub(super) use estimate::estimate;
