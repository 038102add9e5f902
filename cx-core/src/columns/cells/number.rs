//! A number as people write it: sign, currency, brackets, percent, and what stands between.

use std::borrow::Cow;

/// Currencies by their codes and the short forms that exports write.
const CURRENCIES: &[&str] = &[
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF",
    "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "RON", "RSD", "RUB", "SAR",
    "SEK", "SGD", "TRY", "UAH", "USD", "ZAR", "Fr.", "Fr", "SFr.", "sFr.", "kr", "kr.", "zł", "Kč",
    "Ft", "Rs", "R$", "US$", "A$", "C$", "€", "$", "£", "¥", "₹", "₺", "₽", "₩", "₴", "฿", "₪",
];

/// A number that was taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::columns) struct Written<'a> {
    pub(in crate::columns) negative: bool,
    /// Digits with what stands between them, and an exponent.
    pub(in crate::columns) body: &'a str,
    pub(in crate::columns) percent: bool,
    pub(in crate::columns) currency: Option<&'static str>,
}

/// Takes a cell apart, without white space around it; `None` where it holds no number.
pub(in crate::columns) fn take_apart(cell: &str) -> Option<Written<'_>> {
    let mut written = Written { negative: false, body: cell, percent: false, currency: None };
    if let Some(inner) = cell.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (written.negative, written.body) = (true, inner.trim());
    }
    // Each mark may stand once, before or after the digits.
    let mut signed = written.negative;
    loop {
        let before = written.body;
        if !written.percent
            && let Some(rest) = before.strip_suffix('%')
        {
            (written.percent, written.body) = (true, rest.trim_end());
        } else if !signed && let Some((negative, rest)) = sign(before) {
            (signed, written.negative, written.body) = (true, negative, rest);
        } else if written.currency.is_none()
            && let Some((currency, rest)) = currency(before)
        {
            (written.currency, written.body) = (Some(currency), rest);
        } else if let Some(rest) = dashes(before) {
            written.body = rest;
        } else {
            break;
        }
    }
    let digits = written.body.trim_start_matches(['.', ',']);
    digits.as_bytes().first().is_some_and(u8::is_ascii_digit).then_some(written)
}

/// A sign before the digits, or a minus behind them.
fn sign(text: &str) -> Option<(bool, &str)> {
    let minus = ['-', '\u{2212}'];
    if let Some(rest) = text.strip_prefix(minus) {
        return Some((true, rest.trim_start()));
    }
    if let Some(rest) = text.strip_prefix('+') {
        return Some((false, rest.trim_start()));
    }
    let rest = text.strip_suffix(minus)?;
    rest.ends_with(|c: char| c.is_ascii_digit()).then_some((true, rest))
}

/// Decimals that are written as a dash: `12.–`, `12.-`, `12.--`.
fn dashes(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(['-', '\u{2013}', '\u{2014}']);
    (rest.len() < text.len()).then_some(rest)?.strip_suffix(['.', ','])
}

/// A currency before or after the digits.
fn currency(text: &str) -> Option<(&'static str, &str)> {
    let letter = |c: char| !c.is_ascii_digit() && !"+-.,'() \u{2212}".contains(c);
    if !text.starts_with(letter) && !text.ends_with(|c| letter(c) || c == '.') {
        return None;
    }
    let mut found: Option<(&'static str, &str)> = None;
    for known in CURRENCIES {
        let rest = text.strip_prefix(known).map(str::trim_start);
        let rest = rest.or_else(|| text.strip_suffix(known).map(str::trim_end));
        if let Some(rest) = rest
            && found.is_none_or(|(_, other)| rest.len() < other.len())
        {
            found = Some((known, rest));
        }
    }
    found
}

/// Signs between thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::columns) enum Between {
    /// Any of them but the decimal sign; in one number always the same.
    Any,
    /// None.
    Nothing,
    Point,
    Comma,
    Apostrophe,
    Blank,
}

