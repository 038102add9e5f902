//! Numbers in sentences, in English and German.

use super::input::{CockpitOptions, Language};

/// A sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) en: String,
    pub(super) de: String,
}

impl Sentence {
    /// What `say` says in each language.
    pub(super) fn of(say: impl Fn(Language) -> String) -> Self {
        Self { en: say(Language::En), de: say(Language::De) }
    }
}

/// A number rounded to `digits` decimals, with the separators of the language: `1,234.5` in
/// English, `1’234.5` in (Swiss) German.
pub(super) fn number(value: f64, digits: usize, language: Language) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let separator = match language {
        Language::En => ',',
        Language::De => '’',
    };
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    let zero = text.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !zero { "-" } else { "" };
    match rest {
        Some(rest) => format!("{sign}{grouped}.{rest}"),
        None => format!("{sign}{grouped}"),
    }
}

/// An amount with its currency: `CHF 1,234`; two decimals below 100.
pub(super) fn money(value: f64, options: &CockpitOptions, language: Language) -> String {
    let amount = number(value, if value.abs() < 100.0 { 2 } else { 0 }, language);
    match &options.currency {
        Some(currency) => format!("{currency} {amount}"),
        None => amount,
    }
}

/// The name of a metric as people write it.
pub(super) fn metric(name: &str) -> String {
    match name {
        "nps" | "csat" | "ces" | "enps" => name.to_ascii_uppercase(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_three() {
        assert_eq!(number(1_234_567.89, 1, Language::En), "1,234,567.9");
        assert_eq!(number(-1_234.0, 0, Language::De), "-1’234");
        assert_eq!(number(-0.001, 1, Language::En), "0.0");
        assert_eq!(number(999.9, 0, Language::En), "1,000");
    }
}
