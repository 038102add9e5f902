//! One fact on its way into the list of findings.

use super::input::CockpitOptions;
use super::kind::{FindingKind, Measure, Severity};
use crate::exact::ExactSum;
use crate::sentences::{Arg, Sentence, say, todo};

/// A fact with its words, before it has its place in the list.
pub(super) struct Fact {
    pub(super) kind: FindingKind,
    pub(super) severity: Option<Severity>,
    /// The touchpoint; blank for the whole company.
    pub(super) subject: String,
    pub(super) size: f64,
    pub(super) unit: Measure,
    /// The size as part of its whole, 0 to 1: what makes sizes of several units comparable.
    pub(super) part: f64,
    pub(super) words: Sentence,
    pub(super) todo: Sentence,
    pub(super) owner: Option<String>,
}

impl Fact {
    /// `whole`: what the size is a part of; points are of 100.
    pub(super) fn new(
        kind: FindingKind,
        subject: &str,
        (size, unit, whole): (f64, Measure, f64),
        args: &[(&str, Arg<'_>)],
    ) -> Self {
        let part = if whole > 0.0 { (size / whole).clamp(0.0, 1.0) } else { 0.0 };
        Self {
            kind,
            severity: None,
            subject: subject.to_owned(),
            size,
            unit,
            part,
            words: say(kind.key(), args),
            todo: todo(kind.key(), args),
            owner: None,
        }
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    pub(super) fn owner(mut self, owner: Option<String>) -> Self {
        self.owner = owner;
        self
    }
}

/// An amount in the currency of the cockpit; two decimals below 100, unless it is whole.
pub(super) fn money(amount: f64, options: &CockpitOptions) -> Arg<'_> {
    let digits = if amount.abs() < 100.0 && amount.fract() != 0.0 { 2 } else { 0 };
    Arg::Money(amount, digits, options.currency.as_deref())
}

/// One unit of the currency: `CHF 1`.
pub(super) fn one(options: &CockpitOptions) -> Arg<'_> {
    Arg::Money(1.0, 0, options.currency.as_deref())
}

/// Choices of a sentence: 1 or 0.
pub(super) fn flag(yes: bool) -> Arg<'static> {
    Arg::Number(f64::from(u8::from(yes)), 0)
}

/// A whole number.
pub(super) fn count(number: f64) -> Arg<'static> {
    Arg::Number(number, 0)
}

/// Decimals of credited counts: none where they are whole or many.
pub(super) fn digits_of(number: f64) -> usize {
    usize::from(number.fract() != 0.0 && number.abs() < 100.0)
}

/// Decimals by which two different scores are told apart: one where both are small, as means of a
/// short scale are, and one more than needed for either where they would look the same.
pub(super) fn digits_apart(a: f64, b: f64) -> usize {
    let fewest = usize::from(a.abs() < 10.0 && b.abs() < 10.0);
    (fewest..3).find(|digits| apart(a, b, *digits)).unwrap_or(fewest)
}

/// Whether two numbers are different by what is shown of them.
pub(super) fn apart(a: f64, b: f64, digits: usize) -> bool {
    format!("{a:.digits$}") != format!("{b:.digits$}")
}

/// The exact sum, in whatever order; not a number where it is too large for one.
pub(super) fn total(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = ExactSum::default();
    for term in terms {
        sum.add(term);
    }
    sum.value().unwrap_or(f64::NAN)
}

/// A part of a whole in percent; with a decimal where it would be shown as none or all.
pub(super) fn percent(part: f64, whole: f64) -> Arg<'static> {
    let percent = if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
    let edge = (percent > 0.0 && percent < 1.0) || (percent > 99.0 && percent < 100.0);
    Arg::Percent(percent, usize::from(edge))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_scores_look_different() {
        assert_eq!(digits_apart(41.2, 60.0), 0);
        assert_eq!(digits_apart(59.6, 60.0), 1);
        assert_eq!(digits_apart(4.2, 4.5), 1);
        assert_eq!(digits_apart(4.24, 4.21), 2);
        assert_eq!(digits_apart(60.0, 60.0), 0);
    }

    #[test]
    fn a_rest_is_not_shown_as_nothing() {
        assert_eq!(percent(155_137.0, 155_848.0), Arg::Percent(100.0 * 155_137.0 / 155_848.0, 1));
        assert_eq!(percent(1.0, 2.0), Arg::Percent(50.0, 0));
        assert_eq!(percent(0.0, 0.0), Arg::Percent(0.0, 0));
    }
}
