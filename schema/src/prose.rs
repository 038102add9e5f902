//! The docs of options without what only Rust's documentation understands.

use serde_json::Value;

/// The text in one line: links become their words, and `None` the word of the language.
pub(crate) fn plain(doc: &str, none: &str) -> String {
    let shown: Vec<&str> =
        doc.lines().map(str::trim).take_while(|line| !line.starts_with("```")).collect();
    let text = shown.join(" ").replace("`None`", none);
    without_links(text.split_whitespace().collect::<Vec<_>>().join(" ").trim())
}

/// The first paragraph in one line.
pub(crate) fn first(doc: &str, none: &str) -> String {
    plain(doc.trim().split("\n\n").next().unwrap_or_default(), none)
}

/// `[words](target)` and ``[`words`]`` become the words.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("[`") {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let Some(end) = after.find("`]") else {
            out.push_str(after);
            return out;
        };
        let words = after.get(2..end).unwrap_or_default();
        out.push('`');
        out.push_str(words.rsplit("::").next().unwrap_or(words).trim_end_matches("()"));
        out.push('`');
        rest = after.get(end + 2..).unwrap_or_default();
        if let Some(target) = rest.strip_prefix('(') {
            rest = target.split_once(')').map_or("", |(inside, behind)| {
                // The target of a function ends in "())".
                if inside.ends_with('(') {
                    behind.strip_prefix(')').unwrap_or(behind)
                } else {
                    behind
                }
            });
        }
    }
    out.push_str(rest);
    out
}

/// The doc in one line, with the range where it does not say it itself.
pub(crate) fn with_range(doc: &str, range: Option<[f64; 2]>, none: &str) -> String {
    let text = plain(doc, none);
    match range.map(|[low, high]| format!("{} to {}", number(low), number(high))) {
        Some(range) if !text.contains(&range) => format!("{text} From {range}."),
        _ => text,
    }
}

/// A number as people write it: 0.9999, 1,000,000, without ".0".
pub(crate) fn number(value: f64) -> String {
    let text = value.to_string();
    let (whole, part) =
        text.split_once('.').map_or((text.as_str(), ""), |(whole, part)| (whole, part));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if part.is_empty() { out } else { format!("{out}.{part}") }
}

/// A default, or nothing where it says nothing (a list without entries, blank text).
pub(crate) fn default(value: &Value) -> Option<String> {
    match value {
        Value::Array(list) if list.is_empty() => None,
        Value::Object(map) if map.is_empty() => None,
        Value::String(text) if text.is_empty() => None,
        Value::Object(_) | Value::Null => None,
        Value::Number(number) => {
            Some(number.as_f64().map_or_else(|| number.to_string(), self::number))
        }
        other => Some(other.to_string().replace(',', ", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_their_words() {
        let text = "As in [`attribute`](crate::attribution::attribute()); see [`Scale::usual`]. `None`: all.";
        assert_eq!(plain(text, "null"), "As in `attribute`; see `usual`. null: all.");
        assert_eq!(
            with_range("Steps, 1 to 1,000.", Some([1.0, 1000.0]), "null"),
            "Steps, 1 to 1,000."
        );
        assert_eq!(with_range("Steps.", Some([0.5, 1000.0]), "null"), "Steps. From 0.5 to 1,000.");
        assert_eq!(plain("Both [0, 2] and `[1]` stay.", "null"), "Both [0, 2] and `[1]` stay.");
    }
}
