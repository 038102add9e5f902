//! The first rows of a file, by which its form is found.

use std::borrow::Cow;

use super::scan::{Scanner, Signs};

/// Rows that are looked at.
pub(super) const ROWS: usize = 200;
/// Bytes after which no further row is looked at.
const BYTES: usize = 1 << 18;

/// A row that is looked at.
#[derive(Debug, Clone)]
pub(super) struct Seen<'a> {
    /// Where it starts in the text, and its line.
    pub(super) start: usize,
    pub(super) line: u64,
    pub(super) cells: Vec<Cow<'a, str>>,
}

impl Seen<'_> {
    /// How many cells hold anything.
    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// The text of the first cell.
    pub(super) fn first(&self) -> &str {
        self.cells.first().map_or("", AsRef::as_ref)
    }
}

/// The first rows from a place on.
pub(super) fn sample<'a>(text: &'a str, signs: Signs<'a>, at: usize, line: u64) -> Vec<Seen<'a>> {
    let mut scanner = Scanner::new(text, signs, at, line);
    let (mut seen, mut cells) = (Vec::new(), Vec::new());
    while let Some(record) = scanner.next(&mut cells) {
        let texts = cells.iter().map(|cell| scanner.cell(*cell)).collect();
        seen.push(Seen { start: record.start, line: record.line, cells: texts });
        if seen.len() >= ROWS || (seen.len() > 2 && record.next > at + BYTES) {
            break;
        }
    }
    seen
}

/// The width that most rows have; the larger where two are as frequent.
pub(super) fn usual_width<'a>(seen: impl Iterator<Item = &'a Seen<'a>>) -> (usize, usize) {
    let mut widths: Vec<usize> = seen.map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b);
    let most = runs.filter_map(|run| run.first().map(|width| (run.len(), *width))).max();
    most.map_or((0, 0), |(count, width)| (width, count))
}
