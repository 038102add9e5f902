//! Counts of transitions: all that a Markov chain of order 1 needs, mergeable.

use serde::{Deserialize, Serialize};

use super::chain::Chain;
use super::weight::Weight;
use crate::attribution::sums::in_parts;
use crate::columns::{Dictionary, NO_CODE};
use crate::exact::ExactSum;
use crate::journey::paths::Paths;
use crate::sure::{Call, Sure, paired};
use crate::tally::{Tally, merge_all};
use crate::{Error, Result};

/// More touchpoints than this make a chain too large to be solved as a whole.
const MOST: usize = 2_000;

/// How often each touchpoint follows which: the sufficient statistic of a chain of order 1.
///
/// A journey that repeats a touchpoint without another in between counts it once (removal effects
/// do not change by that). Counts are exact, touchpoints are known by name, and the state is a
/// [`Tally`]: partitions of the journeys may be counted apart and merged in any order, to the same
/// bytes. (Counts and values that are no binary fractions, such as cents, are rounded to a double
/// once for each path and partition, so other partitions may differ in the sixteenth digit.)
///
/// ```
/// use cx_core::attribution::TransitionCounts;
/// use cx_core::tally::Tally;
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["a > b", "b"]));
/// # let table = RecordBatch::try_from_iter([("path", path)]).expect("one column");
/// # let paths = Paths::read(&[table], &PathRoles::default())?;
/// let chain = TransitionCounts::of(&paths)?.finish()?;
/// assert_eq!(chain.conversion_rate, 1.0);
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct TransitionCounts {
    touchpoints: Dictionary,
    /// Rows: the start, then touchpoints. Columns: touchpoints, conversion, null.
    moves: Vec<Weight>,
    /// Value of conversions by the last touchpoint; the last entry is that of the empty path.
    value: Vec<ExactSum>,
    /// Value of rows without a conversion: with, without contact.
    loose: [ExactSum; 2],
    /// The same of values below 0, in sizes; none where there are none.
    lost: Option<Box<Lost>>,
}

/// Sizes of values below 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Lost {
    value: Vec<ExactSum>,
    loose: [ExactSum; 2],
}

impl Lost {
    fn new(touchpoints: usize) -> Self {
        let zero = ExactSum::default;
        Self { value: vec![zero(); touchpoints + 1], loose: [zero(), zero()] }
    }
}

impl Default for TransitionCounts {
    fn default() -> Self {
        Self::new(Dictionary::default())
    }
}

impl TransitionCounts {
    fn new(touchpoints: Dictionary) -> Self {
        let size = touchpoints.len();
        Self {
            moves: vec![Weight::default(); (size + 1) * (size + 2)],
            value: vec![ExactSum::default(); size + 1],
            loose: [ExactSum::default(), ExactSum::default()],
            lost: None,
            touchpoints,
        }
    }

    /// Counts the transitions of distinct paths.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2,000 touchpoints: bring rare ones together before.
    pub fn of(paths: &Paths) -> Result<Self> {
        let found = paths.touchpoints.len() as u64;
        if found > MOST as u64 {
            let what = "touchpoints of a Markov chain (bring rare ones together)";
            return Err(Error::TooMany { what, found, limit: MOST as u64 });
        }
        // A large chain is counted in one part: its table would take the memory several times.
        let count = |range: std::ops::Range<usize>| {
            let mut counts = Self::new(paths.touchpoints.clone());
            range.for_each(|path| counts.observe(paths, path));
            Ok(counts)
        };
        if paths.touchpoints.len() > 500 {
            count(0..paths.len())
        } else {
            Ok(merge_all(in_parts(paths.len(), count)?))
        }
    }

    fn observe(&mut self, paths: &Paths, path: usize) {
        let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
        let (conversions, nulls) = (at(&paths.conversions), at(&paths.nulls));
        let value = at(&paths.value);
        let journeys = conversions + nulls;
        let codes = paths.path(path);
        let size = self.touchpoints.len();
        let mut from = NO_CODE;
        if journeys > 0.0 {
            for code in codes {
                if *code == from {
                    continue;
                }
                self.count(from, *code as usize, [conversions, nulls]);
                from = *code;
            }
            self.count(from, size, [conversions, 0.0]);
            self.count(from, size + 1, [0.0, nulls]);
        }
        let below = paths.below_of(path).value;
        if value == 0.0 && below == 0.0 {
            return;
        }
        let place = codes.last().map_or(size, |code| *code as usize);
        let pick = |value, loose| {
            if conversions > 0.0 {
                <[ExactSum]>::get_mut(value, place)
            } else {
                <[ExactSum]>::get_mut(loose, usize::from(codes.is_empty()))
            }
        };
        if let Some(sum) = pick(&mut self.value, &mut self.loose) {
            // In two terms, so that what was gained is exact.
            sum.add(value);
            if below < 0.0 {
                sum.add(-below);
            }
        }
        if below < 0.0 {
            let lost = self.lost.get_or_insert_with(|| Box::new(Lost::new(size)));
            let Lost { value, loose } = lost.as_mut();
            if let Some(sum) = pick(value, loose) {
                sum.add(-below);
            }
        }
    }

    /// Adds to the count from a touchpoint (or [`NO_CODE`], the start) to a column; in two terms,
    /// so that fractions stay exact.
    fn count(&mut self, from: u32, to: usize, [conversions, nulls]: [f64; 2]) {
        let row = if from == NO_CODE { 0 } else { from as usize + 1 };
        let width = self.touchpoints.len() + 2;
        if let Some(cell) = self.moves.get_mut(row * width + to).sure() {
            cell.add(conversions);
            cell.add(nulls);
        }
    }

