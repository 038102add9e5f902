//! What sequences of touchpoints do, not only single ones.

use serde::{Deserialize, Serialize};

use super::chain::ratio;
use super::counts::StateCounts;
use super::options::{Order, Removal, States};
use super::space::Tuples;
use super::state_chain::{Numbers, state_effects};
use super::tables::{lists, names, resolve};
use crate::Result;
use crate::attribution::outcomes::Outcomes;
use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::journey::paths::Paths;
use crate::limits::CONFIDENCE;
use crate::options::Definition;
use crate::stats::{wilson, z_of};
use crate::sure::{Call, Sure};

options! {
    /// Options of [`sequence_effects`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct SequenceEffectOptions {
        /// How many contacts in a row, or `"auto"`.
        pub order: Order = Order::Fixed(2),
        /// What the states are.
        pub states: States = States::default(),
        /// How many sequences, those that most journeys pass; 1 to 2,000.
        pub top: usize = 100; in 1..=2_000,
        /// Confidence of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

/// One sequence. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SequenceEffect {
    /// Its touchpoints, one directly after the other.
    pub sequence: Vec<String>,
    /// Journeys that pass it.
    pub journeys: f64,
    /// Those of them that converted.
    pub conversions: f64,
    /// Value of these.
    pub value: f64,
    /// `conversions / journeys`.
    pub rate: f64,
    /// Lower end of its interval.
    pub rate_low: f64,
    /// Upper end.
    pub rate_high: f64,
    /// `rate` by the rate of all journeys.
    pub lift: f64,
    /// Probability to convert after it, in the chain.
    pub rate_after: f64,
    /// Share of the conversions that pass through it, in the chain.
    pub removal_effect: f64,
    /// The same for the value.
    pub removal_effect_value: f64,
}

/// What sequences of touchpoints do.
#[derive(Debug, Clone, PartialEq)]
pub struct SequenceEffects {
    /// Rows by journeys, the most first; equals in order of their names.
    pub rows: Vec<SequenceEffect>,
    /// How many contacts a sequence has, at most.
    pub order: u32,
    /// How many sequences there are.
    pub sequences: usize,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl SequenceEffects {
    /// Columns `sequence` (a list of names), `journeys, conversions, value, rate, rate_low,
    /// rate_high, lift, rate_after, removal_effect, removal_effect_value`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2^31 names.
    pub fn to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&SequenceEffect) -> f64| self.rows.iter().map(pick);
        lists(FrameBuilder::default(), "sequence", self.rows.iter().map(|row| &row.sequence))
            .f64("journeys", column(|row| row.journeys))
            .f64("conversions", column(|row| row.conversions))
            .f64("value", column(|row| row.value))
            .f64("rate", column(|row| row.rate))
            .f64("rate_low", column(|row| row.rate_low))
            .f64("rate_high", column(|row| row.rate_high))
            .f64("lift", column(|row| row.lift))
            .f64("rate_after", column(|row| row.rate_after))
            .f64("removal_effect", column(|row| row.removal_effect))
            .f64("removal_effect_value", column(|row| row.removal_effect_value))
            .finish(&self.definition)
    }
}

