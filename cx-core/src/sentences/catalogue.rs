//! The messages of a language, and how they are filled in.

use std::sync::OnceLock;

use super::arg::Arg;
use super::language::Language;

/// Around a pattern; other spaces, such as narrow ones, belong to it.
const BLANK: [char; 2] = [' ', '\n'];

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
    messages: Vec<Message>,
}

/// A message or one of its attributes.
#[derive(Debug)]
struct Message {
    id: &'static str,
    attribute: Option<&'static str>,
    pattern: &'static str,
}

impl Catalogue {
    /// The catalogue of a language, read once.
    pub fn of(language: Language) -> &'static Self {
        static EN: OnceLock<Catalogue> = OnceLock::new();
        static DE: OnceLock<Catalogue> = OnceLock::new();
        let place = match language {
            Language::En => &EN,
            Language::De => &DE,
        };
        place.get_or_init(|| Self { language, messages: read(Self::source(language)) })
    }

    /// The text of a catalogue, in Fluent's syntax.
    pub fn source(language: Language) -> &'static str {
        match language {
            Language::En => include_str!("en.ftl"),
            Language::De => include_str!("de.ftl"),
        }
    }

    /// Each message and each attribute of a message, with the variables in it, as often as they occur.
    pub fn messages(&self) -> impl Iterator<Item = (&str, Option<&str>, Vec<&str>)> {
        self.messages.iter().map(|message| {
            let places = message.pattern.split('$').skip(1);
            let end = |text: &str| text.find(|c: char| !is_name(c)).unwrap_or(text.len());
            let names = places.filter_map(|text| text.get(..end(text)));
            (message.id, message.attribute, names.collect())
        })
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

    pub(super) fn pattern(&self, id: &str, attribute: Option<&str>) -> Option<&'static str> {
        let known = self.messages.iter().find(|m| m.id == id && m.attribute == attribute);
        known.map(|message| message.pattern.trim_matches(BLANK))
    }

    fn fill(&self, pattern: &str, args: &[(&str, Arg<'_>)], said: &mut String) {
        let mut rest = pattern;
        while let Some((text, open)) = rest.split_once('{') {
            said.push_str(text);
            let close = closing(open);
            self.place(open.get(..close).unwrap_or(open).trim_matches(BLANK), args, said);
            rest = open.get(close + 1..).unwrap_or_default();
        }
        said.push_str(rest);
    }

    /// What stands in braces: text in quotes, a variable, or a choice by a variable.
    fn place(&self, inside: &str, args: &[(&str, Arg<'_>)], said: &mut String) {
        if let Some(text) = inside.strip_prefix('"') {
            said.push_str(text.trim_end_matches('"'));
            return;
        }
        let (variable, variants) = inside.split_once("->").unwrap_or((inside, ""));
        let variable = variable.trim_matches(BLANK).trim_start_matches('$');
        let arg = args.iter().find(|(name, _)| *name == variable).map(|(_, arg)| arg);
        debug_assert!(arg.is_some(), "no ${variable} for {inside:?}");
        if !variants.is_empty() {
            self.fill(choose(variants, arg).trim_matches(BLANK), args, said);
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

/// The first variant that is meant, else the default. Each begins a line of its own.
fn choose<'a>(variants: &'a str, arg: Option<&Arg<'_>>) -> &'a str {
    let mut fallback = "";
    let mut rest = variants.trim_matches(BLANK);
    while let Some((key, text)) = rest.split_once(']') {
        let end = end_of_variant(text);
        let pattern = text.get(..end).unwrap_or(text);
        let default = key.starts_with('*');
        if arg.is_some_and(|arg| arg.is(key.trim_start_matches(['*', '[']))) {
            return pattern;
        }
        if default {
            fallback = pattern;
        }
        rest = text.get(end..).unwrap_or_default().trim_start_matches(BLANK);
    }
    fallback
}

/// Where the next variant begins: at a line that starts with its key, outside of inner choices.
fn end_of_variant(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_isize);
    for line in text.split_inclusive('\n') {
        if depth == 0 && at > 0 && line.trim_start_matches(' ').starts_with(['[', '*']) {
            return at;
        }
        depth += line.matches('{').count() as isize - line.matches('}').count() as isize;
        at += line.len();
    }
    text.len()
}

/// The messages of a catalogue: `id = pattern`, indented `.attribute = pattern`, indented lines that
/// go on, and comments.
fn read(source: &'static str) -> Vec<Message> {
    let mut found: Vec<Message> = Vec::new();
    let (mut at, mut start) = (0, 0);
    for line in source.split_inclusive('\n') {
        let text = line.trim_start_matches(' ');
        let starts = text.len() == line.len() || text.starts_with('.');
        let before = at;
        at += line.len();
        if starts
            && !line.starts_with('#')
            && let Some((name, pattern)) = text.split_once('=')
        {
            let name = name.trim_end_matches(' ');
            let last = found.last().map_or("", |message| message.id);
            let (id, attribute) =
                name.strip_prefix('.').map_or((name, None), |name| (last, Some(name)));
            start = before + line.len() - pattern.len();
            found.push(Message { id, attribute, pattern });
        } else if !starts && let Some(message) = found.last_mut() {
            message.pattern = source.get(start..at).unwrap_or_default();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(source: &'static str) -> Catalogue {
        Catalogue { language: Language::En, messages: read(source) }
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
        let variables: Vec<_> = catalogue.messages().map(|(_, _, variables)| variables).collect();
        assert_eq!(variables, [vec!["n", "m", "m", "n", "m"], vec![], vec![]]);
    }
}
