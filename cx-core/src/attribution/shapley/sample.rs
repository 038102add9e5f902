//! The Shapley value of the rate game by sampled orders, for more players than `2^n` allows.
//!
//! In an order of the players, player `k` gets what the rate changes by when it joins those before
//! it; the Shapley value is the mean over all orders. Orders come in pairs, each with its reverse,
//! which evens out whether a player comes early or late.
//!
//! Sources: J. Castro, D. Gómez, J. Tejada, *Polynomial calculation of the Shapley value based on
//! sampling*, Computers & Operations Research 36 (2009) 1726-1730; R. Mitchell, J. Cooper, E. Frank,
//! G. Holmes, *Sampling permutations for Shapley value estimation*, JMLR 23 (2022), on pairs.

use super::doubt::Slopes;
use super::sets::Sets;
use crate::stats::Draw;
use crate::sure::{Absent, Sure};
use crate::{Result, parallel};

/// Pairs of orders in one task.
const PAIRS: usize = 8;

/// Pairs from which the slopes are made: the variance of the data need not be as fine as the credit.
const SLOPE_PAIRS: usize = 64;

/// Players whose slopes are made in one go.
pub(super) const BLOCK: usize = 16;

/// What the rate is, player after player.
struct Walk {
    /// For each player, its place in the order.
    place: Vec<u32>,
    order: Vec<u32>,
    journeys: Vec<f64>,
    outcomes: [Vec<f64>; 2],
}

impl Walk {
    fn new(players: usize) -> Self {
        let column = || vec![0.0; players];
        Self {
            place: vec![0; players],
            order: (0..players as u32).collect(),
            journeys: column(),
            outcomes: [column(), column()],
        }
    }

    /// The order of a pair, drawn from its own stream.
    fn shuffle(&mut self, seed: u64, pair: usize) {
        let mut draw = Draw::new(seed, pair as u64 + 1);
        self.order.iter_mut().enumerate().for_each(|(at, player)| *player = at as u32);
        for at in (1..self.order.len()).rev() {
            self.order.swap(at, draw.below(at + 1));
        }
    }

    /// Where a set is complete.
    fn end(&self, members: &[u32]) -> usize {
        let place = |player: &u32| self.place.get(*player as usize).copied().sure_or(0);
        members.iter().map(place).max().unwrap_or(0) as usize
    }

    /// Counts journeys and outcomes within the first players of the order.
    fn run(&mut self, sets: &Sets) {
        for (at, player) in self.order.iter().enumerate() {
            if let Some(place) = self.place.get_mut(*player as usize).sure() {
                *place = at as u32;
            }
        }
        self.journeys.fill(0.0);
        self.outcomes.iter_mut().for_each(|column| column.fill(0.0));
        for set in 0..sets.len() {
            let end = self.end(sets.members(set));
            let [conversions, value] = &mut self.outcomes;
            let columns = [&mut self.journeys, conversions, value];
            let counts = [&sets.journeys, &sets.conversions, &sets.value];
            for (column, count) in columns.into_iter().zip(counts) {
                if let (Some(cell), Some(count)) =
                    (column.get_mut(end).sure(), count.get(set).sure())
                {
                    *cell += count;
                }
            }
        }
        let [conversions, value] = &mut self.outcomes;
        for column in [&mut self.journeys, conversions, value] {
            let mut sum = 0.0;
            for cell in column {
                sum += *cell;
                *cell = sum;
            }
        }
    }

    /// `1 / n` and the rate of an outcome after so many players.
    fn at(&self, place: usize, outcome: &[f64]) -> (f64, f64) {
        let n = self.journeys.get(place).copied().sure_or(0.0);
        let inverse = if n > 0.0 { 1.0 / n } else { 0.0 };
        (inverse, inverse * outcome.get(place).copied().sure_or(0.0))
    }

    /// Adds to each player what the rate of an outcome changes by.
    fn add(&self, outcome: &[f64], sums: &mut [f64]) {
        let mut before = 0.0;
        for (place, player) in self.order.iter().enumerate() {
            let (_, rate) = self.at(place, outcome);
            if let Some(sum) = sums.get_mut(*player as usize).sure() {
                *sum += rate - before;
            }
            before = rate;
        }
    }
}

/// Means and squared standard errors of the Shapley values, for conversions and value.
pub(super) struct Sampled {
    pub(super) mean: [Vec<f64>; 2],
    pub(super) error_squared: [Vec<f64>; 2],
}

