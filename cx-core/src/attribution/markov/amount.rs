//! A sum of values, exact, in little space as long as it has one term.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::exact::ExactSum;

/// An exact sum: of one term as it is, of more in an [`ExactSum`].
///
/// What is stored and compared is the sum, so it does not matter which terms it came from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub(super) struct Amount {
    one: f64,
    more: Option<Box<ExactSum>>,
}

/// The one form that a sum has on its way between machines.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    /// A sum that is a double, as its bits: not every reader of decimals gives the same double.
    One(u64),
    /// Any other.
    More(Box<ExactSum>),
}

impl From<Amount> for Stored {
    fn from(amount: Amount) -> Self {
        let Some(more) = amount.more else { return Self::One(amount.one.to_bits()) };
        let mut same = ExactSum::default();
        let rounded = more.value().unwrap_or(f64::NAN);
        same.add(rounded);
        if same == *more { Self::One(rounded.to_bits()) } else { Self::More(more) }
    }
}

impl From<Stored> for Amount {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::One(bits) => Self { one: f64::from_bits(bits), more: None },
            Stored::More(more) => Self { one: 0.0, more: Some(more) },
        }
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        match (&self.more, &other.more) {
            (None, None) => self.one == other.one,
            _ => self.exact() == other.exact(),
        }
    }
}

impl Amount {
    pub(super) fn add(&mut self, term: f64) {
        if term == 0.0 {
            return;
        }
        if self.more.is_none() && self.one == 0.0 {
            self.one = term;
            return;
        }
        if self.more.is_none() {
            self.more = Some(Box::new(self.exact()));
            self.one = 0.0;
        }
        if let Some(more) = &mut self.more {
            more.add(term);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.add(other.one);
        if let Some(terms) = &other.more {
            let mut sum = self.exact();
            sum.merge(terms);
            *self = Self { one: 0.0, more: Some(Box::new(sum)) };
        }
    }

    fn exact(&self) -> ExactSum {
        let mut sum = self.more.as_ref().map(|more| more.as_ref().clone()).unwrap_or_default();
        if self.one != 0.0 {
            sum.add(self.one);
        }
        sum
    }

    /// The sum, rounded once.
    pub(super) fn value(&self) -> Result<f64> {
        match &self.more {
            None if self.one.is_finite() => Ok(self.one),
            _ => self.exact().value(),
        }
    }
}
