//! How much each journey moves the credits of the rate game: their variances.
//!
//! The credit of player `i` is `n phi_i` with `phi_i = sum over S of a_i(S) v(S)` and
//! `v(S) = y(S) / n(S)`. One more journey with the set `T` and the outcome `y` changes `v(S)` by
//! `(y - v(S)) / n(S)` for every `S` that contains `T`, and so the credit by
//!
//! ```text
//! e_i = phi_i + n (y A_i(T) - B_i(T))
//! A_i(T) = sum over S containing T of a_i(S) / n(S)
//! B_i(T) = sum over S containing T of a_i(S) v(S) / n(S)
//! ```
//!
//! Journeys that come as a Poisson process give `Var = sum over journeys of e_i^2`; where persons
//! are known, `sum over persons of (sum over their journeys of e_i)^2`: the delta method, to which
//! a bootstrap of the journeys (persons) comes for many replicates.
//!
//! Source: B. Efron, *The Jackknife, the Bootstrap and Other Resampling Plans* (1982), chapter 6.

use super::sets::Sets;
use crate::columns::NO_CODE;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::sure::Sure;
use crate::{Result, parallel};

/// Journeys of all sets whose outcomes those of each set are mixed with.
const BORROWED: f64 = 20.0;

/// Persons in one task; the sums run in a fixed order.
const CHUNK: usize = 1 << 14;

/// `A`, and `B` for conversions and for value, of some players: `width` of them from `first` on, for
/// each set.
#[derive(Debug, Default)]
pub(super) struct Slopes {
    pub(super) first: usize,
    pub(super) width: usize,
    pub(super) reach: Vec<f64>,
    pub(super) conversions: Vec<f64>,
    pub(super) value: Vec<f64>,
}

/// The slopes of one set.
#[derive(Clone, Copy)]
struct Row<'a> {
    reach: &'a [f64],
    conversions: &'a [f64],
    value: &'a [f64],
}

/// Variances of conversions and of value, by player.
pub(super) type Variances = [Vec<f64>; 2];

