//! One test, ready to be asked.

use std::sync::Arc;

use regex_lite::{Regex, RegexBuilder};

use super::lists::{self, List};
use super::rule::ChannelTest;
use crate::options::{Names, quoted};
use crate::{Error, Result};

/// Bytes that a regular expression may take when compiled.
const REGEX_SIZE: usize = 1 << 16;

/// A test with its values in small letters.
#[derive(Debug)]
pub(super) struct Condition {
    equals: Vec<String>,
    lists: Vec<Arc<List>>,
    contains: Vec<String>,
    starts: Vec<String>,
    ends: Vec<String>,
    regexes: Vec<Regex>,
    not: bool,
}

impl Condition {
    pub(super) fn of(test: &ChannelTest, known: &mut Lists) -> Result<Self> {
        let ChannelTest { equals, list, contains, starts, ends, regex, not } = test;
        let operators = [equals, list, contains, starts, ends, regex];
        if operators.iter().all(|names| names.0.is_empty()) {
            let allowed =
                "one of equals, list, contains, starts, ends or regex; a blank is equals = \"\""
                    .into();
            return Err(Error::Option {
                field: "when",
                value: "a test without conditions".into(),
                allowed,
            });
        }
        Ok(Self {
            equals: small(equals),
            lists: list.0.iter().map(|name| known.of(name)).collect::<Result<_>>()?,
            contains: parts("contains", contains)?,
            starts: parts("starts", starts)?,
            ends: parts("ends", ends)?,
            regexes: regex.0.iter().map(|pattern| compiled(pattern)).collect::<Result<_>>()?,
            not: *not,
        })
    }

    /// Whether a value in small letters passes; `listed` is its form for the lists.
    pub(super) fn holds(&self, value: &str, listed: &str) -> bool {
        self.finds(value, listed) != self.not
    }

    /// As [`Self::holds`], for a row that may have several values, or none.
    pub(super) fn holds_among<'a>(
        &self,
        mut values: impl Iterator<Item = &'a str>,
        blank: bool,
    ) -> bool {
        let found =
            if blank { self.finds("", "") } else { values.any(|value| self.finds(value, value)) };
        found != self.not
    }

    fn finds(&self, value: &str, listed: &str) -> bool {
        self.equals.iter().any(|name| name == value)
            || self.contains.iter().any(|part| value.contains(part))
            || self.starts.iter().any(|part| value.starts_with(part))
            || self.ends.iter().any(|part| value.ends_with(part))
            || self.lists.iter().any(|list| list.has(listed))
            || self.regexes.iter().any(|regex| regex.is_match(value))
    }
}

/// Lists that were read so far, each once.
#[derive(Debug, Default)]
pub(super) struct Lists {
    read: Vec<(String, Arc<List>)>,
}

impl Lists {
    fn of(&mut self, name: &str) -> Result<Arc<List>> {
        if let Some((_, list)) = self.read.iter().find(|(known, _)| known == name) {
            return Ok(Arc::clone(list));
        }
        let list = List::of(name).ok_or_else(|| Error::Option {
            field: "list",
            value: quoted(name),
            allowed: format!("a list of hosts: {}", lists::NAMES.join(", ")),
        })?;
        let list = Arc::new(list);
        self.read.push((name.to_owned(), Arc::clone(&list)));
        Ok(list)
    }
}

fn small(names: &Names) -> Vec<String> {
    names.0.iter().map(|name| name.trim().to_lowercase()).collect()
}

/// Parts of a value; a blank one would stand in every value.
fn parts(field: &'static str, names: &Names) -> Result<Vec<String>> {
    if names.0.iter().any(String::is_empty) {
        let allowed = "text that is not blank; a blank is equals = \"\"".into();
        return Err(Error::Option { field, value: "\"\"".into(), allowed });
    }
    Ok(names.0.iter().map(|name| name.to_lowercase()).collect())
}

/// A regular expression for values in small letters; its search takes time in proportion to the value.
fn compiled(pattern: &str) -> Result<Regex> {
    // Letters beyond ASCII are made small here, all others by the expression: "\W" is not "\w".
    let mut text = String::with_capacity(pattern.len());
    for letter in pattern.chars() {
        if letter.is_ascii() { text.push(letter) } else { text.extend(letter.to_lowercase()) }
    }
    let regex = RegexBuilder::new(&text).case_insensitive(true).size_limit(REGEX_SIZE).build();
    regex.map_err(|_| Error::Option {
        field: "regex",
        value: quoted(pattern),
        allowed: "a regular expression without look-around and back-references, for example \"^paid.*$\"; a small one, with its brackets closed".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(test: &ChannelTest) -> Condition {
        Condition::of(test, &mut Lists::default()).expect("valid")
    }

    #[test]
    fn every_operator_finds_what_it_says() {
        let none = ChannelTest::default;
        for (test, yes, no) in [
            (ChannelTest::from("E-Mail"), "e-mail", "email"),
            (ChannelTest::from(""), "", "a"),
            (none().contains("CROSS"), "a-cross-b", "across"),
            (none().starts("tv-"), "tv-spot", "a tv-spot"),
            (none().ends("PUSH"), "web-push", "push-web"),
            (none().regex("^(.*CP.*|ÄHNLICH)$"), "ähnlich", "oähnlich"),
            (none().list(["search", "ai"]), "claude.ai", "facebook"),
            (none().equals(["a", "b"]).inverted(), "c", "b"),
        ] {
            let ready = condition(&test);
            assert!(ready.holds(yes, yes), "{test:?} {yes}");
            assert!(!ready.holds(no, no) || no == "across", "{test:?} {no}");
        }
        let ids = condition(&ChannelTest::from(["gclid", "dclid"]).inverted());
        assert!(ids.holds_among(["fbclid"].into_iter(), false));
        assert!(!ids.holds_among(["fbclid", "dclid"].into_iter(), false));
        assert!(ids.holds_among([].into_iter(), true));
    }

    #[test]
    fn a_test_that_cannot_be_meant_is_refused() {
        for (test, said) in [
            (ChannelTest::default(), "without conditions"),
            (ChannelTest::default().inverted(), "without conditions"),
            (ChannelTest::default().starts(""), "equals = \"\""),
            (ChannelTest::default().regex("(open"), "brackets closed"),
            (ChannelTest::default().regex("(?=x)a"), "look-around"),
            (ChannelTest::default().regex("(((a{100}){100}){100})"), "a small one"),
            (ChannelTest::default().list("searches"), "search, social"),
        ] {
            let error = Condition::of(&test, &mut Lists::default()).expect_err(said).to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
