//! Paths: equal sequences of touchpoints with what came of them, from journeys or as others export them.

pub use below::Below;
pub use paths::Paths;
pub use roles::PathRoles;

pub(crate) mod amounts;
#[cfg(feature = "arrow")]
pub(crate) mod arrow;
pub(crate) mod below;
pub(crate) mod collect;
pub(crate) mod distinct;
pub(crate) mod of_journeys;
mod part;
pub(crate) mod paths;
mod roles;
pub(crate) mod scan;
pub(crate) mod separator;
pub(crate) mod sum;
pub(crate) mod text;
