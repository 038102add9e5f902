//! The score interval of a difference of two shares of the same answers.

use super::Interval;

/// Halvings of an interval of length 2 that leave nothing a double could tell apart.
const HALVINGS: u32 = 200;

/// The score interval of `plus - minus`, two shares of the same `n` answers, within -1 and 1.
///
/// The Net Promoter Score is such a difference: the share of promoters minus that of detractors,
/// which is the difference of the discordant cells of a matched-pairs table. The interval holds
/// every `Δ` that the score test does not reject, `|T(Δ)| <= z`, with
///
/// - `T(Δ) = √n (plus - minus - Δ) / √(2q + Δ(1 - Δ))`,
/// - `q = (√(B² - 4AC) - B) / 2A`, the most likely share of detractors under `Δ`,
/// - `A = 2`, `B = (2 - plus + minus) Δ - plus - minus`, `C = -minus Δ(1 - Δ)`,
///
/// found by halving to the last digit. It never leaves -1 to 1 and never has zero width.
///
/// `n` may be a fraction, as effective numbers of weighted answers are.
///
/// Source: T. Tango, *Equivalence test and confidence interval for the difference in proportions
/// for the paired-sample design*, Statistics in Medicine 17 (1998) 891-908.
///
/// ```
/// use cx_core::stats::{difference_of_shares, z_of};
/// let interval = difference_of_shares(1.0, 0.0, 10.0, z_of(0.95)?);
/// assert!((100.0 * interval.low - 44.493_440_027_422_16).abs() < 1e-9);
/// assert_eq!(interval.high, 1.0);
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn difference_of_shares(plus: f64, minus: f64, n: f64, z: f64) -> Interval {
    if n <= 0.0 {
        return Interval { low: -1.0, high: 1.0 };
    }
    let estimate = (plus - minus).clamp(-1.0, 1.0);
    let accepted = |delta: f64| {
        let q = likely_minus(plus, minus, delta);
        let variance = (2.0 * q + delta * (1.0 - delta)).max(0.0);
        let distance = estimate - delta;
        n * distance * distance <= z * z * variance
    };
    Interval { low: edge(estimate, -1.0, accepted), high: edge(estimate, 1.0, accepted) }
}

/// The larger root of `2q² + Bq + C = 0`, without cancellation.
fn likely_minus(plus: f64, minus: f64, delta: f64) -> f64 {
    let b = (2.0 - plus + minus) * delta - plus - minus;
    let c = -minus * delta * (1.0 - delta);
    let root = (b * b - 8.0 * c).max(0.0).sqrt();
    let q = if b <= 0.0 { (root - b) / 4.0 } else { -2.0 * c / (root + b) };
    q.max(0.0).max(-delta)
}

/// The last accepted point on the way from `inside` to `outside`.
fn edge(inside: f64, outside: f64, accepted: impl Fn(f64) -> bool) -> f64 {
    if accepted(outside) {
        return outside;
    }
    let (mut inside, mut outside) = (inside, outside);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inside, outside);
        if middle == inside || middle == outside {
            break;
        }
        if accepted(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::z_of;

    /// Percent, from counts of promoters, passives and detractors.
    fn points(promoters: u32, passives: u32, detractors: u32) -> Interval {
        let n = f64::from(promoters + passives + detractors);
        let z = z_of(0.95).expect("z");
        difference_of_shares(f64::from(promoters) / n, f64::from(detractors) / n, n, z)
            .rescale(100.0, 0.0)
    }

    #[test]
    fn intervals_of_published_cases() {
        // Tango (1998), as R's ratesci and PropCIs compute it.
        let known = [
            ((10, 0, 0), (44.493_440_027_422, 100.0)),
            ((0, 8, 0), (-32.440_756_488_388, 32.440_756_488_388)),
            ((5, 3, 2), (-21.659_219_749_038, 67.527_788_798_826)),
            ((0, 0, 1), (-100.0, 58.690_137_124_553)),
        ];
        for ((promoters, passives, detractors), (low, high)) in known {
            let found = points(promoters, passives, detractors);
            assert!((found.low - low).abs() < 1e-9, "{found:?} is not {low} to {high}");
            assert!((found.high - high).abs() < 1e-9, "{found:?} is not {low} to {high}");
        }
    }

    proptest! {
        #[test]
        fn it_holds_the_estimate_stays_in_range_and_mirrors(
            promoters in 0u32..50, passives in 0u32..50, detractors in 0u32..50,
        ) {
            prop_assume!(promoters + passives + detractors > 0);
            let n = f64::from(promoters + passives + detractors);
            let estimate = 100.0 * (f64::from(promoters) - f64::from(detractors)) / n;
            let found = points(promoters, passives, detractors);
            let found = found.around(estimate);
            prop_assert!(-100.0 <= found.low && found.high <= 100.0 && found.low < found.high);
            prop_assert!((points(promoters, passives, detractors).low - found.low).abs() < 1e-12);
            let mirrored = points(detractors, passives, promoters);
            prop_assert!((mirrored.low + found.high).abs() < 1e-9);
            prop_assert!((mirrored.high + found.low).abs() < 1e-9);
        }
    }
}
