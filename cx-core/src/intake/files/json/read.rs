//! JSON and JSON lines.

use super::parse::{Broken, Cursor, Value};
use super::rows::Rows;
use crate::columns::{Dialect, Reason};
use crate::intake::files::content::{Content, content};
use crate::intake::files::encoding::{Decoded, decode};
use crate::intake::files::fault::{empty, fault};
use crate::intake::files::{FileOptions, TextFile};
use crate::sure::{Absent, Call};
use crate::{Error, Result};

/// Reads JSON (a list of objects, or one object that holds such a list) or JSON lines: bytes in, columns of text out.
///
/// A field of an object inside is named by its dotted path (`context.campaign.source`); numbers stay as they are written,
/// `null` is missing, lists are their own text. Rows are the elements of the outermost list, or of the lists on the way
/// that the option `rows` says: then their fields have their own names, and those of the objects around begin with `^`.
/// An object that holds one list of objects is found to hold the rows; `rows` blank makes it one row.
///
/// In JSON lines a line that is no JSON is a row at fault.
///
/// ```
/// use cx_core::intake::files::{FileOptions, read_json};
/// let text = r#"{"order": 7, "items": [{"sku": "a", "price": {"chf": 1.50}}, {"sku": "b"}]}"#;
/// let file = read_json(text.as_bytes(), &FileOptions::default().rows("items"))?;
/// assert_eq!(file.columns().collect::<Vec<_>>(), ["^order", "sku", "price.chf"]);
/// assert_eq!(file.rows(), 2);
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::File`] for what is empty or no JSON, is nested more than 128 deep, or has no list or more than one where the
/// rows may stand; [`Error::TooMany`] beyond 2^32 - 2 rows, 100,000 fields or 1 GiB of text in one of them.
pub fn read_json(bytes: &[u8], options: &FileOptions) -> Result<TextFile> {
    let call = Call::open();
    options.check()?;
    let kind = content(bytes);
    if let Some((what, remedy)) = kind.said().filter(|_| kind != Content::Json) {
        return Err(fault(what.replace("not text", "not JSON"), remedy));
    }
    let decoded = decode(bytes, options)?;
    call.close(read_text(&decoded, options))
}

fn read_text(decoded: &Decoded<'_>, options: &FileOptions) -> Result<TextFile> {
    let text: &str = &decoded.text;
    let mut cursor = Cursor::new(text, 0);
    let Some(first) = cursor.peek() else { return Err(empty()) };
    if !matches!(first, b'{' | b'[') {
        return Err(fault("this is not JSON", "name it as what it is, for example .csv"));
    }
    let whole = cursor.value();
    let alone = cursor.peek().is_none();
    let (rows, found, format) = match whole {
        Ok(value) if alone => {
            let path = match &options.rows {
                Some(rows) => rows.clone(),
                None => only_list(text, &value)?,
            };
            let found = Some(path.clone()).filter(|path| !path.is_empty());
            (document(text, value, &path)?, found, "json")
        }
        Err(broken) if first == b'[' || !has_lines(text) => return Err(said(text, broken)),
        _ => (lines(decoded, options)?, options.rows.clone(), "json_lines"),
    };
    if found.is_some() && !rows.found {
        return Err(fault(
            "there is no list at the path that rows says",
            "say the names of the keys on the way, for example rows = \"data.items\"",
        ));
    }
    if rows.has_no_field() {
        return Err(fault("no row has a field", "give objects with fields, one for each row"));
    }
    let (frame, mut origin) = rows.finish()?;
    origin.dialect = Dialect {
        format: format.to_owned(),
        encoding: Some(decoded.encoding.clone()),
        bom: decoded.bom,
        rows: found,
        ..Dialect::default()
    };
    Ok(TextFile { frames: vec![frame], origin })
}

fn segments(path: &str) -> Vec<&str> {
    path.split('.').filter(|part| !part.is_empty()).collect()
}

fn document(text: &str, value: Value<'_>, path: &str) -> Result<Rows> {
    let mut rows = Rows::default();
    let at = text.len() - text.trim_start().len();
    match rows.value(text, value, at, &segments(path), &[], "") {
        Ok(done) => done.map(|()| rows),
        Err(broken) => Err(said(text, broken)),
    }
}

/// Whether a text has one object in each of its lines.
fn has_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next().is_some() && lines.next().is_some_and(|line| line.starts_with('{'))
}

fn lines(decoded: &Decoded<'_>, options: &FileOptions) -> Result<Rows> {
    let text: &str = &decoded.text;
    let path = segments(options.rows.as_deref().or_absent_default());
    let mut rows = Rows::default();
    let mut cursor = Cursor::new(text, 0);
    let mut bad = decoded.bad.iter().peekable();
    while cursor.peek().is_some() {
        let (at, before) = (cursor.at, rows.count());
        let read = match cursor.value() {
            Ok(value) => rows.value(text, value, at, &path, &[], ""),
            Err(broken) => Err(broken),
        };
        if let Ok(done) = read {
            done?;
        } else {
            rows.broken(text, at)?;
            let rest = text.as_bytes().get(at..).or_absent_default();
            let line = rest.iter().position(|byte| *byte == b'\n');
            cursor.at = at + line.or_absent(rest.len());
        }
        let mut damaged = false;
        while bad.next_if(|place| **place < cursor.at).is_some() {
            damaged = true;
        }
        if damaged {
            rows.fault_last(before, Reason::Undecodable);
        }
    }
    Ok(rows)
}

/// The key of the only list of objects in an object; blank: the object is a row.
fn only_list(text: &str, value: &Value<'_>) -> Result<String> {
    let Value::Object(_, start) = value else { return Ok(String::new()) };
    let mut cursor = Cursor::new(text, start + 1);
    let mut lists = Vec::new();
    while cursor.peek() == Some(b'"') {
        let read = cursor.text().and_then(|(key, _)| {
            cursor.take(b':');
            cursor.value().map(|value| (key, value))
        });
        let (key, value) = read.map_err(|broken| said(text, broken))?;
        if let Value::List(_, start) = value
            && Cursor::new(text, start + 1).peek() == Some(b'{')
        {
            lists.push(key.into_owned());
        }
        cursor.take(b',');
    }
    match lists.as_slice() {
        [] => Ok(String::new()),
        [only] => Ok(only.clone()),
        several => Err(fault(
            format!("{} lists may hold the rows", several.len()),
            "say which, for example rows = \"items\", or rows = \"\" where the whole is one row",
        )),
    }
}

/// The error of a text that is no JSON, without any of it.
fn said(text: &str, broken: Broken) -> Error {
    let (at, what, remedy) = match broken {
        Broken::At(at) => (at, "this is not JSON from here on", "export the file again"),
        Broken::Deep(at) => (at, "the JSON is nested more than 128 deep", "export a flatter form"),
    };
    let before = text.as_bytes().get(..at).or_absent_default();
    let line = before.split(|byte| *byte == b'\n').count() as u64;
    Error::File {
        file: String::new(),
        line: Some(line),
        what: what.to_owned(),
        remedy: remedy.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Cells;

    /// Each column with its cells, a missing one as `-`.
    fn table(file: &TextFile) -> Vec<String> {
        let frame = &file.frames[0];
        let column = |column: &crate::columns::Column| {
            let Cells::Text(texts) = column.cells() else { panic!("text") };
            let cell = |row| match column.validity() {
                Some(valid) if !valid.get(row) => "-",
                _ => texts.get(row),
            };
            let cells: Vec<&str> = (0..frame.rows()).map(cell).collect();
            format!("{}: {}", column.name(), cells.join(" "))
        };
        frame.columns().iter().map(column).collect()
    }

    fn read(text: &str, rows: Option<&str>) -> Result<TextFile> {
        read_json(
            text.as_bytes(),
            &FileOptions { rows: rows.map(str::to_owned), ..FileOptions::default() },
        )
    }

    #[test]
    fn fields_have_dotted_paths() {
        let text = r#"[{"a": 1.10, "b": {"c": "x", "d": null}}, {"e": [1, 2], "a": true}]"#;
        let file = read(text, None).expect("JSON");
        assert_eq!(table(&file), ["a: 1.10 true", "b.c: x -", "e: - [1, 2]"]);
        assert_eq!(file.dialect().format, "json");
    }

    #[test]
    fn lists_on_the_way_become_rows() {
        let text = r#"{"id": 1, "o": [{"n": 5, "l": [{"s": "a"}, {"s": "b"}]}, {"n": 6, "l": []}, {"n": 7, "l": [{"s": "c"}]}], "z": {"y": 9}}"#;
        let file = read(text, Some("o.l")).expect("JSON");
        assert_eq!(table(&file), ["^id: 1 1 1", "^z.y: 9 9 9", "^o.n: 5 5 7", "s: a b c"]);
        let found = read(text, None).expect("JSON");
        assert_eq!(found.dialect().rows.as_deref(), Some("o"));
        assert_eq!(found.rows(), 3);
        assert_eq!(read(text, Some("")).expect("JSON").rows(), 1);
        let said = read(text, Some("nothing")).expect_err("no list").to_string();
        assert!(said.contains("rows ="), "{said}");
    }

    #[test]
    fn lines_that_are_no_json_are_rows_at_fault() {
        let text = "{\"a\": 1}\n\n{\"a\": \n{\"a\": 3}\n{\"a\": 4, \"a\": 5}\n";
        let file = read(text, None).expect("JSON lines");
        assert_eq!(table(&file), ["a: 1 - 3 4"]);
        assert_eq!(file.faults(), [(1, Reason::NotJson), (3, Reason::NotJson)]);
        assert_eq!([0, 1, 2, 3].map(|row| file.line(row)), [1, 3, 4, 5]);
    }

    #[test]
    fn what_is_no_json_is_told_without_its_content() {
        for (text, part) in [
            ("", "empty"),
            ("a,b\n1,2\n", "not JSON"),
            ("[{\"a\": 1},\n{\"secret\"", "line 2: this is not JSON"),
            ("{\"a\": [{}], \"b\": [{}]}", "2 lists"),
        ] {
            let said = read(text, None).expect_err(text).to_string();
            assert!(said.contains(part) && !said.contains("secret"), "{said}");
        }
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(read(&deep, None).expect_err("deep").to_string().contains("128 deep"));
    }
}
