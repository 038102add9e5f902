//! What a report says of the chain behind its credits.

use serde::{Deserialize, Serialize};

use super::options::{Removal, States};
use crate::journey::Paths;

/// The Markov chain that credits were made with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainNote {
    /// How many contacts a state remembers; chosen, where the order was `"auto"`.
    pub order: u32,
    /// What the states are.
    pub states: States,
    /// What became of a touchpoint taken out.
    pub removal: Removal,
    /// No removal effect is further than this from the exact solution of the chain; NaN at order 1
    /// with redirection, which is factorised as a whole.
    pub error_bound: f64,
    /// What the figures mean where the data lack something.
    pub remark: Option<String>,
}

impl ChainNote {
    pub(super) fn new(
        paths: &Paths,
        order: u32,
        states: States,
        removal: Removal,
        error_bound: f64,
    ) -> Self {
        let all_convert = paths.nulls.iter().all(|count| *count == 0.0);
        let remark = all_convert.then(|| {
            "no journey is without conversion: every state leads to one for certain, and removal \
             effects only say which share of the conversions passes through a touchpoint"
                .to_owned()
        });
        Self { order, states, removal, error_bound, remark }
    }
}
