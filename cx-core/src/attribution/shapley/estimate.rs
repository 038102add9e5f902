//! Credits by the Shapley value of the rate game.

use super::doubt::{Slopes, Variances};
use super::sets::Sets;
use super::{doubt, exact, sample};
use crate::attribution::input::Input;
use crate::attribution::options::AttributeOptions;
use crate::attribution::sums::{Estimates, Shape};
use crate::sure::Sure;
use crate::{Error, Result};

/// Players of a game that is solved over all coalitions: 2^25 doubles are 268 MB.
pub(super) const EXACT: usize = 25;

/// Players of a game that is solved at all.
const MOST: usize = 2_000;

/// Credits by the Shapley value of the rate game.
pub(in crate::attribution) fn estimate(
    options: &AttributeOptions,
    input: Input<'_>,
) -> Result<Estimates> {
    let sets = Sets::of(input.paths);
    let players = sets.players.len();
    if players > MOST {
        let (found, limit) = (players as u64, MOST as u64);
        return Err(Error::TooMany { what: "touchpoints of a Shapley model", found, limit });
    }
    let doubt = Doubt::new(input, &sets)?;
    let (shares, mut variances, unseen) = if players <= EXACT {
        let (shares, slopes) = exact::solve(&sets);
        let variances = doubt.variances(&slopes, &shares)?;
        (shares, variances, slopes.unseen(&sets))
    } else {
        sampled(&sets, options, &doubt)?
    };
    let apart = doubt.apart();
    let last = |variances: &mut Vec<f64>, own| by_touchpoint(&sets, input, variances, 1.0, own);
    let [conversions_variance, value_variance] = {
        let [conversions, value] = &mut variances;
        [last(conversions, apart[0]), last(value, apart[1])]
    };
    let [share, share_value] = &shares;
    let [conversions, value, _] = sets.apart;
    let journeys = sets.total();
    Ok(Estimates {
        conversions: by_touchpoint(&sets, input, share, journeys, conversions),
        value: by_touchpoint(&sets, input, share_value, journeys, value),
        conversions_variance,
        value_variance,
        shape: Shape::Signed,
        unseen: Some(unseen.map(|of| by_touchpoint(&sets, input, &of, 1.0, 0.0))),
        ..Estimates::default()
    })
}

/// Cells of players as cells of touchpoints, times `scale`, and a last one for what none gets.
pub(super) fn by_touchpoint(
    sets: &Sets,
    input: Input<'_>,
    of: &[f64],
    scale: f64,
    last: f64,
) -> Vec<f64> {
    let mut cells = vec![0.0; input.paths.touchpoints.len()];
    for (code, cell) in sets.players.iter().zip(of) {
        if let Some(place) = cells.get_mut(*code as usize).sure() {
            *place = cell * scale;
        }
    }
    cells.push(last);
    cells
}

/// Shares and variances from sampled orders, and the variances that the data do not show; the variance
/// is that of the data plus that of the sampling.
fn sampled(
    sets: &Sets,
    options: &AttributeOptions,
    doubt: &Doubt<'_>,
) -> Result<(Variances, Variances, Variances)> {
    let pairs = options.permutations as usize / 2;
    let found = sample::solve(sets, pairs, options.seed)?;
    let players = sets.players.len();
    let firsts: Vec<usize> = (0..players).step_by(sample::BLOCK).collect();
    let mut variances = [Vec::new(), Vec::new()];
    let mut unseen = variances.clone();
    for first in firsts {
        let slopes = sample::slopes(sets, pairs, options.seed, first);
        let block = doubt.variances(&slopes, &found.mean)?;
        variances.iter_mut().zip(block).for_each(|(whole, block)| whole.extend(block));
        let block = slopes.unseen(sets);
        unseen.iter_mut().zip(block).for_each(|(whole, block)| whole.extend(block));
    }
    let scale = sets.total() * sets.total();
    for (variances, errors) in variances.iter_mut().zip(&found.error_squared) {
        variances.iter_mut().zip(errors).for_each(|(sum, error)| *sum += scale * error);
    }
    Ok((found.mean, variances, unseen))
}

/// Where variances come from.
struct Doubt<'a> {
    input: Input<'a>,
    sets: &'a Sets,
    /// The set of each journey, where journeys are known.
    of_journey: Vec<u32>,
}

impl<'a> Doubt<'a> {
    fn new(input: Input<'a>, sets: &'a Sets) -> Result<Self> {
        let of_journey = match input.journeys {
            Some((journeys, _)) => doubt::sets_of(journeys, sets)?,
            None => Vec::new(),
        };
        Ok(Self { input, sets, of_journey })
    }

    fn variances(&self, slopes: &Slopes, shares: &[Vec<f64>; 2]) -> Result<Variances> {
        match self.input.journeys {
            None => Ok(slopes.over_sets(self.sets, shares)),
            Some((journeys, persons)) => {
                slopes.over_persons(self.sets, shares, &self.of_journey, journeys, persons)
            }
        }
    }

    fn apart(&self) -> [f64; 2] {
        let [conversions, _, squares] = self.sets.apart;
        match self.input.journeys {
            None => [conversions, squares],
            Some((journeys, persons)) => doubt::apart(&self.of_journey, journeys, persons),
        }
    }
}