    /// The counts over more touchpoints.
    fn widened(self, touchpoints: &Dictionary) -> Self {
        if self.touchpoints == *touchpoints {
            return self;
        }
        let (old, new) = (self.touchpoints.len(), touchpoints.len());
        let names = self.touchpoints.names();
        let mut columns: Vec<usize> =
            names.map(|name| touchpoints.code(&name).sure_or(NO_CODE) as usize).collect();
        columns.extend([new, new + 1]);
        let rows: Vec<usize> =
            std::iter::once(0).chain(columns.iter().take(old).map(|column| column + 1)).collect();
        let mut wide = Self::new(touchpoints.clone());
        for (row, cells) in rows.iter().zip(self.moves.chunks(old + 2)) {
            for (column, weight) in columns.iter().zip(cells) {
                if let Some(cell) = wide.moves.get_mut(row * (new + 2) + column).sure() {
                    cell.merge(weight);
                }
            }
        }
        let widen = |value: &[ExactSum], wide: &mut [ExactSum]| {
            for (column, sum) in columns.iter().zip(value) {
                if let Some(cell) = wide.get_mut(*column).sure() {
                    cell.merge(sum);
                }
            }
        };
        widen(&self.value, &mut wide.value);
        wide.loose = self.loose;
        wide.lost = self.lost.map(|lost| {
            let mut more = Lost { loose: lost.loose, ..Lost::new(new) };
            widen(&lost.value, &mut more.value);
            Box::new(more)
        });
        wide
    }
}

impl Tally for TransitionCounts {
    type Report = Chain;

    fn merge(&mut self, other: Self) {
        if self.touchpoints != other.touchpoints {
            let names: Vec<_> = self.touchpoints.names().chain(other.touchpoints.names()).collect();
            // Two dictionaries that fit cannot be too many together, short of 2^32 names.
            let union = Dictionary::from_names(names.iter().map(AsRef::as_ref));
            let Some((union, _)) = union.ok().sure() else { return };
            drop(names);
            *self = std::mem::take(self).widened(&union);
            return self.merge_same(&other.widened(&union));
        }
        self.merge_same(&other);
    }

    /// Solves the chain.
    fn finish(self) -> Result<Chain> {
        let call = Call::open();
        let moves = self.moves.iter().map(Weight::value).collect::<Result<Vec<f64>>>()?;
        let solve = |value: &[ExactSum], [with, without]: &[ExactSum; 2]| {
            let value = value.iter().map(ExactSum::value).collect::<Result<Vec<f64>>>()?;
            let loose = [with.value()?, without.value()?];
            Chain::solve(self.touchpoints.to_vec(), &moves, &value, loose)
        };
        let chain = solve(&self.value, &self.loose)?;
        call.close(match &self.lost {
            None => Ok(chain),
            Some(lost) => Ok(chain.less(&solve(&lost.value, &lost.loose)?)),
        })
    }
}

impl TransitionCounts {
    fn merge_same(&mut self, other: &Self) {
        for (cell, weight) in paired(&mut self.moves, &other.moves) {
            cell.merge(weight);
        }
        for (sum, term) in paired(&mut self.value, &other.value) {
            sum.merge(term);
        }
        for (sum, term) in self.loose.iter_mut().zip(&other.loose) {
            sum.merge(term);
        }
        if let Some(other) = &other.lost {
            let size = self.touchpoints.len();
            let lost = self.lost.get_or_insert_with(|| Box::new(Lost::new(size)));
            let terms = other.value.iter().chain(&other.loose);
            lost.value.iter_mut().chain(&mut lost.loose).zip(terms).for_each(|(a, b)| a.merge(b));
        }
    }
}

/// The state on its way between machines: names, and the cells that are not empty.
#[derive(Serialize, Deserialize)]
struct Stored {
    touchpoints: Vec<String>,
    moves: Vec<(u32, u32, Weight)>,
    value: Vec<ExactSum>,
    loose: [ExactSum; 2],
    #[serde(default)]
    lost: Option<Box<Lost>>,
}

impl From<TransitionCounts> for Stored {
    fn from(counts: TransitionCounts) -> Self {
        let width = counts.touchpoints.len() + 2;
        let filled = counts.moves.into_iter().enumerate().filter(|(_, weight)| !weight.is_zero());
        Self {
            touchpoints: counts.touchpoints.to_vec(),
            moves: filled
                .map(|(at, weight)| ((at / width) as u32, (at % width) as u32, weight))
                .collect(),
            value: counts.value,
            loose: counts.loose,
            lost: counts.lost,
        }
    }
}

impl From<Stored> for TransitionCounts {
    fn from(stored: Stored) -> Self {
        let names = stored.touchpoints.iter().map(String::as_str);
        let (touchpoints, _) = Dictionary::from_names(names).unwrap_or_default();
        let mut counts = Self::new(touchpoints);
        let width = counts.touchpoints.len() + 2;
        for (row, column, weight) in stored.moves {
            let column = column as usize;
            if let Some(cell) = counts.moves.get_mut(row as usize * width + column).sure()
                && column < width
            {
                *cell = weight;
            }
        }
        for (sum, term) in counts.value.iter_mut().zip(stored.value) {
            *sum = term;
        }
        counts.loose = stored.loose;
        counts.lost = stored.lost.map(|mut lost| {
            lost.value.resize(counts.touchpoints.len() + 1, ExactSum::default());
            lost
        });
        counts
    }
}
