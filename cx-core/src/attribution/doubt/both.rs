//! Intervals of credits that have gains and losses in them.

use super::interval::{Bounds, Estimate};
use crate::attribution::lanes::Replicate;
use crate::sure::Sure;

/// A credit in value that is what was gained less what was lost.
///
/// Each of the two has an interval of its own, skewed as sums of a few outcomes are. That of the
/// difference `T = G - L` goes as far from it as both together are likely to be off,
///
/// ```text
/// low   T - sqrt((G - G_low)^2  + (L_high - L)^2 - 2 r (G - G_low)(L_high - L))
/// high  T + sqrt((G_high - G)^2 + (L - L_low)^2  - 2 r (G_high - G)(L - L_low))
/// ```
///
/// with `r` the correlation of `G` and `L`: persons who buy much also bring much back.
///
/// Source: G. Y. Zou, A. Donner, *Construction of confidence limits about effect measures: a general
/// approach*, Statistics in Medicine 27 (2008) 1693-1702; G. Y. Zou, *Toward using confidence intervals
/// to compare correlations*, Psychological Methods 12 (2007) 399-413, for dependent ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Both {
    pub(crate) gained: Estimate,
    /// In sizes, which are not below 0.
    pub(crate) lost: Estimate,
    /// Of the two credits in value.
    pub(crate) covariance: f64,
}

impl Both {
    /// The interval of the value; `bounds` are those of gains and those of losses.
    pub(crate) fn ends(&self, [gains, losses]: &[Bounds; 2]) -> [f64; 2] {
        let ([_, gained], [_, lost]) = (self.gained.credit, self.lost.credit);
        let [low, high] = gains.of_sign(&self.gained);
        let [least, most] = losses.of_sign(&self.lost);
        let credit = gained - lost;
        let away =
            |a: f64, b: f64| (a * a + b * b - 2.0 * self.correlation() * a * b).max(0.0).sqrt();
        [credit - away(gained - low, most - lost), credit + away(high - gained, lost - least)]
    }

    /// With the variances of a place over the replicates of gains and of losses, where there are any.
    pub(crate) fn resampled(self, replicates: [&[Replicate]; 2], place: usize) -> Self {
        let [gains, losses] = replicates;
        let (Some(gained), Some(lost)) = (resampled(gains, place), resampled(losses, place)) else {
            return self;
        };
        let value = |found: &Replicate| found.value.get(place).copied().sure_or(0.0);
        let sums = gains.iter().zip(losses).map(|(gain, loss)| value(gain) + value(loss));
        let both = variance(sums);
        Self {
            gained: Estimate { resampled: Some(gained), ..self.gained },
            lost: Estimate { resampled: Some(lost), ..self.lost },
            covariance: (both - gained[1] - lost[1]) / 2.0,
        }
    }

    fn correlation(&self) -> f64 {
        let variance = |of: &Estimate| of.resampled.unwrap_or(of.variance)[1];
        let product = variance(&self.gained) * variance(&self.lost);
        if product > 0.0 { (self.covariance / product.sqrt()).clamp(-1.0, 1.0) } else { 0.0 }
    }
}

/// The variances of conversions and of value at a place over replicates; none without any.
pub(crate) fn resampled(replicates: &[Replicate], place: usize) -> Option<[f64; 2]> {
    if replicates.is_empty() {
        return None;
    }
    let figure = |column: &[f64]| column.get(place).copied().sure_or(0.0);
    let conversions = variance(replicates.iter().map(|found| figure(&found.conversions)));
    Some([conversions, variance(replicates.iter().map(|found| figure(&found.value)))])
}

/// The variance of a figure over replicates.
fn variance(figures: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let count = figures.len() as f64;
    let mean = figures.clone().sum::<f64>() / count;
    figures.map(|figure| (figure - mean) * (figure - mean)).sum::<f64>() / (count - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{gamma_quantile, z_of};

    #[test]
    fn gains_and_losses_are_put_together() {
        // 50 outcomes of 10 and 50 of -10, all after one touchpoint.
        let side = |value| Estimate {
            credit: [100.0, value],
            variance: [100.0, 5_000.0],
            ..Estimate::default()
        };
        let bounds = Bounds::new([100.0, 500.0, 5_000.0], 50.0, 0.95).expect("bounds");
        let both = Both { gained: side(500.0), lost: side(500.0), covariance: 0.0 };
        let z = z_of(0.95).expect("a quantile");
        let low = 500.0 - gamma_quantile(500.0, 5_000.0, -z);
        let high = gamma_quantile(505.0, 5_050.0, z) - 500.0;
        let [from, to] = both.ends(&[bounds, bounds]);
        assert!((from + low.hypot(high)).abs() < 1e-9, "{from}");
        assert!((to - high.hypot(low)).abs() < 1e-9, "{to}");
        // Who buys brings it back: nothing is in doubt but the skew of the two ends.
        let [from, to] = Both { covariance: 5_000.0, ..both }.ends(&[bounds, bounds]);
        assert!((to - (high - low)).abs() < 1e-9 && (from + (high - low)).abs() < 1e-9);
    }
}