impl Slopes {
    fn row(&self, set: usize) -> Row<'_> {
        let range = set * self.width..(set + 1) * self.width;
        let of = |cells: &'_ [f64]| -> std::ops::Range<usize> {
            if range.end <= cells.len() { range.clone() } else { 0..0 }
        };
        Row {
            reach: self.reach.get(of(&self.reach)).sure_or_default(),
            conversions: self.conversions.get(of(&self.conversions)).sure_or_default(),
            value: self.value.get(of(&self.value)).sure_or_default(),
        }
    }

    fn part<'a>(&self, shares: &'a [f64]) -> &'a [f64] {
        shares.get(self.first..self.first + self.width).sure_or_default()
    }

    /// Variances when every journey is a unit of its own.
    pub(super) fn over_sets(&self, sets: &Sets, shares: &[Vec<f64>; 2]) -> Variances {
        let n = sets.total();
        let mut sums = [vec![0.0; self.width], vec![0.0; self.width]];
        let [conversions, value] = &mut sums;
        let [share, share_value] = shares.each_ref().map(|shares| self.part(shares));
        for set in 0..sets.len() {
            let at = |column: &[f64]| column.get(set).copied().sure_or(0.0);
            let (journeys, won) = (at(&sets.journeys), at(&sets.conversions));
            let (worth, squares) = (at(&sets.value), at(&sets.squares));
            let row = self.row(set);
            let cells =
                conversions.iter_mut().zip(share).zip(row.reach.iter().zip(row.conversions));
            for ((sum, share), (a, b)) in cells {
                let (lost, gain) = (share - n * b, n * a);
                *sum += won * (lost + gain) * (lost + gain) + (journeys - won) * lost * lost;
            }
            let cells = value.iter_mut().zip(share_value).zip(row.reach.iter().zip(row.value));
            for ((sum, share), (a, b)) in cells {
                let (lost, gain) = (share - n * b, n * a);
                *sum += journeys * lost * lost + 2.0 * lost * gain * worth + gain * gain * squares;
            }
        }
        sums
    }

    /// Variances that a set of few journeys cannot show, because the outcomes of the others are rare or
    /// its values happen to be alike.
    ///
    /// A journey of a set that has `n` converts with the probability `p' = (y + b p) / (n + b)`, where
    /// all journeys do with `p`, and its values are mixed with those of all conversions likewise; what
    /// the variance of its outcome then is above that seen counts, for each of the `n`, by the square
    /// of `n A`.
    pub(super) fn unseen(&self, sets: &Sets) -> Variances {
        let mut sums = [vec![0.0; self.width], vec![0.0; self.width]];
        let n = sets.total();
        let whole = |column: &[f64]| column.iter().sum::<f64>();
        let won = whole(&sets.conversions);
        let by = |sum: f64, count: f64| if count > 0.0 { sum / count } else { 0.0 };
        let (rate, mean) = (by(won, n), by(whole(&sets.value), won));
        let square = by(whole(&sets.squares), won);
        let [conversions, value] = &mut sums;
        for set in 0..sets.len() {
            let at = |column: &[f64]| column.get(set).copied().sure_or(0.0);
            let (journeys, won) = (at(&sets.journeys), at(&sets.conversions));
            let (worth, squares) = (at(&sets.value), at(&sets.squares));
            let own = by(won, journeys);
            let mixed = (won + BORROWED * rate) / (journeys + BORROWED);
            let of_value = |sum: f64, other: f64| (sum + BORROWED * other) / (won + BORROWED);
            let (likely, spread) =
                (mixed * of_value(worth, mean), mixed * of_value(squares, square));
            let seen = by(squares, journeys) - by(worth, journeys).powi(2);
            let more = journeys * (mixed * (1.0 - mixed) - own * (1.0 - own)).max(0.0);
            let more_value = journeys * (spread - likely * likely - seen).max(0.0);
            for (player, reach) in self.row(set).reach.iter().enumerate() {
                let gain = (n * reach).powi(2);
                let cells = [(&mut *conversions, more), (&mut *value, more_value)];
                for (sums, more) in cells {
                    sums.get_mut(player).sure().into_iter().for_each(|sum| *sum += gain * more);
                }
            }
        }
        sums
    }

    /// Variances when persons are the units; `of_journey` has the set of each journey.
    pub(super) fn over_persons(
        &self,
        sets: &Sets,
        shares: &[Vec<f64>; 2],
        of_journey: &[u32],
        journeys: &Journeys,
        persons: &Persons,
    ) -> Result<Variances> {
        let n = sets.total();
        let [share, share_value] = shares.each_ref().map(|shares| self.part(shares));
        let chunks = parallel::map_chunks(persons.len(), CHUNK, |range| {
            let mut sums = [vec![0.0; self.width], vec![0.0; self.width]];
            let mut mine = sums.clone();
            for person in range {
                for journey in persons.journeys(person) {
                    let set = of_journey.get(journey).copied().sure_or(NO_CODE);
                    if set == NO_CODE {
                        continue;
                    }
                    let won = journeys.converted.get(journey).copied().sure_or(false);
                    let (won, worth) = (f64::from(u8::from(won)), journeys.worth_units(journey));
                    let row = self.row(set as usize);
                    let [conversions, value] = &mut mine;
                    let cells = conversions.iter_mut().zip(share);
                    for ((sum, share), (a, b)) in cells.zip(row.reach.iter().zip(row.conversions)) {
                        *sum += share + n * (won * a - b);
                    }
                    let cells = value.iter_mut().zip(share_value);
                    for ((sum, share), (a, b)) in cells.zip(row.reach.iter().zip(row.value)) {
                        *sum += share + n * (worth * a - b);
                    }
                }
                for (sums, mine) in sums.iter_mut().zip(&mut mine) {
                    for (sum, mine) in sums.iter_mut().zip(mine) {
                        *sum += *mine * *mine;
                        *mine = 0.0;
                    }
                }
            }
            Ok(sums)
        })?;
        let mut whole = [vec![0.0; self.width], vec![0.0; self.width]];
        for chunk in &chunks {
            for (whole, chunk) in whole.iter_mut().zip(chunk) {
                whole.iter_mut().zip(chunk).for_each(|(sum, term)| *sum += term);
            }
        }
        Ok(whole)
    }
}

/// The set of each journey; [`NO_CODE`] for one without contacts.
pub(super) fn sets_of(journeys: &Journeys, sets: &Sets) -> Result<Vec<u32>> {
    let parts = parallel::map_chunks(journeys.len(), parallel::CHUNK_ROWS, |range| {
        let mut set = Vec::new();
        Ok(range
            .map(|journey| {
                sets.members_of(journeys.path(journey), &mut set);
                sets.find(&set).map_or(NO_CODE, |set| set as u32)
            })
            .collect::<Vec<u32>>())
    })?;
    Ok(parts.concat())
}

/// Variances of what no touchpoint gets, when persons are the units.
pub(super) fn apart(of_journey: &[u32], journeys: &Journeys, persons: &Persons) -> [f64; 2] {
    let mut squares = [0.0, 0.0];
    for person in 0..persons.len() {
        let (mut won, mut worth) = (0.0, 0.0);
        for journey in persons.journeys(person) {
            if of_journey.get(journey).sure() == Some(&NO_CODE) {
                won += f64::from(u8::from(journeys.converted.get(journey).sure() == Some(&true)));
                worth += journeys.worth_units(journey);
            }
        }
        let [sum, sum_value] = &mut squares;
        *sum += won * won;
        *sum_value += worth * worth;
    }
    squares
}
