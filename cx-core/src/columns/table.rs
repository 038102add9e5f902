//! A table that came in: frames, or record batches, of one schema.

#[cfg(feature = "arrow")]
use arrow_array::{Array, ArrayRef, RecordBatch};

use super::texts::TextSource;
use super::{Cells, Column, Frame, Origin};
use crate::sure::Sure;
use crate::{Error, Result};

/// Parts that belong to one table, with look-up of columns by name.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    name: &'static str,
    rows: usize,
    parts: Parts<'a>,
    origin: Option<&'a Origin>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Parts<'a> {
    Frames(&'a [Frame]),
    #[cfg(feature = "arrow")]
    Batches(&'a [RecordBatch]),
}

impl Parts<'_> {
    fn rows(self) -> usize {
        match self {
            Self::Frames(frames) => frames.iter().map(Frame::rows).sum(),
            #[cfg(feature = "arrow")]
            Self::Batches(batches) => batches.iter().map(RecordBatch::num_rows).sum(),
        }
    }
}

/// One part of a column; nothing of it is copied.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    Column(&'a Column),
    #[cfg(feature = "arrow")]
    Array(&'a ArrayRef),
}

impl Part<'_> {
    /// Calls `visit` with every cell of text, blank for a missing one; `false` where the part holds
    /// no text.
    pub(crate) fn each_text(self, visit: &mut dyn FnMut(&str)) -> bool {
        match self {
            Self::Column(column) => match column.plain().as_ref() {
                Cells::Text(texts) => {
                    let cells = column.texts(texts);
                    (0..cells.rows()).for_each(|row| visit(cells.cell(row)));
                    true
                }
                _ => false,
            },
            #[cfg(feature = "arrow")]
            Self::Array(array) => super::arrow::each_text(array, visit),
        }
    }

    /// How many rows there are.
    pub(crate) fn rows(self) -> usize {
        match self {
            Self::Column(column) => column.cells().len(),
            #[cfg(feature = "arrow")]
            Self::Array(array) => array.len(),
        }
    }

    fn type_name(self) -> String {
        match self {
            Self::Column(column) => column.cells().type_name().into(),
            #[cfg(feature = "arrow")]
            Self::Array(array) => super::arrow::type_name(array.data_type()),
        }
    }
}

impl<'a> Table<'a> {
    /// Wraps `batches` under the name that errors will use.
    ///
    /// # Errors
    /// [`Error::Empty`] without rows, [`Error::ColumnType`] when a later batch gives a column
    /// another type than the first, [`Error::TooMany`] beyond 2^32 - 2 rows.
    #[cfg(feature = "arrow")]
    pub fn new(name: &'static str, batches: &'a [RecordBatch]) -> Result<Self> {
        Self::of(name, Parts::Batches(batches), None)
    }

    /// Wraps `frames` under the name that errors will use.
    ///
    /// # Errors
    /// As for record batches: no rows, too many, or a later frame of other columns than the first.
    pub fn of_frames(name: &'static str, frames: &'a [Frame]) -> Result<Self> {
        Self::of(name, Parts::Frames(frames), None)
    }

    pub(super) fn of(
        name: &'static str,
        parts: Parts<'a>,
        origin: Option<&'a Origin>,
    ) -> Result<Self> {
        let rows = parts.rows();
        if rows == 0 {
            return Err(Error::Empty { table: name });
        }
        let limit = u64::from(u32::MAX - 1);
        if rows as u64 > limit {
            return Err(Error::TooMany { what: "rows of one table", found: rows as u64, limit });
        }
        let table = Self { name, rows, parts, origin };
        for part in 1..table.count() {
            table.same_schema(part)?;
        }
        Ok(table)
    }

    /// The name that errors use.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is known of the file that the table comes from.
    pub(crate) fn origin(&self) -> Option<&'a Origin> {
        self.origin
    }

    /// Rows of all parts.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether the table has such a column.
    pub fn has(&self, column: &str) -> bool {
        self.index(column).is_ok()
    }

    /// The parts of a column, one for each frame or batch.
    ///
    /// # Errors
    /// [`Error::MissingColumn`] or [`Error::AmbiguousColumn`].
    pub(crate) fn column(&self, column: &str) -> Result<Vec<Part<'a>>> {
        let at = self.index(column)?;
        Ok((0..self.count()).filter_map(|part| self.part(part, at)).collect())
    }

    /// An error that says which type the column should have had.
    pub(crate) fn wrong_type(&self, column: &str, expected: &'static str, part: Part<'_>) -> Error {
        let found = part.type_name();
        Error::ColumnType { table: self.name, column: column.to_owned(), expected, found }
    }

    /// An error that says which readings a column leaves open.
    pub(crate) fn undecided(&self, column: &str, found: String, remedy: &'static str) -> Error {
        Error::Undecided { table: self.name, column: column.to_owned(), found, remedy }
    }

    fn count(&self) -> usize {
        match self.parts {
            Parts::Frames(frames) => frames.len(),
            #[cfg(feature = "arrow")]
            Parts::Batches(batches) => batches.len(),
        }
    }

    fn part(&self, part: usize, column: usize) -> Option<Part<'a>> {
        match self.parts {
            Parts::Frames(frames) => frames.get(part)?.columns().get(column).map(Part::Column),
            #[cfg(feature = "arrow")]
            Parts::Batches(batches) => batches.get(part)?.columns().get(column).map(Part::Array),
        }
    }

    /// The names of the columns of a part.
    fn names(&self, part: usize) -> Vec<&'a str> {
        match self.parts {
            Parts::Frames(frames) => {
                let columns = frames.get(part).map(Frame::columns).sure_or_default();
                columns.iter().map(Column::name).collect()
            }
            #[cfg(feature = "arrow")]
            Parts::Batches(batches) => {
                let schema = batches.get(part).map(RecordBatch::schema_ref);
                schema.iter().flat_map(|s| s.fields().iter().map(|f| f.name().as_str())).collect()
            }
        }
    }

    fn index(&self, column: &str) -> Result<usize> {
        let names = self.names(0);
        let mut found = names.iter().enumerate().filter(|(_, name)| **name == column);
        match (found.next(), found.count()) {
            (Some((at, _)), 0) => Ok(at),
            (Some(_), more) => Err(Error::AmbiguousColumn {
                table: self.name,
                column: column.to_owned(),
                times: more + 1,
            }),
            (None, _) => Err(self.missing(column, &names)),
        }
    }

    fn missing(&self, column: &str, available: &[&str]) -> Error {
        Error::MissingColumn {
            table: self.name,
            column: column.to_owned(),
            available: available.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// Checks that a part has the columns of the first one.
    fn same_schema(&self, part: usize) -> Result<()> {
        let others = self.names(part);
        for (at, name) in self.names(0).into_iter().enumerate() {
            let (Some(first), Some(found)) = (self.part(0, at), self.part(part, at)) else {
                return Err(self.missing(name, &others));
            };
            if others.get(at).sure() != Some(&name) {
                return Err(self.missing(name, &others));
            }
            if !same_type(first, found) {
                let expected = "of the same type in every batch";
                return Err(self.wrong_type(name, expected, found));
            }
        }
        Ok(())
    }
}

fn same_type(first: Part<'_>, other: Part<'_>) -> bool {
    match (first, other) {
        (Part::Column(first), Part::Column(other)) => {
            std::mem::discriminant(first.cells()) == std::mem::discriminant(other.cells())
        }
        #[cfg(feature = "arrow")]
        (Part::Array(first), Part::Array(other)) => first.data_type() == other.data_type(),
        #[cfg(feature = "arrow")]
        _ => false,
    }
}
