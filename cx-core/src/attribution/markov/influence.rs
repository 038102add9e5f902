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

use super::chain::{Chain, ratio};
use super::field::Field;
use super::options::Removal;
use super::space::Tuples;
use super::state_chain::StateChain;
use crate::Result;
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::journey::persons::Persons;
use crate::parallel;
use crate::sure::{Sure, paired};

/// Paths (or persons) in one task; the sums run in a fixed order.
const CHUNK: usize = 1 << 14;

/// Derivatives of the credits by the counts.
pub(super) struct Influence<'a> {
    field: &'a Field,
    /// Probability lost with each touchpoint, and expected value lost.
    lost: &'a [f64],
    lost_value: &'a [f64],
    /// The credits.
    conversions: &'a [f64],
    value: &'a [f64],
    /// With reconnection: the touchpoints of each state, whose chain a journey leaves there.
    detour: Option<&'a Tuples>,
}

/// Working memory for one journey.
struct Scratch {
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
    /// Of a chain of order 1.
    pub(super) fn of(chain: &'a Chain, field: &'a Field) -> Self {
        Self {
            field,
            lost: &chain.parts.lost,
            lost_value: &chain.parts.lost_value,
            conversions: &chain.conversions,
            value: &chain.value,
            detour: None,
        }
    }

    /// Of a chain of any order.
    pub(super) fn of_states(chain: &'a StateChain) -> Self {
        Self {
            field: &chain.field,
            lost: &chain.lost,
            lost_value: &chain.lost_value,
            conversions: &chain.conversions,
            value: &chain.value,
            detour: (chain.removal == Removal::Reconnect).then_some(&chain.tuples),
        }
    }

    fn scratch(&self) -> Scratch {
        let size = self.lost.len();
        let wide = vec![0.0; size + 1];
        Scratch {
            reach: wide.clone(),
            worth: wide,
            conversions: vec![0.0; size],
            fixed: vec![0.0; size],
            slope: vec![0.0; size],
        }
    }

    /// Sums the steps of a way that has any, up to its end; gives the last state.
    fn walk(&self, way: &[u32], scratch: &mut Scratch) -> Option<usize> {
        let (first, rest) = way.split_first()?;
        let Field { weight, reach, worth, rate, expected, journeys } = self.field;
        let mut from = *first as usize;
        begin(&mut scratch.reach, reach.row(from), rate, journeys);
        begin(&mut scratch.worth, worth.row(from), expected, journeys);
        if let Some(states) = self.detour {
            for code in states.of(from) {
                for sums in [&mut scratch.reach, &mut scratch.worth] {
                    sums.get_mut(*code as usize).sure().into_iter().for_each(|sum| *sum = 0.0);
                }
            }
        }
        for code in rest {
            let to = *code as usize;
            if to == from {
                continue;
            }
            step(&mut scratch.reach, weight.row(from), reach.row(from), reach.row(to));
            step(&mut scratch.worth, weight.row(from), worth.row(from), worth.row(to));
            if let Some(code) = self.detour.and_then(|states| states.of(to).last()) {
                // A step out of a chain is no step of it.
                let out = *code as usize;
                let weight = weight.at(from, out);
                add(&mut scratch.reach, out, weight * reach.at(from, out));
                add(&mut scratch.worth, out, weight * worth.at(from, out));
            }
            from = to;
        }
        Some(from)
    }

    /// Derivatives of the credits by a journey that ended after state `last`.
    fn close(&self, last: Option<usize>, converted: bool, scratch: &mut Scratch) {
        let Some(last) = last else { return self.close_direct(converted, scratch) };
        let one = f64::from(u8::from(converted));
        let weight = self.field.weight.row(last);
        let reach = self.field.reach.row(last);
        let steps = scratch.reach.iter().zip(weight).zip(reach);
        let ends = steps.map(|((x, a), b)| x + a * (one - b));
        self.credits(ends, false, one, &mut scratch.conversions);
        let steps = scratch.worth.iter().zip(weight).zip(self.field.worth.row(last));
        let ends = steps.map(|((x, a), b)| x - a * b);
        self.credits(ends, true, 0.0, &mut scratch.fixed);
        if converted {
            self.credits(weight.iter().copied(), true, 1.0, &mut scratch.slope);
        } else {
            scratch.slope.fill(0.0);
        }
    }

