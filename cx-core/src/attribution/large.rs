//! Models that a small build leaves out.

use crate::Error;

/// Whether this build has the models with solvers of their own.
pub(super) const LARGE_MODELS: bool = cfg!(feature = "models");

/// The error of a build without them.
pub(super) fn left_out() -> Error {
    Error::NotBuilt {
        what: "the models shapley_rate, hazard and markov beyond order 1, without exclude, direct_policy, outcome and \
               bootstrap, and without outcomes below 0",
        remedy: "build cx-core with its feature \"models\"; in the browser: initAnalysis()",
    }
}
