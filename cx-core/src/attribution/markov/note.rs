//! What a report says of the chain behind its credits.

use serde::{Deserialize, Serialize};

use super::options::{Removal, States};
use crate::journey::paths::Paths;
use crate::sentences::{Key, Language, plain};

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
    /// What the figures mean where the data lack something, in English.
    pub remark: Option<String>,
    /// The same in German.
    pub remark_de: Option<String>,
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
        let remark = |language| all_convert.then(|| plain(Key::AllConvert, language).to_owned());
        let (remark, remark_de) = (remark(Language::En), remark(Language::De));
        Self { order, states, removal, error_bound, remark, remark_de }
    }
}
