//! An absorbing chain of any order, solved for every touchpoint taken out of it.

use super::chain::ratio;
use super::counts::StateCounts;
use super::field::Field;
use super::fixed_point::{Equations, Mask, most_steps, shares};
use super::links::{Groups, Links};
use super::options::{Removal, States};
use super::space::Tuples;
use super::weight::Weight;
use crate::stats::Matrix;
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// States times touchpoints that are solved at once: beyond, the memory would be gigabytes.
const MOST: u64 = 1 << 25;

/// A chain whose states are runs of touchpoints, see [`States`].
///
/// With `Q` the transitions between states, `r` those into the conversion, `s` the starts, `d` the
/// journeys that convert without any contact, and `x_c` for the chain without the states `A` in
/// which touchpoint `c` occurs:
///
/// ```text
/// B   = r + Q B                       probability to convert after a state
/// P   = s B + d                       probability to convert = conversions / journeys, at any order
/// g_c = s + g_c Q outside A           visits before c is met first
/// R_c = sum over A of (s + g_c Q) B   probability to convert on a way through c
/// ```
///
/// `removal_effect = R_c / P`, credit `= C R_c / sum R`. Values take `r_i m_i` for `r_i`, with
/// `m_i` the mean value of conversions after state `i`; values above 0 and the sizes of those below
/// have a chain each, of which the credit is the difference. `R_c` is a sum of products that are not
/// negative: nothing is subtracted, so nothing can become negative by rounding. Where the order
/// reaches the longest journey, a removal effect is the share of conversions whose journey has the
/// touchpoint.
///
/// With [`Removal::Reconnect`], rows are scaled to 1 after states of `A` are left out, and
/// `R_c = P - P_c` has a sign; credits are in proportion to the positive effects, and intervals fail
/// where an effect is near 0.
///
/// `error_bound` is an upper bound of the numerical error of every removal effect: with `e` the
/// residual of the equations, `|B - B*| <= max |e| max(N 1)` (the expected length of the rest of a
/// journey, itself bounded from above), and `|R_c - R_c*| <= sum |e_c| max B + max |B - B*| sum s`.
///
/// Sources: J. G. Kemeny, J. L. Snell, *Finite Markov Chains* (1976), chapter 3; E. Anderl,
/// I. Becker, F. v. Wangenheim, J. H. Schumann, *Mapping the customer journey*, International
/// Journal of Research in Marketing 33 (2016) 457-474.
#[derive(Debug, Clone, PartialEq)]
pub struct StateChain {
    /// How many contacts a state remembers.
    pub order: u32,
    /// What the states are.
    pub space: States,
    /// What became of a touchpoint taken out.
    pub removal: Removal,
    /// How many states there are.
    pub states: usize,
    /// How many transitions between states.
    pub links: usize,
    /// Names of the touchpoints.
    pub touchpoints: Vec<String>,
    /// Probability that a journey converts.
    pub conversion_rate: f64,
    /// Expected value of a journey.
    pub expected_value: f64,
    /// `R_c / P` of each touchpoint.
    pub removal_effect: Vec<f64>,
    /// The same for the expected value.
    pub removal_effect_value: Vec<f64>,
    /// Credit in conversions: positive removal effects made to sum to the conversions with a
    /// contact.
    pub conversions: Vec<f64>,
    /// Credit in value.
    pub value: Vec<f64>,
    /// Conversions, and value, that no touchpoint gets.
    pub unattributed: [f64; 2],
    /// No removal effect is further than this from the exact solution.
    pub error_bound: f64,
    pub(super) lost: Vec<f64>,
    pub(super) lost_value: Vec<f64>,
    pub(super) field: Field,
    pub(super) tuples: Tuples,
}

/// The counts as numbers.
pub(super) struct Numbers {
    pub(super) journeys: f64,
    pub(super) visits: Vec<f64>,
    pub(super) starts: Vec<f64>,
    pub(super) won: Vec<f64>,
    pub(super) lost: Vec<f64>,
    pub(super) value: Vec<f64>,
    pub(super) moves: Vec<(u32, u32, f64)>,
    direct: f64,
    direct_lost: f64,
    direct_value: f64,
    /// Value without conversion, after and without contact.
    loose: [f64; 2],
    below: Option<Box<Lost>>,
}

