//! Models that split each journey by a rule.

mod by_position;
mod delay;
mod even;
pub(super) mod options;
mod pass;
mod plan;
mod resample;
mod spread;
mod weigh;

pub use by_position::{PositionCredit, PositionOptions, PositionRow, credit_by_position};

pub(super) use delay::credited_within;
pub(super) use even::{Amount, Term};
pub(super) use plan::{Contacts, Plan, direct};
pub(super) use resample::Rules;

use super::input::Input;
use super::model::{Model, Rule};
use super::options::AttributeOptions;
use super::sums::Estimates;
use crate::Result;
use crate::ordered::Map;

/// Whether a model looks at every journey that converted, and never at the paths.
pub(super) fn by_journey(options: &AttributeOptions, model: Model) -> bool {
    matches!(model.rule(), Some(Rule::Shapley | Rule::TimeDecay)) && options.view_through.is_empty()
}

/// Credits of all rules among the models, by rule, in one pass.
pub(super) fn estimate(
    options: &AttributeOptions,
    input: Input<'_>,
) -> Result<Map<Rule, Estimates>> {
    let events = input.journeys.map(|(journeys, _)| &journeys.events);
    let plan = Plan::new(options, &input.paths.touchpoints, events)?;
    if plan.rules.is_empty() {
        return Ok(Map::new());
    }
    let estimates = match input.journeys {
        Some((journeys, persons)) => pass::over_journeys(&plan, journeys, input.paths, persons)?,
        None => pass::over_paths(&plan, input.paths)?,
    };
    Ok(plan.rules.iter().copied().zip(estimates).collect())
}
