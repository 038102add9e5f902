//! How much each journey moves the credits of the Markov model: their variances.
//!
//! The credit of touchpoint `c` is `T_c = C R_c / sum R` with `R_c = P - P_c`, where `P_c` is the
//! probability to convert in the chain without `c` and `C` counts the conversions with a contact.
//! `P_c` depends on the data through the rows of the transition matrix. For one journey with the
//! steps `i -> j`, the derivative of `P_c` by the count of that journey is
//!
//! ```text
//! f_c = sum over its steps of  g_c(i) / n_i * (B_c(j) - B_c(i))
//! ```
//!
//! (`dB = N dP B` for each row, `n_i` the visits to `i`, `B_c` = 1 at the conversion and 0 at null;
//! the start is the row with `g = 1`, `n` = journeys, `B_c` = `P_c`.) `g_c` and `B_c` are those of
//! the chain without `c`, by a rank-one update of the one inverse:
//! `g_c(i) = g(i) - g(c) N(c,i) / N(c,c)`, `B_c(j) = B(j) - N(j,c) B(c) / N(c,c)`. For values, `B`
//! takes the mean value of a conversion and the last step its actual value.
//!
//! With `e_c` the derivative of `T_c` that follows from `f` by the chain rule, journeys that come
//! as a Poisson process give `Var T_c = sum over journeys of e_c^2`; where persons are known, `sum
//! over persons of (sum over their journeys of e_c)^2`. Under the chain the steps of `f_c` are
//! uncorrelated, and this is the variance from independent multinomial rows; when the data are no
//! chain it still is what a bootstrap of the journeys (persons) gives for many replicates.
//!
//! Sources: T. W. Anderson, L. A. Goodman, *Statistical inference about Markov chains*, Annals of
//! Mathematical Statistics 28 (1957) 89-110; B. Efron, *The Jackknife, the Bootstrap and Other
//! Resampling Plans* (1982), chapter 6 (infinitesimal jackknife).

use super::super::clusters::Persons;
use super::chain::{Chain, ratio};
use crate::Result;
use crate::journey::{Journeys, Paths};
use crate::parallel;
use crate::stats::Matrix;

/// Paths (or persons) in one task; the sums run in a fixed order.
const CHUNK: usize = 1 << 14;

/// Derivatives of the credits by the counts.
pub(super) struct Influence<'a> {
    chain: &'a Chain,
    /// For each touchpoint (row) and each removed one (column; the last: none): `g_c / n`.
    weight: Matrix,
    /// `B_c`, and `B_c` with values.
    reach: Matrix,
    worth: Matrix,
    /// `P_c`, and the expected value without `c`.
    rate: Vec<f64>,
    expected: Vec<f64>,
}

/// Room for one journey.
struct Room {
    reach: Vec<f64>,
    worth: Vec<f64>,
    /// Derivatives of the credits in conversions, and in value as `fixed + slope * value`.
    conversions: Vec<f64>,
    fixed: Vec<f64>,
    slope: Vec<f64>,
}

/// Variances of conversions and of value, by touchpoint.
type Variances = (Vec<f64>, Vec<f64>);

impl<'a> Influence<'a> {
    pub(super) fn of(chain: &'a Chain) -> Self {
        let parts = &chain.parts;
        let size = chain.touchpoints.len();
        let (mut weight, mut reach, mut worth) = (
            Matrix::zeros(size, size + 1),
            Matrix::zeros(size, size + 1),
            Matrix::zeros(size, size + 1),
        );
        let n = &parts.fundamental;
        let take = |column: &[f64], at: usize| column.get(at).copied().unwrap_or(0.0);
        for state in 0..size {
            let visits = take(&parts.visits, state);
            for removed in 0..size {
                let own = n.at(removed, removed);
                let passed = take(&parts.passes, removed) * n.at(removed, state) / own;
                let met = n.at(state, removed) / own;
                let put = |matrix: &mut Matrix, cell: f64| {
                    if let Some(place) = matrix.row_mut(state).get_mut(removed) {
                        *place = if state == removed { 0.0 } else { cell };
                    }
                };
                put(&mut weight, ratio(take(&parts.passes, state) - passed, visits));
                put(&mut reach, take(&parts.reach, state) - met * take(&parts.reach, removed));
                put(&mut worth, take(&parts.worth, state) - met * take(&parts.worth, removed));
            }
            let whole = |matrix: &mut Matrix, cell: f64| {
                if let Some(place) = matrix.row_mut(state).last_mut() {
                    *place = cell;
                }
            };
            whole(&mut weight, ratio(take(&parts.passes, state), visits));
            whole(&mut reach, take(&parts.reach, state));
            whole(&mut worth, take(&parts.worth, state));
        }
        let without = |whole: f64, lost: &[f64]| -> Vec<f64> {
            lost.iter().map(|part| whole - part).chain([whole]).collect()
        };
        Self {
            rate: without(chain.conversion_rate, &parts.lost),
            expected: without(chain.expected_value, &parts.lost_value),
            chain,
            weight,
            reach,
            worth,
        }
    }

