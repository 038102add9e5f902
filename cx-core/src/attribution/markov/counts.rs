//! Counts of a chain of any order: all that it needs, mergeable.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::options::{States, check_order};
use super::space::{Space, Tuples};
use super::weight::Weight;
use crate::Result;
use crate::columns::Dictionary;
use crate::journey::paths::Paths;
use crate::sure::{Sure, paired};

/// How often each state follows which: the sufficient statistic of a chain of any order.
///
/// Counts are exact, touchpoints are known by name, and the state is a [`Tally`](crate::tally::Tally):
/// partitions of the journeys may be counted apart and merged in any order, to the same bytes (for values that are no
/// binary fractions see [`TransitionCounts`](super::TransitionCounts)). Counts of different orders
/// or kinds of states do not go together; [`finish`](crate::tally::Tally::finish) says so.
///
/// ```
/// use cx_core::attribution::{Removal, StateCounts, States};
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["a > b", "b > a > b", "b"]));
/// # let table = RecordBatch::try_from_iter([("path", path)]).expect("one column");
/// # let paths = Paths::read(&[table], &PathRoles::default())?;
/// let counts = StateCounts::of(&paths, 2, States::Windows)?;
/// let chain = counts.solve(Removal::Redirect)?;
/// assert_eq!(chain.states, 3);
/// assert!((chain.removal_effect[0] - 2.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct StateCounts {
    /// 0: nothing counted yet.
    pub(super) order: u32,
    pub(super) space: States,
    /// Counts of another kind were merged in.
    pub(super) mixed: bool,
    pub(super) touchpoints: Dictionary,
    /// In order of their touchpoints.
    pub(super) states: Tuples,
    pub(super) ends: Vec<Ends>,
    /// In order of the states.
    pub(super) moves: Vec<Move>,
    /// Journeys without contact that converted, that did not, and their value.
    pub(super) direct: Weight,
    pub(super) direct_lost: Weight,
    pub(super) direct_value: Amount,
    /// Value of rows without a conversion: with, without contact.
    pub(super) loose: [Amount; 2],
    /// Sizes of values below 0 of journeys without contact, and of rows without a conversion.
    pub(super) direct_below: Amount,
    pub(super) loose_below: [Amount; 2],
}

/// Where journeys begin and end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Ends {
    pub(super) starts: Weight,
    pub(super) won: Weight,
    pub(super) lost: Weight,
    /// Sum of the values above 0.
    pub(super) value: Amount,
    /// Sum of the sizes of those below.
    #[serde(default)]
    pub(super) below: Amount,
}

/// Journeys that went from one state to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Move {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) count: Weight,
}

impl StateCounts {
    /// Counts distinct paths.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for an order out of range,
    /// [`Error::TooMany`](crate::Error::TooMany) when the states together remember more than 2^28 contacts.
    pub fn of(paths: &Paths, order: u32, states: States) -> Result<Self> {
        check_order("order", order)?;
        Self::with_ways(paths, order, states).map(|(counts, _)| counts)
    }

    /// The counts, and what tells the states of further paths.
    pub(super) fn with_ways(paths: &Paths, order: u32, states: States) -> Result<(Self, Ways)> {
        let mut space = Space::new(order, states);
        let mut ways = space.encode((0..paths.len()).map(|path| paths.path(path)))?;
        let (sorted, places) = space.sorted();
        renumber(&mut ways.codes, &places);
        let mut counts = Self {
            order,
            space: states,
            touchpoints: paths.touchpoints.clone(),
            ends: vec![Ends::default(); sorted.len()],
            states: sorted,
            ..Self::default()
        };
        counts.count(paths, &ways);
        Ok((counts, Ways { space, places, of_paths: ways }))
    }

    /// The counts of the same paths, as often as `paths` says.
    pub(super) fn recounted(&self, ways: &Ways, paths: &Paths) -> Self {
        let mut counts = Self {
            order: self.order,
            space: self.space,
            touchpoints: self.touchpoints.clone(),
            ends: vec![Ends::default(); self.ends.len()],
            states: self.states.clone(),
            ..Self::default()
        };
        counts.count(paths, &ways.of_paths);
        counts
    }

