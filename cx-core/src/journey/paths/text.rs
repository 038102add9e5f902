//! Paths as text ("a > b > c") or as lists of names, to codes.

use super::part::lists;
use super::part::{ITEMS, PathPart};
use super::scan::scan;
use std::ops::Range;

use super::distinct::Sequences;
use crate::columns::{
    Cells, Coded, Column, Format, Frame, Interner, NO_CODE, Part, Reason, Table, read_text,
};
use crate::parallel::{self, CHUNK_ROWS};
use crate::sure::{Absent, ByCode, Sure};
use crate::{Error, Result};

const EXPECTED: &str = "text with a separator, or a list of text";

/// Sequences of names, one for each row of a column.
#[derive(Debug, Default)]
pub(crate) struct PathColumn {
    pub(crate) coded: Coded,
    pub(crate) ends: Vec<usize>,
    pub(crate) faults: Vec<(u32, Reason)>,
    /// Whether paths are text that was cut, and not lists.
    pub(crate) text: bool,
}

impl PathColumn {
    /// Keeps the given rows, and the names that they carry.
    pub(crate) fn keep(&mut self, rows: &[u32]) {
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

/// Reads a column of paths. Names are trimmed, blank names skipped; a blank or null cell is the
/// empty path.
pub(crate) fn read_paths(table: &Table<'_>, column: &str, sep: &str) -> Result<PathColumn> {
    if sep.is_empty() {
        return Err(Error::Option {
            field: "sep",
            value: "\"\"".into(),
            allowed: "a text that stands between two touchpoints, for example \">\"".into(),
        });
    }
    let columns = table.column(column)?;
    let mut pieces = Vec::new();
    for part in columns {
        // Plain text is cut for several cores; a dictionary or a list is read as a whole.
        let step = if is_text(part) { CHUNK_ROWS } else { part.rows().max(1) };
        let starts = (0..part.rows()).step_by(step);
        pieces.extend(starts.map(|at| (part, at..part.rows().min(at + step))));
    }
    let parts = parallel::map(pieces.len(), |task| {
        let Some((part, rows)) = pieces.get(task).sure() else { return Ok(PathPart::default()) };
        match *part {
            Part::Column(cells) => frame_paths(cells, rows.clone(), sep),
            #[cfg(feature = "arrow")]
            Part::Array(array) => super::arrow::paths(array, rows.clone(), sep),
        }?
        .ok_or_else(|| table.wrong_type(column, EXPECTED, *part))
    })?;
    join(parts)
}

fn is_text(part: Part<'_>) -> bool {
    match part {
        Part::Column(column) => matches!(column.cells(), Cells::Text(_)),
        #[cfg(feature = "arrow")]
        Part::Array(array) => super::arrow::is_text(array),
    }
}

/// One column from its parts, below one another.
fn join(parts: Vec<PathPart>) -> Result<PathColumn> {
    let mut names = Interner::default();
    let mut maps = Vec::with_capacity(parts.len());
    for part in &parts {
        let shared = part.dictionary.names().map(|name| names.text(&name));
        maps.push(shared.collect::<Result<Vec<u32>>>()?);
    }
    let (dictionary, order) = names.order();
    let look_up = |map: &[u32], code: u32| map.by_code(code).copied().or_absent(NO_CODE);
    let codes = Vec::with_capacity(parts.iter().map(|part| part.codes.len()).sum());
    let ends = Vec::with_capacity(parts.iter().map(|part| part.ends.len()).sum());
    let text = parts.iter().all(|part| !part.lists);
    let coded = Coded { codes, dictionary };
    let mut whole = PathColumn { coded, ends, faults: Vec::new(), text };
    for (part, shared) in parts.into_iter().zip(maps) {
        let map = part.map.iter().map(|code| look_up(&order, look_up(&shared, *code)));
        let map: Vec<u32> = map.collect();
        let (rows, codes) = (whole.ends.len() as u32, whole.coded.codes.len());
        whole.coded.codes.extend(part.codes.iter().map(|code| look_up(&map, *code)));
        whole.ends.extend(part.ends.iter().map(|end| end + codes));
        whole.faults.extend(part.faults.iter().map(|(row, reason)| (row + rows, *reason)));
    }
    Ok(whole)
}

/// Some rows of a column, all of them where it is no text; nothing where its type holds no paths.
fn frame_paths(column: &Column, rows: Range<usize>, sep: &str) -> Result<Option<PathPart>> {
    match column.plain().as_ref() {
        Cells::Text(texts) => scan(&column.texts(texts), rows, sep).map(Some),
        Cells::Lists { texts, offsets } => {
            let items = Frame::new(vec![Column::new(ITEMS, Cells::Text(texts.clone()))])?;
            let offsets: Vec<usize> = offsets.iter().map(|offset| *offset as usize).collect();
            let missing = |row| column.validity().is_some_and(|valid| !valid.get(row));
            if items.rows() == 0 {
                return Ok(Some(lists(Coded::default(), &[], &offsets, missing)));
            }
            let (names, faults) =
                read_text(&Table::of_frames(ITEMS, &[items])?, ITEMS, &Format::default())?;
            Ok(Some(lists(names, &faults.rows, &offsets, missing)))
        }
        _ => Ok(None),
    }
}
