//! Models that split each journey by a rule.

mod by_position;
mod delay;
mod estimate;
mod even;
pub(super) mod options;
mod pass;
mod plan;
mod resample;
mod spread;
mod weigh;

pub use by_position::{PositionCredit, PositionOptions, PositionRow, credit_by_position};

pub(crate) use delay::credited_within;
pub(super) use even::{Amount, Term};
pub(super) use plan::{Contacts, Plan, direct};
pub(super) use resample::Rules;

pub(super) use estimate::{by_journey, estimate};
