//! The messages that the engine says, each with the variables that it has.

use super::arg::Arg;
use super::catalogue::Catalogue;
use super::language::Language;
use crate::sure::Sure;

/// A sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// English.
    pub en: String,
    /// German, in Swiss spelling.
    pub de: String,
}

/// Declares the messages: key, name in the catalogues, variables of the message and its attributes.
macro_rules! keys {
    ($($key:ident $name:literal [$($variable:literal)*]),+ $(,)?) => {
        /// A message of the catalogues. One that no code says is a warning of the compiler; one that a
        /// catalogue lacks, or has with other variables, fails a test.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Key {
            $($key),+
        }

        impl Key {
            /// Its name in the catalogues.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$key => $name),+
                }
            }
        }

        /// Names and variables of all messages.
        #[cfg(test)]
        const DECLARED: &[(&str, &[&str])] = &[$(($name, &[$($variable),*])),+];
    };
}

keys! {
    // Findings, by the name of their kind; each has an attribute `todo`.
    TargetMissed "target_missed" ["touchpoint" "metric" "score" "low" "high" "target" "owned"],
    ScoreFell "score_fell" ["touchpoint" "metric" "before" "after" "since"],
    ScoreRose "score_rose" ["touchpoint" "metric" "before" "after" "since"],
    AuditMissed "audit_missed" ["touchpoint" "score" "target"],
    CriticalFailure "critical_failure" ["touchpoint" "count" "visits"],
    AuditOverdue "audit_overdue" ["touchpoint" "due"],
    BelowExpectation "below_expectation" ["touchpoint" "expected" "felt" "proven"],
    CostAboveValue "cost_above_value" ["touchpoint" "cost" "value" "high"],
    BestReturn "best_return" ["touchpoint" "ranked" "each" "one" "proof" "low" "high"],
    WorstReturn "worst_return" ["touchpoint" "each" "one" "proof" "low" "high"],
    EffectUndecided "effect_undecided" ["touchpoint" "low" "high" "priced" "each_low" "each_high" "one"],
    LargestCredit "largest_credit" ["touchpoint" "n" "low" "high" "valued" "value" "spanned" "fewest" "most"],
    ModelsDisagree "models_disagree" ["touchpoint" "low" "high"],
    NoConversionSet "no_conversion_set" ["kinds" "more"],
    MostlyAnonymous "mostly_anonymous" ["anonymous" "all" "percent"],
    RowsRejected "rows_rejected" ["table" "rejected" "all" "percent" "column" "reason" "n"],
    Baseline "baseline" ["percent" "n" "all"],
    ConversionsWithoutContact "conversions_without_contact" ["percent" "n" "all"],
    UnseenSpend "unseen_spend" ["n" "priced" "cost"],
    TouchpointWithoutCost "touchpoint_without_cost" ["n" "largest" "value"],
    TouchpointWithoutFeedback "touchpoint_without_feedback" ["n" "largest" "contacts"],
    // Checks of credits.
    Conservation "check_conservation" ["model" "missed" "figure"],
    ConversionRate "check_conversion_rate" ["chain" "share" "differ"],
    ContactsAfterConversion "check_contacts_after_conversion" ["n"],
    ContactsAtConversion "check_contacts_at_conversion" ["n"],
    Ties "check_ties" ["tied" "percent" "all" "settled"],
    WithoutContact "check_conversions_without_contact" ["percent" "many"],
    WithoutConversion "check_journeys_without_conversion" ["n" "asked" "models"],
    FewConversions "check_few_conversions" ["n"],
    ValueWithoutConversion "check_value_without_conversion" ["some" "value"],
    UnknownRefunds "check_unknown_refunds" ["n" "value"],
    Direct "check_direct" ["n" "asking"],
    AllConvert "remark_all_convert" [],
    // Warnings of what was read.
    HalfArrow "warning_half_arrow" ["example" "whole"],
    LocalTimes "warning_local_times" ["column" "rows"],
    EqualTimes "warning_equal_times" ["column" "rows"],
    SmallUnits "warning_small_units" ["column" "unit"],
    HourShift "warning_hour_shift" ["spots" "before" "visits" "low" "high" "own"],
    NoSeparator "warning_no_separator" ["sep" "example" "other"],
    // Why there is no marginal return.
    NotMet "missing_not_met" [],
    CostUnknown "missing_cost_unknown" [],
    CostUndated "missing_cost_undated" [],
    NoCredit "missing_no_credit" [],
    FewPeriods "missing_few_periods" ["fewest"],
    NoSpend "missing_no_spend" [],
    EvenSpend "missing_even_spend" [],
    OnePeriod "missing_one_period" [],
    // What the models cannot say.
    CaveatFirst "caveat_first" [],
    CaveatLast "caveat_last" [],
    CaveatLinear "caveat_linear" [],
    CaveatConvention "caveat_convention" [],
    CaveatMarkov "caveat_markov" [],
    CaveatShapley "caveat_shapley" [],
    CaveatShapleyRate "caveat_shapley_rate" [],
    CaveatHazard "caveat_hazard" [],
}

