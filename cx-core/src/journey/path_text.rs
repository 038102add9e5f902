//! Paths as text ("a > b > c") or as lists of names, to codes.

#[cfg(feature = "encodings")]
use std::sync::Arc;

#[cfg(feature = "encodings")]
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait};
use arrow_schema::DataType;
#[cfg(feature = "encodings")]
use arrow_schema::{Field, Schema};

use super::distinct::Sequences;
use super::path_scan::Scanner;
#[cfg(feature = "encodings")]
use crate::columns::read_text;
use crate::columns::{Coded, Dictionary, Interner, NO_CODE, Reason, Table};
use crate::parallel::{self, CHUNK_ROWS};
use crate::{Error, Result};

/// A name longer than this is a fault of the export, not a name.
pub(super) const LONGEST_NAME: usize = 1 << 16;

const EXPECTED: &str = "text with a separator, or a list of text";

/// Sequences of names, one for each row of a column.
#[derive(Debug, Default)]
pub(super) struct PathColumn {
    pub(super) coded: Coded,
    pub(super) ends: Vec<usize>,
    pub(super) faults: Vec<(u32, Reason)>,
}

impl PathColumn {
    /// Keeps the given rows, and the names that they carry.
    pub(super) fn keep(&mut self, rows: &[u32]) {
        let sequences = Sequences { codes: &self.coded.codes, ends: &self.ends };
        let mut codes = Vec::with_capacity(self.coded.codes.len());
        let mut ends = Vec::with_capacity(rows.len());
        for row in rows {
            codes.extend_from_slice(sequences.get(*row as usize));
            ends.push(codes.len());
        }
        self.coded.codes = codes;
        self.ends = ends;
        self.coded.compact();
    }
}

/// Some rows of a column, with codes of their own.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) codes: Vec<u32>,
    pub(super) ends: Vec<usize>,
    pub(super) faults: Vec<(u32, Reason)>,
    pub(super) dictionary: Dictionary,
    /// For each code, its place in the dictionary.
    pub(super) map: Vec<u32>,
}

impl Part {
    #[cfg(feature = "encodings")]
    fn of(names: Dictionary) -> Self {
        Self { map: (0..names.len() as u32).collect(), dictionary: names, ..Self::default() }
    }

    pub(super) fn close_row(&mut self) {
        self.ends.push(self.codes.len());
    }

    pub(super) fn refuse_row(&mut self) {
        self.faults.push((self.ends.len() as u32, Reason::TooLong));
    }
}

