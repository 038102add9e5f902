//! Options of the doubt.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// More replicates than this tell nothing more.
const MOST: u32 = 10_000;

/// How intervals were made.
///
/// ```
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["search > branch", "branch"]));
/// # let won: ArrayRef = Arc::new(Float64Array::from(vec![30.0, 10.0]));
/// # let lost: ArrayRef = Arc::new(Float64Array::from(vec![10.0, 50.0]));
/// # let table = RecordBatch::try_from_iter([("path", path), ("won", won), ("lost", lost)]).expect("one length");
/// # let roles = PathRoles { conversions: Some("won".into()), nulls: Some("lost".into()), ..PathRoles::default() };
/// # let paths = Paths::read(&[table], &roles)?;
/// # if cfg!(feature = "models") {
/// use cx_core::attribution::{AttributeOptions, IntervalKind, Model, attribute};
/// let options = AttributeOptions::default().model(Model::Linear);
/// let by_formula = attribute(&paths, &options)?;
/// assert_eq!(by_formula.interval, IntervalKind::Delta);
/// // 99 replicates, from seed 1: the same everywhere.
/// let resampled = attribute(&paths, &options.bootstrap(99, 1))?;
/// assert_eq!(resampled.interval_of(Model::Linear), IntervalKind::Bootstrap);
/// let wide = |credit: &cx_core::attribution::Credit| {
///     credit.lead().map(|row| row.conversions_high - row.conversions_low).sum::<f64>()
/// };
/// assert!((wide(&resampled) / wide(&by_formula) - 1.0).abs() < 0.4);
/// # }
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// By formula: the delta method, see [`attribute`](crate::attribution::attribute()).
    #[default]
    Delta,
    /// From the spread of the replicates of a bootstrap.
    Bootstrap,
}

impl IntervalKind {
    /// The name, as in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delta => "delta",
            Self::Bootstrap => "bootstrap",
        }
    }
}

/// Checks the number of replicates: at least as many that one in so many lies beyond the interval.
pub(crate) fn check_replicates(bootstrap: u32, confidence: f64) -> Result<()> {
    let tail = (1.0 - confidence) / 2.0;
    // A little less, for the rounding of the confidence.
    let least = ((1.0 / tail - 1e-6).ceil() - 1.0).max(1.0) as u32;
    let most = MOST.max(least.saturating_add(1));
    if bootstrap == 0 || (least..=most).contains(&bootstrap) {
        return Ok(());
    }
    Err(Error::Option {
        field: "bootstrap",
        value: bootstrap.to_string(),
        allowed: format!("0 (none), or {least} to {most} replicates at this confidence"),
    })
}
