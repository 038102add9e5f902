//! Options of the doubt.

use serde::{Deserialize, Serialize};

use super::super::options::AttributeOptions;
use crate::{Error, Result};

/// More replicates than this tell nothing more.
const MOST: u32 = 10_000;

/// How intervals were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// By formula: the delta method, see [`attribute`](super::super::attribute()).
    #[default]
    Delta,
    /// By percentiles of the replicates of a bootstrap.
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

/// Checks the number of replicates: the percentiles must lie within them.
pub(in super::super) fn validate(options: &AttributeOptions) -> Result<()> {
    let tail = (1.0 - options.confidence) / 2.0;
    // A little less, for the rounding of the confidence.
    let least = ((1.0 / tail - 1e-6).ceil() - 1.0).max(1.0) as u32;
    let most = MOST.max(least.saturating_add(1));
    if options.bootstrap == 0 || (least..=most).contains(&options.bootstrap) {
        return Ok(());
    }
    Err(Error::Option {
        field: "bootstrap",
        value: options.bootstrap.to_string(),
        allowed: format!("0 (none), or {least} to {most} replicates at this confidence"),
    })
}
