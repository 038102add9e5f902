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
    // Two Newton steps take the library's approximation to the last digits; far out in the tails
    // of very few degrees of freedom, where they could only harm, it stays as it is.
    for _ in 0..2 {
        let step = (distribution.cdf(t) - probability) / distribution.pdf(t);
        if step.abs() <= 1e-3 * t.abs() {
            t -= step;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_known_tables() {
        // One and two degrees of freedom have closed forms; the others are R's qt(0.975, df).
        let known = [
            (1.0, 12.706_204_736_174_696),
            (2.0, 4.302_652_729_749_461),
            (9.0, 2.262_157_162_798_205),
            (59.0, 2.000_995_378_088_267),
            (99.0, 1.984_216_951_586_417_4),
            (249.0, 1.969_536_867_640_350_4),
        ];
        for (df, wanted) in known {
            let found = t_of(0.95, df).expect("a quantile");
            assert!((found - wanted).abs() < 1e-11, "{df}: {found} is not {wanted}");
        }
    }

    #[test]
    fn any_degrees_of_freedom_give_a_quantile_beyond_the_normal_one() {
        for df in [0.05, 0.3, 0.92, 1.5, 3.7, 1e3, 1e6] {
            let found = t_of(0.95, df).expect("a quantile");
            assert!(found > 1.959_963_984, "{df}: {found}");
        }
        assert!(t_of(0.95, 0.0).is_err() && t_of(0.3, 5.0).is_err());
    }
}
