//! Arithmetic on all levels of a person at once.

/// Numbers of levels that are worked on at once; where there are fewer levels, the others have
/// no share.
pub(super) const NARROW: usize = 12;
/// The same for more levels.
pub(super) const WIDE: usize = 24;

/// Logarithm of the share of a level that is not there.
pub(super) const ABSENT: f64 = -1e300;

/// `1.5 2^52`: a number of small size that is added to it is rounded to an integer, in its last bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// `ln 2` in two parts, the first with so few digits that its multiples are exact.
const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
/// Below this `exp` counts as this one: 1e-304 of the largest level is nothing.
const LOWEST: f64 = -700.0;
/// `1 / k!`, from the highest power on.
const TAYLOR: [f64; 12] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
];

/// `exp(x)` for `x` from -700 to 0, to the last bit or two: `2^n exp(r)` with `|r|` at most half of `ln 2`
/// (W. J. Cody, W. Waite, *Software Manual for the Elementary Functions*, 1980). Without any branch, so
/// that several are worked out at once; only sums and products, so that the bytes are the same everywhere.
#[inline]
pub(super) fn exp(x: f64) -> f64 {
    let x = x.max(LOWEST);
    let rounded = x * std::f64::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = (x - n * LN_2[0]) - n * LN_2[1];
    let mut sum = TAYLOR[0];
    for factor in &TAYLOR[1..] {
        sum = sum * r + factor;
    }
    let power = f64::from_bits(rounded.to_bits().wrapping_add(1_023) << 52);
    power + power * (r + r * r * sum)
}

/// Logarithms of weights to parts of 1; the logarithm of the sum of the weights.
#[inline]
pub(super) fn normalise(weights: &mut [f64]) -> f64 {
    let mut most = f64::NEG_INFINITY;
    for weight in weights.iter() {
        most = if *weight > most { *weight } else { most };
    }
    for weight in weights.iter_mut() {
        *weight = exp(*weight - most);
    }
    let whole: f64 = weights.iter().sum();
    let scale = 1.0 / whole;
    for weight in weights.iter_mut() {
        *weight *= scale;
    }
    most + libm::log(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_right_to_the_last_bits() {
        let mut worst = 0.0_f64;
        for at in 0..700_000 {
            let x = -f64::from(at) * 1.000_37e-3 * 0.999;
            let (own, known) = (exp(x), libm::exp(x));
            worst = worst.max(((own - known) / known).abs());
        }
        assert!(worst < 3.0 * f64::EPSILON, "{worst}");
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(ABSENT) < 1e-300 && exp(f64::NEG_INFINITY) < 1e-300);
    }

    #[test]
    fn parts_sum_to_1_and_absent_levels_have_none() {
        let mut weights = [ABSENT; NARROW];
        for (at, weight) in weights.iter_mut().enumerate().take(5) {
            *weight = -800.0 - 3.0 * at as f64;
        }
        let whole: f64 = (0..5).map(|at| libm::exp(-3.0 * f64::from(at))).sum();
        assert!((normalise(&mut weights) - (libm::log(whole) - 800.0)).abs() < 1e-12);
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert!((weights[1] * whole - libm::exp(-3.0)).abs() < 1e-15 && weights[5] < 1e-300);
    }
}