/// What sequences of touchpoints do: the states of a chain of order 2 and above, one by one.
///
/// Counted in the journeys, each once: those that pass the sequence, those of them that convert, and
/// their rate with Wilson's interval ([`wilson`]), which takes journeys for independent. In the chain:
/// `rate_after`, the probability `B` to convert after the sequence, and `removal_effect = h B / P`
/// with `h` the probability to pass the sequence at all. Sequences overlap, so removal effects do
/// not sum to anything. None of it is causal: a sequence with a high rate may only show who was
/// about to buy.
///
/// ```
/// use cx_core::attribution::{SequenceEffectOptions, sequence_effects};
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["a > b", "b > a"]));
/// # let won: ArrayRef = Arc::new(Float64Array::from(vec![3.0, 1.0]));
/// # let lost: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 1.0]));
/// # let table = RecordBatch::try_from_iter([("path", path), ("won", won), ("lost", lost)]).expect("one length");
/// # let roles = PathRoles { conversions: Some("won".into()), nulls: Some("lost".into()), ..PathRoles::default() };
/// # let paths = Paths::read(&[table], &roles)?;
/// let effects = sequence_effects(&paths, &SequenceEffectOptions::default())?;
/// let first = &effects.rows[0];
/// assert_eq!(first.sequence, ["a", "b"]);
/// assert_eq!((first.journeys, first.rate), (4.0, 0.75));
/// assert!((first.removal_effect - 0.75).abs() < 1e-12);
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Option`](crate::Error::Option) for options out of range; as [`StateCounts::solve`].
pub fn sequence_effects<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    options: &SequenceEffectOptions,
) -> Result<SequenceEffects> {
    let call = Call::open();
    options.order.validate()?;
    options.check_ranges()?;
    let paths = outcomes.into().paths()?;
    let order = resolve(options.order, &paths)?;
    let (counts, ways) = StateCounts::with_ways(&paths, order, options.states)?;
    let numbers = Numbers::of(&counts)?;
    let passed = Passed::of(&paths, &ways.of_paths, counts.states.len());
    let mut top: Vec<u32> = (0..counts.states.len() as u32).collect();
    top.sort_by(|a, b| passed.journeys(*b).total_cmp(&passed.journeys(*a)));
    top.truncate(options.top);
    let mut effects = state_effects(&counts, &numbers, &top)?;
    let gained = numbers.worth();
    // The share of all sizes: what was gained and what was lost that pass through.
    if let Some(lost) = numbers.into_lost() {
        let sizes = lost.worth();
        for (effect, other) in effects.iter_mut().zip(state_effects(&counts, &lost, &top)?) {
            let ([_, _, own], [_, _, other]) = (effect, other);
            *own = ratio(*own * gained + other * sizes, gained + sizes);
        }
    }
    let z = z_of(options.confidence)?;
    let whole = counts.solve(Removal::Redirect)?.conversion_rate;
    let rows = top.iter().zip(effects).map(|(state, [after, effect, effect_value])| {
        let [won, lost, value] = passed.of_state(*state);
        let journeys = won + lost;
        let interval = wilson(won, journeys, z);
        let rate = if journeys > 0.0 { won / journeys } else { f64::NAN };
        SequenceEffect {
            sequence: names(&paths, counts.states.of(*state as usize)),
            journeys,
            conversions: won,
            value,
            rate,
            rate_low: interval.low,
            rate_high: interval.high,
            lift: if whole > 0.0 { rate / whole } else { f64::NAN },
            rate_after: after,
            removal_effect: effect,
            removal_effect_value: effect_value,
        }
    });
    call.close(Ok(SequenceEffects {
        rows: rows.collect(),
        order,
        sequences: counts.states.len(),
        confidence: options.confidence,
        definition: Definition::of("attribution.sequence_effects", &(options, &paths.definition)),
    }))
}

/// Journeys that pass each state: converted, not converted, and their value.
struct Passed(Vec<[f64; 3]>);

impl Passed {
    fn of(paths: &Paths, ways: &Tuples, states: usize) -> Self {
        let mut sums = vec![[0.0; 3]; states];
        let mut last = vec![usize::MAX; states];
        for path in 0..paths.len() {
            let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
            let counts = [at(&paths.conversions), at(&paths.nulls), at(&paths.value)];
            for state in ways.of(path) {
                let state = *state as usize;
                if let (Some(sums), Some(last)) =
                    (sums.get_mut(state).sure(), last.get_mut(state).sure())
                    && std::mem::replace(last, path) != path
                {
                    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
                }
            }
        }
        Self(sums)
    }

    fn of_state(&self, state: u32) -> [f64; 3] {
        self.0.get(state as usize).copied().sure_or_default()
    }

    fn journeys(&self, state: u32) -> f64 {
        let [won, lost, _] = self.of_state(state);
        won + lost
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    SequenceEffects: to_frame -> to_record_batch;
}
