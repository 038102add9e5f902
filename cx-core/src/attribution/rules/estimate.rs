//! Credits of all rules in one pass.

use super::pass;
use super::plan::Plan;
use crate::Result;
use crate::attribution::input::Input;
use crate::attribution::model::{Model, Rule};
use crate::attribution::options::AttributeOptions;
use crate::attribution::sums::Estimates;
use crate::ordered::Map;

/// Whether a model looks at every journey that converted, and never at the paths.
pub(in crate::attribution) fn by_journey(options: &AttributeOptions, model: Model) -> bool {
    matches!(model.rule(), Some(Rule::Shapley | Rule::TimeDecay)) && options.view_through.is_empty()
}

/// Credits of all rules among the models, by rule, in one pass.
pub(in crate::attribution) fn estimate(
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
