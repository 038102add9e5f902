//! Intervals, and the one for a share.

use serde::{Deserialize, Serialize};

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// The interval of `scale * x + shift`, for a positive scale.
    pub fn rescale(self, scale: f64, shift: f64) -> Self {
        Self { low: self.low * scale + shift, high: self.high * scale + shift }
    }

    /// The part that lies within `[low, high]`.
    pub fn clamp(self, low: f64, high: f64) -> Self {
        Self { low: self.low.clamp(low, high), high: self.high.clamp(low, high) }
    }

    /// The interval, widened by rounding errors at most, so that it holds `estimate`.
    pub fn around(self, estimate: f64) -> Self {
        Self { low: self.low.min(estimate), high: self.high.max(estimate) }
    }
}

/// The score interval of a share of `successes` in `trials`, within 0 and 1:
/// `(x + z²/2 ± z √(x(n - x)/n + z²/4)) / (n + z²)`.
///
/// Both may be fractions, as effective numbers of weighted answers are. Without trials nothing is
/// known: 0 to 1.
///
/// Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*,
/// JASA 22 (1927) 209-212.
///
/// ```
/// use cx_core::stats::{wilson, z_of};
/// let interval = wilson(0.0, 10.0, z_of(0.95)?);
/// assert_eq!(interval.low, 0.0);
/// assert!((interval.high - 0.277_532_799_862_889_2).abs() < 1e-14);
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn wilson(successes: f64, trials: f64, z: f64) -> Interval {
    if trials <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (x, n, zz) = (successes.clamp(0.0, trials), trials, z * z);
    let half = z * (x * (n - x) / n + zz / 4.0).sqrt();
    let centre = x + zz / 2.0;
    Interval {
        low: if x == 0.0 { 0.0 } else { ((centre - half) / (n + zz)).max(0.0) },
        high: if x == n { 1.0 } else { ((centre + half) / (n + zz)).min(1.0) },
    }
    .around(x / n)
}
