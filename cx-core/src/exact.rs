//! Sums that do not depend on the order of their terms.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// Bits of a limb that hold value; the rest of the `i64` holds carries.
const LIMB_BITS: usize = 32;
/// 2,098 bits span every finite double; 64 more take the carries of 2^64 terms.
const LIMBS: usize = 68;
/// Terms that fit before carries must be passed on: each adds less than 2^32 to a limb.
const TERMS_BEFORE_CARRY: u32 = 1 << 30;
const LIMB_MASK: i64 = (1 << LIMB_BITS) - 1;

/// An exact sum of doubles: a fixed-point number wide enough for every finite `f64`.
///
/// `value()` is the mathematically exact sum of all terms, rounded once to the nearest double
/// (ties to even), so it is the same for every order and every split of the terms.
///
/// Range: any finite doubles, up to 2^64 terms. A term that is not finite, or a sum beyond
/// `f64::MAX`, makes [`value`](Self::value) return [`Error::Overflow`].
///
/// Source: the small superaccumulator of R. M. Neal, *Fast exact summation using small and large
/// superaccumulators*, arXiv:1505.05571 (2015).
///
/// ```
/// use cx_core::exact::ExactSum;
/// let mut sum = ExactSum::default();
/// for x in [1e100, 1.0, -1e100, 1e-300] {
///     sum.add(x);
/// }
/// assert_eq!(sum.value()?, 1.0);
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Clone)]
pub struct ExactSum {
    limbs: [i64; LIMBS],
    pending: u32,
    not_finite: bool,
}

impl Default for ExactSum {
    fn default() -> Self {
        Self { limbs: [0; LIMBS], pending: 0, not_finite: false }
    }
}

impl std::fmt::Debug for ExactSum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ExactSum({:?})", self.value())
    }
}

impl PartialEq for ExactSum {
    fn eq(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self.clone(), other.clone());
        a.carry();
        b.carry();
        a.not_finite == b.not_finite && a.limbs == b.limbs
    }
}

impl ExactSum {
    /// Adds one term.
    pub fn add(&mut self, term: f64) {
        let bits = term.to_bits();
        let exponent = ((bits >> 52) & 0x7ff) as usize;
        let fraction = bits & ((1 << 52) - 1);
        if exponent == 0x7ff {
            self.not_finite = true;
            return;
        }
        // A subnormal has the exponent of the smallest normal number and no implicit bit.
        let (shift, mantissa) =
            if exponent == 0 { (0, fraction) } else { (exponent - 1, fraction | (1 << 52)) };
        let wide = u128::from(mantissa) << (shift % LIMB_BITS);
        let first = shift / LIMB_BITS;
        let negative = bits >> 63 == 1;
        for (step, limb) in self.limbs.iter_mut().skip(first).take(3).enumerate() {
            let part = ((wide >> (step * LIMB_BITS)) as i64) & LIMB_MASK;
            *limb += if negative { -part } else { part };
        }
        self.pending += 1;
        if self.pending >= TERMS_BEFORE_CARRY {
            self.carry();
        }
    }

    /// Adds all terms of another sum; associative and commutative.
    pub fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        other.carry();
        self.carry();
        for (a, b) in self.limbs.iter_mut().zip(other.limbs) {
            *a += b;
        }
        self.not_finite |= other.not_finite;
        self.carry();
    }

    /// The exact sum, rounded once to the nearest double.
    ///
    /// # Errors
    /// [`Error::Overflow`] when a term was not finite or the sum is beyond `f64::MAX`.
    pub fn value(&self) -> Result<f64> {
        let overflow = Error::Overflow { what: "a sum of doubles" };
        if self.not_finite {
            return Err(overflow);
        }
        let mut canonical = self.clone();
        canonical.carry();
        let value = canonical.round();
        if value.is_finite() { Ok(value) } else { Err(overflow) }
    }

    /// Back to no terms, keeping the memory.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Brings every limb but the last into `0..2^32`: the one form a number has.
    fn carry(&mut self) {
        let mut carry = 0;
        let last = LIMBS - 1;
        for (at, limb) in self.limbs.iter_mut().enumerate() {
            let total = *limb + carry;
            if at == last {
                *limb = total;
            } else {
                *limb = total & LIMB_MASK;
                carry = total >> LIMB_BITS;
            }
        }
        self.pending = 1;
    }

    /// Rounds a canonical number; only called after `carry`.
    fn round(mut self) -> f64 {
        let negative = self.limbs.last().is_some_and(|top| *top < 0);
        if negative {
            for limb in &mut self.limbs {
                *limb = -*limb;
            }
            self.carry();
        }
        let Some(top) = self.limbs.iter().rposition(|limb| *limb != 0) else {
            return 0.0;
        };
        let limb = |at: usize| self.limbs.get(at).map_or(0, |l| *l as u128);
        // The three highest limbs hold at least 65 bits of the number; what lies below is only
        // needed to know on which side of a tie it is.
        let low = top.saturating_sub(2);
        let window = limb(low) | limb(low + 1) << LIMB_BITS | limb(low + 2) << (2 * LIMB_BITS);
        let sticky = self.limbs.iter().take(low).any(|l| *l != 0);
        let magnitude = assemble(window, low * LIMB_BITS, sticky);
        if negative { -magnitude } else { magnitude }
    }
}

