//! How tools spell that a customer came without any other touchpoint: one place for all who ask.

/// Words for direct, in small letters.
const DIRECT: [&str; 11] = [
    "direct",
    "(direct)",
    "direct entry",
    "direct traffic",
    "direct visit",
    "direkt",
    "direkteingabe",
    "direkter zugriff",
    "direkte zugriffe",
    "direktzugriff",
    "direktzugriffe",
];

/// Words for nothing, which may stand behind one for direct.
const NOTHING: [&str; 4] = ["(none)", "none", "(not set)", ""];

/// Whether a name is one of the usual spellings of direct, whatever its case and the space around "/":
/// `Direct`, `(direct) / (none)`, `(none)`. `(not set)` alone is not: nobody knows what it was.
pub(crate) fn is_direct(name: &str) -> bool {
    let small = name.trim().to_lowercase();
    let mut parts = small.split('/').map(str::trim);
    let first = parts.next().filter(|first| DIRECT.contains(first));
    small == "(none)"
        || (first.is_some() && parts.all(|part| DIRECT.contains(&part) || NOTHING.contains(&part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_direct() {
        for name in ["Direct", "(direct)/(none)", " (DIRECT) / (none) ", "(none)", "Direktzugriff"]
        {
            assert!(is_direct(name), "{name}");
        }
        for name in ["Direct / (direct) / (not set)", "direct/none", "Direct Entry", "Direct /"] {
            assert!(is_direct(name), "{name}");
        }
        for name in
            ["(not set)", "", "/", "(not set) / (none)", "none", "Direct Mail", "Direct / web"]
        {
            assert!(!is_direct(name), "{name}");
        }
    }
}
