//! The interaction index of pairs, and what each journey changes it by.

use super::lattice::{inverse_choices, subset_sums, superset_sums};
use super::sets::Sets;
use crate::sure::Sure;

/// Index of one pair, and for each set what a journey that did not convert and one that did change
/// it by.
pub(super) struct Effects {
    pub(super) index: f64,
    pub(super) journeys: f64,
    pub(super) conversions: f64,
    pub(super) of_set: Vec<[f64; 2]>,
}

/// Sums from which every pair's index follows.
pub(super) enum Index {
    /// The count game, in closed form.
    Count(usize),
    /// The rate game.
    Rate(Box<Rate>),
}

/// Weighted sums over supersets of `v`, `1/n` and `v/n`.
pub(super) struct Rate {
    players: usize,
    journeys: f64,
    plain: Three,
    of_inverse: Three,
    of_both: Three,
}

/// Sums over all coalitions `S` that contain a set, weighted for neither, one or both of a pair in
/// `S`, so that the index is `z(T+i+j) - y(T+i) - y(T+j) + x(T)`.
struct Three {
    x: Vec<f64>,
    y: Vec<f64>,
    z: Vec<f64>,
}

impl Three {
    /// With `w(t) = t! (m-t-2)! / (m-1)!`, a coalition of `s` weighs `c = w(s)` without both,
    /// `-b = -w(s-1)` with one and `a = w(s-2)` with both; `x = c`, `y = b + c`, `z = a + 2b + c`.
    fn new(players: usize, cell: impl Fn(usize) -> f64) -> Self {
        let inverse = inverse_choices(players.saturating_sub(2));
        let pairs = players.saturating_sub(1).max(1) as f64;
        let weight = |t: Option<usize>| {
            t.and_then(|t| inverse.get(t)).map_or(0.0, |inverse| inverse / pairs)
        };
        let over = |of: [f64; 3]| {
            let weights: Vec<f64> = (0..=players)
                .map(|s| {
                    let [a, b, c] = of;
                    a * weight(s.checked_sub(2))
                        + b * weight(s.checked_sub(1))
                        + c * weight(Some(s))
                })
                .collect();
            let weighted = |set: usize| {
                weights.get(set.count_ones() as usize).copied().sure_or(0.0) * cell(set)
            };
            let mut cells: Vec<f64> = (0..1 << players).map(weighted).collect();
            superset_sums(&mut cells);
            cells
        };
        Self { x: over([0.0, 0.0, 1.0]), y: over([0.0, 1.0, 1.0]), z: over([1.0, 2.0, 1.0]) }
    }

    fn at(&self, set: usize, i: usize, j: usize) -> f64 {
        let take = |cells: &[f64], set: usize| cells.get(set).copied().sure_or(0.0);
        let (i, j) = (1 << i, 1 << j);
        take(&self.z, set | i | j) - take(&self.y, set | i) - take(&self.y, set | j)
            + take(&self.x, set)
    }
}

/// The count game.
pub(super) fn count(sets: &Sets) -> Index {
    Index::Count(sets.players.len())
}

/// The rate game, for at most 25 players.
pub(super) fn rate(sets: &Sets) -> Index {
    let players = sets.players.len();
    let within = |counts: &[f64]| {
        let mut cells = vec![0.0; 1 << players];
        for (set, count) in counts.iter().enumerate() {
            if let Some(cell) = cells.get_mut(sets.bits(set)).sure() {
                *cell += count;
            }
        }
        subset_sums(&mut cells);
        cells
    };
    let mut inverse = within(&sets.journeys);
    for cell in &mut inverse {
        *cell = if *cell > 0.0 { 1.0 / *cell } else { 0.0 };
    }
    let mut rate = within(&sets.conversions);
    rate.iter_mut().zip(&inverse).for_each(|(rate, inverse)| *rate *= inverse);
    let take = |cells: &[f64], set: usize| cells.get(set).copied().sure_or(0.0);
    Index::Rate(Box::new(Rate {
        players,
        journeys: sets.total(),
        plain: Three::new(players, |set| take(&rate, set)),
        of_inverse: Three::new(players, |set| take(&inverse, set)),
        of_both: Three::new(players, |set| take(&rate, set) * take(&inverse, set)),
    }))
}

impl Index {
    /// All pairs of players, in order.
    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        let players = match self {
            Self::Count(players) => *players,
            Self::Rate(rate) => rate.players,
        };
        (0..players).flat_map(|i| (i + 1..players).map(move |j| (i, j))).collect()
    }

    pub(super) fn effects(&self, sets: &Sets, i: usize, j: usize) -> Effects {
        let mut effects = Effects {
            index: 0.0,
            journeys: 0.0,
            conversions: 0.0,
            of_set: Vec::with_capacity(sets.len()),
        };
        for set in 0..sets.len() {
            let at = |column: &[f64]| column.get(set).copied().sure_or(0.0);
            let members = sets.members(set);
            let has = |player: usize| members.binary_search(&(player as u32)).is_ok();
            let together = has(i) && has(j);
            if together {
                effects.journeys += at(&sets.journeys);
                effects.conversions += at(&sets.conversions);
            }
            effects.of_set.push(match self {
                Self::Count(_) if together => {
                    let part = 1.0 / (members.len() - 1) as f64;
                    effects.index += part * at(&sets.conversions);
                    [0.0, part]
                }
                Self::Count(_) => [0.0, 0.0],
                Self::Rate(rate) => rate.of_set(sets.bits(set), i, j),
            });
        }
        if let Self::Rate(rate) = self {
            effects.index = rate.journeys * rate.plain.at(0, i, j);
        }
        effects
    }
}

impl Rate {
    /// What a journey with this set changes the index by: `I + n (y A - B)`.
    fn of_set(&self, set: usize, i: usize, j: usize) -> [f64; 2] {
        let index = self.plain.at(0, i, j);
        let lost = index - self.journeys * self.of_both.at(set, i, j);
        [lost, lost + self.journeys * self.of_inverse.at(set, i, j)]
    }
}
