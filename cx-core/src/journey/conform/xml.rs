//! The pieces of an XML text, one after the other: as much of XML as files of nets have.

/// What stands next in the text. An element without content opens and closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element begins: its name without a prefix, and its attributes.
    Open(String, Vec<(String, String)>),
    /// An element ends.
    Close(String),
    /// Text that is not blank, without the white space around it.
    Text(String),
}

/// Reads pieces; `None` instead of one says that the text is no XML from there on.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    rest: &'a str,
    /// The end of an element without content, still to be told.
    closing: Option<String>,
    broken: bool,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text.trim_start_matches('\u{feff}'), closing: None, broken: false }
    }

    /// Goes past `open` and all up to and with `end`; gives what lies between.
    #[allow(clippy::option_option, reason = "no such piece, one without an end, or the piece")]
    fn enclosed(&mut self, open: &str, end: &str) -> Option<Option<&'a str>> {
        let inner = self.rest.strip_prefix(open)?;
        let Some((inside, rest)) = inner.split_once(end) else { return Some(None) };
        self.rest = rest;
        Some(Some(inside))
    }

    fn text(&mut self) -> Option<Piece> {
        let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
        self.rest = rest;
        let text = text.trim();
        (!text.is_empty()).then(|| Piece::Text(without_entities(text)))
    }

    /// A tag: what stands between `<` and `>`, where a `>` in quotes does not end it.
    fn tag(&mut self) -> Option<Piece> {
        let mut quote = None;
        let end = self.rest.char_indices().find(|(_, c)| match (quote, c) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(*c);
                false
            }
            (Some(open), c) if open == *c => {
                quote = None;
                false
            }
            _ => false,
        });
        let (inside, rest) = self.rest.split_at(end?.0);
        self.rest = rest.get(1..)?;
        let inside = inside.get(1..)?;
        if let Some(name) = inside.strip_prefix('/') {
            return Some(Piece::Close(local(name.trim())));
        }
        let (inside, empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let (name, attributes) =
            inside.split_at(inside.find(char::is_whitespace).unwrap_or(inside.len()));
        let name = local(name);
        if name.is_empty() {
            return None;
        }
        self.closing = empty.then(|| name.clone());
        Some(Piece::Open(name, attributes_of(attributes)?))
    }
}

impl Iterator for Pieces<'_> {
    type Item = Option<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(name) = self.closing.take() {
            return Some(Some(Piece::Close(name)));
        }
        loop {
            if self.broken || self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                match self.text() {
                    Some(text) => return Some(Some(text)),
                    None => continue,
                }
            }
            let past = self.enclosed("<!--", "-->").or_else(|| self.enclosed("<?", "?>"));
            let found = match past {
                Some(Some(_)) => continue,
                Some(None) => None,
                None => match self.enclosed("<![CDATA[", "]]>") {
                    Some(text) => text.map(|text| Piece::Text(text.to_owned())),
                    None => match self.enclosed("<!", ">") {
                        Some(Some(_)) => continue,
                        Some(None) => None,
                        None => self.tag(),
                    },
                },
            };
            self.broken = found.is_none();
            return Some(found);
        }
    }
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// `a="1" b='2'`; `None` where it is something else.
fn attributes_of(text: &str) -> Option<Vec<(String, String)>> {
    let (mut rest, mut found) = (text.trim(), Vec::new());
    while !rest.is_empty() {
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| ['"', '\''].contains(c))?;
        let (value, after) = value.get(1..)?.split_once(quote)?;
        found.push((local(name.trim()), without_entities(value)));
        rest = after.trim_start();
    }
    Some(found)
}

/// The text with `&amp;`, `&#65;` and the like as the letters that they stand for; unknown ones as they are.
fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((letter, after)) =
            part.split_once(';').and_then(|(name, after)| Some((entity(name)?, after)))
        {
            out.push(letter);
            out.push_str(after);
        } else {
            out.push('&');
            out.push_str(part);
        }
    }
    out
}

fn entity(name: &str) -> Option<char> {
    let code = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match code.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "as the reader gives it")]
    fn open(name: &str, attributes: &[(&str, &str)]) -> Option<Piece> {
        let attributes = attributes.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        Some(Piece::Open(name.to_owned(), attributes.collect()))
    }

    #[test]
    fn elements_attributes_text_and_what_is_no_element() {
        let text = "\u{feff}<?xml version='1.0'?><!DOCTYPE x>\n<p:a x='1 > 0' p:y = \"&quot;&#65;&#x42;\"><!-- <b> -->\
            one &amp; &two; <b/><![CDATA[ <c> ]]></p:a>";
        let pieces: Vec<_> = Pieces::of(text).collect();
        let expected = [
            open("a", &[("x", "1 > 0"), ("y", "\"AB")]),
            Some(Piece::Text("one & &two;".into())),
            open("b", &[]),
            Some(Piece::Close("b".into())),
            Some(Piece::Text(" <c> ".into())),
            Some(Piece::Close("a".into())),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn what_is_no_xml_ends_with_none() {
        for text in
            ["<", "<a", "<a b>", "<a b=c>", "<a b='c>", "<!-- a", "<![CDATA[ a", "< >", "<>", "<?"]
        {
            assert_eq!(Pieces::of(text).last(), Some(None), "{text}");
        }
        assert_eq!(Pieces::of("").last(), None);
    }
}
