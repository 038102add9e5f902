//! What every table of credits is made from.

use super::clean::Cleaned;
use super::input::Input;
use super::lead::{LeadReason, lead};
use super::model::Model;
use super::options::AttributeOptions;
use super::outcomes::Outcomes;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::{Error, Result};

/// What the models are estimated from.
pub(super) struct Work<'a> {
    pub(super) outcomes: Outcomes<'a>,
    pub(super) input: Input<'a>,
    pub(super) options: &'a AttributeOptions,
    pub(super) lead: Model,
    pub(super) reason: LeadReason,
}

/// Prepares the outcomes for the models that are asked for, or that lead by rule.
pub(super) fn with_estimates<T>(
    outcomes: Outcomes<'_>,
    options: &AttributeOptions,
    work: impl FnOnce(&Work<'_>) -> Result<T>,
) -> Result<T> {
    options.validate()?;
    let repeats = outcomes.journeys().is_some_and(Journeys::carries);
    let cleaned = Cleaned::of(outcomes, options)?;
    let outcomes = cleaned.outcomes();
    let (options, lead, reason) = lead(options, outcomes);
    let paths = outcomes.paths_for(&options)?;
    if paths.is_empty() {
        return Err(Error::Unanswerable {
            what: "there are no journeys to attribute".into(),
            remedy: "check the intake report, and the filter that the table came from",
        });
    }
    let persons = outcomes.journeys().map(Persons::of);
    let journeys = outcomes.journeys().zip(persons.as_ref());
    let input = Input { paths: &paths, journeys, repeats };
    work(&Work { outcomes, input, options: &options, lead, reason })
}
