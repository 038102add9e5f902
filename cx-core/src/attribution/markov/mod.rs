//! Markov chains over touchpoints, solved exactly.

mod amount;
mod chain;
mod choose;
mod counts;
mod estimate;
mod field;
mod fixed_point;
mod folds;
mod histories;
mod influence;
mod links;
mod note;
mod options;
mod resample;
mod sequences;
mod solve;
mod space;
mod state_chain;
mod tables;
mod transitions;
mod weight;

pub use chain::Chain;
pub use choose::{OrderChoice, OrderOptions, OrderRow, choose_order};
pub use counts::StateCounts;
pub use note::ChainNote;
pub use options::{Order, Removal, States};
pub use sequences::{SequenceEffect, SequenceEffectOptions, SequenceEffects, sequence_effects};
pub use state_chain::StateChain;
pub use tables::{TransitionOptions, TransitionRow, Transitions, transitions};
pub use transitions::TransitionCounts;

pub(super) use resample::{MarkovSums, MarkovWay};

pub(super) use estimate::estimate;
