//! The slope of one series on another beside a trend, with an interval that takes neither equal
//! variances nor independent errors for granted.

use crate::Result;
use crate::sentences::Key;
use crate::stats::{Interval, t_of};

/// Fewest periods from which a slope is made.
pub(super) const FEWEST: usize = 8;
/// Least deviation of the spend from its trend, by its mean.
const LEAST: f64 = 0.01;
/// Most that the error of one period may be its own.
const ALONE: f64 = 0.9;

/// The deviations of a series of spend from its straight line, and what they weigh.
pub(super) struct Design {
    deviations: Vec<f64>,
    squares: f64,
    /// Diagonal of the hat matrix of intercept, trend and spend.
    leverages: Vec<f64>,
}

impl Design {
    /// Deviations of `spend` from its trend; why not, where nothing can be read off it.
    pub(super) fn of(spend: &[f64]) -> std::result::Result<Self, Key> {
        if spend.len() < FEWEST {
            return Err(Key::FewPeriods);
        }
        let deviations = detrended(spend);
        let squares: f64 = deviations.iter().map(|x| x * x).sum();
        let count = spend.len() as f64;
        let mean = spend.iter().sum::<f64>() / count;
        if mean <= 0.0 {
            return Err(Key::NoSpend);
        }
        if (squares / count).sqrt() < LEAST * mean {
            return Err(Key::EvenSpend);
        }
        let spread = times(spend.len()).map(|t| t * t).sum::<f64>();
        let leverages: Vec<f64> = times(spend.len())
            .zip(&deviations)
            .map(|(t, x)| 1.0 / count + t * t / spread + x * x / squares)
            .collect();
        if leverages.iter().any(|leverage| *leverage > ALONE) {
            return Err(Key::OnePeriod);
        }
        Ok(Self { deviations, squares, leverages })
    }

    /// Slope of the outcome on the spend with its interval.
    pub(super) fn slope(&self, outcome: &[f64], confidence: f64) -> Result<(f64, Interval)> {
        let outcome = detrended(outcome);
        let product: f64 = self.deviations.iter().zip(&outcome).map(|(x, y)| x * y).sum();
        let slope = product / self.squares;
        let scores: Vec<f64> = self
            .deviations
            .iter()
            .zip(&outcome)
            .zip(&self.leverages)
            .map(|((x, y), leverage)| x * (y - slope * x) / (1.0 - leverage))
            .collect();
        let half = t_of(confidence, scores.len() as f64 - 3.0)? * long_run(&scores).sqrt();
        let half = half / self.squares;
        Ok((slope, Interval { low: slope - half, high: slope + half }))
    }
}

/// The variance of a sum of scores that may depend on those before them, with Bartlett's weights up
/// to `4 (n / 100)^(2/9)` periods; never below that of independent ones.
fn long_run(scores: &[f64]) -> f64 {
    let count = scores.len() as f64;
    let lags = (4.0 * libm::pow(count / 100.0, 2.0 / 9.0)).floor() as usize;
    let own: f64 = scores.iter().map(|u| u * u).sum();
    let mut sum = own;
    for lag in 1..=lags {
        let weight = 1.0 - lag as f64 / (lags as f64 + 1.0);
        let products = scores.iter().zip(scores.iter().skip(lag)).map(|(a, b)| a * b);
        sum += 2.0 * weight * products.sum::<f64>();
    }
    sum.max(own)
}

/// Times around their mean.
fn times(count: usize) -> impl Iterator<Item = f64> {
    let middle = (count as f64 - 1.0) / 2.0;
    (0..count).map(move |at| at as f64 - middle)
}

/// What a series is beside its straight line.
fn detrended(series: &[f64]) -> Vec<f64> {
    let mean = series.iter().sum::<f64>() / series.len() as f64;
    let spread: f64 = times(series.len()).map(|t| t * t).sum();
    let trend = times(series.len()).zip(series).map(|(t, x)| t * x).sum::<f64>() / spread;
    times(series.len()).zip(series).map(|(t, x)| x - mean - trend * t).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_trend_is_found() {
        let spend: Vec<f64> = (0..12).map(|t| f64::from((t * 7) % 5)).collect();
        let outcome: Vec<f64> =
            (0..12).zip(&spend).map(|(t, x)| 3.0 + 0.5 * f64::from(t) + 2.0 * x).collect();
        let (slope, interval) =
            Design::of(&spend).expect("varies").slope(&outcome, 0.95).expect("a slope");
        assert!((slope - 2.0).abs() < 1e-12 && interval.high - interval.low < 1e-9);
    }

    #[test]
    fn what_does_not_vary_says_nothing() {
        let refused = |spend: &[f64]| Design::of(spend).err().expect("refused");
        assert_eq!(refused(&[1.0, 2.0, 1.0, 3.0]), Key::FewPeriods);
        assert_eq!(refused(&[5.0; 12]), Key::EvenSpend);
        let growing: Vec<f64> = (1..20).map(f64::from).collect();
        assert_eq!(refused(&growing), Key::EvenSpend);
        assert_eq!(refused(&[0.0; 12]), Key::NoSpend);
        let mut once = [1.0; 12];
        once[6] = 50.0;
        assert_eq!(refused(&once), Key::OnePeriod);
    }

    #[test]
    fn the_interval_is_that_of_the_formula() {
        // By the sandwich formula with full matrices: HC3 scores, lags up to floor(4 * 0.12^(2/9)) = 2.
        let spend = [0.0, 0.0, 3.0, 3.0, 4.0, 0.0, 0.0, 1.0, 4.0, 3.0, 0.0, 0.0];
        let outcome = [1.0, 1.5, 5.0, 6.5, 10.0, 2.0, 2.0, 4.0, 12.0, 9.0, 1.0, 0.5];
        let design = Design::of(&spend).expect("varies");
        let (slope, interval) = design.slope(&outcome, 0.95).expect("a slope");
        assert!((slope - 2.181_919_406_150_584).abs() < 1e-9, "{slope}");
        let half = 0.819_127_415_855_228_3;
        assert!((interval.high - slope - half).abs() < 1e-9, "{}", interval.high - slope);
    }
}
