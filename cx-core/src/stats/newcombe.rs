//! The score interval of a difference of two shares of different groups.

use super::{Interval, wilson};

/// The interval of `x1/n1 - x2/n2`, shares of two independent groups, within -1 and 1:
/// `d - √((p1 - l1)² + (u2 - p2)²)` to `d + √((u1 - p1)² + (p2 - l2)²)`, where `l` and `u` are the
/// ends of [`wilson`]'s interval of each share. Without trials in a group nothing is known: -1 to 1.
///
/// Source: method 10 of R. G. Newcombe, *Interval estimation for the difference between independent
/// proportions: comparison of eleven methods*, Statistics in Medicine 17 (1998) 873-890.
///
/// ```
/// use cx_core::stats::{difference_of_groups, z_of};
/// let interval = difference_of_groups((56.0, 70.0), (48.0, 80.0), z_of(0.95)?);
/// assert!((interval.low - 0.0524).abs() < 5e-5 && (interval.high - 0.3339).abs() < 5e-5);
/// # Ok::<(), cx_core::Error>(())
/// ```
pub fn difference_of_groups(first: (f64, f64), second: (f64, f64), z: f64) -> Interval {
    if first.1 <= 0.0 || second.1 <= 0.0 {
        return Interval { low: -1.0, high: 1.0 };
    }
    let (p1, p2) = (first.0 / first.1, second.0 / second.1);
    let (w1, w2) = (wilson(first.0, first.1, z), wilson(second.0, second.1, z));
    let d = p1 - p2;
    let root = |a: f64, b: f64| (a * a + b * b).sqrt();
    Interval { low: d - root(p1 - w1.low, w2.high - p2), high: d + root(w1.high - p1, p2 - w2.low) }
        .clamp(-1.0, 1.0)
        .around(d)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::z_of;

    #[test]
    fn intervals_of_published_cases() {
        // Newcombe (1998), table II, method 10.
        let known = [
            ((56.0, 70.0), (48.0, 80.0), (0.0524, 0.3339)),
            ((9.0, 10.0), (3.0, 10.0), (0.1705, 0.8090)),
            ((6.0, 7.0), (2.0, 7.0), (0.0582, 0.8062)),
            ((5.0, 56.0), (0.0, 29.0), (-0.0381, 0.1926)),
            ((0.0, 10.0), (0.0, 20.0), (-0.1611, 0.2775)),
            ((0.0, 10.0), (0.0, 10.0), (-0.2775, 0.2775)),
            ((10.0, 10.0), (0.0, 20.0), (0.6791, 1.0)),
            ((10.0, 10.0), (0.0, 10.0), (0.6075, 1.0)),
        ];
        for (first, second, (low, high)) in known {
            let found = difference_of_groups(first, second, z_of(0.95).expect("z"));
            assert!((found.low - low).abs() < 6e-5, "{found:?} is not {low} to {high}");
            assert!((found.high - high).abs() < 6e-5, "{found:?} is not {low} to {high}");
        }
        let nothing = Interval { low: -1.0, high: 1.0 };
        assert_eq!(difference_of_groups((0.0, 0.0), (1.0, 2.0), 1.96), nothing);
        assert_eq!(difference_of_groups((1.0, 2.0), (0.0, 0.0), 1.96), nothing);
    }

    proptest! {
        #[test]
        fn it_holds_the_estimate_and_mirrors(
            n1 in 1u32..60, n2 in 1u32..60, a in 0.0f64..=1.0, b in 0.0f64..=1.0,
        ) {
            let first = ((a * f64::from(n1)).floor(), f64::from(n1));
            let second = ((b * f64::from(n2)).floor(), f64::from(n2));
            let z = z_of(0.9).expect("z");
            let found = difference_of_groups(first, second, z);
            let d = first.0 / first.1 - second.0 / second.1;
            prop_assert!(found.low <= d && d <= found.high && found.low < found.high);
            let mirrored = difference_of_groups(second, first, z);
            prop_assert!((found.low + mirrored.high).abs() < 1e-12);
        }
    }
}
