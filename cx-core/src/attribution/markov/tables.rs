//! The chain as tables: its transitions, and what its sequences do.

use serde::{Deserialize, Serialize};

use super::chain::ratio;
use super::choose::{OrderOptions, choose};
use super::counts::StateCounts;
use super::options::{Order, States};
use super::state_chain::Numbers;
use crate::Result;
use crate::attribution::outcomes::Outcomes;
use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::journey::paths::Paths;
use crate::options::Definition;
use crate::sure::{Call, Sure};

options! {
    /// Options of [`transitions`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct TransitionOptions {
        /// How many contacts a state remembers, or `"auto"`.
        pub order: Order = Order::default(),
        /// What the states are.
        pub states: States = States::default(),
    }
}

/// One transition of the chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransitionRow {
    /// The touchpoints of the state left, or `["(start)"]`.
    pub from: Vec<String>,
    /// Those of the next state, or `["(conversion)"]` or `["(null)"]`.
    pub to: Vec<String>,
    /// Journeys' steps counted.
    pub count: f64,
    /// Part of the steps from the state left.
    pub probability: f64,
}

/// The transitions of the chain that attribution uses.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    /// Those from the start, then by the state left in order of its touchpoints' names, by the next
    /// state, with conversion and null last.
    pub rows: Vec<TransitionRow>,
    /// How many contacts a state remembers.
    pub order: u32,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl Transitions {
    /// Columns `from`, `to` (lists of names), `count`, `probability`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2^31 names.
    pub fn to_frame(&self) -> Result<Frame> {
        let batch = lists(FrameBuilder::default(), "from", self.rows.iter().map(|row| &row.from));
        lists(batch, "to", self.rows.iter().map(|row| &row.to))
            .f64("count", self.rows.iter().map(|row| row.count))
            .f64("probability", self.rows.iter().map(|row| row.probability))
            .finish(&self.definition)
    }
}

/// The transitions of the attribution chain of any order, with counts and probabilities.
///
/// Probabilities from each state sum to 1. Order 1 with repeats of a touchpoint collapsed is the
/// usual transition table of the field.
///
/// ```
/// use cx_core::attribution::{TransitionOptions, transitions};
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["a > b", "a"]));
/// # let table = RecordBatch::try_from_iter([("path", path)]).expect("one column");
/// # let paths = Paths::read(&[table], &PathRoles::default())?;
/// let table = transitions(&paths, &TransitionOptions::default())?;
/// let found: Vec<_> = table.rows.iter().map(|row| (row.from.join(""), row.to.join(""), row.probability)).collect();
/// assert_eq!(found[0], ("(start)".into(), "a".into(), 1.0));
/// assert_eq!(found[1], ("a".into(), "b".into(), 0.5));
/// assert_eq!(found[2], ("a".into(), "(conversion)".into(), 0.5));
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// As [`StateCounts::of`] and [`choose_order`](crate::attribution::choose_order()).
pub fn transitions<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    options: &TransitionOptions,
) -> Result<Transitions> {
    let call = Call::open();
    options.order.validate()?;
    let paths = outcomes.into().paths()?;
    let order = resolve(options.order, &paths)?;
    let counts = StateCounts::of(&paths, order, options.states)?;
    let numbers = Numbers::of(&counts)?;
    let name = |state: u32| names(&paths, counts.states.of(state as usize));
    let mut rows = Vec::new();
    let mut add = |from: Vec<String>, to: Vec<String>, count: f64, all: f64| {
        if count > 0.0 {
            rows.push(TransitionRow { from, to, count, probability: ratio(count, all) });
        }
    };
    let word = |word: &str| vec![word.to_owned()];
    for (state, starts) in (0..).zip(&numbers.starts) {
        add(word("(start)"), name(state), *starts, numbers.journeys);
    }
    let [direct, direct_lost] = numbers.direct_ends();
    add(word("(start)"), word("(conversion)"), direct, numbers.journeys);
    add(word("(start)"), word("(null)"), direct_lost, numbers.journeys);
    let mut moves = numbers.moves.iter().peekable();
    for (state, visits) in (0..).zip(&numbers.visits) {
        while let Some((_, to, count)) = moves.next_if(|(from, ..)| *from == state) {
            add(name(state), name(*to), *count, *visits);
        }
        let at = |column: &[f64]| column.get(state as usize).copied().sure_or(0.0);
        add(name(state), word("(conversion)"), at(&numbers.won), *visits);
        add(name(state), word("(null)"), at(&numbers.lost), *visits);
    }
    let definition = Definition::of("attribution.transitions", &(options, &paths.definition));
    call.close(Ok(Transitions { rows, order, definition }))
}

/// The order itself, or the one that is chosen.
pub(super) fn resolve(order: Order, paths: &Paths) -> Result<u32> {
    match order {
        Order::Fixed(order) => Ok(order),
        Order::Auto => Ok(choose(paths, &OrderOptions::default())?.chosen),
    }
}

pub(super) fn names(paths: &Paths, codes: &[u32]) -> Vec<String> {
    codes.iter().map(|code| paths.touchpoints.name(*code).into_owned()).collect()
}

/// A column of lists of names.
pub(super) fn lists<'a>(
    batch: FrameBuilder,
    name: &str,
    rows: impl Iterator<Item = &'a Vec<String>> + Clone,
) -> FrameBuilder {
    let ends = rows.clone().scan(0, |end, row| {
        *end += row.len();
        Some(*end)
    });
    let ends: Vec<usize> = ends.collect();
    batch.text_lists(name, rows.flatten().map(Some), &ends)
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Transitions: to_frame -> to_record_batch;
}