/// A message in both languages, with a capital at its beginning.
pub(crate) fn say(key: Key, args: &[(&str, Arg<'_>)]) -> Sentence {
    both(key, None, args)
}

/// What to do about it: the attribute `todo` of a message.
pub(crate) fn todo(key: Key, args: &[(&str, Arg<'_>)]) -> Sentence {
    both(key, Some("todo"), args)
}

/// A message without variables.
pub(crate) fn plain(key: Key, language: Language) -> &'static str {
    let pattern = Catalogue::of(language).pattern(key.name(), None);
    debug_assert!(pattern.is_some_and(|text| !text.contains('{')), "{key:?}");
    pattern.unwrap_or_default()
}

fn both(key: Key, attribute: Option<&str>, args: &[(&str, Arg<'_>)]) -> Sentence {
    let of = |language| {
        let catalogue = Catalogue::of(language);
        debug_assert!(catalogue.pattern(key.name(), attribute).is_some(), "{key:?} {attribute:?}");
        capital(catalogue.say(key.name(), attribute, args))
    };
    Sentence { en: of(Language::En), de: of(Language::De) }
}

/// The sentence with a capital at its beginning, unless its first word has one already (`iOS`).
fn capital(text: String) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let mut letters = first.chars();
    match letters.next().and_then(upper) {
        Some(letter) if !letters.any(|c| c.is_ascii_uppercase() || ('À'..='Þ').contains(&c)) => {
            letter.to_string()
                + text.get(first.chars().next().map_or(0, char::len_utf8)..).sure_or_default()
        }
        _ => text,
    }
}

/// The capital of a small letter of the Latin, Greek and Cyrillic alphabets, of those that stand in a
/// fixed distance from it; the standard library's table is a hundred times as long.
fn upper(letter: char) -> Option<char> {
    let back = match letter {
        'a'..='z' | 'à'..='ö' | 'ø'..='þ' | 'α'..='ρ' | 'σ'..='ϋ' | 'а'..='я' => 32,
        'ѐ'..='џ' => 80,
        _ => return None,
    };
    char::from_u32(u32::from(letter) - back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_in_both_catalogues_with_its_variables() {
        for language in [Language::En, Language::De] {
            let catalogue = Catalogue::of(language);
            let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
            for (id, attribute, variables) in catalogue.messages() {
                match found.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, all)) if attribute == Some("todo") => all.extend(variables),
                    Some(_) => panic!("{id} {attribute:?} twice"),
                    None => found.push((id, variables)),
                }
            }
            for (_, variables) in &mut found {
                variables.sort_unstable();
                variables.dedup();
            }
            // What arguments are shown by.
            let own = [("date", vec!["day", "month", "year"]), ("metric", vec!["name"])];
            let mut declared: Vec<(&str, Vec<&str>)> = own.into();
            declared.extend(DECLARED.iter().map(|(name, variables)| (*name, variables.to_vec())));
            for (_, variables) in &mut declared {
                variables.sort_unstable();
            }
            declared.sort();
            found.sort();
            assert_eq!(found, declared, "{language:?}");
        }
    }

    #[test]
    fn both_languages_have_the_same_attributes() {
        let attributes = |language| -> Vec<_> {
            let of = Catalogue::of(language).messages().into_iter();
            of.map(|(id, attribute, _)| (id, attribute)).collect()
        };
        assert_eq!(attributes(Language::En), attributes(Language::De));
    }

    #[test]
    fn swiss_german_has_no_sharp_s() {
        assert!(!Catalogue::source(Language::De).contains('ß'));
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        let of = |text: &str| capital(text.to_owned());
        assert_eq!(of("branch: NPS is 4."), "Branch: NPS is 4.");
        assert_eq!(of("öV-Werbung wirkt"), "öV-Werbung wirkt");
        assert_eq!(of("öffentlich"), "Öffentlich");
        assert_eq!(of("iOS app: 3"), "iOS app: 3");
        assert_eq!(of("3 campaigns"), "3 campaigns");
        assert_eq!(of("(direct)"), "(direct)");
        assert_eq!(of("ß"), "ß");
        assert_eq!(of(""), "");
    }

    #[test]
    fn capitals_are_those_of_the_standard_library() {
        for letter in (0..0x500).filter_map(char::from_u32) {
            if let Some(capital) = upper(letter) {
                assert!(letter.to_uppercase().eq([capital]), "{letter}");
            }
        }
    }
}
