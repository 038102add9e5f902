//! Credits by removal effect.

use super::counts::StateCounts;
use super::field::Field;
use super::influence::Influence;
use super::note::ChainNote;
use super::options::{Order, Removal};
use super::tables;
use super::transitions::TransitionCounts;
use crate::Result;
use crate::attribution::input::Input;
use crate::attribution::large::{LARGE_MODELS, left_out};
use crate::attribution::options::AttributeOptions;
use crate::attribution::sums::Estimates;
use crate::tally::Tally;

/// Credits by removal effect.
pub(in crate::attribution) fn estimate(
    options: &AttributeOptions,
    input: Input<'_>,
) -> Result<Estimates> {
    let plain = options.removal == Removal::Redirect;
    if plain && options.order == Order::Fixed(1) {
        return first_order(options, input);
    }
    if !LARGE_MODELS {
        return Err(left_out());
    }
    let order = tables::resolve(options.order, input.paths)?;
    if plain && order == 1 { first_order(options, input) } else { any_order(order, options, input) }
}

/// A chain of touchpoints: small enough to be solved as a whole.
fn first_order(options: &AttributeOptions, input: Input<'_>) -> Result<Estimates> {
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
        conversion_rate: Some(chain.conversion_rate),
        chain: Some(ChainNote::new(input.paths, 1, options.states, options.removal, f64::NAN)),
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
    let note =
        ChainNote::new(input.paths, order, options.states, options.removal, chain.error_bound);
    let [conversions, value] = chain.unattributed;
    Ok(Estimates {
        conversions: chain.conversions.iter().copied().chain([conversions]).collect(),
        value: chain.value.iter().copied().chain([value]).collect(),
        conversions_variance,
        value_variance,
        removal_effect: chain.removal_effect,
        removal_effect_value: chain.removal_effect_value,
        conversion_rate: Some(chain.conversion_rate),
        chain: Some(note),
        ..Estimates::default()
    })
}