    fn count(&mut self, paths: &Paths, ways: &Tuples) {
        let mut moves = HashMap::<(u32, u32), Weight, FixedState>::default();
        for path in 0..ways.len() {
            self.observe(paths, path, ways.of(path), &mut moves);
        }
        let moves = moves.into_iter().map(|((from, to), count)| Move { from, to, count });
        self.moves = moves.collect();
        self.moves.sort_unstable_by_key(|a| (a.from, a.to));
    }

    fn observe(
        &mut self,
        paths: &Paths,
        path: usize,
        way: &[u32],
        moves: &mut HashMap<(u32, u32), Weight, FixedState>,
    ) {
        let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
        let (won, lost, value) = (at(&paths.conversions), at(&paths.nulls), at(&paths.value));
        let ends = way.last().and_then(|last| self.ends.get_mut(*last as usize).sure());
        let place = if let Some(ends) = ends {
            ends.won.add(won);
            ends.lost.add(lost);
            (&mut ends.value, &mut ends.below)
        } else {
            self.direct.add(won);
            self.direct_lost.add(lost);
            (&mut self.direct_value, &mut self.direct_below)
        };
        let ([with, without], [with_below, without_below]) =
            (&mut self.loose, &mut self.loose_below);
        let (above, below) = if won != 0.0 {
            place
        } else if way.is_empty() {
            (without, without_below)
        } else {
            (with, with_below)
        };
        let sizes = -paths.below_of(path).value;
        above.add(value);
        if sizes > 0.0 {
            // In two terms, so that what was gained is exact.
            above.add(sizes);
            below.add(sizes);
        }
        if won + lost == 0.0 {
            return;
        }
        if let Some(ends) = way.first().and_then(|first| self.ends.get_mut(*first as usize).sure())
        {
            ends.starts.add(won);
            ends.starts.add(lost);
        }
        for pair in way.windows(2) {
            if let [from, to] = pair {
                let count = moves.entry((*from, *to)).or_default();
                count.add(won);
                count.add(lost);
            }
        }
    }

    /// The counts over more touchpoints, which have another number but the same order.
    pub(super) fn widened(mut self, touchpoints: &Dictionary) -> Self {
        let names = self.touchpoints.names();
        let codes: Vec<u32> = names.map(|name| touchpoints.code(&name).sure_or(0)).collect();
        renumber(&mut self.states.codes, &codes);
        self.touchpoints = touchpoints.clone();
        self
    }

    /// The counts over more states.
    pub(super) fn spread(self, states: &Tuples) -> Self {
        if self.states == *states {
            return self;
        }
        let mut places = Vec::with_capacity(self.states.len());
        let mut ends = vec![Ends::default(); states.len()];
        let mut place = 0;
        for (state, own) in self.ends.into_iter().enumerate() {
            while place < states.len() && states.of(place) != self.states.of(state) {
                place += 1;
            }
            places.push(place as u32);
            if let Some(cell) = ends.get_mut(place).sure() {
                *cell = own;
            }
        }
        let number = |state: u32| places.get(state as usize).copied().sure_or(0);
        let moves = self.moves.into_iter();
        let moves = moves.map(|m| Move { from: number(m.from), to: number(m.to), ..m }).collect();
        Self { states: states.clone(), ends, moves, ..self }
    }