/// Reads a column of paths. Names are trimmed, blank names skipped; a blank or null cell is the
/// empty path.
pub(super) fn read_paths(table: &Table<'_>, column: &str, sep: &str) -> Result<PathColumn> {
    if sep.is_empty() {
        return Err(Error::Option {
            field: "sep",
            value: "\"\"".into(),
            allowed: "a text that stands between two touchpoints, for example \">\"".into(),
        });
    }
    let arrays = table.column(column)?;
    let mut pieces: Vec<(&ArrayRef, ArrayRef)> = Vec::new();
    for array in arrays {
        // Plain text is cut for several cores; a dictionary or a list is read as a whole.
        let step = if is_text(array.data_type()) { CHUNK_ROWS } else { array.len().max(1) };
        let starts = (0..array.len()).step_by(step);
        pieces.extend(starts.map(|at| (array, array.slice(at, step.min(array.len() - at)))));
    }
    let parts = parallel::map(pieces.len(), |task| {
        let Some((array, piece)) = pieces.get(task) else { return Ok(Part::default()) };
        match piece.data_type() {
            #[cfg(feature = "encodings")]
            DataType::Dictionary(..) => dictionary(piece, sep),
            #[cfg(feature = "encodings")]
            DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => list(piece),
            _ => texts(piece, sep),
        }?
        .ok_or_else(|| table.wrong_type(column, EXPECTED, array))
    })?;
    join(&parts)
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// One column from its parts, below one another.
fn join(parts: &[Part]) -> Result<PathColumn> {
    let mut names = Interner::default();
    let mut maps = Vec::with_capacity(parts.len());
    for part in parts {
        let shared = part.dictionary.names().map(|name| names.text(&name));
        maps.push(shared.collect::<Result<Vec<u32>>>()?);
    }
    let (dictionary, order) = names.order();
    let look_up = |map: &[u32], code: u32| map.get(code as usize).copied().unwrap_or(NO_CODE);
    let codes = Vec::with_capacity(parts.iter().map(|part| part.codes.len()).sum());
    let ends = Vec::with_capacity(parts.iter().map(|part| part.ends.len()).sum());
    let mut whole = PathColumn { coded: Coded { codes, dictionary }, ends, faults: Vec::new() };
    for (part, shared) in parts.iter().zip(maps) {
        let map = part.map.iter().map(|code| look_up(&order, look_up(&shared, *code)));
        let map: Vec<u32> = map.collect();
        let (rows, codes) = (whole.ends.len() as u32, whole.coded.codes.len());
        whole.coded.codes.extend(part.codes.iter().map(|code| look_up(&map, *code)));
        whole.ends.extend(part.ends.iter().map(|end| end + codes));
        whole.faults.extend(part.faults.iter().map(|(row, reason)| (row + rows, *reason)));
    }
    Ok(whole)
}

fn texts(array: &ArrayRef, sep: &str) -> Result<Option<Part>> {
    let mut scanner = Scanner::new(sep, array.len());
    match array.data_type() {
        DataType::Utf8 => plain(array.as_string::<i32>(), &mut scanner)?,
        #[cfg(feature = "encodings")]
        DataType::LargeUtf8 => plain(array.as_string::<i64>(), &mut scanner)?,
        #[cfg(feature = "encodings")]
        DataType::Utf8View => {
            for cell in array.as_string_view() {
                let text = cell.unwrap_or_default();
                scanner.cell(text.as_bytes(), 0..text.len())?;
            }
        }
        DataType::Null => (0..array.len()).try_for_each(|_| scanner.cell(&[], 0..0))?,
        _ => return Ok(None),
    }
    Ok(Some(scanner.finish()))
}

fn plain<O: OffsetSizeTrait>(
    array: &GenericStringArray<O>,
    scanner: &mut Scanner<'_>,
) -> Result<()> {
    for (row, range) in array.value_offsets().windows(2).enumerate() {
        let [start, end] = *range else { continue };
        let cell = if array.is_null(row) { 0..0 } else { start.as_usize()..end.as_usize() };
        scanner.cell(array.value_data(), cell)?;
    }
    Ok(())
}

/// Each distinct text is split once, then rows take their copies.
#[cfg(feature = "encodings")]
fn dictionary(array: &ArrayRef, sep: &str) -> Result<Option<Part>> {
    let Some(any) = array.as_any_dictionary_opt() else { return Ok(None) };
    let Some(values) = texts(any.values(), sep)? else { return Ok(None) };
    let keys = if any.values().is_empty() { vec![0; array.len()] } else { any.normalized_keys() };
    let mut column = Part { map: values.map, dictionary: values.dictionary, ..Part::default() };
    for (row, key) in keys.into_iter().enumerate() {
        if !array.is_null(row) {
            if values.faults.binary_search_by_key(&(key as u32), |(at, _)| *at).is_ok() {
                column.refuse_row();
            }
            let before = key.checked_sub(1).and_then(|before| values.ends.get(before));
            let end = values.ends.get(key).copied().unwrap_or(0);
            let codes = values.codes.get(before.copied().unwrap_or(0)..end);
            column.codes.extend_from_slice(codes.unwrap_or_default());
        }
        column.close_row();
    }
    Ok(Some(column))
}

/// Lists of names in any encoding of text.
#[cfg(feature = "encodings")]
fn list(array: &ArrayRef) -> Result<Option<Part>> {
    let (items, offsets): (&ArrayRef, Vec<usize>) = match array.data_type() {
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            (list.values(), list.value_offsets().iter().map(|o| *o as usize).collect())
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            (list.values(), list.value_offsets().iter().map(|o| *o as usize).collect())
        }
        _ => {
            let list = array.as_fixed_size_list();
            let width = list.value_length() as usize;
            (list.values(), (0..=list.len()).map(|row| row * width).collect())
        }
    };
    let mut names = Coded::default();
    let mut too_long = Vec::new();
    if !items.is_empty() {
        let field = Field::new("item", items.data_type().clone(), true);
        let schema = Arc::new(Schema::new(vec![field]));
        let Ok(batch) = RecordBatch::try_new(schema, vec![Arc::clone(items)]) else {
            return Ok(None);
        };
        let faults;
        (names, faults) = read_text(&Table::new("paths", &[batch])?, "item")?;
        too_long = faults.rows;
    }
    let mut column = Part::of(names.dictionary);
    let mut too_long = too_long.into_iter().peekable();
    for (row, range) in offsets.windows(2).enumerate() {
        let [start, end] = *range else { continue };
        while too_long.next_if(|(at, _)| (*at as usize) < start).is_some() {}
        if !array.is_null(row) {
            if too_long.peek().is_some_and(|(at, _)| (*at as usize) < end) {
                column.refuse_row();
            }
            let codes = names.codes.get(start..end).unwrap_or_default();
            column.codes.extend(codes.iter().filter(|code| **code != NO_CODE));
        }
        column.close_row();
    }
    Ok(Some(column))
}
