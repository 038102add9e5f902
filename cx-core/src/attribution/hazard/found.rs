//! What a fit has found.

use super::parameters::Parameters;

/// With more parameters than this, their information is not worked out.
pub(super) const MOST: usize = 400;

/// What the search found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) parameters: Parameters,
    pub(super) log_likelihood: f64,
    pub(super) iterations: u32,
    pub(super) converged: bool,
}
