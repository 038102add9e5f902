//! Sums of doubles that do not depend on order.

use crate::Result;
use crate::exact::ExactSum;

/// The exact sum of a few terms, rounded once.
///
/// Every addition leaves a remainder that is itself a double; where the remainders add up without
/// one of their own, sum and remainders together are exact, and adding them rounds once. Other
/// terms go through [`ExactSum`].
///
/// Source of the remainder: D. E. Knuth, *The Art of Computer Programming* 2, 4.2.2, theorem B.
pub(crate) fn exact_sum(terms: impl Iterator<Item = f64> + Clone) -> Result<f64> {
    let (mut sum, mut rest, mut exact) = (0.0, 0.0, true);
    for term in terms.clone() {
        let remainder;
        (sum, remainder) = add(sum, term);
        if remainder != 0.0 {
            let lost;
            (rest, lost) = add(rest, remainder);
            exact &= lost == 0.0;
        }
    }
    let whole = sum + rest;
    if exact && whole.is_finite() {
        return Ok(whole);
    }
    let mut sum = ExactSum::default();
    terms.for_each(|term| sum.add(term));
    sum.value()
}

/// The rounded sum of two doubles, and what was rounded off; NaN where the sum is not finite.
fn add(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}
