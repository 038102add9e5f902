//! Breaks in a trend: where a score changed for good.

use super::row::TrendPoint;
use crate::calendar::Day;
use crate::stats::z_of;

/// Windows that each side of a break must have.
const WINDOWS: usize = 6;
/// A change must be this many standard errors: 3.9 is a two-sided 0.01 % for one place; with 52
/// places tried that stays below 1 % for a trend without a break.
const PROVEN: f64 = 3.9;

/// A lasting change of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Change {
    /// First window after it.
    pub(super) since: Day,
    /// Mean before, weighted by answers.
    pub(super) before: f64,
    /// Mean after.
    pub(super) after: f64,
    /// Standard errors between the two.
    pub(super) z: f64,
}

/// The strongest break of a trend, when one is proven.
///
/// For every place the means of the windows before and after (weighted by answers) are compared.
/// The variance of a mean is the larger of two: what the intervals of its windows say, and what the
/// spread of the windows around it says, so a trend that swings by more than its answers explain is
/// judged by its swings. The place with the largest `|after - before| / SE` counts.
pub(super) fn strongest(trend: &[TrendPoint], confidence: f64) -> Option<Change> {
    let z = z_of(confidence).ok()?;
    let points: Vec<Point> = trend.iter().filter_map(|point| Point::of(point, z)).collect();
    let places = WINDOWS..points.len().saturating_sub(WINDOWS - 1);
    let change = |at: usize| -> Option<Change> {
        let (before, after) = points.split_at_checked(at)?;
        let ((mean_a, var_a), (mean_b, var_b)) = (mean(before)?, mean(after)?);
        let error = (var_a + var_b).sqrt();
        let z = if error > 0.0 { (mean_b - mean_a) / error } else { 0.0 };
        Some(Change { since: after.first()?.since, before: mean_a, after: mean_b, z })
    };
    let best = places.filter_map(change).max_by(|a, b| a.z.abs().total_cmp(&b.z.abs()))?;
    (best.z.abs() >= PROVEN).then_some(best)
}

struct Point {
    since: Day,
    answers: f64,
    score: f64,
    variance: f64,
}

impl Point {
    /// `z`: standard errors from the middle to an end of the interval.
    fn of(point: &TrendPoint, z: f64) -> Option<Self> {
        let half = (point.high? - point.low?) / 2.0;
        let variance = (half / z).powi(2);
        Some(Self {
            since: point.window_start,
            answers: point.n as f64,
            score: point.score?,
            variance,
        })
    }
}

/// Mean weighted by answers and its variance: the larger of `Σ w² v / (Σ w)²` and
/// `Σ w² (x - m)² / (Σ w)² · k / (k - 1)`.
fn mean(points: &[Point]) -> Option<(f64, f64)> {
    let weight: f64 = points.iter().map(|p| p.answers).sum();
    if weight <= 0.0 || points.len() < 2 {
        return None;
    }
    let mean = points.iter().map(|p| p.answers * p.score).sum::<f64>() / weight;
    let told: f64 = points.iter().map(|p| p.answers * p.answers * p.variance).sum();
    let spread: f64 = points.iter().map(|p| (p.answers * (p.score - mean)).powi(2)).sum();
    let k = points.len() as f64;
    Some((mean, told.max(spread * k / (k - 1.0)) / (weight * weight)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(scores: impl IntoIterator<Item = f64>) -> Vec<TrendPoint> {
        let point = |(at, score): (usize, f64)| TrendPoint {
            window_start: Day::from_days(20_000 + 7 * at as i32),
            n: 100,
            score: Some(score),
            low: Some(score - 8.0),
            high: Some(score + 8.0),
            light: None,
        };
        scores.into_iter().enumerate().map(point).collect()
    }

    #[test]
    fn finds_a_drop_and_its_week() {
        let scores = (0..40).map(|week| if week < 25 { 40.0 } else { 20.0 } + f64::from(week % 3));
        let change = strongest(&trend(scores), 0.95).expect("a drop of 20 points");
        assert_eq!(change.since, Day::from_days(20_000 + 7 * 25));
        assert!(change.after < change.before - 15.0);
    }

    #[test]
    fn the_confidence_of_the_intervals_counts() {
        // 8 points to each side: 4.1 standard errors at 95 %, and 2.7 where they are 80 % ones.
        let small = trend((0..12).map(|week| if week < 6 { 40.0 } else { 30.3 }));
        assert!(strongest(&small, 0.95).is_some());
        assert_eq!(strongest(&small, 0.8), None);
    }

    #[test]
    fn noise_and_short_trends_prove_nothing() {
        let noise = trend((0..52).map(|week| f64::from(week * 37 % 11)));
        assert_eq!(strongest(&noise, 0.95), None);
        assert_eq!(strongest(&trend([10.0, 90.0]), 0.95), None);
        assert_eq!(strongest(&[], 0.95), None);
    }
}
