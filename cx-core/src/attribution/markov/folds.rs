//! Journeys of a path, drawn into folds.

use crate::Result;
use crate::stats::normal_quantile;
use crate::sure::Sure;

/// Up to so many journeys of a path are drawn one by one; more have a normal distribution.
const ONE_BY_ONE: f64 = 4_096.0;

/// Journeys of one path in each fold, those that converted and those that did not.
///
/// A part of a journey (counts need not be whole) is drawn as one is.
pub(super) fn weights(
    codes: &[u32],
    names: &[String],
    counts: [f64; 2],
    folds: usize,
) -> Result<[Vec<f64>; 2]> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for code in codes {
        let name = names.get(*code as usize).map(String::as_bytes).sure_or_default();
        // A byte that no name has in between.
        for byte in name.iter().chain(&[0xff]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let [won, lost] = counts;
    Ok([draw(hash, won, folds)?, draw(!hash, lost, folds)?])
}

fn draw(seed: u64, count: f64, folds: usize) -> Result<Vec<f64>> {
    let mut parts = vec![0.0; folds];
    if count > ONE_BY_ONE {
        let mut left = count;
        for (fold, part) in parts.iter_mut().enumerate() {
            let share = 1.0 / (folds - fold) as f64;
            let uniform = ((mix(seed, fold as u64) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64;
            let spread = (left * share * (1.0 - share)).sqrt();
            let drawn = if share < 1.0 {
                (left * share + spread * normal_quantile(uniform)?).round().clamp(0.0, left)
            } else {
                left
            };
            *part = drawn;
            left -= drawn;
        }
        return Ok(parts);
    }
    let mut left = count;
    let mut unit = 0;
    while left > 0.0 {
        let fold = (mix(seed, unit) >> 32) as usize % folds.max(1);
        if let Some(part) = parts.get_mut(fold).sure() {
            *part += left.min(1.0);
        }
        left -= 1.0;
        unit += 1;
    }
    Ok(parts)
}

/// `SplitMix64` (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014) at one place of its sequence.
fn mix(seed: u64, place: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(place.wrapping_add(1)));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_journey_is_in_one_fold() {
        let names = ["a".to_owned(), "b".to_owned()];
        for count in [0.0, 0.25, 7.0, 1_000.5, 1e6] {
            let [won, lost] = weights(&[0, 1], &names, [count, count], 5).expect("draws");
            assert!((won.iter().sum::<f64>() - count).abs() < 1e-9 * count.max(1.0));
            assert!((lost.iter().sum::<f64>() - count).abs() < 1e-9 * count.max(1.0));
            let even = won.iter().all(|part| (part - count / 5.0).abs() <= 5.0 * count.sqrt());
            assert!(even, "{won:?}");
        }
    }
}
