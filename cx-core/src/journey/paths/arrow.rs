//! Paths in columns of Arrow: text of any encoding, and lists of names.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};

use super::part::lists;
use super::part::{ITEMS, PathPart};
use super::scan::Scanner;
use super::scan::scan;
use crate::Result;
use crate::columns::{Coded, Format, Strings, Table, read_text};
use crate::sure::{Sure, run_of};

/// Whether the paths are text that can be read from any row on.
pub(crate) fn is_text(array: &ArrayRef) -> bool {
    matches!(array.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// Some rows of an array, all of them where it is no text; nothing where its type holds no paths.
pub(crate) fn paths(array: &ArrayRef, rows: Range<usize>, sep: &str) -> Result<Option<PathPart>> {
    match array.data_type() {
        DataType::Dictionary(..) => dictionary(array, sep),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => list(array),
        _ => texts(array, rows, sep),
    }
}

fn texts(array: &ArrayRef, rows: Range<usize>, sep: &str) -> Result<Option<PathPart>> {
    Ok(Some(match array.data_type() {
        DataType::Utf8 => scan(&Strings(array.as_string::<i32>()), rows, sep)?,
        DataType::LargeUtf8 => scan(&Strings(array.as_string::<i64>()), rows, sep)?,
        DataType::Utf8View => {
            let mut scanner = Scanner::new(sep, rows.len());
            for cell in &array.as_string_view().slice(rows.start, rows.len()) {
                let text = cell.unwrap_or_default();
                scanner.cell(text.as_bytes(), 0..text.len())?;
            }
            scanner.finish()
        }
        DataType::Null => {
            let mut scanner = Scanner::new(sep, rows.len());
            rows.into_iter().try_for_each(|_| scanner.cell(&[], 0..0))?;
            scanner.finish()
        }
        _ => return Ok(None),
    }))
}

/// Each distinct text is split once, then rows take their copies.
fn dictionary(array: &ArrayRef, sep: &str) -> Result<Option<PathPart>> {
    let Some(any) = array.as_any_dictionary_opt() else { return Ok(None) };
    let Some(values) = texts(any.values(), 0..any.values().len(), sep)? else { return Ok(None) };
    let keys = if any.values().is_empty() { vec![0; array.len()] } else { any.normalized_keys() };
    let mut column =
        PathPart { map: values.map, dictionary: values.dictionary, ..PathPart::default() };
    for (row, key) in keys.into_iter().enumerate() {
        if !array.is_null(row) {
            if values.faults.binary_search_by_key(&(key as u32), |(at, _)| *at).is_ok() {
                column.refuse_row();
            }
            let codes = values.codes.get(run_of(&values.ends, key)).sure_or_default();
            column.codes.extend_from_slice(codes);
        }
        column.close_row();
    }
    Ok(Some(column))
}

/// Lists of names in any encoding of text.
fn list(array: &ArrayRef) -> Result<Option<PathPart>> {
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
    let missing = |row| array.is_null(row);
    if items.is_empty() {
        return Ok(Some(lists(Coded::default(), &[], &offsets, missing)));
    }
    let field = Field::new(ITEMS, items.data_type().clone(), true);
    let schema = Arc::new(Schema::new(vec![field]));
    let Ok(batch) = RecordBatch::try_new(schema, vec![Arc::clone(items)]) else { return Ok(None) };
    let (names, faults) = read_text(&Table::new(ITEMS, &[batch])?, ITEMS, &Format::default())?;
    Ok(Some(lists(names, &faults.rows, &offsets, missing)))
}