/// The sizes of values below 0, as the values of [`Numbers`].
struct Lost {
    value: Vec<f64>,
    direct: f64,
    loose: [f64; 2],
}

impl Numbers {
    pub(super) fn of(counts: &StateCounts) -> Result<Self> {
        let each = |pick: fn(&super::counts::Ends) -> &Weight| -> Result<Vec<f64>> {
            counts.ends.iter().map(|ends| pick(ends).value()).collect()
        };
        let (starts, won) = (each(|ends| &ends.starts)?, each(|ends| &ends.won)?);
        let lost = each(|ends| &ends.lost)?;
        let value = counts.ends.iter().map(|ends| ends.value.value()).collect::<Result<_>>()?;
        let moves = counts.moves.iter().map(|m| Ok((m.from, m.to, m.count.value()?)));
        let moves = moves.collect::<Result<Vec<_>>>()?;
        let mut visits: Vec<f64> = won.iter().zip(&lost).map(|(won, lost)| won + lost).collect();
        for (from, _, count) in &moves {
            if let Some(sum) = visits.get_mut(*from as usize).sure() {
                *sum += count;
            }
        }
        let (direct, direct_lost) = (counts.direct.value()?, counts.direct_lost.value()?);
        let [with, without] = &counts.loose;
        let [with_below, without_below] = &counts.loose_below;
        let sizes = Lost {
            value: counts.ends.iter().map(|ends| ends.below.value()).collect::<Result<_>>()?,
            direct: counts.direct_below.value()?,
            loose: [with_below.value()?, without_below.value()?],
        };
        let any =
            sizes.value.iter().chain([&sizes.direct]).chain(&sizes.loose).any(|sum| *sum > 0.0);
        Ok(Self {
            journeys: starts.iter().sum::<f64>() + direct + direct_lost,
            visits,
            starts,
            won,
            lost,
            value,
            moves,
            direct,
            direct_lost,
            direct_value: counts.direct_value.value()?,
            loose: [with.value()?, without.value()?],
            below: any.then(|| Box::new(sizes)),
        })
    }

    /// Takes the sizes of values below 0 instead of those above; nothing where there are none.
    pub(super) fn into_lost(mut self) -> Option<Self> {
        let Lost { value, direct, loose } = *self.below.take()?;
        Some(Self { value, direct_value: direct, loose, ..self })
    }

    /// All value of conversions.
    pub(super) fn worth(&self) -> f64 {
        self.value.iter().sum::<f64>() + self.direct_value
    }

    /// Journeys without contact that converted, and that did not.
    pub(super) fn direct_ends(&self) -> [f64; 2] {
        [self.direct, self.direct_lost]
    }

    /// Parts of the visits to each state.
    pub(super) fn parts(&self, of: &[f64]) -> Vec<f64> {
        of.iter().zip(&self.visits).map(|(part, visits)| ratio(*part, *visits)).collect()
    }
}

/// The chain while it is solved.
struct System<'a> {
    numbers: &'a Numbers,
    tuples: &'a Tuples,
    touchpoints: usize,
    links: Links,
    groups: Groups,
    /// With reconnection: what remains of rows, and of the start (a touchpoint each, then 1).
    kept: Option<Links>,
    start: Vec<f64>,
}

impl<'a> System<'a> {
    fn new(numbers: &'a Numbers, tuples: &'a Tuples, touchpoints: usize, removal: Removal) -> Self {
        let links = shares(tuples.len(), numbers.moves.iter().copied(), &numbers.visits);
        let groups = links.groups();
        let mut start = vec![1.0; touchpoints + 1];
        let kept = match removal {
            Removal::Redirect => None,
            Removal::Reconnect => {
                start = kept_starts(numbers, tuples, touchpoints);
                Some(kept_rows(numbers, tuples))
            }
        };
        Self { numbers, tuples, touchpoints, links, groups, kept, start }
    }

