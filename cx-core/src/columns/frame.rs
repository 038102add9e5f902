//! The core's own table: named columns in plain vectors.

use std::borrow::Cow;

use super::texts::TextCells;
use super::{Bits, Texts};
use crate::options::Definition;
use crate::{Error, Result};

/// The cells of a column. What stands in a row that the column's validity calls missing is without
/// meaning.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cells {
    /// Text.
    Text(Texts),
    /// Text by its number among the names.
    Coded {
        /// One number for each row.
        codes: Vec<u32>,
        /// The names.
        names: Texts,
    },
    /// Lists of text: list `i` holds the texts from `offsets[i]` to `offsets[i + 1]`.
    Lists {
        /// The texts of all lists.
        texts: Texts,
        /// Where each list begins, and where the last one ends.
        offsets: Vec<i32>,
    },
    /// Doubles.
    F64(Vec<f64>),
    /// Whole numbers.
    I64(Vec<i64>),
    /// Counts.
    U64(Vec<u64>),
    /// Numbers of rows, persons or journeys.
    U32(Vec<u32>),
    /// Yes or no.
    Bool(Bits),
    /// Times.
    Time {
        /// Microseconds since 1970-01-01.
        micros: Vec<i64>,
        /// Whether these are instants of UTC; else local times.
        utc: bool,
    },
    /// Days since 1970-01-01.
    Day(Vec<i32>),
}

impl Cells {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(texts) => texts.len(),
            Self::Coded { codes, .. } => codes.len(),
            Self::Lists { offsets, .. } => offsets.len().saturating_sub(1),
            Self::F64(cells) => cells.len(),
            Self::I64(cells) | Self::Time { micros: cells, .. } => cells.len(),
            Self::U64(cells) => cells.len(),
            Self::U32(cells) => cells.len(),
            Self::Bool(cells) => cells.len(),
            Self::Day(cells) => cells.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type as errors name it: that of the Arrow column which it becomes.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "Utf8",
            Self::Coded { .. } => "Dictionary(UInt32, Utf8)",
            Self::Lists { .. } => "List",
            Self::F64(_) => "Float64",
            Self::I64(_) => "Int64",
            Self::U64(_) => "UInt64",
            Self::U32(_) => "UInt32",
            Self::Bool(_) => "Boolean",
            Self::Time { .. } => "Timestamp",
            Self::Day(_) => "Date32",
        }
    }

    /// The same cells as text, whole numbers, doubles, yes and no, times or lists, which are what
    /// tables are read from; other types as they are.
    fn plain(&self) -> Cow<'_, Self> {
        Cow::Owned(match self {
            Self::U32(cells) => Self::I64(cells.iter().map(|cell| i64::from(*cell)).collect()),
            Self::U64(cells) => match cells.iter().map(|cell| i64::try_from(*cell)).collect() {
                Ok(cells) => Self::I64(cells),
                Err(_) => return Cow::Borrowed(self),
            },
            Self::Coded { codes, names } => {
                let mut texts = Texts::default();
                if !codes.iter().all(|code| texts.push(names.get(*code as usize))) {
                    return Cow::Borrowed(self);
                }
                Self::Text(texts)
            }
            _ => return Cow::Borrowed(self),
        })
    }
}

/// A named column, some of whose cells may be missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    name: String,
    cells: Cells,
    valid: Option<Bits>,
}

impl Column {
    /// A column without missing cells.
    pub fn new(name: impl Into<String>, cells: Cells) -> Self {
        Self { name: name.into(), cells, valid: None }
    }

    /// Says of each row whether its cell is there.
    pub fn with_validity(mut self, valid: Option<Bits>) -> Self {
        self.valid = valid;
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The cells.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// Which rows have a cell; `None`: all of them.
    pub fn validity(&self) -> Option<&Bits> {
        self.valid.as_ref()
    }

    /// The column's name, cells and validity.
    #[cfg(feature = "arrow")]
    pub(super) fn into_parts(self) -> (String, Cells, Option<Bits>) {
        (self.name, self.cells, self.valid)
    }

    /// The column in one of the types that tables are read from.
    pub(crate) fn plain(&self) -> Cow<'_, Cells> {
        self.cells.plain()
    }

    /// Texts with what is missing among them.
    pub(crate) fn texts<'a>(&'a self, texts: &'a Texts) -> TextCells<'a> {
        TextCells { texts, valid: self.valid.as_ref() }
    }

    /// Cells of this column, `None` for the missing ones.
    pub(super) fn each<'a, T>(
        &'a self,
        cells: impl IntoIterator<Item = T> + 'a,
    ) -> impl Iterator<Item = Option<T>> + 'a {
        let there = |row| self.valid.as_ref().is_none_or(|valid| valid.get(row));
        cells.into_iter().enumerate().map(move |(row, cell)| there(row).then_some(cell))
    }
}

/// A table of the core's own: what reports are laid out in, and what tables are read from where
/// there is no Arrow.
///
/// ```
/// use cx_core::columns::{Cells, Column, Frame};
/// use cx_core::intake::{EventRoles, Events};
/// let column = |name: &str, cells: [&str; 2]| {
///     Column::new(name, Cells::Text(cells.into_iter().collect()))
/// };
/// let frame = Frame::new(vec![
///     column("ts", ["2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"]),
///     column("user", ["anna", "anna"]),
///     column("channel", ["search", "branch"]),
/// ])?;
/// let roles = EventRoles::new("ts", "customer", "user", "channel");
/// assert_eq!(Events::read_frames(&[frame], &roles)?.len(), 2);
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    columns: Vec<Column>,
    rows: usize,
    definition: Option<Definition>,
}

impl Frame {
    /// A table of columns.
    ///
    /// # Errors
    /// [`Error::ColumnLength`] for columns of different lengths, or whose validity has another
    /// length than the cells.
    pub fn new(columns: Vec<Column>) -> Result<Self> {
        let rows = columns.first().map_or(0, |column| column.cells.len());
        for column in &columns {
            let valid = column.valid.as_ref().map_or(rows, Bits::len);
            if column.cells.len() != rows || valid != rows {
                return Err(Error::ColumnLength { column: column.name.clone() });
            }
        }
        Ok(Self { columns, rows, definition: None })
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How a report was made; `None` for tables that are no reports.
    pub fn definition(&self) -> Option<&Definition> {
        self.definition.as_ref()
    }

    /// Says how the report was made.
    pub(super) fn defined(mut self, definition: &Definition) -> Self {
        self.definition = Some(definition.clone());
        self
    }

    /// The columns, the number of rows, and how the report was made.
    #[cfg(feature = "arrow")]
    pub(super) fn into_parts(self) -> (Vec<Column>, usize, Option<Definition>) {
        (self.columns, self.rows, self.definition)
    }
}
