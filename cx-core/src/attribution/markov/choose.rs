//! The order of a chain, by how well it predicts journeys that it was not counted from.

use serde::{Deserialize, Serialize};

use super::folds::weights;
use super::histories::Histories;
use super::options::check_order;
use crate::attribution::outcomes::Outcomes;
use crate::columns::{Frame, FrameBuilder};
use crate::declare::options;
use crate::journey::paths::Paths;
use crate::options::Definition;
use crate::sure::{Call, Sure};
use crate::{Error, Result};

/// The highest order that is tried.
const MOST: u32 = 20;

options! {
    /// Options of [`choose_order`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct OrderOptions {
        /// The highest order tried, 1 to 20.
        pub max_order: u32 = 5; in 1..=MOST,
        /// Parts into which the journeys are cut, 2 to 20.
        pub folds: u32 = 5; in 2..=20,
        /// How many observations of a state the prediction from one contact less weighs, 0.01 to
        /// 10,000.
        pub back_off: f64 = 5.0; in 0.01..=10_000.0,
    }
}

impl OrderOptions {
    fn validate(&self) -> Result<()> {
        check_order("max_order", self.max_order)?;
        self.check_ranges()
    }
}

/// One order that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderRow {
    /// Contacts that a state remembers.
    pub order: u32,
    /// Natural logarithm of the likelihood of all journeys, each predicted from the other folds.
    pub log_likelihood: f64,
    /// The same for each step: `exp(-per_step)` is how many next steps the chain hesitates between.
    pub per_step: f64,
    /// How far the likelihood is below the best.
    pub behind: f64,
    /// Standard error of `behind`, from the folds.
    pub standard_error: f64,
    /// Whether this order is chosen.
    pub chosen: bool,
}

/// Orders that were tried, and the one that is chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderChoice {
    /// Rows in order of the orders.
    pub rows: Vec<OrderRow>,
    /// The smallest order whose likelihood is within a standard error of the best.
    pub chosen: u32,
    /// Journeys, and their steps (contacts, and an end each).
    pub journeys: f64,
    /// See `journeys`.
    pub steps: f64,
    /// Options and the definition of the journeys, as a hash.
    pub definition: Definition,
}

impl OrderChoice {
    /// Columns `order, log_likelihood, per_step, behind, standard_error, chosen`.
    ///
    /// # Errors
    /// [`Error::Defect`](crate::Error::Defect): a fault of the engine, none by any input.
    pub fn to_frame(&self) -> Result<Frame> {
        let column = |pick: fn(&OrderRow) -> f64| self.rows.iter().map(pick);
        FrameBuilder::default()
            .u32("order", self.rows.iter().map(|row| row.order).collect())
            .f64("log_likelihood", column(|row| row.log_likelihood))
            .f64("per_step", column(|row| row.per_step))
            .f64("behind", column(|row| row.behind))
            .f64("standard_error", column(|row| row.standard_error))
            .bool("chosen", self.rows.iter().map(|row| row.chosen))
            .finish(&self.definition)
    }
}

