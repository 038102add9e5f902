//! A table that came in: record batches of one schema.

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema};

use crate::{Error, Result};

/// Record batches that belong to one table, with look-up of columns by name.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    name: &'static str,
    batches: &'a [RecordBatch],
}

impl<'a> Table<'a> {
    /// Wraps `batches` under the name that errors will use.
    ///
    /// # Errors
    /// [`Error::Empty`] without rows, [`Error::ColumnType`] when a later batch gives a column
    /// another type than the first, [`Error::TooMany`] beyond 2^32 - 2 rows.
    pub fn new(name: &'static str, batches: &'a [RecordBatch]) -> Result<Self> {
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let Some(first) = batches.first().filter(|_| rows > 0) else {
            return Err(Error::Empty { table: name });
        };
        let limit = u64::from(u32::MAX - 1);
        if rows as u64 > limit {
            return Err(Error::TooMany { what: "rows of one table", found: rows as u64, limit });
        }
        for batch in batches {
            same_schema(name, &first.schema(), &batch.schema())?;
        }
        Ok(Self { name, batches })
    }

    /// The name that errors use.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Rows of all batches.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The parts of a column, one for each batch.
    ///
    /// # Errors
    /// [`Error::MissingColumn`] or [`Error::AmbiguousColumn`].
    pub fn column(&self, column: &str) -> Result<Vec<&'a ArrayRef>> {
        let at = self.index(column)?;
        Ok(self.batches.iter().filter_map(|batch| batch.columns().get(at)).collect())
    }

    /// Whether the table has such a column.
    pub fn has(&self, column: &str) -> bool {
        self.index(column).is_ok()
    }

    /// An error that says which type the column should have had.
    pub(crate) fn wrong_type(
        &self,
        column: &str,
        expected: &'static str,
        array: &dyn Array,
    ) -> Error {
        Error::ColumnType {
            table: self.name,
            column: column.to_owned(),
            expected,
            found: type_name(array.data_type()),
        }
    }

    fn index(&self, column: &str) -> Result<usize> {
        let schema = self.batches.first().map(RecordBatch::schema);
        let names = || schema.iter().flat_map(|s| s.fields().iter().map(|f| f.name()));
        let mut found = names().enumerate().filter(|(_, name)| *name == column).map(|(at, _)| at);
        let times = found.clone().count();
        match (found.next(), times) {
            (Some(at), 1) => Ok(at),
            (Some(_), _) => {
                Err(Error::AmbiguousColumn { table: self.name, column: column.to_owned(), times })
            }
            (None, _) => Err(Error::MissingColumn {
                table: self.name,
                column: column.to_owned(),
                available: names().cloned().collect(),
            }),
        }
    }
}

fn same_schema(table: &'static str, first: &Schema, other: &Schema) -> Result<()> {
    if std::ptr::eq(first, other) {
        return Ok(());
    }
    let mut others = other.fields().iter();
    for field in first.fields() {
        let Some(found) = others.next().filter(|f| f.name() == field.name()) else {
            let available = other.fields().iter().map(|f| f.name().clone()).collect();
            return Err(Error::MissingColumn { table, column: field.name().clone(), available });
        };
        if found.data_type() != field.data_type() {
            return Err(Error::ColumnType {
                table,
                column: field.name().clone(),
                expected: "of the same type in every batch",
                found: type_name(found.data_type()),
            });
        }
    }
    Ok(())
}

/// A type's name without the fields of nested types, which may be thousands.
fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "Utf8".into(),
        DataType::Int64 => "Int64".into(),
        DataType::Float64 => "Float64".into(),
        DataType::Boolean => "Boolean".into(),
        DataType::Timestamp(..) if !cfg!(feature = "encodings") => "Timestamp".into(),
        DataType::Struct(_) => "Struct".into(),
        DataType::Union(..) => "Union".into(),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "List".into(),
        DataType::Map(..) => "Map".into(),
        #[cfg(feature = "encodings")]
        other => other.to_string(),
        #[cfg(not(feature = "encodings"))]
        _ => "a type that needs the feature `encodings`".into(),
    }
}