/// Shapley values from `pairs` pairs of orders.
pub(super) fn solve(sets: &Sets, pairs: usize, seed: u64) -> Result<Sampled> {
    let players = sets.players.len();
    let none = || [vec![0.0; players], vec![0.0; players]];
    let parts = parallel::map_chunks(pairs, PAIRS, |range| {
        let mut walk = Walk::new(players);
        let (mut sums, mut squares) = (none(), none());
        for pair in range {
            let mut both = none();
            walk.shuffle(seed, pair);
            for _ in 0..2 {
                walk.run(sets);
                for (outcome, sums) in walk.outcomes.iter().zip(&mut both) {
                    walk.add(outcome, sums);
                }
                walk.order.reverse();
            }
            for ((sums, squares), both) in sums.iter_mut().zip(&mut squares).zip(&both) {
                for ((sum, square), both) in sums.iter_mut().zip(squares).zip(both) {
                    *sum += both / 2.0;
                    *square += both * both / 4.0;
                }
            }
        }
        Ok((sums, squares))
    })?;
    let (mut mean, mut error_squared) = (none(), none());
    for (sums, squares) in &parts {
        for (whole, part) in mean.iter_mut().zip(sums).chain(error_squared.iter_mut().zip(squares))
        {
            whole.iter_mut().zip(part).for_each(|(whole, part)| *whole += part);
        }
    }
    let count = pairs as f64;
    for (means, errors) in mean.iter_mut().zip(&mut error_squared) {
        for (mean, error) in means.iter_mut().zip(errors) {
            *mean /= count;
            *error = ((*error / count - *mean * *mean) / (count - 1.0)).max(0.0);
        }
    }
    Ok(Sampled { mean, error_squared })
}

/// Slopes of the players from `first` on, from the first pairs of orders.
pub(super) fn slopes(sets: &Sets, pairs: usize, seed: u64, first: usize) -> Slopes {
    let players = sets.players.len();
    let width = players.saturating_sub(first).min(BLOCK);
    let pairs = pairs.min(SLOPE_PAIRS);
    let cells = || vec![0.0; sets.len() * width];
    let mut slopes = Slopes { first, width, reach: cells(), conversions: cells(), value: cells() };
    let mut walk = Walk::new(players);
    for pair in 0..pairs {
        walk.shuffle(seed, pair);
        for _ in 0..2 {
            walk.run(sets);
            add_slopes(&walk, sets, &mut slopes);
            walk.order.reverse();
        }
    }
    let scale = 1.0 / (2 * pairs).max(1) as f64;
    for column in [&mut slopes.reach, &mut slopes.conversions, &mut slopes.value] {
        for cell in column {
            *cell *= scale;
        }
    }
    slopes
}

/// `1 / n`, and the rates by `n`, after each player.
fn by_place(walk: &Walk) -> Vec<[f64; 3]> {
    let [conversions, value] = &walk.outcomes;
    let at = |place| {
        let (inverse, rate) = walk.at(place, conversions);
        [inverse, rate * inverse, walk.at(place, value).1 * inverse]
    };
    (0..walk.order.len()).map(at).collect()
}

/// Adds the slopes of one order: a player that joins after a set is complete changes what the set
/// does from one coalition to the next, one that completes it adds all that it does.
fn add_slopes(walk: &Walk, sets: &Sets, slopes: &mut Slopes) {
    let after = by_place(walk);
    let Slopes { first, width, reach, conversions, value } = slopes;
    let mine = walk.place.get(*first..*first + *width).sure_or_default();
    let rows = reach.chunks_exact_mut(*width).zip(conversions.chunks_exact_mut(*width));
    for (set, ((reach, conversions), value)) in rows.zip(value.chunks_exact_mut(*width)).enumerate()
    {
        let end = walk.end(sets.members(set));
        let cells = reach.iter_mut().zip(conversions).zip(value);
        for (((a, b), c), place) in cells.zip(mine) {
            let place = *place as usize;
            let Some([x, y, z]) = after.get(place).sure().filter(|_| place >= end) else {
                continue;
            };
            let before = place.checked_sub(1).filter(|before| *before >= end);
            let none = [0.0; 3];
            let [p, q, r] = before.and_then(|before| after.get(before).sure()).or_absent(&none);
            *a += x - p;
            *b += y - q;
            *c += z - r;
        }
    }
}