/// The order of the Markov chain that predicts journeys best which it was not counted from.
///
/// Every journey is in one of the folds and predicted from the counts of the others, step by step
/// (contacts as they are, repeats kept, then conversion or null), with back-off to shorter
/// memories where a state is rare:
///
/// ```text
/// p_k(next | last k) = (c_k + t p_(k-1)) / (n_k + t)      p_(-1) = 1 / (touchpoints + 2)
/// ```
///
/// `c_k` of the `n_k` steps after these `k` contacts, `t` the option `back_off`. The likelihood of
/// the kept-apart journeys cannot rise by memory alone. Chosen is the smallest order that is behind
/// the best by no more than a standard error (from the folds).
///
/// Folds are drawn by a hash of the path's names, the outcome and a running number: the same
/// journeys in any order, and their aggregated paths, give the same choice. Journeys of one person
/// may be in different folds; where persons repeat themselves this favours higher orders a little.
///
/// Sources: F. Jelinek, R. L. Mercer, *Interpolated estimation of Markov source parameters from
/// sparse data* (1980); D. J. C. `MacKay`, L. C. Peto, *A hierarchical Dirichlet language model*,
/// Natural Language Engineering 1 (1995) 289-308 (the form of the back-off); L. Breiman,
/// J. Friedman, R. Olshen, C. Stone, *Classification and Regression Trees* (1984), 3.4.3 (the rule
/// of one standard error).
///
/// ```
/// use cx_core::attribution::{OrderOptions, choose_order};
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["a > b > a", "b > a > b"]));
/// # let won: ArrayRef = Arc::new(Float64Array::from(vec![90.0, 10.0]));
/// # let lost: ArrayRef = Arc::new(Float64Array::from(vec![10.0, 90.0]));
/// # let table = RecordBatch::try_from_iter([("path", path), ("won", won), ("lost", lost)]).expect("one length");
/// # let roles = PathRoles { conversions: Some("won".into()), nulls: Some("lost".into()), ..PathRoles::default() };
/// # let paths = Paths::read(&[table], &roles)?;
/// let choice = choose_order(&paths, &OrderOptions::default())?;
/// // What comes after "a" depends on what came before it.
/// assert!(choice.chosen >= 2);
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Option`] for options out of range, [`Error::Unanswerable`] without journeys.
pub fn choose_order<'a>(
    outcomes: impl Into<Outcomes<'a>>,
    options: &OrderOptions,
) -> Result<OrderChoice> {
    let call = Call::open();
    options.validate()?;
    let paths = outcomes.into().paths()?;
    call.close(choose(&paths, options))
}

pub(super) fn choose(paths: &Paths, options: &OrderOptions) -> Result<OrderChoice> {
    let folds = options.folds as usize;
    let end = paths.touchpoints.len() as u32;
    let mut histories = Histories::new(folds, options.max_order, end + 2);
    let names = paths.touchpoints.to_vec();
    let (mut journeys, mut steps) = (0.0, 0.0);
    for path in 0..paths.len() {
        let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
        let codes = paths.path(path);
        let parts = weights(codes, &names, [at(&paths.conversions), at(&paths.nulls)], folds)?;
        let count: f64 = parts.iter().flatten().sum();
        journeys += count;
        steps += count * (codes.len() + 1) as f64;
        if count > 0.0 {
            histories.add(codes, &parts, end)?;
        }
    }
    if journeys <= 0.0 {
        return Err(Error::Unanswerable {
            what: "there are no journeys to choose an order by".into(),
            remedy: "check the intake report, and the filter that the table came from",
        });
    }
    let scores = histories.scores(options.back_off);
    let rows = rank(&scores, steps);
    let chosen = rows.iter().find(|row| row.chosen).map_or(1, |row| row.order);
    let definition = Definition::of("attribution.choose_order", &(options, &paths.definition));
    Ok(OrderChoice { rows, chosen, journeys, steps, definition })
}

/// Rows from the likelihood of each fold by order, from 1.
fn rank(scores: &[Vec<f64>], steps: f64) -> Vec<OrderRow> {
    let total = |folds: &[f64]| folds.iter().sum::<f64>();
    let mut best: &[f64] = &[];
    for folds in scores {
        if best.is_empty() || total(folds) > total(best) {
            best = folds;
        }
    }
    let mut open = true;
    let each = scores.iter().zip(1..).map(|(folds, order)| {
        let n = folds.len() as f64;
        let behind: Vec<f64> = best.iter().zip(folds).map(|(best, own)| best - own).collect();
        let sum = total(&behind);
        let squares: f64 = behind.iter().map(|part| (part - sum / n) * (part - sum / n)).sum();
        let standard_error = (squares * n / (n - 1.0)).sqrt();
        let chosen = open && sum <= standard_error;
        open &= !chosen;
        let log_likelihood = total(folds);
        let per_step = log_likelihood / steps;
        OrderRow { order, log_likelihood, per_step, behind: sum, standard_error, chosen }
    });
    each.collect()
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    OrderChoice: to_frame -> to_record_batch;
}
