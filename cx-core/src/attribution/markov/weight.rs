//! A count that may be fractional, summed exactly in little space.

use serde::{Deserialize, Serialize};

use crate::exact::ExactSum;
use crate::{Error, Result};

/// Whole terms below this are summed as integers: 2^33 of them cannot leave 64 bits.
const SMALL: f64 = 2_147_483_648.0;

/// Whole numbers below this are exact doubles.
const WHOLE: u64 = 1 << 53;

/// An exact sum of counts: small whole ones as an integer, others in an [`ExactSum`].
///
/// What is stored and compared is the sum of both, so it does not matter which terms it came from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(super) struct Weight {
    whole: u64,
    rest: Option<Box<ExactSum>>,
}

/// The one form that a sum has on its way between machines.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    /// A whole number below 2^53.
    Whole(u64),
    /// Any other.
    Exact(Box<ExactSum>),
}

impl From<Weight> for Stored {
    fn from(weight: Weight) -> Self {
        if weight.rest.is_none() && weight.whole < WHOLE {
            return Self::Whole(weight.whole);
        }
        let exact = weight.exact();
        let rounded = exact.value().unwrap_or(-1.0);
        let whole = rounded as u64;
        let mut same = ExactSum::default();
        same.add(whole as f64);
        if whole < WHOLE && same == exact {
            Self::Whole(whole)
        } else {
            Self::Exact(Box::new(exact))
        }
    }
}

impl From<Stored> for Weight {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Whole(whole) => Self { whole, rest: None },
            Stored::Exact(exact) => Self { whole: 0, rest: Some(exact) },
        }
    }
}

impl PartialEq for Weight {
    fn eq(&self, other: &Self) -> bool {
        match (&self.rest, &other.rest) {
            (None, None) => self.whole == other.whole,
            _ => self.exact() == other.exact(),
        }
    }
}

impl Weight {
    /// Adds one count, which must be 0 or more.
    pub(super) fn add(&mut self, count: f64) {
        let whole = count as u64;
        if count < SMALL && whole as f64 == count {
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

    fn exact(&self) -> ExactSum {
        let mut sum = self.rest.as_ref().map(|rest| rest.as_ref().clone()).unwrap_or_default();
        // Both halves are exact doubles.
        sum.add((self.whole & !0xffff_ffff) as f64);
        sum.add((self.whole & 0xffff_ffff) as f64);
        sum
    }

    /// The sum, rounded once.
    pub(super) fn value(&self) -> Result<f64> {
        if self.whole == u64::MAX {
            return Err(Error::Overflow { what: "a count of transitions" });
        }
        if self.rest.is_none() && self.whole < WHOLE {
            return Ok(self.whole as f64);
        }
        self.exact().value()
    }
}