impl Between {
    fn is(self, sign: char) -> bool {
        match self {
            Self::Any => ".,'\u{2019} \u{a0}\u{202f}\u{2009}\u{2007}".contains(sign),
            Self::Nothing => false,
            Self::Point => sign == '.',
            Self::Comma => sign == ',',
            Self::Apostrophe => sign == '\'' || sign == '\u{2019}',
            Self::Blank => " \u{a0}\u{202f}\u{2009}\u{2007}".contains(sign),
        }
    }
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::columns) struct Style {
    pub(in crate::columns) decimal: char,
    pub(in crate::columns) between: Between,
}

impl Style {
    /// The number as plain text (`-1250.50`); `None` where it is not written so.
    pub(in crate::columns) fn plain(self, written: Written<'_>) -> Option<Cow<'_, str>> {
        let (mantissa, power) = match written.body.find(['e', 'E']) {
            Some(at) => (written.body.get(..at)?, written.body.get(at..)?),
            None => (written.body, ""),
        };
        let (whole, fraction) = match mantissa.rfind(self.decimal) {
            Some(at) => (mantissa.get(..at)?, mantissa.get(at + 1..)),
            None => (mantissa, None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !fraction.is_none_or(digits) || !is_power(power) {
            return None;
        }
        if whole.is_empty() && fraction.is_none_or(str::is_empty) {
            return None;
        }
        if digits(whole) && self.decimal == '.' && !written.negative {
            return Some(Cow::Borrowed(written.body));
        }
        let mut text = String::with_capacity(written.body.len() + 1);
        text.extend(written.negative.then_some('-'));
        if digits(whole) {
            text.push_str(whole);
        } else {
            self.ungroup(whole, &mut text)?;
        }
        if let Some(fraction) = fraction {
            text.push('.');
            text.push_str(fraction);
        }
        text.push_str(power);
        Some(Cow::Owned(text))
    }

    /// The digits of groups of three; `None` where they are not so grouped.
    fn ungroup(self, whole: &str, into: &mut String) -> Option<()> {
        let sign = whole.chars().find(|c| !c.is_ascii_digit())?;
        if sign == self.decimal || !self.between.is(sign) {
            return None;
        }
        for (at, group) in whole.split(sign).enumerate() {
            let long_enough =
                if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
            let leads = at > 0 || !group.starts_with('0');
            if !long_enough || !leads || !group.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            into.push_str(group);
        }
        Some(())
    }
}

/// Nothing, or `e` with a whole number.
fn is_power(text: &str) -> bool {
    let Some(power) = text.strip_prefix(['e', 'E']) else { return text.is_empty() };
    let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(cell: &str, decimal: char) -> Option<String> {
        let style = Style { decimal, between: Between::Any };
        style.plain(take_apart(cell)?).map(Cow::into_owned)
    }

    #[test]
    fn numbers_as_people_write_them() {
        let cases = [
            ("1'234.50", '.', Some("1234.50")),
            ("1\u{2019}234.50", '.', Some("1234.50")),
            ("CHF 12.50", '.', Some("12.50")),
            ("12,50 €", ',', Some("12.50")),
            ("-€ 5", '.', Some("-5")),
            ("€-5", '.', Some("-5")),
            ("(12.50)", '.', Some("-12.50")),
            ("12.50-", '.', Some("-12.50")),
            ("Fr. 12.\u{2013}", '.', Some("12")),
            ("1.250", '.', Some("1.250")),
            ("1.250", ',', Some("1250")),
            ("1.250,50", ',', Some("1250.50")),
            ("1.250,50", '.', None),
            ("0.125", ',', None),
            ("12.50", ',', None),
            ("1,2,3", '.', None),
            ("1.250.000", ',', Some("1250000")),
            ("1 234,5", ',', Some("1234.5")),
            ("1\u{202f}234,5", ',', Some("1234.5")),
            ("5 %", '.', Some("5")),
            ("1e3", '.', Some("1e3")),
            (".5", '.', Some(".5")),
            ("12 abc", '.', None),
            ("abc", '.', None),
            ("", '.', None),
            ("-", '.', None),
            ("()", '.', None),
        ];
        for (cell, decimal, expected) in cases {
            assert_eq!(plain(cell, decimal).as_deref(), expected, "{cell} with {decimal}");
        }
    }
}
