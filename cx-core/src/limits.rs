//! Ranges of options, declared where the option is.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::options::{Span, in_range};
use crate::{Error, Result};

/// What the confidence of an interval may be.
pub(crate) const CONFIDENCE: RangeInclusive<f64> = 0.5..=0.9999;

/// Any number, but neither NaN nor infinite.
pub(crate) const FINITE: RangeInclusive<f64> = f64::MIN..=f64::MAX;

/// A duration longer than nothing; one that is read from text always is.
pub(crate) struct Positive;

/// What is declared as the range of an option.
pub(crate) trait Limits {
    /// Least and largest number; `None`: it is not about numbers.
    #[cfg(feature = "schema")]
    fn ends(&self) -> Option<[f64; 2]>;
}

impl<R: Into<f64> + Copy> Limits for RangeInclusive<R> {
    #[cfg(feature = "schema")]
    fn ends(&self) -> Option<[f64; 2]> {
        Some([(*self.start()).into(), (*self.end()).into()])
    }
}

impl Limits for Positive {
    #[cfg(feature = "schema")]
    fn ends(&self) -> Option<[f64; 2]> {
        None
    }
}

/// The ends of the range that is declared, if any.
#[cfg(feature = "schema")]
pub(crate) fn ends(declared: &[&dyn Limits]) -> Option<[f64; 2]> {
    declared.first().and_then(|limits| limits.ends()).filter(|[low, _]| *low > f64::MIN)
}

/// An option that can be held against limits.
pub(crate) trait Within<L: Limits> {
    /// Refuses what lies outside.
    fn within(&self, field: &'static str, limits: &L) -> Result<()>;
}

/// Numbers, by what makes a float of each.
macro_rules! numbers {
    ($($number:ty: $float:expr),+) => { $(
        impl<R: Into<f64> + Copy> Within<RangeInclusive<R>> for $number {
            fn within(&self, field: &'static str, limits: &RangeInclusive<R>) -> Result<()> {
                let float: fn($number) -> f64 = $float;
                in_range(field, float(*self), (*limits.start()).into(), (*limits.end()).into())
            }
        }
    )+ };
}

numbers!(f64: |number| number, u32: f64::from, usize: |number| number as f64);

impl Within<Positive> for Span {
    fn within(&self, field: &'static str, _: &Positive) -> Result<()> {
        if self.micros() > 0 {
            return Ok(());
        }
        Err(Error::Option {
            field,
            value: format!("{} microseconds", self.micros()),
            allowed: "a positive duration such as \"7d\"".into(),
        })
    }
}

impl<L: Limits, T: Within<L>> Within<L> for Option<T> {
    fn within(&self, field: &'static str, limits: &L) -> Result<()> {
        self.iter().try_for_each(|part| part.within(field, limits))
    }
}

impl<L: Limits, T: Within<L>> Within<L> for Vec<T> {
    fn within(&self, field: &'static str, limits: &L) -> Result<()> {
        self.iter().try_for_each(|part| part.within(field, limits))
    }
}

impl<L: Limits, T: Within<L>> Within<L> for BTreeMap<String, T> {
    fn within(&self, field: &'static str, limits: &L) -> Result<()> {
        self.values().try_for_each(|part| part.within(field, limits))
    }
}
