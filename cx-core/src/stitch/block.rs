//! Values that look like identifiers and identify nobody.

use super::letters::small;
use crate::columns::{Coded, NO_CODE, canonical_number};
use crate::sure::Sure;

/// Words that exports put where an identifier is not known; compared without case.
const PLACEHOLDERS: [&str; 18] = [
    "(not set)",
    "-1",
    "anonymous",
    "anonym",
    "false",
    "guest",
    "n/a",
    "na",
    "nan",
    "nil",
    "none",
    "not set",
    "null",
    "test",
    "true",
    "undefined",
    "unbekannt",
    "unknown",
];

/// Whether a text consists of zeros and dashes, or is one of the words, which are in lower case.
fn is_placeholder(text: &str, words: &[String]) -> bool {
    let nothing = text.bytes().all(|b| b == b'0' || b == b'-');
    let is = |text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    nothing || if text.is_ascii() { is(text) } else { is(&small(text)) }
}

/// For each code of a column, whether it is blocked.
pub(super) fn blocked(ids: &Coded, extra: &[String]) -> Vec<bool> {
    let extra = extra.iter().map(|word| small(word));
    let words: Vec<String> = PLACEHOLDERS.map(str::to_owned).into_iter().chain(extra).collect();
    let mut numbers: Vec<i64> = words.iter().filter_map(|word| canonical_number(word)).collect();
    numbers.push(0);
    let of_number = |number: &i64| numbers.contains(number);
    let of_text = |text: &str| is_placeholder(text, &words);
    let (numbers, texts) = (ids.dictionary.numbers(), ids.dictionary.texts());
    numbers.iter().map(of_number).chain(texts.map(of_text)).collect()
}

/// Whether a row's identifier can be used.
pub(super) fn usable(code: u32, blocked: &[bool]) -> bool {
    code != NO_CODE && !blocked.get(code as usize).copied().sure_or(true)
}
