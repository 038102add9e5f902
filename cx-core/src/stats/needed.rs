//! How many more would decide.

/// The smallest number of further answers for which `decided(now + more)` holds, at most `limit`.
///
/// `decided` must stay true once it is true, as it does when an interval only shrinks.
///
/// ```
/// use cx_core::stats::more_needed;
/// assert_eq!(more_needed(10, 1_000, |n| n >= 45), Some(35));
/// assert_eq!(more_needed(10, 20, |n| n >= 45), None);
/// ```
pub fn more_needed(now: u64, limit: u64, decided: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut too_few, mut enough) = (0, 1);
    while !decided(now + enough) {
        too_few = enough;
        if enough >= limit {
            return None;
        }
        enough = (enough * 2).min(limit);
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if decided(now + middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Some(enough)
}
