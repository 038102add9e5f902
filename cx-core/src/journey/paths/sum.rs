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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_of_a_few_are_those_of_the_accumulator(
            terms in proptest::collection::vec(
                prop_oneof![
                    Just(0.0), 0.0..1e4, 0.0..1e15, 0.0..1e-300, 0.0..1e308,
                    (0_u32..100_000).prop_map(|cents| f64::from(cents) / 100.0),
                ],
                0..12,
            ),
        ) {
            let mut sum = ExactSum::default();
            for term in &terms {
                sum.add(*term);
            }
            let bits = |sum: Result<f64>| sum.map(f64::to_bits);
            prop_assert_eq!(bits(exact_sum(terms.iter().copied())), bits(sum.value()));
        }
    }
}
