//! What is filled into a sentence, as its language writes it.

use super::language::Language;
use crate::calendar::Day;

/// What a variable of a sentence stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arg<'a> {
    /// A number, rounded to so many decimals; numbers choose among variants by what is shown of them.
    Number(f64, usize),
    /// An amount rounded to so many decimals, and its currency.
    Money(f64, usize, Option<&'a str>),
    /// A number of percent, rounded to so many decimals.
    Percent(f64, usize),
    /// A day of the calendar.
    Date(Day),
    /// The name of a metric, such as `nps`.
    Metric(&'a str),
    /// A name as the data have it, or other text.
    Name(&'a str),
    /// Names with whole numbers: `click (1,204), call (80)`.
    Counted(&'a [(String, f64)]),
}

impl Arg<'_> {
    /// Whether the variant of this key is meant: a number that is shown as the key's, `one` for what
    /// is shown as 1 (the rule of English and German), or the word itself.
    pub(super) fn is(&self, key: &str) -> bool {
        let number = key.starts_with(|c: char| c.is_ascii_digit());
        match *self {
            Self::Number(value, 0) if number => plain(value, 0) == key,
            Self::Number(value, digits) => key == "one" && plain(value.abs(), digits) == "1",
            Self::Name(name) => !number && key == name,
            Self::Money(..)
            | Self::Percent(..)
            | Self::Date(_)
            | Self::Metric(_)
            | Self::Counted(_) => false,
        }
    }
}

/// A number rounded, without a sign where it is 0.
fn plain(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        _ => text,
    }
}

/// A number rounded to `digits` decimals, with the separators of the language: `1,234.5` in
/// English, `1’234.5` in Swiss German.
pub(super) fn number(value: f64, digits: usize, language: Language) -> String {
    let text = plain(value, digits);
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let separator = match language {
        Language::En => ',',
        Language::De => '’',
    };
    let mut grouped = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && digit.is_ascii_digit() {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_three() {
        assert_eq!(number(1_234_567.89, 1, Language::En), "1,234,567.9");
        assert_eq!(number(-1_234.0, 0, Language::De), "−1’234");
        assert_eq!(number(-0.001, 1, Language::En), "0.0");
        assert_eq!(number(999.9, 0, Language::En), "1,000");
        assert_eq!(number(0.5, 1, Language::De), "0.5");
    }

    #[test]
    fn a_number_chooses_by_what_is_shown_of_it() {
        assert!(Arg::Number(1.0, 0).is("one") && Arg::Number(0.8, 0).is("one"));
        assert!(!Arg::Number(1.0, 1).is("one") && !Arg::Number(0.5, 1).is("one"));
        assert!(Arg::Number(0.2, 0).is("0") && Arg::Number(-0.2, 0).is("0"));
        assert!(!Arg::Number(0.5, 1).is("0") && !Arg::Name("0").is("0"));
        assert!(Arg::Name("nps").is("nps") && !Arg::Name("one of us").is("one"));
    }
}
