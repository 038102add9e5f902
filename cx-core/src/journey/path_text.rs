//! Paths as text ("a > b > c") or as lists of names, to codes.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};

use super::distinct::Sequences;
use crate::columns::{Coded, Interner, NO_CODE, Reason, Table, read_text};
use crate::parallel::{self, CHUNK_ROWS};
use crate::{Error, Result};

/// A name longer than this is a fault of the export, not a name.
const LONGEST_NAME: usize = 1 << 16;

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

    fn close_row(&mut self) {
        self.ends.push(self.coded.codes.len());
    }

    fn refuse_row(&mut self) {
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
        let Some((array, piece)) = pieces.get(task) else { return Ok(PathColumn::default()) };
        match piece.data_type() {
            DataType::Dictionary(..) => dictionary(piece, sep),
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
fn join(parts: &[PathColumn]) -> Result<PathColumn> {
    let coded: Vec<Cow<'_, Coded>> = parts.iter().map(|p| Cow::Borrowed(&p.coded)).collect();
    let mut whole = PathColumn { coded: Coded::concat(&coded)?, ..PathColumn::default() };
    let mut codes = 0;
    for part in parts {
        let rows = whole.ends.len() as u32;
        whole.ends.extend(part.ends.iter().map(|end| end + codes));
        whole.faults.extend(part.faults.iter().map(|(row, reason)| (row + rows, *reason)));
        codes += part.coded.codes.len();
    }
    Ok(whole)
}

fn texts(array: &ArrayRef, sep: &str) -> Result<Option<PathColumn>> {
    let mut reader = Reader::new(sep);
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().try_for_each(|c| reader.cell(c))?,
        DataType::LargeUtf8 => array.as_string::<i64>().iter().try_for_each(|c| reader.cell(c))?,
        DataType::Utf8View => array.as_string_view().iter().try_for_each(|c| reader.cell(c))?,
        DataType::Null => (0..array.len()).try_for_each(|_| reader.cell(None))?,
        _ => return Ok(None),
    }
    Ok(Some(reader.finish()))
}

/// Each distinct text is split once, then rows take their copies.
fn dictionary(array: &ArrayRef, sep: &str) -> Result<Option<PathColumn>> {
    let Some(any) = array.as_any_dictionary_opt() else { return Ok(None) };
    let Some(values) = texts(any.values(), sep)? else { return Ok(None) };
    let keys = if any.values().is_empty() { vec![0; array.len()] } else { any.normalized_keys() };
    let mut column = PathColumn::default();
    for (row, key) in keys.into_iter().enumerate() {
        if !array.is_null(row) {
            if values.faults.binary_search_by_key(&(key as u32), |(at, _)| *at).is_ok() {
                column.refuse_row();
            }
            let before = key.checked_sub(1).and_then(|before| values.ends.get(before));
            let end = values.ends.get(key).copied().unwrap_or(0);
            let codes = values.coded.codes.get(before.copied().unwrap_or(0)..end);
            column.coded.codes.extend_from_slice(codes.unwrap_or_default());
        }
        column.close_row();
    }
    column.coded.dictionary = values.coded.dictionary;
    Ok(Some(column))
}

/// Lists of names in any encoding of text.
fn list(array: &ArrayRef) -> Result<Option<PathColumn>> {
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
    let mut column = PathColumn::default();
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
    let mut too_long = too_long.into_iter().peekable();
    for (row, range) in offsets.windows(2).enumerate() {
        let [start, end] = *range else { continue };
        while too_long.next_if(|(at, _)| (*at as usize) < start).is_some() {}
        if !array.is_null(row) {
            if too_long.peek().is_some_and(|(at, _)| (*at as usize) < end) {
                column.refuse_row();
            }
            let codes = names.codes.get(start..end).unwrap_or_default();
            column.coded.codes.extend(codes.iter().filter(|code| **code != NO_CODE));
        }
        column.close_row();
    }
    column.coded.dictionary = names.dictionary;
    Ok(Some(column))
}

/// Splits cells of text.
struct Reader<'a> {
    sep: &'a str,
    /// The separator, when it is one byte: found by a plain loop.
    byte: Option<u8>,
    interner: Interner,
    recent: Recent,
    column: PathColumn,
}

/// Codes of short names by their bytes: most tokens are one of a few names.
struct Recent {
    slots: Vec<(u128, u32)>,
}

impl Recent {
    const BITS: u32 = 10;

    fn new() -> Self {
        Self { slots: vec![(0, NO_CODE); 1 << Self::BITS] }
    }

    /// The code of a token that is not empty, kept or from the interner.
    fn code(&mut self, token: &str, interner: &mut Interner) -> Result<u32> {
        let mut bytes = [0; 16];
        let [head @ .., length] = &mut bytes;
        let Some(head) = head.get_mut(..token.len()) else { return interner.text(token) };
        head.copy_from_slice(token.as_bytes());
        *length = token.len() as u8;
        let key = u128::from_le_bytes(bytes);
        // Fibonacci hashing of both halves.
        let mixed = (key as u64) ^ ((key >> 64) as u64).rotate_left(32);
        let place = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Self::BITS);
        let Some(slot) = self.slots.get_mut(place as usize) else { return interner.text(token) };
        if slot.0 != key {
            *slot = (key, interner.text(token)?);
        }
        Ok(slot.1)
    }
}

impl<'a> Reader<'a> {
    fn new(sep: &'a str) -> Self {
        let byte = sep.bytes().next().filter(|_| sep.len() == 1);
        let (interner, recent) = (Interner::default(), Recent::new());
        Self { sep, byte, interner, recent, column: PathColumn::default() }
    }

    fn cell(&mut self, cell: Option<&str>) -> Result<()> {
        let before = self.column.coded.codes.len();
        let mut rest = cell.unwrap_or_default();
        let mut fits = true;
        while fits && !rest.is_empty() {
            let (token, after) = self.cut(rest);
            rest = after;
            let token = trimmed(token);
            fits = token.len() <= LONGEST_NAME;
            if fits && !token.is_empty() {
                let code = self.recent.code(token, &mut self.interner)?;
                self.column.coded.codes.push(code);
            }
        }
        if !fits {
            self.column.coded.codes.truncate(before);
            self.column.refuse_row();
        }
        self.column.close_row();
        Ok(())
    }

    /// The text before the next separator, and the text after it.
    fn cut<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let found = match self.byte {
            Some(byte) => text.bytes().position(|b| b == byte),
            None => text.find(self.sep),
        };
        let Some(at) = found else { return (text, "") };
        (text.get(..at).unwrap_or_default(), text.get(at + self.sep.len()..).unwrap_or_default())
    }

    fn finish(self) -> PathColumn {
        let Self { interner, mut column, .. } = self;
        column.coded = interner.finish(column.coded.codes);
        column
    }
}

/// A token without the white space around it; quick where it is plain ASCII.
fn trimmed(token: &str) -> &str {
    let bytes = token.as_bytes();
    let start = usize::from(bytes.first() == Some(&b' '));
    let end = bytes.len() - usize::from(bytes.len() > start && bytes.last() == Some(&b' '));
    let inner = token.get(start..end).unwrap_or_default();
    let plain = |byte: Option<&u8>| byte.is_none_or(|b| (b'!'..=b'~').contains(b));
    let (first, last) = (inner.as_bytes().first(), inner.as_bytes().last());
    if plain(first) && plain(last) { inner } else { inner.trim() }
}
