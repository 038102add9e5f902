//! The messages of a language, and how they are filled in.

use super::arg::{Arg, number};
use super::language::Language;
use crate::calendar::{Civil, Day};
use crate::sure::Sure;

/// The messages of a language.
///
/// ```
/// use cx_core::sentences::{Arg, Catalogue, Language};
/// let german = Catalogue::of(Language::De);
/// let due = [("touchpoint", Arg::Name("Filiale")), ("due", Arg::Date("2026-03-01".parse()?))];
/// assert_eq!(
///     german.say("audit_overdue", None, &due),
///     "Filiale: Das Audit ist seit 1. März 2026 fällig."
/// );
/// assert_eq!(german.say("audit_overdue", Some("todo"), &due), "Einen Termin für das Audit setzen.");
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Catalogue {
    pub(super) language: Language,
    source: &'static str,
}

/// A message, or one of its attributes, with the variables in it.
pub type Message = (&'static str, Option<&'static str>, Vec<&'static str>);

impl Catalogue {
    /// The catalogue of a language.
    pub fn of(language: Language) -> &'static Self {
        static EN: Catalogue = Catalogue { language: Language::En, source: include_str!("en.ftl") };
        static DE: Catalogue = Catalogue { language: Language::De, source: include_str!("de.ftl") };
        match language {
            Language::En => &EN,
            Language::De => &DE,
        }
    }

    /// The text of a catalogue, in Fluent's syntax.
    pub fn source(language: Language) -> &'static str {
        Self::of(language).source
    }

    /// Each message and each attribute of a message, with the variables in it, as often as they occur.
    pub fn messages(&self) -> Vec<Message> {
        let mut found: Vec<Message> = Vec::new();
        for line in self.source.split('\n').filter(|line| !line.starts_with('#')) {
            let text = line.trim_ascii_start();
            let Some((name, _)) = text.split_once('=') else { continue };
            let name = name.trim_ascii_end();
            let (id, attribute) = match (name.strip_prefix('.'), found.last()) {
                (Some(attribute), Some((id, ..))) => (*id, Some(attribute)),
                _ if text.len() == line.len() => (name, None),
                _ => continue,
            };
            let places = self.pattern(id, attribute).unwrap_or_default().split('$').skip(1);
            let end = |text: &str| text.find(|c: char| !is_name(c)).unwrap_or(text.len());
            found.push((
                id,
                attribute,
                places.filter_map(|text| text.get(..end(text)).sure()).collect(),
            ));
        }
        found
    }

    /// A message, or one of its attributes, filled in. What is not there is shown as Fluent shows it:
    /// `{target_missed}`, `{$touchpoint}`.
    pub fn say(&self, id: &str, attribute: Option<&str>, args: &[(&str, Arg<'_>)]) -> String {
        let mut said = String::new();
        match self.pattern(id, attribute) {
            Some(pattern) => self.fill(pattern, args, &mut said),
            None => said.extend(["{", id, "}"]),
        }
        said
    }

    /// `id = pattern`, or the indented `.attribute = pattern` below it, with the indented lines that
    /// follow.
    pub(super) fn pattern(&self, id: &str, attribute: Option<&str>) -> Option<&'static str> {
        let (mut at, mut here, mut start) = (0, false, None);
        for line in self.source.split('\n') {
            let text = line.trim_ascii_start();
            let message = text.len() == line.len();
            if message || text.starts_with('.') {
                if start.is_some() {
                    break;
                }
                let (name, pattern) = text.split_once('=').unwrap_or_default();
                let name = name.trim_ascii_end();
                here = if message { name == id } else { here };
                let named = if message { None } else { name.get(1..) };
                if here && named == attribute {
                    start = Some(at + line.len() - pattern.len());
                }
            }
            at += line.len() + 1;
        }
        self.source.get(start?..at.min(self.source.len())).map(str::trim_ascii)
    }

    fn fill(&self, pattern: &str, args: &[(&str, Arg<'_>)], said: &mut String) {
        let mut rest = pattern;
        while let Some((text, open)) = rest.split_once('{') {
            said.push_str(text);
            let close = closing(open);
            self.place(open.get(..close).sure_or(open).trim_ascii(), args, said);
            rest = open.get(close + 1..).sure_or_default();
        }
        said.push_str(rest);
    }

    /// What stands in braces: text in quotes, a variable, or a choice by a variable (`$n -> ...`).
    fn place(&self, inside: &str, args: &[(&str, Arg<'_>)], said: &mut String) {
        if let Some(text) = inside.strip_prefix('"') {
            said.push_str(text.trim_end_matches('"'));
            return;
        }
        let (variable, variants) = inside.split_once('>').unwrap_or((inside, ""));
        let variable = variable.trim_matches(|c| !is_name(c));
        let arg = args.iter().find(|(name, _)| *name == variable).map(|(_, arg)| arg);
        debug_assert!(arg.is_some(), "no ${variable} for {inside:?}");
        if !variants.is_empty() {
            self.fill(choose(variants, arg), args, said);
        } else if let Some(arg) = arg {
            said.push_str(&arg.show(self));
        } else {
            said.extend(["{$", variable, "}"]);
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The place of the brace that closes one that is open before the text.
fn closing(text: &str) -> usize {
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The first variant that is meant, else the default. Each begins a line of its own, outside of inner
/// choices: `[key] pattern` or `*[key] pattern`.
fn choose<'a>(variants: &'a str, arg: Option<&Arg<'_>>) -> &'a str {
    let (mut at, mut depth) = (0, 0_isize);
    // Where the pattern that is chosen begins, and where it ends.
    let (mut start, mut end, mut meant) = (0, 0, false);
    let mut open = false;
    for line in variants.split('\n') {
        let text = line.trim_ascii_start();
        let key = text.strip_prefix('*').unwrap_or(text).strip_prefix('[');
        if let Some((key, pattern)) = key.filter(|_| depth == 0).and_then(|key| key.split_once(']'))
        {
            if meant {
                break;
            }
            meant = arg.is_some_and(|arg| arg.is(key));
            open = meant || text.starts_with('*');
            if open {
                start = at + line.len() - pattern.len();
            }
        }
        depth += line
            .bytes()
            .map(|byte| isize::from(byte == b'{') - isize::from(byte == b'}'))
            .sum::<isize>();
        at += line.len() + 1;
        if open {
            end = at.min(variants.len());
        }
    }
    variants.get(start..end).sure_or_default().trim_ascii()
}

impl Arg<'_> {
    /// As the language of the catalogue writes it.
    fn show(&self, catalogue: &Catalogue) -> String {
        match *self {
            Self::Number(value, digits) => number(value, digits, catalogue.language),
            Self::Money(amount, digits, currency) => {
                let amount = number(amount, digits, catalogue.language);
                currency.map_or_else(|| amount.clone(), |currency| format!("{currency} {amount}"))
            }
            // A narrow space that does not break.
            Self::Percent(value, digits) => number(value, digits, catalogue.language) + "\u{202f}%",
            Self::Date(day) => date(day, catalogue),
            Self::Metric(name) => catalogue.say("metric", None, &[("name", Arg::Name(name))]),
            Self::Name(name) => name.to_owned(),
            Self::Counted(names) => {
                let each = names.iter().map(|(name, count)| {
                    format!("{name} ({})", number(*count, 0, catalogue.language))
                });
                each.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// `30 December 2025` in English, `30. Dezember 2025` in German.
fn date(day: Day, catalogue: &Catalogue) -> String {
    let Civil { year, month, day } = day.civil();
    let year = year.to_string();
    let parts = [
        ("day", Arg::Number(day as f64, 0)),
        ("month", Arg::Number(month as f64, 0)),
        ("year", Arg::Name(&year)),
    ];
    catalogue.say("date", None, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(source: &'static str) -> Catalogue {
        Catalogue { language: Language::En, source }
    }

    #[test]
    fn choices_stand_in_choices_and_attributes_after_messages() {
        let source = "# a comment = no message\n\
                      \n\
                      one = { $n ->\n    \
                          [0] none\n    \
                          [one] { $m ->\n        \
                              [x] an x\n       \
                             *[other] one { $m }\n    \
                          }, [sic]\n   \
                         *[other] { $n } of { $m }\n\
                      \x20   }.\n    \
                          .todo = Do { \"{\" }\n\
                      # a comment\n\
                      two = 2\n";
        // Braces in quotes are not used: `closing` does not know of quotes.
        let source: &'static str = source.replace("{ \"{\" }", "{ \"it\" }").leak();
        let catalogue = catalogue(source);
        let say = |n, m| {
            let args = [("n", Arg::Number(n, 0)), ("m", Arg::Name(m))];
            catalogue.say("one", None, &args)
        };
        assert_eq!(say(0.0, "x"), "none.");
        assert_eq!(say(1.0, "x"), "an x, [sic].");
        assert_eq!(say(1.0, "{ $n }"), "one { $n }, [sic].");
        assert_eq!(say(1234.0, "x"), "1,234 of x.");
        assert_eq!(catalogue.say("one", Some("todo"), &[]), "Do it");
        assert_eq!(catalogue.say("two", None, &[]), "2");
        assert_eq!(catalogue.say("three", None, &[]), "{three}");
        let variables: Vec<_> = catalogue.messages().into_iter().map(|found| found.2).collect();
        assert_eq!(variables, [vec!["n", "m", "m", "n", "m"], vec![], vec![]]);
    }

    #[test]
    fn dates_are_written_out() {
        let day: Day = "2025-12-30".parse().expect("a day");
        let show = |language| Arg::Date(day).show(Catalogue::of(language));
        assert_eq!(show(Language::En), "30 December 2025");
        assert_eq!(show(Language::De), "30. Dezember 2025");
    }
}
