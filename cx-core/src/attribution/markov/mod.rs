//! Markov chains over touchpoints, solved exactly.

mod chain;
mod influence;
mod transitions;
mod weight;

pub use chain::Chain;
pub use transitions::TransitionCounts;

use super::input::Input;
use super::sums::Estimates;
use crate::Result;
use crate::tally::Tally;
use influence::Influence;

/// Credits by removal effect.
pub(super) fn estimate(input: Input<'_>) -> Result<Estimates> {
    let chain = TransitionCounts::of(input.paths)?.finish()?;
    let influence = Influence::of(&chain);
    let (conversions_variance, value_variance) = match input.journeys {
        Some((journeys, persons)) => influence.over_persons(journeys, persons)?,
        None => influence.over_paths(input.paths)?,
    };
    let [conversions, value] = chain.unattributed;
    Ok(Estimates {
        conversions: chain.conversions.iter().copied().chain([conversions]).collect(),
        value: chain.value.iter().copied().chain([value]).collect(),
        conversions_variance,
        value_variance,
        removal_effect: chain.removal_effect,
        removal_effect_value: chain.removal_effect_value,
        signed: false,
    })
}
