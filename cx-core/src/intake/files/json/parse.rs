//! JSON read in place: nothing is kept but where things stand.

use std::borrow::Cow;

use crate::sure::{Absent, Sure};

/// How deep lists and objects may lie inside one another.
pub(super) const DEEPEST: usize = 128;

/// Why a text is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// It is no JSON from this place on.
    At(usize),
    /// It is nested too deep at this place.
    Deep(usize),
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Null,
    /// A number as it is written, `true` or `false`.
    Plain(&'a str),
    /// Text, and whether it was whole.
    Text(Cow<'a, str>, bool),
    /// A list or an object, as it is written, and where it starts.
    List(&'a str, usize),
    Object(&'a str, usize),
}

/// A place in a text.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).or_absent_default()
    }

    /// The next byte that is no white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.rest().iter().take_while(|byte| blank(byte)).count();
        self.rest().first().copied()
    }

    /// Takes a sign, if it is the next one.
    pub(super) fn take(&mut self, sign: u8) -> bool {
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn broken<T>(&self) -> Result<T, Broken> {
        Err(Broken::At(self.at))
    }

    /// The next value.
    pub(super) fn value(&mut self) -> Result<Value<'a>, Broken> {
        let first = self.peek();
        let start = self.at;
        match first {
            Some(b'"') => self.text().map(|(text, whole)| Value::Text(text, whole)),
            Some(b'{') => self.skip().map(|inside| Value::Object(inside, start)),
            Some(b'[') => self.skip().map(|inside| Value::List(inside, start)),
            Some(_) => self.plain(),
            None => self.broken(),
        }
    }

    fn plain(&mut self) -> Result<Value<'a>, Broken> {
        let start = self.at;
        let sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = self.rest().iter().take_while(|byte| sign(byte)).count();
        let word = self.text.get(start..start + length).sure_or_default();
        match word {
            "null" => {
                self.at += length;
                Ok(Value::Null)
            }
            "true" | "false" => {
                self.at += length;
                Ok(Value::Plain(word))
            }
            // What is no number in JSON ("+1", "01", "1.") is one to the reader of the column, or a reject there.
            number if number.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
                self.at += length;
                Ok(Value::Plain(word))
            }
            _ => self.broken(),
        }
    }

    /// Text in quotes; `false` beside it where half of a letter is missing.
    pub(super) fn text(&mut self) -> Result<(Cow<'a, str>, bool), Broken> {
        if !self.take(b'"') {
            return self.broken();
        }
        let start = self.at;
        let end =
            |cursor: &Self| cursor.rest().iter().position(|byte| matches!(byte, b'"' | b'\\'));
        let Some(first) = end(self) else { return self.broken() };
        self.at += first;
        if self.rest().first() == Some(&b'"') {
            let text = self.text.get(start..self.at).sure_or_default();
            self.at += 1;
            return Ok((Cow::Borrowed(text), true));
        }
        let mut text = self.text.get(start..self.at).sure_or_default().to_owned();
        let mut whole = true;
        loop {
            match self.rest() {
                [b'"', ..] => {
                    self.at += 1;
                    return Ok((Cow::Owned(text), whole));
                }
                [b'\\', b'u', ..] => {
                    let letter = self.unicode()?;
                    whole &= letter.is_some();
                    text.push(letter.or_absent(char::REPLACEMENT_CHARACTER));
                }
                [b'\\', sign, ..] => {
                    text.push(match sign {
                        b'"' | b'\\' | b'/' => char::from(*sign),
                        b'b' => '\u{8}',
                        b'f' => '\u{c}',
                        b'n' => '\n',
                        b'r' => '\r',
                        b't' => '\t',
                        _ => return self.broken(),
                    });
                    self.at += 2;
                }
                _ => {
                    let Some(next) = end(self) else { return self.broken() };
                    text.push_str(self.text.get(self.at..self.at + next).sure_or_default());
                    self.at += next;
                }
            }
        }
    }

    /// A letter by its number, or by the numbers of its two halves; `None` where one of them is missing.
    fn unicode(&mut self) -> Result<Option<char>, Broken> {
        let unit = |cursor: &mut Self| -> Result<u16, Broken> {
            let digits = cursor.text.get(cursor.at + 2..cursor.at + 6);
            let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
            let Some(unit) = unit else { return cursor.broken() };
            cursor.at += 6;
            Ok(unit)
        };
        let first = unit(self)?;
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) && self.rest().starts_with(b"\\u") {
            let before = self.at;
            let second = unit(self)?;
            if (0xdc00..0xe000).contains(&second) {
                units.push(second);
            } else {
                self.at = before;
            }
        }
        Ok(char::decode_utf16(units).next().and_then(Result::ok))
    }

    /// A list or an object as it is written.
    fn skip(&mut self) -> Result<&'a str, Broken> {
        let start = self.at;
        let mut open = Vec::new();
        // What may come next: a value, a key, or what ends a value.
        let mut wants = Wants::Value;
        loop {
            let sign = self.peek();
            match (wants, sign) {
                (Wants::Value | Wants::ValueOrEnd, Some(sign @ (b'{' | b'['))) => {
                    if open.len() >= DEEPEST {
                        return Err(Broken::Deep(self.at));
                    }
                    self.at += 1;
                    open.push(sign);
                    wants = if sign == b'{' { Wants::KeyOrEnd } else { Wants::ValueOrEnd };
                    continue;
                }
                (Wants::Value | Wants::ValueOrEnd, Some(b'"')) => {
                    self.pass_text()?;
                    wants = Wants::Next;
                }
                (Wants::ValueOrEnd | Wants::Next, Some(b']')) if open.last() == Some(&b'[') => {
                    self.at += 1;
                    open.pop();
                    wants = Wants::Next;
                }
                (Wants::KeyOrEnd | Wants::Next, Some(b'}')) if open.last() == Some(&b'{') => {
                    self.at += 1;
                    open.pop();
                    wants = Wants::Next;
                }
                (Wants::Value | Wants::ValueOrEnd, Some(_)) => {
                    self.plain()?;
                    wants = Wants::Next;
                }
                (Wants::Key | Wants::KeyOrEnd, Some(b'"')) => {
                    self.pass_text()?;
                    if !self.take(b':') {
                        return self.broken();
                    }
                    wants = Wants::Value;
                }
                (Wants::Next, Some(b',')) => {
                    self.at += 1;
                    wants = if open.last() == Some(&b'{') { Wants::Key } else { Wants::Value };
                }
                _ => return self.broken(),
            }
            if open.is_empty() {
                return Ok(self.text.get(start..self.at).sure_or_default());
            }
        }
    }

    fn pass_text(&mut self) -> Result<(), Broken> {
        self.at += 1;
        loop {
            let rest = self.rest();
            let Some(end) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else {
                return self.broken();
            };
            let escaped = rest.get(end) == Some(&b'\\');
            self.at += end + 1 + usize::from(escaped);
            if !escaped {
                return Ok(());
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Next,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<Value<'_>, Broken> {
        Cursor::new(text, 0).value()
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        assert_eq!(value(" 12345678901234567890.10 "), Ok(Value::Plain("12345678901234567890.10")));
        assert_eq!(value("-1e5,"), Ok(Value::Plain("-1e5")));
        assert_eq!(value("null"), Ok(Value::Null));
        assert_eq!(value("nul"), Err(Broken::At(0)));
    }

    #[test]
    fn texts_have_their_letters() {
        let text = |text: &str| Ok(Value::Text(Cow::Owned(text.to_owned()), true));
        assert_eq!(value(r#""a\n\u00fc\ud83d\ude00\"""#), text("a\nü😀\""));
        assert_eq!(value(r#""\ud83dx""#), Ok(Value::Text(Cow::Borrowed("\u{fffd}x"), false)));
        assert_eq!(value(r#""a\x""#), Err(Broken::At(2)));
        assert_eq!(value("\"a"), Err(Broken::At(1)));
    }

    #[test]
    fn lists_and_objects_are_checked() {
        let fine = r#"{"a": [1, {"b": "]}"}, []], "c": {}}"#;
        assert_eq!(value(fine), Ok(Value::Object(fine, 0)));
        for text in [
            "[1,]",
            "{\"a\"}",
            "{,}",
            "[1 2]",
            "{\"a\":1,}",
            "[}",
            "{]",
            "[1",
            "{1:2}",
            "[\"a\":1]",
        ] {
            assert!(matches!(value(text), Err(Broken::At(_))), "{text}");
        }
        assert_eq!(value(&"[".repeat(1000)), Err(Broken::Deep(DEEPEST)));
    }
}
