//! What every model is made from.

use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::journey::persons::Persons;

/// Distinct paths and, where they are known, the journeys behind them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a> {
    /// Distinct paths with their conversions.
    pub(super) paths: &'a Paths,
    /// Journeys in order of their persons; `None` for aggregated paths.
    pub(super) journeys: Option<(&'a Journeys, &'a Persons)>,
    /// Whether a contact may be a step of several journeys of its person.
    pub(super) repeats: bool,
}
