//! Models by what they need.

use cx_core::attribution::Model;

/// Models that split each journey by itself, without those that need times.
pub const RULES: [Model; 8] = [
    Model::First,
    Model::Last,
    Model::LastNonDirect,
    Model::Linear,
    Model::Position,
    Model::WShaped,
    Model::Custom,
    Model::Shapley,
];
