//! What a written number is worth, exactly where the unit is a short decimal.

/// A decimal: digits times a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::columns) struct Scaled {
    pub(in crate::columns) digits: i128,
    pub(in crate::columns) exponent: i32,
}

impl Scaled {
    /// The decimal that a plain text is (`-12.50`, `1e-6`); `None` where it has more digits than
    /// are kept exactly.
    pub(in crate::columns) fn parse(text: &str) -> Option<Self> {
        let (mantissa, power) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = whole.bytes().chain(fraction.bytes());
        if whole.len() + fraction.len() > 30 || whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut digits = 0_i128;
        for byte in all {
            digits = digits * 10 + i128::from(char::from(byte).to_digit(10)?);
        }
        let exponent = power.checked_sub(fraction.len() as i32)?;
        Some(Self { digits: if negative { -digits } else { digits }, exponent })
    }

    /// The product; `None` beyond the digits that are kept exactly.
    pub(in crate::columns) fn times(self, other: Self) -> Option<Self> {
        Some(Self {
            digits: self.digits.checked_mul(other.digits)?,
            exponent: self.exponent.checked_add(other.exponent)?,
        })
    }

    /// In millionths, halves away from 0, and whether that is exact; `None` beyond any amount.
    pub(in crate::columns) fn micros(self) -> Option<(i128, bool)> {
        let shift = self.exponent + 6;
        if self.digits == 0 {
            return Some((0, true));
        }
        let Some(factor) = 10_i128.checked_pow(shift.unsigned_abs()) else {
            return (shift < 0).then_some((0, false));
        };
        if shift >= 0 {
            return self.digits.checked_mul(factor).map(|micros| (micros, true));
        }
        let (whole, rest) = (self.digits / factor, self.digits % factor);
        let up = i128::from(rest.unsigned_abs() * 2 >= factor.unsigned_abs());
        Some((whole + up * self.digits.signum(), rest == 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let scaled = |text: &str| Scaled::parse(text).expect("a decimal");
        let micros = scaled("231330000").times(scaled("1e-6")).and_then(Scaled::micros);
        assert_eq!(micros, Some((231_330_000, true)));
        assert_eq!(scaled("-0.0000005").micros(), Some((-1, false)));
        assert_eq!(scaled("1250.5").micros(), Some((1_250_500_000, true)));
        assert_eq!(scaled("0e99").micros(), Some((0, true)));
        assert_eq!(Scaled::parse("12,5"), None);
        assert_eq!(Scaled::parse("."), None);
    }
}