    pub(super) fn merge_same(&mut self, other: Self) {
        for (own, ends) in paired(&mut self.ends, &other.ends) {
            own.starts.merge(&ends.starts);
            own.won.merge(&ends.won);
            own.lost.merge(&ends.lost);
            own.value.merge(&ends.value);
            own.below.merge(&ends.below);
        }
        let mut moves = std::mem::take(&mut self.moves);
        moves.extend(other.moves);
        moves.sort_by_key(|m| (m.from, m.to));
        for next in moves {
            match self.moves.last_mut() {
                Some(last) if (last.from, last.to) == (next.from, next.to) => {
                    last.count.merge(&next.count);
                }
                _ => self.moves.push(next),
            }
        }
        self.direct.merge(&other.direct);
        self.direct_lost.merge(&other.direct_lost);
        self.direct_value.merge(&other.direct_value);
        self.direct_below.merge(&other.direct_below);
        let loose = self.loose.iter_mut().chain(&mut self.loose_below);
        for (own, sum) in loose.zip(other.loose.iter().chain(&other.loose_below)) {
            own.merge(sum);
        }
    }
}

/// Two sorted lists of states as one.
pub(super) fn merged(one: &Tuples, other: &Tuples) -> Tuples {
    let mut merged = Tuples::default();
    let (mut a, mut b) = (0, 0);
    while a < one.len() && b < other.len() {
        let (x, y) = (one.of(a), other.of(b));
        merged.push(x.min(y));
        (a, b) = (a + usize::from(x <= y), b + usize::from(y <= x));
    }
    (a..one.len()).for_each(|rest| merged.push(one.of(rest)));
    (b..other.len()).for_each(|rest| merged.push(other.of(rest)));
    merged
}

fn renumber(codes: &mut [u32], places: &[u32]) {
    for code in codes {
        *code = places.get(*code as usize).copied().sure_or(*code);
    }
}

/// The states that paths pass.
#[derive(Debug)]
pub(crate) struct Ways {
    space: Space,
    places: Vec<u32>,
    /// Those of the distinct paths.
    pub(super) of_paths: Tuples,
}

impl Ways {
    /// The states of paths that are all among those counted.
    pub(super) fn of<'p>(mut self, paths: impl Iterator<Item = &'p [u32]>) -> Result<Tuples> {
        let mut ways = self.space.encode(paths)?;
        renumber(&mut ways.codes, &self.places);
        Ok(ways)
    }
}

/// The state on its way between machines.
#[derive(Serialize, Deserialize)]
struct Stored {
    order: u32,
    space: States,
    pub(super) mixed: bool,
    touchpoints: Vec<String>,
    states: Vec<Vec<u32>>,
    ends: Vec<Ends>,
    moves: Vec<Move>,
    direct: [Weight; 2],
    value: Amount,
    loose: [Amount; 2],
    #[serde(default)]
    below: Amount,
    #[serde(default)]
    loose_below: [Amount; 2],
}

impl From<StateCounts> for Stored {
    fn from(counts: StateCounts) -> Self {
        let states = (0..counts.states.len()).map(|state| counts.states.of(state).to_vec());
        Self {
            order: counts.order,
            space: counts.space,
            mixed: counts.mixed,
            touchpoints: counts.touchpoints.to_vec(),
            states: states.collect(),
            ends: counts.ends,
            moves: counts.moves,
            direct: [counts.direct, counts.direct_lost],
            value: counts.direct_value,
            loose: counts.loose,
            below: counts.direct_below,
            loose_below: counts.loose_below,
        }
    }
}

impl From<Stored> for StateCounts {
    fn from(stored: Stored) -> Self {
        let names = stored.touchpoints.iter().map(String::as_str);
        let (touchpoints, _) = Dictionary::from_names(names).unwrap_or_default();
        let mut states = Tuples::default();
        for state in &stored.states {
            states.push(state);
        }
        let mut ends = stored.ends;
        ends.resize(states.len(), Ends::default());
        let known = |state: u32| (state as usize) < states.len();
        let moves = stored.moves.into_iter().filter(|m| known(m.from) && known(m.to)).collect();
        let [direct, direct_lost] = stored.direct;
        Self {
            order: stored.order,
            space: stored.space,
            mixed: stored.mixed,
            touchpoints,
            states,
            ends,
            moves,
            direct,
            direct_lost,
            direct_value: stored.value,
            loose: stored.loose,
            direct_below: stored.below,
            loose_below: stored.loose_below,
        }
    }
}
