//! Decimal text to doubles: the standard library's reader, or in WebAssembly a small one.
//!
//! The standard reader is fast because it looks up powers of five in a table of ten kilobytes, which
//! a module for the browser would have to load. Both round to the nearest double, ties to even, so
//! the results are the same to the bit.

/// The double that a text is; the texts are those of [`f64::from_str`](std::str::FromStr).
pub(super) fn parse(text: &str) -> Option<f64> {
    #[cfg(not(target_family = "wasm"))]
    return text.parse().ok();
    #[cfg(target_family = "wasm")]
    small::parse(text)
}

#[cfg(any(test, target_family = "wasm"))]
mod small {
    use std::cmp::Ordering;

    use crate::sure::{Absent, Sure};

    /// Digits beyond these only decide whether a number lies above a tie.
    const DIGITS: usize = 800;

    pub(super) fn parse(text: &str) -> Option<f64> {
        let (sign, rest) = match text.as_bytes().first()? {
            b'-' => (-1.0, text.get(1..)?),
            b'+' => (1.0, text.get(1..)?),
            _ => (1.0, text),
        };
        if ["inf", "infinity"].iter().any(|word| rest.eq_ignore_ascii_case(word)) {
            return Some(sign * f64::INFINITY);
        }
        if rest.eq_ignore_ascii_case("nan") {
            return Some(f64::NAN);
        }
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (rest.get(..at)?, power(rest.get(at + 1..)?)?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        Some(sign * nearest(&digits, exponent.saturating_sub(fraction.len() as i64)))
    }

    /// A power of ten; what no double reaches is cut off.
    fn power(text: &str) -> Option<i64> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let size = digits.bytes().fold(0_i64, |n, b| (n * 10 + i64::from(b - b'0')).min(1 << 40));
        Some(if text.starts_with('-') { -size } else { size })
    }

    /// The double next to `digits * 10^exponent`.
    fn nearest(digits: &[u8], mut exponent: i64) -> f64 {
        let first = digits.iter().position(|d| *d != b'0').unwrap_or(digits.len());
        let digits = digits.get(first..).sure_or_default();
        let (kept, cut) = digits.split_at(digits.len().min(DIGITS));
        exponent += cut.len() as i64;
        let size = exponent + kept.len() as i64;
        if kept.is_empty() || size < -330 {
            return 0.0;
        }
        if size > 310 {
            return f64::INFINITY;
        }
        if kept.len() <= 15 && exponent.abs() <= 22 {
            // Both are exact doubles, so one rounding is all there is.
            let number = kept.iter().fold(0.0, |n, d| n * 10.0 + f64::from(d - b'0'));
            let scale = (0..exponent.abs()).fold(1.0, |n, _| n * 10.0);
            return if exponent < 0 { number / scale } else { number * scale };
        }
        let (mut above, mut below) = (Big(Vec::new()), Big(vec![1]));
        for digit in kept {
            above.times(10, u32::from(digit - b'0'));
        }
        if cut.iter().any(|d| *d != b'0') {
            above.times(10, 1);
            exponent -= 1;
        }
        let scaled = if exponent < 0 { &mut below } else { &mut above };
        (0..exponent.abs()).for_each(|_| scaled.times(10, 0));
        quotient(above, below)
    }

    /// The double next to `above / below`, bit by bit.
    fn quotient(mut above: Big, mut below: Big) -> f64 {
        let mut exponent = above.bits() - below.bits();
        above.double(-exponent);
        below.double(exponent);
        if above.compare(&below) == Ordering::Less {
            above.double(1);
            exponent -= 1;
        }
        if exponent > 1023 {
            return f64::INFINITY;
        }
        // Doubles below 2^-1022 have fewer bits.
        let bits = 53.min(exponent + 1075);
        if bits < 0 {
            return 0.0;
        }
        let mut number = 0_u64;
        for _ in 0..bits {
            number <<= 1;
            if above.compare(&below) != Ordering::Less {
                above.minus(&below);
                number |= 1;
            }
            above.double(1);
        }
        let up = match above.compare(&below) {
            Ordering::Less => false,
            Ordering::Equal => number % 2 == 1,
            Ordering::Greater => true,
        };
        let unit = match exponent - bits + 1 {
            tiny @ ..-1022 => f64::from_bits(1 << (tiny + 1074)),
            unit => f64::from_bits(((unit + 1023) as u64) << 52),
        };
        (number + u64::from(up)) as f64 * unit
    }

