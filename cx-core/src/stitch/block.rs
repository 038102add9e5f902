//! Values that look like identifiers and identify nobody.

use crate::columns::{Coded, NO_CODE};

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

/// Whether a value consists of zeros and dashes, or is a known placeholder, or is in `extra`.
fn is_placeholder(value: &str, extra: &[String]) -> bool {
    let lower = value.to_lowercase();
    lower.bytes().all(|b| b == b'0' || b == b'-')
        || PLACEHOLDERS.contains(&lower.as_str())
        || extra.iter().any(|word| word.to_lowercase() == lower)
}

/// For each code of a column, whether it is blocked.
pub(super) fn blocked(ids: &Coded, extra: &[String]) -> Vec<bool> {
    ids.dictionary.names().map(|name| is_placeholder(&name, extra)).collect()
}

/// Whether a row's identifier can be used.
pub(super) fn usable(code: u32, blocked: &[bool]) -> bool {
    code != NO_CODE && !blocked.get(code as usize).copied().unwrap_or(true)
}