    fn mask(&self) -> Mask<'_> {
        Mask { states: self.tuples, kept: self.kept.as_ref(), plus: 0.0, alive: None }
    }

    /// Sums of a row vector of starts times the unknowns, with what converts without contact.
    fn at_start(&self, x: &Matrix, direct: f64) -> Vec<f64> {
        let mut sums = vec![ratio(direct, self.numbers.journeys); self.touchpoints + 1];
        for (state, starts) in self.numbers.starts.iter().enumerate() {
            let share = ratio(*starts, self.numbers.journeys);
            for (sum, x) in sums.iter_mut().zip(x.row(state)) {
                *sum += share * x;
            }
        }
        sums.iter().zip(&self.start).map(|(sum, kept)| ratio(*sum, *kept)).collect()
    }

    /// For each touchpoint, the probability (and value) of a conversion on a way through it.
    fn through(&self, forward: &Equations<'_>, x: &Matrix, ends: [&[f64]; 2]) -> [Vec<f64>; 2] {
        let mut lost = [vec![0.0; self.touchpoints], vec![0.0; self.touchpoints]];
        let mut row = vec![0.0; self.touchpoints + 1];
        let mut met = vec![usize::MAX; self.touchpoints];
        for state in 0..self.tuples.len() {
            forward.right(state, x, &mut row);
            for code in self.tuples.of(state) {
                let at = *code as usize;
                let Some(last) = met.get_mut(at).sure() else { continue };
                if std::mem::replace(last, state) == state {
                    continue;
                }
                for (lost, end) in lost.iter_mut().zip(ends) {
                    if let (Some(sum), Some(entries), Some(end)) =
                        (lost.get_mut(at).sure(), row.get(at).sure(), end.get(state).sure())
                    {
                        *sum += entries * end;
                    }
                }
            }
        }
        lost
    }
}

/// What remains of the start without the states of each touchpoint; the last entry is 1.
fn kept_starts(numbers: &Numbers, tuples: &Tuples, touchpoints: usize) -> Vec<f64> {
    let mut gone = vec![0.0; touchpoints + 1];
    let mut met = vec![usize::MAX; touchpoints];
    for (state, starts) in numbers.starts.iter().enumerate() {
        for code in tuples.of(state) {
            if let (Some(sum), Some(last)) =
                (gone.get_mut(*code as usize).sure(), met.get_mut(*code as usize).sure())
                && std::mem::replace(last, state) != state
            {
                *sum += starts;
            }
        }
    }
    gone.iter().map(|gone| ratio(numbers.journeys - gone, numbers.journeys)).collect()
}

/// What remains of the row of each state without the touchpoint that each of its moves adds.
fn kept_rows(numbers: &Numbers, tuples: &Tuples) -> Links {
    let kept = numbers.moves.iter().filter_map(|(from, to, count)| {
        let added = *tuples.of(*to as usize).last()?;
        let visits = numbers.visits.get(*from as usize).copied().sure_or(0.0);
        let masked = tuples.of(*from as usize).contains(&added);
        (!masked).then(|| (*from, added, ratio(visits - count, visits)))
    });
    Links::new(tuples.len(), kept)
}

impl StateChain {
    pub(super) fn solve(counts: &StateCounts, removal: Removal) -> Result<Self> {
        let (size, width) = (counts.states.len(), counts.touchpoints.len() + 1);
        let found = size as u64 * width as u64;
        if found > MOST {
            let what = "states of a Markov chain times touchpoints (lower its order, or bring rare \
                        touchpoints together)";
            return Err(Error::TooMany { what, found, limit: MOST });
        }
        let numbers = Numbers::of(counts)?;
        let chain = Self::of_numbers(counts, &numbers, removal)?;
        match numbers.into_lost() {
            None => Ok(chain),
            Some(lost) => Ok(chain.less(&Self::of_numbers(counts, &lost, removal)?)),
        }
    }

    /// This chain of what was gained, less one of what was lost, in sizes.
    fn less(mut self, lost: &Self) -> Self {
        let [gained, other] = [self.expected_value, lost.expected_value];
        let pairs = self.removal_effect_value.iter_mut().zip(&lost.removal_effect_value);
        pairs.for_each(|(a, b)| *a = ratio(*a * gained + b * other, gained + other));
        self.value.iter_mut().zip(&lost.value).for_each(|(a, b)| *a -= b);
        let ([_, left], [_, left_lost]) = (&mut self.unattributed, lost.unattributed);
        *left -= left_lost;
        self.expected_value -= other;
        self.error_bound = self.error_bound.max(lost.error_bound);
        self
    }

