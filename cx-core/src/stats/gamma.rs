//! The gamma distribution, as the one that sums of rare things have.

/// Below this shape nearly all of the distribution is at 0, and its quantiles bound nothing.
const LEAST_SHAPE: f64 = 0.25;

/// The quantile of the gamma distribution with this mean and variance, at the standard normal
/// quantile `z`: `mean (1 - c / 9 + z √c / 3)³` with `c = variance / mean²`, not below 0.
///
/// Of a count `x` with `mean = variance = x` this is Byar's limit, within 0.02 of the exact one from
/// `x = 2` on. A distribution of a shape `1 / c` below 1/4 is taken as one of shape
/// 1/4 with the same variance. Without any variance it is the mean.
///
/// Sources: E. B. Wilson, M. M. Hilferty, *The distribution of chi-square*, PNAS 17 (1931) 684-688;
/// N. E. Breslow, N. E. Day, *Statistical Methods in Cancer Research* II (1987), 2.3 (Byar).
///
/// ```
/// use cx_core::stats::{gamma_quantile, z_of};
/// // Ten events: the exact limits are 4.80 and, with one event more for the upper one, 18.39.
/// let z = z_of(0.95)?;
/// assert!((gamma_quantile(10.0, 10.0, -z) - 4.80).abs() < 0.02);
/// assert!((gamma_quantile(11.0, 11.0, z) - 18.39).abs() < 0.01);
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn gamma_quantile(mean: f64, variance: f64, z: f64) -> f64 {
    if variance <= 0.0 {
        return mean.max(0.0);
    }
    let mean = mean.max((variance * LEAST_SHAPE).sqrt());
    let root = variance.sqrt() / mean;
    let cube = (1.0 - root * root / 9.0 + z * root / 3.0).max(0.0);
    mean * cube * cube * cube
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Gamma};

    #[test]
    fn quantiles_are_those_of_the_library() {
        for (shape, most) in [(1.0, 0.022), (2.5, 0.007), (10.0, 0.001), (400.0, 1e-5)] {
            let gamma = Gamma::new(shape, 1.0 / 3.0).expect("a distribution");
            for z in [-1.959_964, -1.0, 1.0, 1.959_964] {
                let found = gamma_quantile(3.0 * shape, 9.0 * shape, z);
                let wanted = gamma.inverse_cdf(libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0);
                let error = (found - wanted).abs() / (3.0 * shape);
                assert!(error < most, "{shape} {z}: {found} is not {wanted}");
            }
        }
    }

    #[test]
    fn a_mean_without_doubt_is_itself_and_one_near_nothing_has_a_bound() {
        assert_eq!(gamma_quantile(7.0, 0.0, 1.96), 7.0);
        assert_eq!(gamma_quantile(-1.0, 0.0, 1.96), 0.0);
        assert_eq!(gamma_quantile(0.5, 4.0, -1.96), 0.0);
        let bounds = [1e-9, 0.1, 0.4].map(|mean| gamma_quantile(mean, 4.0, 1.96));
        assert!(bounds.iter().all(|bound| (bound - 6.46).abs() < 0.01), "{bounds:?}");
    }
}
