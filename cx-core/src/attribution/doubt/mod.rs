//! Doubt by resampling: a Poisson bootstrap over persons, or over the journeys of paths.
//!
//! A replicate gives every person (or every journey of an aggregated path) a weight that is Poisson
//! distributed with mean 1, counts the paths with these weights, and estimates the models again. The
//! number of journeys is therefore random too, as it is in the analytic intervals.
//!
//! Sources: B. Efron, R. Tibshirani, *An Introduction to the Bootstrap* (1993), chapters 6, 8 and 13;
//! J. Hanley, B. `MacGibbon`, *Creating non-parametric bootstrap samples using Poisson frequencies*,
//! Computer Methods and Programs in Biomedicine 83 (2006) 57-62; N. Chamandy et al., *Estimating
//! uncertainty for massive data streams*, Google (2012), for weights by hash.

mod both;
mod check_kind;
mod checks;
mod disagreement;
mod interval;
mod options;
mod pass;
mod poisson;
mod ranks;
mod ties;
mod units;

pub(super) use both::{Both, resampled};
pub use check_kind::CheckKind;
pub use checks::{Check, CheckStatus};
pub(super) use checks::{checks, of_model};
pub use disagreement::DisagreementRow;
pub(super) use interval::{Bounds, Estimate};
pub use options::IntervalKind;
pub(super) use options::check_replicates;
pub(super) use pass::replicates;
pub use ranks::RankRow;
pub(super) use ranks::ranks;
