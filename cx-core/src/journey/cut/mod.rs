//! Events cut into sessions and journeys: order, gaps, look-back, outcomes and refunds.

pub use journeys::journeys;
pub use options::JourneyOptions;

pub(crate) mod carry;
pub(crate) mod codes;
pub(crate) mod costs;
pub(crate) mod journeys;
pub(crate) mod lookback;
pub(crate) mod options;
pub(crate) mod order;
pub(crate) mod outcomes;
pub(crate) mod part;
pub(crate) mod refunds;
pub(crate) mod sessions;
pub(crate) mod steps;
pub(crate) mod worth;