    /// Derivatives of the credits by a journey without contact: with reconnection it is a larger
    /// part of the journeys that remain, otherwise it moves nothing.
    fn close_direct(&self, converted: bool, scratch: &mut Scratch) {
        let one = f64::from(u8::from(converted));
        if self.detour.is_none() {
            for sums in [&mut scratch.conversions, &mut scratch.fixed, &mut scratch.slope] {
                sums.fill(0.0);
            }
            return;
        }
        let Field { rate, expected, journeys, .. } = self.field;
        let by = |total: f64, journeys: f64| ratio(total, journeys);
        let ends = rate.iter().zip(journeys).map(|(rate, n)| by(1.0, *n) * (one - rate));
        self.credits(ends, false, 0.0, &mut scratch.conversions);
        let ends = expected.iter().zip(journeys).map(|(worth, n)| -by(1.0, *n) * worth);
        self.credits(ends, true, 0.0, &mut scratch.fixed);
        if converted {
            let ends = journeys.iter().map(|n| by(1.0, *n));
            self.credits(ends, true, 0.0, &mut scratch.slope);
        } else {
            scratch.slope.fill(0.0);
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
        let (lost, credit) =
            if value { (self.lost_value, self.value) } else { (self.lost, self.conversions) };
        let floor = self.floor();
        let counts = |lost: f64| f64::from(u8::from(lost > floor));
        let (effects, total) =
            (lost.iter().map(|lost| lost.max(floor)).sum::<f64>(), credit.iter().sum::<f64>());
        let mut from_end = rates.clone();
        let whole = from_end.next_back().sure_or(0.0);
        let each = from_end.zip(lost);
        let all: f64 = each.map(|(rate, lost)| counts(*lost) * (whole - rate)).sum();
        for ((place, rate), lost) in out.iter_mut().zip(rates).zip(lost) {
            let share = ratio(lost.max(floor), effects);
            let own_part = counts(*lost) * (whole - rate);
            *place = ratio(total, effects) * (own_part - share * all) + share * own;
        }
    }

    /// With reconnection, only positive effects count.
    fn floor(&self) -> f64 {
        if self.detour.is_some() { 0.0 } else { f64::NEG_INFINITY }
    }

    /// Variances when every journey is a unit of its own.
    pub(super) fn over_paths<'p>(
        &self,
        paths: &Paths,
        way: impl Fn(usize) -> &'p [u32] + Sync + Send,
    ) -> Result<Variances> {
        let size = self.lost.len();
        let chunks = parallel::map_chunks(paths.len(), CHUNK, |range| {
            let mut scratch = self.scratch();
            let mut sums = (vec![0.0; size + 1], vec![0.0; size + 1]);
            for path in range {
                let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
                let (conversions, nulls) = (at(&paths.conversions), at(&paths.nulls));
                let (value, squares) = (at(&paths.value), at(&paths.value_squares));
                let last = self.walk(way(path), &mut scratch);
                if last.is_none() {
                    add(&mut sums.0, size, conversions);
                    add(&mut sums.1, size, squares);
                }
                if conversions > 0.0 {
                    self.close(last, true, &mut scratch);
                    for (sum, e) in sums.0.iter_mut().zip(&scratch.conversions) {
                        *sum += conversions * e * e;
                    }
                    for ((sum, a), b) in sums.1.iter_mut().zip(&scratch.fixed).zip(&scratch.slope) {
                        *sum += conversions * a * a + 2.0 * a * b * value + b * b * squares;
                    }
                } else if squares > 0.0 && last.is_some() {
                    self.loose(squares, &mut sums.1);
                }
                if nulls > 0.0 {
                    self.close(last, false, &mut scratch);
                    for (sum, e) in sums.0.iter_mut().zip(&scratch.conversions) {
                        *sum += nulls * e * e;
                    }
                    for (sum, e) in sums.1.iter_mut().zip(&scratch.fixed) {
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
        let effects: f64 = self.lost_value.iter().map(|lost| lost.max(self.floor())).sum();
        for (sum, lost) in sums.iter_mut().zip(self.lost_value) {
            let share = ratio(lost.max(self.floor()), effects);
            *sum += share * share * squares;
        }
    }

    /// Variances when persons are the units.
    pub(super) fn over_persons<'p>(
        &self,
        journeys: &Journeys,
        persons: &Persons,
        way: impl Fn(usize) -> &'p [u32] + Sync + Send,
    ) -> Result<Variances> {
        let size = self.lost.len();
        let chunks = parallel::map_chunks(persons.len(), CHUNK, |range| {
            let mut scratch = self.scratch();
            let mut sums = (vec![0.0; size + 1], vec![0.0; size + 1]);
            let mut person_sums = sums.clone();
            for person in range {
                for journey in persons.journeys(person) {
                    let converted = journeys.converted.get(journey).copied().sure_or(false);
                    let worth = journeys.worth_units(journey);
                    let last = self.walk(way(journey), &mut scratch);
                    if last.is_none() {
                        add(&mut person_sums.0, size, f64::from(u8::from(converted)));
                        add(&mut person_sums.1, size, worth);
                    }
                    self.close(last, converted, &mut scratch);
                    for (sum, e) in person_sums.0.iter_mut().zip(&scratch.conversions) {
                        *sum += e;
                    }
                    let ends = scratch.fixed.iter().zip(&scratch.slope);
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
        let size = self.lost.len();
        let mut whole = (vec![0.0; size + 1], vec![0.0; size + 1]);
        for chunk in chunks {
            paired(&mut whole.0, &chunk.0).for_each(|(sum, term)| *sum += term);
            paired(&mut whole.1, &chunk.1).for_each(|(sum, term)| *sum += term);
        }
        whole
    }
}

/// The step from the start.
fn begin(sums: &mut [f64], first: &[f64], rate: &[f64], journeys: &[f64]) {
    for (((sum, b), p), n) in sums.iter_mut().zip(first).zip(rate).zip(journeys) {
        *sum = if *n > 0.0 { (b - p) / n } else { 0.0 };
    }
}

/// One step between touchpoints.
fn step(sums: &mut [f64], weight: &[f64], from: &[f64], to: &[f64]) {
    for (((sum, a), b), c) in sums.iter_mut().zip(weight).zip(from).zip(to) {
        *sum += a * (c - b);
    }
}

fn add(sums: &mut [f64], place: usize, term: f64) {
    if let Some(sum) = sums.get_mut(place).sure() {
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
