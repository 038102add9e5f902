//! Fields of objects on their way into columns.

use std::collections::BTreeMap;

use super::parse::{Broken, Cursor, Value};
use crate::columns::{Frame, Lines, Origin, Reason};
use crate::intake::files::store::{LARGEST, Store};
use crate::sure::{Absent, Sure};
use crate::{Error, Result};

/// Different fields that a file may have.
const MOST_FIELDS: usize = 100_000;

/// A field of a row: its name and its cell.
type Field = (String, String);

/// What stands in the rows so far.
#[derive(Debug, Default)]
pub(super) struct Rows {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
    stores: Vec<Store>,
    count: usize,
    faults: Vec<(u32, Reason)>,
    lines: Lines,
    /// Where the last row with a line starts, and that line.
    counted: (usize, u64),
    /// Whether any list was met where the rows are said to be.
    pub(super) found: bool,
}

/// What a value adds to a row.
#[derive(Debug, Default)]
struct Fields {
    fields: Vec<Field>,
    fault: Option<Reason>,
}

impl Rows {
    /// A row that is no JSON.
    pub(super) fn broken(&mut self, text: &str, at: usize) -> Result<()> {
        self.row(text, at, &[], Some(Reason::NotJson))
    }

    /// The rows of a value: the elements of the lists on the way `path`, or the value itself.
    pub(super) fn value(
        &mut self,
        text: &str,
        value: Value<'_>,
        at: usize,
        path: &[&str],
        above: &[Field],
        prefix: &str,
    ) -> std::result::Result<Result<()>, Broken> {
        match (value, path) {
            (Value::List(_, start), _) => {
                self.found |= path.is_empty();
                let mut cursor = Cursor::new(text, start + 1);
                if cursor.peek() == Some(b']') {
                    return Ok(Ok(()));
                }
                loop {
                    let _ = cursor.peek();
                    let at = cursor.at;
                    let element = cursor.value()?;
                    if let Err(error) = self.value(text, element, at, path, above, prefix)? {
                        return Ok(Err(error));
                    }
                    if !cursor.take(b',') {
                        return Ok(Ok(()));
                    }
                }
            }
            (Value::Object(_, start), []) => {
                let mut own = Fields { fields: above.to_vec(), fault: None };
                own.object(text, start, "", None)?;
                Ok(self.row(text, at, &own.fields, own.fault))
            }
            (Value::Object(_, start), [key, rest @ ..]) => {
                let mut own = Fields { fields: above.to_vec(), fault: None };
                let inside = own.object(text, start, prefix, Some(key))?;
                let Some((value, at)) = inside else { return Ok(Ok(())) };
                let prefix = format!("{prefix}{key}.");
                self.value(text, value, at, rest, &own.fields, &prefix)
            }
            (other, []) => {
                let mut own = Fields { fields: above.to_vec(), fault: None };
                own.cell("value", other);
                Ok(self.row(text, at, &own.fields, own.fault))
            }
            _ => Ok(Ok(())),
        }
    }

    fn row(
        &mut self,
        text: &str,
        at: usize,
        fields: &[Field],
        fault: Option<Reason>,
    ) -> Result<()> {
        let limit = u64::from(u32::MAX - 1);
        if self.count as u64 >= limit {
            return Err(Error::TooMany { what: "rows of one file", found: limit + 1, limit });
        }
        let mut fault = fault;
        for (order, (name, cell)) in fields.iter().enumerate() {
            let place = self.place(name, order)?;
            let store = self.stores.get_mut(place).sure();
            let Some(store) = store else { continue };
            if store.rows() > self.count {
                fault = Some(Reason::NotJson);
                continue;
            }
            store.fill(self.count);
            if cell.contains('\0') {
                fault = Some(Reason::Nul);
            }
            store.add(cell);
            if store.used() > LARGEST {
                let (what, limit) = ("bytes of text in one field", LARGEST as u64);
                return Err(Error::TooMany { what, found: limit + 1, limit });
            }
        }
        let (from, line) = self.counted;
        let between = text.as_bytes().get(from..at).or_absent_default();
        let line = line.max(1) + between.split(|byte| *byte == b'\n').count() as u64 - 1;
        self.counted = (at.max(from), line);
        self.lines.add(self.count as u32, line);
        self.faults.extend(fault.map(|reason| (self.count as u32, reason)));
        self.count += 1;
        Ok(())
    }

    /// The column of a field, which in most rows is the next one.
    fn place(&mut self, name: &str, order: usize) -> Result<usize> {
        if self.names.get(order).is_some_and(|known| known == name) {
            return Ok(order);
        }
        if let Some(place) = self.places.get(name) {
            return Ok(*place);
        }
        let place = self.names.len();
        if place >= MOST_FIELDS {
            let limit = MOST_FIELDS as u64;
            return Err(Error::TooMany { what: "different fields", found: limit + 1, limit });
        }
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        self.stores.push(Store::default());
        Ok(place)
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether there are rows and nothing in them.
    pub(super) fn has_no_field(&self) -> bool {
        self.count > 0 && self.names.is_empty()
    }

    /// Adds a fault to the row that was read last.
    pub(super) fn fault_last(&mut self, from: usize, reason: Reason) {
        for row in from..self.count {
            if self.faults.last().is_none_or(|(last, _)| (*last as usize) < row) {
                self.faults.push((row as u32, reason));
            }
        }
    }

    /// The columns.
    pub(super) fn finish(self) -> Result<(Frame, Origin)> {
        let mut columns = Vec::with_capacity(self.names.len());
        for (name, mut store) in self.names.iter().zip(self.stores) {
            store.fill(self.count);
            columns.push(store.column(name)?);
        }
        let origin = Origin { faults: self.faults, lines: self.lines, ..Origin::default() };
        Ok((Frame::new(columns)?, origin))
    }
}

impl Fields {
    /// Adds the fields of an object, those of objects inside by their dotted path; the value of the key `without` is
    /// given back, and the names of the fields beside it begin with `^`.
    fn object<'a>(
        &mut self,
        text: &'a str,
        start: usize,
        prefix: &str,
        without: Option<&str>,
    ) -> std::result::Result<Option<(Value<'a>, usize)>, Broken> {
        let mut found = None;
        let mut cursor = Cursor::new(text, start + 1);
        if cursor.peek() == Some(b'}') {
            return Ok(None);
        }
        loop {
            let (key, whole) = cursor.text()?;
            if !whole {
                self.fault = Some(Reason::Undecodable);
            }
            cursor.take(b':');
            let _ = cursor.peek();
            let at = cursor.at;
            let value = cursor.value()?;
            if without.is_some_and(|name| name == key) && found.is_none() {
                found = Some((value, at));
            } else {
                let above = if without.is_some() && !prefix.starts_with('^') { "^" } else { "" };
                let name = format!("{above}{prefix}{key}");
                match value {
                    Value::Object(_, start) => {
                        self.object(text, start, &format!("{name}."), None)?;
                    }
                    other => self.cell(&name, other),
                }
            }
            if !cursor.take(b',') {
                return Ok(found);
            }
        }
    }

    fn cell(&mut self, name: &str, value: Value<'_>) {
        let cell = match value {
            Value::Null => return,
            Value::Plain(text) | Value::List(text, _) | Value::Object(text, _) => text.to_owned(),
            Value::Text(text, whole) => {
                if !whole {
                    self.fault = Some(Reason::Undecodable);
                }
                text.into_owned()
            }
        };
        self.fields.push((name.to_owned(), cell));
    }
}