    fn room(&self) -> Room {
        let size = self.chain.touchpoints.len();
        let wide = vec![0.0; size + 1];
        Room {
            reach: wide.clone(),
            worth: wide,
            conversions: vec![0.0; size],
            fixed: vec![0.0; size],
            slope: vec![0.0; size],
        }
    }

    /// Sums the steps of a path that has any, up to its end; gives the last touchpoint.
    fn walk(&self, path: &[u32], room: &mut Room) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let journeys = self.chain.parts.journeys;
        let mut from = *first as usize;
        begin(&mut room.reach, self.reach.row(from), &self.rate, journeys);
        begin(&mut room.worth, self.worth.row(from), &self.expected, journeys);
        for code in rest {
            let to = *code as usize;
            if to == from {
                continue;
            }
            let weight = self.weight.row(from);
            step(&mut room.reach, weight, self.reach.row(from), self.reach.row(to));
            step(&mut room.worth, weight, self.worth.row(from), self.worth.row(to));
            from = to;
        }
        Some(from)
    }

    /// Derivatives of the credits by a journey that ended after touchpoint `last`.
    fn close(&self, last: usize, converted: bool, room: &mut Room) {
        let one = f64::from(u8::from(converted));
        let weight = self.weight.row(last);
        let reach = self.reach.row(last);
        let steps = room.reach.iter().zip(weight).zip(reach);
        let ends = steps.map(|((x, a), b)| x + a * (one - b));
        self.credits(ends, false, one, &mut room.conversions);
        let steps = room.worth.iter().zip(weight).zip(self.worth.row(last));
        let ends = steps.map(|((x, a), b)| x - a * b);
        self.credits(ends, true, 0.0, &mut room.fixed);
        if converted {
            self.credits(weight.iter().copied(), true, 1.0, &mut room.slope);
        } else {
            room.slope.fill(0.0);
        }
    }

    /// From derivatives of `P_c` (the last one: of `P`) to those of the credits
    /// `T_c = total * R_c / sum R`, where the journey itself adds `own` to the total.
    fn credits(
        &self,
        rates: impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone,
        value: bool,
        own: f64,
        out: &mut [f64],
    ) {
        let parts = &self.chain.parts;
        let (lost, credit) = if value {
            (&parts.lost_value, &self.chain.value)
        } else {
            (&parts.lost, &self.chain.conversions)
        };
        let (effects, total) = (lost.iter().sum::<f64>(), credit.iter().sum::<f64>());
        let mut from_end = rates.clone();
        let whole = from_end.next_back().unwrap_or(0.0);
        let all: f64 = from_end.map(|rate| whole - rate).sum();
        for ((place, rate), lost) in out.iter_mut().zip(rates).zip(lost) {
            let share = ratio(*lost, effects);
            *place = ratio(total, effects) * (whole - rate - share * all) + share * own;
        }
    }

    /// Variances when every journey is a unit of its own.
    pub(super) fn over_paths(&self, paths: &Paths) -> Result<Variances> {
        let size = self.chain.touchpoints.len();
        let chunks = parallel::map_chunks(paths.len(), CHUNK, |range| {
            let mut room = self.room();
            let mut sums = (vec![0.0; size + 1], vec![0.0; size + 1]);
            for path in range {
                let at = |column: &[f64]| column.get(path).copied().unwrap_or(0.0);
                let (conversions, nulls) = (at(&paths.conversions), at(&paths.nulls));
                let (value, squares) = (at(&paths.value), at(&paths.value_squares));
                let Some(last) = self.walk(paths.path(path), &mut room) else {
                    add(&mut sums.0, size, conversions);
                    add(&mut sums.1, size, squares);
                    continue;
                };
                if conversions > 0.0 {
                    self.close(last, true, &mut room);
                    for (sum, e) in sums.0.iter_mut().zip(&room.conversions) {
                        *sum += conversions * e * e;
                    }
                    for ((sum, a), b) in sums.1.iter_mut().zip(&room.fixed).zip(&room.slope) {
                        *sum += conversions * a * a + 2.0 * a * b * value + b * b * squares;
                    }
                } else if squares > 0.0 {
                    self.loose(squares, &mut sums.1);
                }
                if nulls > 0.0 {
                    self.close(last, false, &mut room);
                    for (sum, e) in sums.0.iter_mut().zip(&room.conversions) {
                        *sum += nulls * e * e;
                    }
                    for (sum, e) in sums.1.iter_mut().zip(&room.fixed) {
                        *sum += nulls * e * e;
                    }
                }
            }
            Ok(sums)
        })?;
        Ok(self.whole(&chunks))
    }

    /// Value without a conversion only adds to the total that is split.
    fn loose(&self, squares: f64, sums: &mut [f64]) {
        let lost = &self.chain.parts.lost_value;
        let effects: f64 = lost.iter().sum();
        for (sum, lost) in sums.iter_mut().zip(lost) {
            let share = ratio(*lost, effects);
            *sum += share * share * squares;
        }
    }

    /// Variances when persons are the units.
    pub(super) fn over_persons(&self, journeys: &Journeys, persons: &Persons) -> Result<Variances> {
        let size = self.chain.touchpoints.len();
        let chunks = parallel::map_chunks(persons.len(), CHUNK, |range| {
            let mut room = self.room();
            let mut sums = (vec![0.0; size + 1], vec![0.0; size + 1]);
            let mut person_sums = sums.clone();
            for person in range {
                for journey in persons.journeys(person) {
                    let converted = journeys.converted.get(journey).copied().unwrap_or(false);
                    let worth = journeys.worth_units(journey);
                    let Some(last) = self.walk(journeys.path(journey), &mut room) else {
                        add(&mut person_sums.0, size, f64::from(u8::from(converted)));
                        add(&mut person_sums.1, size, worth);
                        continue;
                    };
                    self.close(last, converted, &mut room);
                    for (sum, e) in person_sums.0.iter_mut().zip(&room.conversions) {
                        *sum += e;
                    }
                    let ends = room.fixed.iter().zip(&room.slope);
                    for (sum, (a, b)) in person_sums.1.iter_mut().zip(ends) {
                        *sum += a + b * worth;
                    }
                }
                square(&mut sums.0, &mut person_sums.0);
                square(&mut sums.1, &mut person_sums.1);
            }
            Ok(sums)
        })?;
        Ok(self.whole(&chunks))
    }

    /// The sums of all chunks, in their order.
    fn whole(&self, chunks: &[Variances]) -> Variances {
        let size = self.chain.touchpoints.len();
        let mut whole = (vec![0.0; size + 1], vec![0.0; size + 1]);
        for chunk in chunks {
            whole.0.iter_mut().zip(&chunk.0).for_each(|(sum, term)| *sum += term);
            whole.1.iter_mut().zip(&chunk.1).for_each(|(sum, term)| *sum += term);
        }
        whole
    }
}

/// The step from the start.
fn begin(sums: &mut [f64], first: &[f64], rate: &[f64], journeys: f64) {
    for ((sum, b), p) in sums.iter_mut().zip(first).zip(rate) {
        *sum = (b - p) / journeys;
    }
}

/// One step between touchpoints.
fn step(sums: &mut [f64], weight: &[f64], from: &[f64], to: &[f64]) {
    for (((sum, a), b), c) in sums.iter_mut().zip(weight).zip(from).zip(to) {
        *sum += a * (c - b);
    }
}

fn add(sums: &mut [f64], place: usize, term: f64) {
    if let Some(sum) = sums.get_mut(place) {
        *sum += term;
    }
}

/// Adds the squares of a person's sums and empties them.
fn square(sums: &mut [f64], person: &mut [f64]) {
    for (sum, term) in sums.iter_mut().zip(person) {
        *sum += *term * *term;
        *term = 0.0;
    }
}
