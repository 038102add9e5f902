//! Credits of one model and the sums of squares behind their intervals.

use super::markov::ChainNote;
use crate::Result;
use crate::exact::ExactSum;
use crate::parallel;
use crate::sure::{Sure, paired};

/// Work is cut into at most this many parts; the sums are exact, so the number changes nothing.
const PARTS: usize = 8;

/// Credits and squares of each touchpoint, the last entry being what no touchpoint gets.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    conversions: Vec<ExactSum>,
    value: Vec<ExactSum>,
    squares: Squares,
}

/// Sums of the squares of what the independent units (journeys or persons) contribute.
#[derive(Debug, Clone)]
pub(super) struct Squares {
    conversions: Vec<ExactSum>,
    value: Vec<ExactSum>,
}

/// Estimates of one model with their variances; the last entry is what no touchpoint gets.
#[derive(Debug, Clone, Default)]
pub(super) struct Estimates {
    pub(super) conversions: Vec<f64>,
    pub(super) value: Vec<f64>,
    pub(super) conversions_variance: Vec<f64>,
    pub(super) value_variance: Vec<f64>,
    /// Removal effects of each touchpoint; empty for models without any.
    pub(super) removal_effect: Vec<f64>,
    /// Those of the value.
    pub(super) removal_effect_value: Vec<f64>,
    /// What kind of figures the credits are.
    pub(super) shape: Shape,
    /// Variances of conversions and of value that the data are too few to show; none where the
    /// intervals work them out from the credits.
    pub(super) unseen: Option<[Vec<f64>; 2]>,
    /// The chain behind them, for Markov models.
    pub(super) chain: Option<ChainNote>,
    /// The chain's probability of a conversion.
    pub(super) conversion_rate: Option<f64>,
    /// Touchpoints whose effect cannot be told from a slow change of the need; empty for models without any.
    pub(super) undecided: Vec<bool>,
    /// Name of the last entry, where it is not [`UNATTRIBUTED`](crate::attribution::UNATTRIBUTED).
    pub(super) rest: Option<&'static str>,
}

/// What kind of figures credits are, for their intervals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Sums of parts of conversions and of their values.
    #[default]
    Sum,
    /// Differences, which may be below 0.
    Signed,
    /// Estimates that are about normal, and not below 0.
    Normal,
}

impl Squares {
    pub(super) fn new(touchpoints: usize) -> Self {
        let zeros = vec![ExactSum::default(); touchpoints + 1];
        Self { conversions: zeros.clone(), value: zeros }
    }

    pub(super) fn add(&mut self, place: usize, conversions: f64, value: f64) {
        add(&mut self.conversions, place, conversions);
        add(&mut self.value, place, value);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        merge(&mut self.conversions, &other.conversions);
        merge(&mut self.value, &other.value);
    }

    /// Variances of the conversions and of the value.
    pub(super) fn finish(&self) -> Result<(Vec<f64>, Vec<f64>)> {
        Ok((values(&self.conversions)?, values(&self.value)?))
    }
}

impl Sums {
    pub(super) fn new(touchpoints: usize) -> Self {
        let squares = Squares::new(touchpoints);
        Self { conversions: squares.conversions.clone(), value: squares.value.clone(), squares }
    }

    pub(super) fn credit(&mut self, place: usize, conversions: f64, value: f64) {
        add(&mut self.conversions, place, conversions);
        add(&mut self.value, place, value);
    }

    pub(super) fn squares(&mut self) -> &mut Squares {
        &mut self.squares
    }

    pub(super) fn merge(&mut self, other: &Self) {
        merge(&mut self.conversions, &other.conversions);
        merge(&mut self.value, &other.value);
        self.squares.merge(&other.squares);
    }

    pub(super) fn finish(&self) -> Result<Estimates> {
        let (conversions_variance, value_variance) = self.squares.finish()?;
        Ok(Estimates {
            conversions: values(&self.conversions)?,
            value: values(&self.value)?,
            conversions_variance,
            value_variance,
            ..Estimates::default()
        })
    }
}

/// Runs `work` over `0..rows` in a few parts, as results in order.
pub(super) fn in_parts<T: Send>(
    rows: usize,
    work: impl Fn(std::ops::Range<usize>) -> Result<T> + Sync + Send,
) -> Result<Vec<T>> {
    let chunk = rows.div_ceil(PARTS).max(parallel::CHUNK_ROWS / 4);
    parallel::map_chunks(rows, chunk, work)
}

fn add(sums: &mut [ExactSum], place: usize, term: f64) {
    if term != 0.0
        && let Some(sum) = sums.get_mut(place).sure()
    {
        sum.add(term);
    }
}

fn merge(sums: &mut [ExactSum], others: &[ExactSum]) {
    for (sum, other) in paired(sums, others) {
        sum.merge(other);
    }
}

fn values(sums: &[ExactSum]) -> Result<Vec<f64>> {
    sums.iter().map(ExactSum::value).collect()
}
