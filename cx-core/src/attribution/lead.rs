//! Which model leads, and why.

use serde::{Deserialize, Serialize};

use super::large::LARGE_MODELS;
use super::model::Model;
use super::options::AttributeOptions;
use super::outcomes::Outcomes;
use crate::journey::Journeys;

/// Conversions from which the time-to-event model leads: with fewer, its many parameters say more of
/// chance than of effects.
const ENOUGH: usize = 300;

/// Why a model leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeadReason {
    /// The option `lead` says so.
    Asked,
    /// The journeys have times and at least 300 conversions, so the model nearest to known truth can be
    /// fitted.
    TimesAndConversions,
    /// The time-to-event model is not among the models, or has too little to go by, so the chain leads.
    WithoutTimes,
    /// It is the only model, or the first one where neither of those that lead by rule is among them.
    First,
}

impl LeadReason {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::TimesAndConversions => "times_and_conversions",
            Self::WithoutTimes => "without_times",
            Self::First => "first",
        }
    }
}

/// The options with the models that are to be computed, and the one that leads.
///
/// By rule: the time-to-event model where journeys have times and at least 300 conversions, else the
/// Markov chain; of models that are named, the first one where neither is among them. On worlds whose
/// truth is known these two, in this order, are nearest to it.
pub(super) fn lead(
    options: &AttributeOptions,
    outcomes: Outcomes<'_>,
) -> (AttributeOptions, Model, LeadReason) {
    let mut options = options.clone();
    if let Some(lead) = options.lead {
        if !options.models.contains(&lead) {
            options.models.insert(0, lead);
        }
        return (options, lead, LeadReason::Asked);
    }
    let timed = LARGE_MODELS && outcomes.journeys().is_some_and(timed);
    let (lead, reason) = match options.models.as_slice() {
        [] if timed => (Model::Hazard, LeadReason::TimesAndConversions),
        [] => (Model::Markov, LeadReason::WithoutTimes),
        [only] => (*only, LeadReason::First),
        models if timed && models.contains(&Model::Hazard) => {
            (Model::Hazard, LeadReason::TimesAndConversions)
        }
        models if models.contains(&Model::Markov) => (Model::Markov, LeadReason::WithoutTimes),
        [first, ..] => (*first, LeadReason::First),
    };
    if options.models.is_empty() {
        options.models.push(lead);
    }
    (options, lead, reason)
}

/// Whether some contact has time after it, and enough journeys convert.
fn timed(journeys: &Journeys) -> bool {
    let won = journeys.converted.iter().filter(|converted| **converted).count();
    let first = journeys.steps.time.iter().min();
    let last = journeys.end.iter().chain(&journeys.sessions.end).max();
    won >= ENOUGH && first.zip(last).is_some_and(|(first, last)| first < last)
}
