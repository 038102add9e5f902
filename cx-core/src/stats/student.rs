//! Student's t distribution.

use statrs::distribution::{Continuous, ContinuousCDF, StudentsT};

use crate::options::in_range;
use crate::{Error, Result};

/// The quantile of Student's t with `df` degrees of freedom (any positive number), for a
/// probability within (0, 1).
///
/// # Errors
/// [`Error::Option`] when `probability` is not within (0, 1) or `df` is not positive.
///
/// ```
/// let t = cx_core::stats::student_quantile(0.975, 9.0)?;
/// assert!((t - 2.262_157_162_798_205).abs() < 1e-12);
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn student_quantile(probability: f64, df: f64) -> Result<f64> {
    in_range("probability", probability, f64::MIN_POSITIVE, 1.0 - f64::EPSILON)?;
    in_range("df", df, f64::MIN_POSITIVE, f64::MAX)?;
    let distribution =
        StudentsT::new(0.0, 1.0, df).map_err(|_| Error::Overflow { what: "a quantile" })?;
    let mut t = distribution.inverse_cdf(probability);
    // Two Newton steps take the library's approximation to the last digits.
    for _ in 0..2 {
        let density = distribution.pdf(t);
        if density > 1e-300 {
            t -= (distribution.cdf(t) - probability) / density;
        }
    }
    Ok(t)
}

/// The two-sided t of a confidence level: 2.262 for 0.95 and 9 degrees of freedom.
///
/// # Errors
/// [`Error::Option`] when `confidence` is not within 0.5 to 0.9999 or `df` is not positive.
pub fn t_of(confidence: f64, df: f64) -> Result<f64> {
    in_range("confidence", confidence, 0.5, 0.9999)?;
    student_quantile(1.0 - (1.0 - confidence) / 2.0, df)
}
