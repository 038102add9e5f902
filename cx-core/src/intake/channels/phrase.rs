//! Rules in words.

use std::collections::BTreeMap;

use super::rule::{ChannelRule, ChannelTest};
use crate::options::{Names, quoted};

/// What a rule says: `medium is "sms"`; of a rule without conditions, that it always holds.
pub(super) fn phrase(rule: &ChannelRule) -> String {
    let all = sentences(&rule.when).join(", and ");
    let one = sentences(&rule.any).join(", or ");
    match (all.is_empty(), one.is_empty()) {
        (true, true) => "always".into(),
        (false, true) => all,
        (true, false) => one,
        (false, false) => format!("{all}, and one of: {one}"),
    }
}

fn sentences(tests: &BTreeMap<String, ChannelTest>) -> Vec<String> {
    tests.iter().map(|(field, test)| format!("{field} {}", said(test))).collect()
}

fn said(test: &ChannelTest) -> String {
    let ChannelTest { equals, list, contains, starts, ends, regex, not } = test;
    let parts: Vec<String> = [
        ("is", equals),
        ("is in the list", list),
        ("contains", contains),
        ("starts with", starts),
        ("ends with", ends),
        ("matches", regex),
    ]
    .into_iter()
    .filter(|(_, names)| !names.0.is_empty())
    .map(|(verb, names)| format!("{verb} {}", several(names)))
    .collect();
    let whole = parts.join(" or ");
    if *not { format!("is not so that it {whole}") } else { whole }
}

fn several(names: &Names) -> String {
    let name = |name: &String| if name.is_empty() { "blank".to_owned() } else { quoted(name) };
    let names: Vec<String> = names.0.iter().map(name).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_as_a_sentence() {
        let rule = ChannelRule::new("Email")
            .when("campaign", ChannelTest::from("").inverted())
            .any("medium", ["email", "e-mail"])
            .any("source", ChannelTest::default().starts("mail").list("ai"));
        assert_eq!(
            phrase(&rule),
            "campaign is not so that it is blank, and one of: medium is \"email\" or \"e-mail\", or source is in the \
             list \"ai\" or starts with \"mail\""
        );
        assert_eq!(phrase(&ChannelRule::new("All")), "always");
    }
}