    fn of_numbers(counts: &StateCounts, numbers: &Numbers, removal: Removal) -> Result<Self> {
        let width = counts.touchpoints.len() + 1;
        let size = counts.states.len();
        let system = System::new(numbers, &counts.states, width - 1, removal);
        let ones = vec![1.0; width];
        let (won, value) = (numbers.parts(&numbers.won), numbers.parts(&numbers.value));
        let backward = |by_state| Equations {
            links: &system.links,
            groups: &system.groups,
            by_state,
            by_column: &ones,
            mask: system.mask(),
        };
        let (turned, turned_groups) = (system.links.transposed(), system.groups.reversed());
        let starts: Vec<f64> =
            numbers.starts.iter().map(|starts| ratio(*starts, numbers.journeys)).collect();
        let scales: Vec<f64> = system.start.iter().map(|kept| ratio(1.0, *kept)).collect();
        let forward = Equations {
            links: &turned,
            groups: &turned_groups,
            by_state: &starts,
            by_column: &scales,
            mask: system.mask(),
        };
        let (reach, worth) = (backward(&won).solve()?, backward(&value).solve()?);
        let passes = forward.solve()?;
        let rate = system.at_start(&reach, numbers.direct);
        let expected = system.at_start(&worth, numbers.direct_value);
        let whole = |column: &[f64]| column.last().copied().sure_or(0.0);
        let (conversion_rate, expected_value) = (whole(&rate), whole(&expected));
        let without = |rates: &[f64], all: f64| -> Vec<f64> {
            rates.iter().take(width - 1).map(|rate| all - rate).collect()
        };
        let [lost, lost_value] = match removal {
            Removal::Redirect => {
                let ends = [last_column(&reach), last_column(&worth)];
                system.through(&forward, &passes, ends.each_ref().map(Vec::as_slice))
            }
            Removal::Reconnect => {
                [without(&rate, conversion_rate), without(&expected, expected_value)]
            }
        };
        let bounds = Bounds { system: &system, forward: &forward, passes: &passes };
        let error_bound = bounds
            .of(&backward(&won), &reach, &lost, conversion_rate)?
            .max(bounds.of(&backward(&value), &worth, &lost_value, expected_value)?);
        let (contact, contact_value) = (
            numbers.won.iter().sum::<f64>(),
            numbers.value.iter().sum::<f64>() + numbers.loose.first().copied().sure_or(0.0),
        );
        let [_, loose_direct] = numbers.loose;
        let (conversions, left) = split(contact, &lost, removal);
        let (credit_value, left_value) = split(contact_value, &lost_value, removal);
        let journeys = system.start.iter().map(|kept| numbers.journeys * kept).collect();
        let weight = by_visits(passes, &numbers.visits);
        Ok(Self {
            order: counts.order,
            space: counts.space,
            removal,
            states: size,
            links: system.links.len(),
            touchpoints: counts.touchpoints.to_vec(),
            removal_effect: lost.iter().map(|x| ratio(*x, conversion_rate)).collect(),
            removal_effect_value: lost_value.iter().map(|x| ratio(*x, expected_value)).collect(),
            conversion_rate,
            expected_value,
            conversions,
            value: credit_value,
            unattributed: [numbers.direct + left, numbers.direct_value + loose_direct + left_value],
            error_bound,
            lost,
            lost_value,
            field: Field { weight, reach, worth, rate, expected, journeys },
            tuples: counts.states.clone(),
        })
    }
}

/// Bounds of the error of removal effects.
struct Bounds<'a> {
    system: &'a System<'a>,
    forward: &'a Equations<'a>,
    passes: &'a Matrix,
}

impl Bounds<'_> {
    /// The largest over all touchpoints, for conversions or for values.
    fn of(&self, equations: &Equations<'_>, x: &Matrix, lost: &[f64], whole: f64) -> Result<f64> {
        let steps = if self.system.kept.is_none() {
            most_steps(&Equations { by_column: &[1.0], ..*equations })?
        } else {
            let mask = Mask { alive: Some(x), ..equations.mask };
            most_steps(&Equations { mask, ..*equations })?
        };
        let residuals = equations.residual(x);
        // Journeys with a contact, of those that remain in the chain of each column.
        let contact = self.forward.by_state.iter().sum::<f64>();
        let errors: Vec<f64> = residuals
            .iter()
            .zip(&self.system.start)
            .enumerate()
            .map(|(at, (residual, kept))| {
                let steps = steps.get(at).or(steps.last()).copied().or_absent(f64::INFINITY);
                let share = ratio(contact, *kept).min(1.0);
                if residual.largest > 0.0 { residual.largest * steps * share } else { 0.0 }
            })
            .collect();
        let error = errors.last().copied().or_absent(0.0);
        let highest = (0..x.rows())
            .map(|state| x.at(state, self.system.touchpoints).abs())
            .fold(0.0_f64, f64::max);
        let entered: Vec<f64> = match &self.system.kept {
            None => self.forward.residual(self.passes).iter().map(|e| e.sum * highest).collect(),
            Some(_) => errors.clone(),
        };
        let bound = lost.iter().zip(entered).map(|(lost, own)| {
            if whole > 0.0 { (own + error + (lost / whole).abs() * error) / whole } else { 0.0 }
        });
        Ok(bound.fold(0.0, f64::max))
    }
}

