//! Distances of all pairs of distinct sequences.

use super::measure::Measure;
use super::options::{DistanceMethod, DistanceOptions};
use super::{StateSequences, pairs};
use crate::Result;
use crate::columns::{Frame, FrameBuilder};
use crate::journey::Journeys;
use crate::options::Definition;
use crate::sure::{Call, Sure};

/// Distances of all pairs of distinct sequences.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    /// The distinct sequences.
    pub sequences: StateSequences,
    /// Distances of the pairs `(a, b)` with `a < b`: those of 0 with 1, 2, 3 ..., then those of 1
    /// with 2, 3 ..., as `scipy.spatial.distance.squareform` reads them.
    pub condensed: Vec<f64>,
    /// The measure.
    pub method: DistanceMethod,
    /// The cost of an insertion or deletion; `None` where the measure has none.
    pub indel: Option<f64>,
    /// Substitution costs of the states, row by row; empty where the measure has none for edits.
    pub substitution: Vec<f64>,
    /// Options and the definition of the sequences, as a hash.
    pub definition: Definition,
}

impl Distances {
    /// The distance of two distinct sequences; 0 of a sequence to itself.
    pub fn get(&self, a: usize, b: usize) -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        if low == high {
            return 0.0;
        }
        let at = pairs::before(low, self.sequences.len()) + (high - low - 1);
        self.condensed.get(at).copied().sure_or(f64::NAN)
    }

    /// Columns `a, b, distance` of every pair of distinct sequences with `a < b`.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn to_frame(&self) -> Result<Frame> {
        let count = self.sequences.len() as u32;
        let all = || (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        FrameBuilder::default()
            .u32("a", all().map(|(a, _)| a).collect())
            .u32("b", all().map(|(_, b)| b).collect())
            .f64("distance", self.condensed.iter().copied())
            .finish(&self.definition)
    }

    /// Columns `row, sequence`: which distinct sequence each row (each journey) has.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn members_to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("row", (0..self.sequences.member.len() as u32).collect())
            .u32("sequence", self.sequences.member.clone())
            .finish(&self.definition)
    }
}

impl StateSequences {
    /// The distances of all pairs of distinct sequences; of the options, only those of the measure
    /// count (`method`, `indel`, `substitution`, `norm`, `stiffness`, `penalty`, `limit`).
    ///
    /// Rates of transition are taken over all rows, so a sequence counts as often as it occurs.
    /// All distances are symmetric and 0 for equal sequences. `om` and `lcs` also satisfy the
    /// triangle inequality; `om_transition_rates` and `dhd` need not.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for an option out of range,
    /// [`Error::Empty`](crate::Error::Empty) without sequences,
    /// [`Error::TooMany`](crate::Error::TooMany) beyond `limit` distinct sequences,
    /// [`Error::Unanswerable`](crate::Error::Unanswerable) when `hamming` or `dhd` meet unequal lengths,
    /// [`Error::Lacking`](crate::Error::Lacking) when `time_warp` meets sequences without times.
    ///
    /// ```
    /// use cx_core::columns::Dictionary;
    /// use cx_core::journey::{DistanceOptions, StateSequences};
    /// let (names, codes) = Dictionary::from_names(["web", "shop", "web", "call", "shop"])?;
    /// let sequences = StateSequences::of(&names, &codes, &[2, 5])?;
    /// let distances = sequences.distances(&DistanceOptions::default())?;
    /// assert_eq!(distances.get(0, 1), 1.0);
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    pub fn distances(&self, options: &DistanceOptions) -> Result<Distances> {
        let call = Call::open();
        let measure = Measure::of(self, options)?;
        let condensed = measure.pairs(self)?;
        let (indel, substitution) = measure.costs();
        call.close(Ok(Distances {
            condensed,
            method: options.method,
            indel,
            substitution,
            definition: Definition::of("journey.distances", &(&self.definition, options)),
            sequences: self.clone(),
        }))
    }
}

impl Journeys {
    /// The distances of all pairs of distinct journeys; see [`StateSequences::distances`].
    ///
    /// Journeys that are alike in their states (and times, where these count) are compared once.
    ///
    /// # Errors
    /// As [`StateSequences::distances`].
    pub fn distances(&self, options: &DistanceOptions) -> Result<Distances> {
        self.sequences(options)?.distances(options)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Distances: to_frame -> to_record_batch, members_to_frame -> members_to_record_batch;
}