    /// A whole number of any size, lowest word first.
    struct Big(Vec<u32>);

    impl Big {
        /// Times a factor, plus a number.
        fn times(&mut self, factor: u32, plus: u32) {
            let mut carry = u64::from(plus);
            for word in &mut self.0 {
                carry += u64::from(*word) * u64::from(factor);
                *word = carry as u32;
                carry >>= 32;
            }
            if carry > 0 {
                self.0.push(carry as u32);
            }
        }

        /// Doubled so many times; not at all where that is negative.
        fn double(&mut self, times: i64) {
            let whole = times.max(0) / 32;
            self.0.splice(0..0, (0..whole).map(|_| 0));
            self.times(1 << (times.max(0) % 32), 0);
        }

        /// Less another that is not larger.
        fn minus(&mut self, other: &Self) {
            let mut borrow = 0;
            for (at, word) in self.0.iter_mut().enumerate() {
                let less = i64::from(other.0.get(at).copied().or_absent(0)) + borrow;
                let left = i64::from(*word) - less;
                *word = left as u32;
                borrow = i64::from(left < 0);
            }
            while self.0.last() == Some(&0) {
                self.0.pop();
            }
        }

        fn compare(&self, other: &Self) -> Ordering {
            let length = self.0.len().cmp(&other.0.len());
            length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
        }

        fn bits(&self) -> i64 {
            let top = self.0.last().map_or(0, |word| 32 - i64::from(word.leading_zeros()));
            (self.0.len() as i64 - 1) * 32 + top
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::small;

    fn same(text: &str) -> bool {
        let (found, expected) = (small::parse(text), text.parse::<f64>().ok());
        found.map(f64::to_bits) == expected.map(f64::to_bits)
    }

    #[test]
    fn the_edges_of_doubles() {
        for text in [
            "0",
            "-0",
            "+7",
            ".5",
            "5.",
            ".",
            "",
            "-",
            "1e",
            "1e+",
            "e5",
            "1_0",
            "0x1",
            "١",
            "inf",
            "-Infinity",
            "infinit",
            "1e400",
            "1e-400",
            "-1e99999999999999999999",
            "0e999999999999",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "179769313486231580793e289",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "4.9e-324",
            "2.5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "9007199254740993",
            "9007199254740992.99999999999999999999999999",
            "9007199254740993.000000000000000000001",
            "1.2.3",
            "1e5.5",
            "1 ",
            "123456789012345678901234567890",
            "1e22",
            "1e23",
        ] {
            assert!(same(text), "{text}: {:?}", small::parse(text));
        }
        assert!(small::parse("-NaN").is_some_and(f64::is_nan));
        let long = format!("9007199254740993.{}1", "0".repeat(2_000));
        assert!(same(&long));
        let tie = format!("9007199254740993.{}", "0".repeat(2_000));
        assert!(same(&tie));
    }

    proptest! {
        #[test]
        fn as_the_standard_library_does(text in "[+-]?[0-9]{0,25}(\\.[0-9]{0,25})?([eE][+-]?[0-9]{1,3})?") {
            prop_assert!(same(&text), "{} {:?}", text, small::parse(&text));
        }

        #[test]
        fn every_double_comes_back(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(!value.is_nan());
            prop_assert_eq!(small::parse(&value.to_string()).map(f64::to_bits), Some(bits));
            prop_assert_eq!(small::parse(&format!("{value:e}")).map(f64::to_bits), Some(bits));
        }
    }
}
