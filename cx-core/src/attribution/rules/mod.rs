//! Models that split each journey by a rule.

mod rule;

use super::input::Input;
use super::options::{AttributeOptions, Model};
use super::sums::Estimates;
use crate::Result;
use rule::Rule;

/// Credits by a rule.
pub(super) fn estimate(
    model: Model,
    options: &AttributeOptions,
    input: Input<'_>,
) -> Result<Estimates> {
    let rule = Rule::new(model, options);
    match input.journeys {
        Some((journeys, persons)) => rule.over_journeys(journeys, input.paths, persons),
        None => rule.over_paths(input.paths),
    }
}
