//! A count that may be fractional, summed exactly in little space.

use serde::{Deserialize, Serialize};

use crate::exact::ExactSum;
use crate::{Error, Result};

/// Whole terms below this are summed as integers: 2^33 of them cannot leave 64 bits.
const SMALL: f64 = 2_147_483_648.0;

/// An exact sum of counts: whole ones as an integer, others in an [`ExactSum`]. Which part a term
/// goes to depends on the term alone, so the state does not depend on order or split.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Weight {
    whole: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rest: Option<Box<ExactSum>>,
}

impl Weight {
    /// Adds one count, which must be 0 or more.
    pub(super) fn add(&mut self, count: f64) {
        let whole = count as u64;
        if count < SMALL && whole as f64 == count {
            // Also the way of the many zeros.
            self.whole = self.whole.saturating_add(whole);
        } else {
            self.rest.get_or_insert_default().add(count);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.whole = self.whole.saturating_add(other.whole);
        if let Some(rest) = &other.rest {
            self.rest.get_or_insert_default().merge(rest);
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.whole == 0 && self.rest.is_none()
    }

    /// The sum, rounded once.
    pub(super) fn value(&self) -> Result<f64> {
        if self.whole == u64::MAX {
            return Err(Error::Overflow { what: "a count of transitions" });
        }
        let Some(rest) = &self.rest else { return Ok(self.whole as f64) };
        let mut sum = rest.as_ref().clone();
        // Both halves are exact doubles.
        sum.add((self.whole & !0xffff_ffff) as f64);
        sum.add((self.whole & 0xffff_ffff) as f64);
        sum.value()
    }
}