/// `window * 2^(shift - 1074)`, rounded to nearest even; `sticky` tells of bits below the window.
fn assemble(window: u128, shift: usize, sticky: bool) -> f64 {
    let length = 128 - window.leading_zeros() as usize;
    if length + shift <= 53 {
        // Whole in the subnormal range and its first binade.
        return f64::from_bits((window << shift) as u64);
    }
    // Longer than 53 bits here: a window that does not start at the lowest limb has at least 65.
    let drop = length.saturating_sub(53).max(1);
    let mut mantissa = (window >> drop) as u64;
    let mut exponent = shift + drop;
    let rest = window & ((1 << drop) - 1);
    let half = 1 << (drop - 1);
    if rest > half || (rest == half && (sticky || mantissa & 1 == 1)) {
        mantissa += 1;
    }
    if mantissa == 1 << 53 {
        mantissa >>= 1;
        exponent += 1;
    }
    if exponent + 1 >= 0x7ff {
        return f64::INFINITY;
    }
    f64::from_bits(((exponent as u64 + 1) << 52) | (mantissa & ((1 << 52) - 1)))
}

/// Sparse form: the canonical limbs that are not zero, as `(index, limb)`.
#[derive(Serialize, Deserialize)]
struct Stored {
    limbs: Vec<(u8, i64)>,
    not_finite: bool,
}

impl Serialize for ExactSum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut canonical = self.clone();
        canonical.carry();
        let limbs = canonical.limbs.iter().enumerate().filter(|(_, limb)| **limb != 0);
        let limbs = limbs.map(|(at, limb)| (at as u8, *limb)).collect();
        Stored { limbs, not_finite: self.not_finite }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ExactSum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let mut sum = Self { not_finite: stored.not_finite, ..Self::default() };
        for (at, limb) in stored.limbs {
            let unknown = || serde::de::Error::custom("limb out of range");
            let place = sum.limbs.get_mut(usize::from(at)).ok_or_else(unknown)?;
            if limb.unsigned_abs() > 1 << 62 {
                return Err(unknown());
            }
            *place = limb;
        }
        sum.carry();
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(terms: &[f64]) -> ExactSum {
        let mut sum = ExactSum::default();
        for x in terms {
            sum.add(*x);
        }
        sum
    }

    #[test]
    fn rounds_ties_to_even() {
        let ulp = f64::EPSILON;
        assert_eq!(sum(&[1.0, ulp / 2.0]).value(), Ok(1.0));
        assert_eq!(sum(&[1.0 + ulp, ulp / 2.0]).value(), Ok(1.0 + 2.0 * ulp));
        assert_eq!(sum(&[1.0, ulp / 2.0, 5e-324]).value(), Ok(1.0 + ulp));
        assert_eq!(sum(&[-1.0, -ulp / 2.0, -5e-324]).value(), Ok(-1.0 - ulp));
    }

    #[test]
    fn says_when_the_range_ends() {
        assert!(sum(&[f64::MAX, f64::MAX]).value().is_err());
        assert_eq!(sum(&[f64::MAX, f64::MAX, -f64::MAX]).value(), Ok(f64::MAX));
        assert!(sum(&[f64::NAN]).value().is_err());
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).value().is_err());
        assert_eq!(sum(&[]).value(), Ok(0.0));
        assert_eq!(sum(&[5e-324, -5e-324]).value(), Ok(0.0));
    }

    proptest! {
        #[test]
        fn one_term_is_itself(x in proptest::num::f64::ANY) {
            prop_assume!(x.is_finite());
            prop_assert_eq!(sum(&[x]).value()?, x);
            prop_assert_eq!(sum(&[x, x, -x]).value()?, x);
        }

        #[test]
        fn order_and_split_do_not_matter(
            mut terms in proptest::collection::vec(proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL, 0..60),
            cut in 0usize..60,
            seed in any::<u64>(),
        ) {
            let whole = sum(&terms);
            let cut = cut.min(terms.len());
            let mut parts = sum(&terms[cut..]);
            parts.merge(&sum(&terms[..cut]));
            prop_assert_eq!(&parts, &whole);
            let mut state = seed;
            for at in (1..terms.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                terms.swap(at, (state >> 33) as usize % (at + 1));
            }
            prop_assert_eq!(&sum(&terms), &whole);
            let text = serde_json::to_string(&whole).expect("serialises");
            let back: ExactSum = serde_json::from_str(&text).expect("reads back");
            prop_assert_eq!(back, whole);
        }

        #[test]
        fn agrees_with_integers(terms in proptest::collection::vec(-(1i64 << 50)..(1 << 50), 0..50)) {
            let exact: i128 = terms.iter().map(|x| i128::from(*x)).sum();
            let floats: Vec<f64> = terms.iter().map(|x| *x as f64).collect();
            prop_assert_eq!(sum(&floats).value()?, exact as f64);
        }
    }
}
