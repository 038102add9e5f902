//! The normal distribution.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::options::in_range;
use crate::{Error, Result};

/// The quantile of the standard normal distribution for a probability within (0, 1).
///
/// # Errors
/// [`Error::Option`] when `probability` is not within (0, 1).
///
/// ```
/// let z = cx_core::stats::normal_quantile(0.975)?;
/// assert!((z - 1.959_963_984_540_054).abs() < 1e-12);
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn normal_quantile(probability: f64) -> Result<f64> {
    in_range("probability", probability, f64::MIN_POSITIVE, 1.0 - f64::EPSILON)?;
    let normal = Normal::new(0.0, 1.0).map_err(|_| Error::Overflow { what: "a quantile" })?;
    let mut z = normal.inverse_cdf(probability);
    // One Newton step takes the library's rational approximation to the last digits.
    let density = libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
    if density > 1e-300 {
        z -= (libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0 - probability) / density;
    }
    Ok(z)
}

/// The two-sided z of a confidence level: 1.96 for 0.95.
///
/// # Errors
/// [`Error::Option`] when `confidence` is not within 0.5 to 0.9999.
pub fn z_of(confidence: f64) -> Result<f64> {
    in_range("confidence", confidence, 0.5, 0.9999)?;
    normal_quantile(1.0 - (1.0 - confidence) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_known_tables() {
        // To the last digits, which only the Newton step has: scipy.stats.norm.ppf.
        let known = [
            (0.0001, -3.719_016_485_455_680_4),
            (0.9, 1.281_551_565_544_600_4),
            (0.975, 1.959_963_984_540_054),
            (0.995, 2.575_829_303_548_900_4),
        ];
        for (probability, known) in known {
            let found = normal_quantile(probability).expect("a probability");
            assert!((found / known - 1.0).abs() < 1e-15, "{probability}: {found:e}, not {known:e}");
        }
        assert_eq!(normal_quantile(0.5).expect("a probability"), 0.0);
    }
}