fn last_column(x: &Matrix) -> Vec<f64> {
    (0..x.rows()).map(|state| x.row(state).last().copied().sure_or(0.0)).collect()
}

/// For each of the given states: the probability to convert after it, and the shares of the
/// conversions and of the value that pass through it.
pub(super) fn state_effects(
    counts: &StateCounts,
    numbers: &Numbers,
    states: &[u32],
) -> Result<Vec<[f64; 3]>> {
    let (size, width) = (counts.states.len(), states.len() + 1);
    let found = size as u64 * width as u64;
    if found > MOST {
        let what = "states of a Markov chain times sequences (ask for fewer of them)";
        return Err(Error::TooMany { what, found, limit: MOST });
    }
    // Each of them as the one mark of its state.
    let mut marks = vec![None; size];
    for (mark, state) in (0_u32..).zip(states) {
        marks.get_mut(*state as usize).sure().into_iter().for_each(|place| *place = Some(mark));
    }
    let mut marked = Tuples::default();
    for mark in &marks {
        marked.push(mark.as_slice());
    }
    let system = System::new(numbers, &marked, states.len(), Removal::Redirect);
    let backward = |by_state: &[f64]| -> Result<Vec<f64>> {
        let (links, groups, mask) = (&system.links, &system.groups, system.mask());
        let equations = Equations { links, groups, by_state, by_column: &[1.0], mask };
        Ok(last_column(&equations.solve()?))
    };
    let reach = backward(&numbers.parts(&numbers.won))?;
    let worth = backward(&numbers.parts(&numbers.value))?;
    let (turned, turned_groups) = (system.links.transposed(), system.groups.reversed());
    let starts: Vec<f64> =
        numbers.starts.iter().map(|starts| ratio(*starts, numbers.journeys)).collect();
    let forward = Equations {
        links: &turned,
        groups: &turned_groups,
        by_state: &starts,
        by_column: &system.start,
        mask: system.mask(),
    };
    let [lost, lost_value] = system.through(&forward, &forward.solve()?, [&reach, &worth]);
    let whole = |direct: f64, ends: &[f64]| -> f64 {
        let contact: f64 = starts.iter().zip(ends).map(|(start, end)| start * end).sum();
        contact + ratio(direct, numbers.journeys)
    };
    let (rate, expected) = (whole(numbers.direct, &reach), whole(numbers.direct_value, &worth));
    let effects = states.iter().zip(lost).zip(lost_value).map(|((state, lost), lost_value)| {
        let after = reach.get(*state as usize).copied().sure_or(0.0);
        [after, ratio(lost, rate), ratio(lost_value, expected)]
    });
    Ok(effects.collect())
}

/// `total` in proportion to `effects`, with reconnection to the positive ones; and what is left
/// where there is nothing to split by.
fn split(total: f64, effects: &[f64], removal: Removal) -> (Vec<f64>, f64) {
    let part = |effect: &f64| match removal {
        Removal::Redirect => *effect,
        Removal::Reconnect => effect.max(0.0),
    };
    let whole: f64 = effects.iter().map(part).sum();
    let parts = effects.iter().map(|effect| ratio(part(effect), whole) * total).collect();
    (parts, if whole > 0.0 { 0.0 } else { total })
}

/// Visits to each state by the counts of it.
fn by_visits(mut passes: Matrix, visits: &[f64]) -> Matrix {
    for (state, visits) in visits.iter().enumerate() {
        for cell in passes.row_mut(state) {
            *cell = ratio(*cell, *visits);
        }
    }
    passes
}
