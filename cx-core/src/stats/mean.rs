//! Weighted means and their intervals.

use super::{Interval, t_of, wilson, z_of};
use crate::exact::ExactSum;
use crate::{Error, Result};

/// Mean and spread of weighted values; weights of 1 give the usual sample moments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// `Σ w x / Σ w`.
    pub mean: f64,
    /// `Σ w (x - mean)² / Σ w · m/(m - 1)` with `m` = `effective`; 0 when `m <= 1`.
    pub variance: f64,
    /// Effective number of values, `(Σ w)² / Σ w²` (L. Kish, *Survey Sampling*, 1965).
    pub effective: f64,
}

impl Moments {
    /// The moments of `(value, weight)` pairs, in any order to the same bits; `None` when the
    /// weights sum to 0.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a sum leaves the range of doubles.
    ///
    /// ```
    /// use cx_core::stats::Moments;
    /// let moments = Moments::of([(1.0, 1.0), (2.0, 1.0), (3.0, 1.0)])?.expect("weights");
    /// assert_eq!((moments.mean, moments.variance, moments.effective), (2.0, 1.0, 3.0));
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    pub fn of(
        values: impl IntoIterator<Item = (f64, f64), IntoIter: Clone>,
    ) -> Result<Option<Self>> {
        let values = values.into_iter();
        let sum = |term: &dyn Fn(f64, f64) -> f64| {
            let mut sum = ExactSum::default();
            values.clone().for_each(|(x, w)| sum.add(term(x, w)));
            sum.value()
        };
        let weight = sum(&|_, w| w)?;
        if weight <= 0.0 {
            return Ok(None);
        }
        let mean = sum(&|x, w| w * x)? / weight;
        let effective = weight * (weight / sum(&|_, w| w * w)?);
        let spread = sum(&|x, w| w * (x - mean) * (x - mean))? / weight;
        let moments = Self { mean, variance: 0.0, effective };
        Ok(Some(moments.with_spread(spread)))
    }

    /// Sets the variance from `Σ w (x - mean)² / Σ w`.
    pub(crate) fn with_spread(mut self, spread: f64) -> Self {
        let m = self.effective;
        self.variance = if m > 1.0 { spread * (m / (m - 1.0)) } else { 0.0 };
        self
    }
}

/// A spread below this part of the scale is rounding, not spread.
const DUST: f64 = 1e-9;

/// The interval of a mean: `mean ± t √(variance / effective)` with `effective - 1` degrees of
/// freedom, cut to `bounds` where the values have some.
///
/// Where the values show no spread (all alike, or just one), t would claim certainty. With bounds
/// the interval is then that of a share with the same mean, which no bounded values exceed in
/// variance ([`wilson`]); without bounds there is none.
///
/// # Errors
/// [`Error::Option`] when `confidence` is out of its range.
///
/// ```
/// use cx_core::stats::{Moments, mean_interval};
/// let same = Moments { mean: 100.0, variance: 0.0, effective: 10.0 };
/// let interval = mean_interval(&same, Some((0.0, 100.0)), 0.95)?.expect("bounded");
/// assert!((interval.low - 72.246_720_013_711_07).abs() < 1e-9);
/// assert_eq!(mean_interval(&same, None, 0.95)?, None);
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn mean_interval(
    moments: &Moments,
    bounds: Option<(f64, f64)>,
    confidence: f64,
) -> Result<Option<Interval>> {
    let Moments { variance, effective, .. } = *moments;
    // Rounding may carry a mean of equal values an ulp beyond their bounds.
    let mean = bounds.map_or(moments.mean, |(low, high)| moments.mean.max(low).min(high));
    let scale = bounds.map_or(mean.abs(), |(low, high)| high - low);
    if variance.sqrt() > DUST * scale && effective > 1.0 {
        let half = t_of(confidence, effective - 1.0)? * (variance / effective).sqrt();
        // Next to no degrees of freedom: nothing is known beyond the bounds.
        let half = if half.is_finite() { half } else { f64::INFINITY };
        let interval = Interval { low: mean - half, high: mean + half };
        let cut = bounds.map_or(interval, |(low, high)| interval.clamp(low, high));
        return Ok(Some(cut.around(mean)).filter(|cut| cut.low.is_finite() && cut.high.is_finite()));
    }
    let z = z_of(confidence)?;
    let Some((low, high)) = bounds.filter(|(low, high)| low < high) else { return Ok(None) };
    let range = high - low;
    if !range.is_finite() {
        return Err(Error::Overflow { what: "the range of a scale" });
    }
    let share = wilson((mean - low) / range * effective, effective, z);
    Ok(Some(share.rescale(range, low).clamp(low, high).around(mean)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_weighted_values() {
        // Twice 1, six times 5: Σw = 8, Σw² = 40.
        let found = Moments::of([(1.0, 2.0), (5.0, 6.0)]).expect("sums").expect("weights");
        assert_eq!((found.mean, found.effective), (4.0, 1.6));
        // Spread (2 · 9 + 6 · 1) / 8 = 3, times 1.6 / 0.6.
        assert!((found.variance - 8.0).abs() < 1e-12, "{}", found.variance);
        assert_eq!(Moments::of([(1.0, 0.0)]).expect("sums"), None);
    }

    #[test]
    fn few_effective_values_have_a_wide_interval() {
        let few = Moments { mean: 50.0, variance: 100.0, effective: 1.5 };
        let found = mean_interval(&few, None, 0.9).expect("a level").expect("spread");
        let half = t_of(0.9, 0.5).expect("t") * (100.0_f64 / 1.5).sqrt();
        assert!((found.high - 50.0 - half).abs() < 1e-9 * half, "{found:?}, half {half}");
        let one = Moments { effective: 1.0, ..few };
        assert_eq!(mean_interval(&one, None, 0.9).expect("a level"), None);
    }

    #[test]
    fn without_spread_it_is_the_interval_of_a_share() {
        let same = Moments { mean: 30.0, variance: 0.0, effective: 10.0 };
        let found = mean_interval(&same, Some((10.0, 60.0)), 0.95).expect("a level");
        let share = wilson(4.0, 10.0, z_of(0.95).expect("a level"));
        let found = found.expect("bounded");
        assert!((found.low - (10.0 + 50.0 * share.low)).abs() < 1e-12, "{found:?}");
        assert!((found.high - (10.0 + 50.0 * share.high)).abs() < 1e-12, "{found:?}");
    }
}
