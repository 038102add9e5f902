//! Markov chains over touchpoints, solved exactly.

mod amount;
mod chain;
mod counts;
mod field;
mod fixed_point;
mod influence;
mod links;
mod options;
mod space;
mod state_chain;
mod transitions;
mod weight;

pub use chain::Chain;
pub use counts::StateCounts;
pub use options::{Order, Removal, States};
pub use state_chain::StateChain;
pub use transitions::TransitionCounts;

use super::input::Input;
use super::options::AttributeOptions;
use super::sums::Estimates;
use crate::Result;
use crate::tally::Tally;
use field::Field;
use influence::Influence;

/// Credits by removal effect.
pub(super) fn estimate(options: &AttributeOptions, input: Input<'_>) -> Result<Estimates> {
    let order = match options.order {
        Order::Fixed(order) => order,
        Order::Auto => 1,
    };
    if order == 1 && options.removal == Removal::Redirect {
        first_order(input)
    } else {
        any_order(order, options, input)
    }
}

/// A chain of touchpoints: small enough to be solved as a whole.
fn first_order(input: Input<'_>) -> Result<Estimates> {
    let chain = TransitionCounts::of(input.paths)?.finish()?;
    let field = Field::of(&chain);
    let influence = Influence::of(&chain, &field);
    let (conversions_variance, value_variance) = match input.journeys {
        Some((journeys, persons)) => {
            influence.over_persons(journeys, persons, |journey| journeys.path(journey))?
        }
        None => influence.over_paths(input.paths, |path| input.paths.path(path))?,
    };
    let [conversions, value] = chain.unattributed;
    Ok(Estimates {
        conversions: chain.conversions.iter().copied().chain([conversions]).collect(),
        value: chain.value.iter().copied().chain([value]).collect(),
        conversions_variance,
        value_variance,
        removal_effect: chain.removal_effect,
        removal_effect_value: chain.removal_effect_value,
        ..Estimates::default()
    })
}

/// A chain of runs of touchpoints.
fn any_order(order: u32, options: &AttributeOptions, input: Input<'_>) -> Result<Estimates> {
    let (counts, ways) = StateCounts::with_ways(input.paths, order, options.states)?;
    let chain = counts.solve(options.removal)?;
    let influence = Influence::of_states(&chain);
    let (conversions_variance, value_variance) = match input.journeys {
        Some((journeys, persons)) => {
            let ways = ways.of((0..journeys.len()).map(|journey| journeys.path(journey)))?;
            influence.over_persons(journeys, persons, |journey| ways.of(journey))?
        }
        None => influence.over_paths(input.paths, |path| ways.of_paths.of(path))?,
    };
    let [conversions, value] = chain.unattributed;
    Ok(Estimates {
        conversions: chain.conversions.iter().copied().chain([conversions]).collect(),
        value: chain.value.iter().copied().chain([value]).collect(),
        conversions_variance,
        value_variance,
        removal_effect: chain.removal_effect,
        removal_effect_value: chain.removal_effect_value,
        ..Estimates::default()
    })
}
