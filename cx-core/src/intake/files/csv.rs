//! CSV of any dialect.

use std::collections::{BTreeSet, VecDeque};

use super::content::{Content, content};
use super::encoding::{Decoded, decode};
use super::fault::{empty, fault};
use super::footer::{LOOKED, totals};
use super::heading::{Heading, heading};
use super::options::FileOptions;
use super::sample::{Seen, sample};
use super::scan::{Cell, LineEnds, Record, Scanner, Signs, WIDEST};
use super::separator::signs;
use super::stores::Stores;
use super::text_file::TextFile;
use crate::columns::{Dialect, Origin, Reason};
use crate::sure::{Absent, Call, Sure};
use crate::{Error, Result};

/// Rows after which the size of the whole is known well enough to make room for it.
const KNOWN: usize = 1 << 13;
/// Cells that rows may lack before the header is taken for that of another table.
const MOST_MISSING: u64 = 1 << 24;
/// Bytes in which the first row must end.
const FIRST_ROW: usize = 1 << 26;

/// Reads CSV: bytes in, columns of text out.
///
/// What the options do not say is found: the encoding by the byte order mark, else UTF-8, else Windows-1252; the
/// separator by a line `sep=;`, else whichever of comma, semicolon, tab and bar gives the rows one width; titles and
/// `#` lines before the header, and a row of totals at the end, where they are unmistakable. What was found is the
/// [dialect](TextFile::dialect).
///
/// A row ends at LF, CRLF or CR, whichever; blank lines are no rows. A quote opens a cell where nothing but blanks
/// stands before it, and closes it where a separator or a line end follows; any other quote is text. A quote that does
/// not close within 64 KB and 100 lines is text too, and its row is at fault. A row with more or fewer cells than the
/// header, a NUL or bytes that are no text is a row at fault, never an error of the file; blank cells beyond the last
/// column are none.
///
/// ```
/// use cx_core::intake::files::{FileOptions, read_csv};
/// let text = "Report of March\nTime;Who;What\n2026-03-01;anna;\"a;b\"\n2026-03-02;bert\n";
/// let file = read_csv(text.as_bytes(), &FileOptions::default())?;
/// assert_eq!(file.columns().collect::<Vec<_>>(), ["Time", "Who", "What"]);
/// assert_eq!((file.rows(), file.faults().len(), file.line(1)), (2, 1, 4));
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::File`] for what is empty or no CSV, has no header, or has more than one reading; [`Error::Option`] for
/// options out of range; [`Error::TooMany`] beyond 2^32 - 2 rows.
pub fn read_csv(bytes: &[u8], options: &FileOptions) -> Result<TextFile> {
    read_columns(bytes, options, None)
}

/// As [`read_csv`], of the columns only those that are wanted; all of them where the file lacks one.
pub(super) fn read_columns(
    bytes: &[u8],
    options: &FileOptions,
    wanted: Option<&BTreeSet<String>>,
) -> Result<TextFile> {
    let call = Call::open();
    options.check()?;
    let kind = content(bytes);
    if let Some((what, remedy)) = kind.said()
        && !(kind == Content::Markup && options.encoding.is_some())
    {
        return Err(fault(what, remedy));
    }
    let decoded = decode(bytes, options)?;
    call.close(read_text(&decoded, options, wanted))
}

/// A text after its first lines.
struct Start<'a> {
    /// The separator that the line `sep=` says.
    said: Option<&'a str>,
    at: usize,
    line: u64,
}

fn read_text(
    decoded: &Decoded<'_>,
    options: &FileOptions,
    wanted: Option<&BTreeSet<String>>,
) -> Result<TextFile> {
    let text: &str = &decoded.text;
    if text.trim().is_empty() {
        return Err(empty());
    }
    let start = start(text, options);
    long_line(text.get(start.at..).sure_or_default())?;
    let (signs, seen) = signs(text, options, start.said, start.at, start.line)?;
    if seen.is_empty() {
        return Err(fault("no row is left", "say fewer lines in skip, or another comment"));
    }
    let heading = heading(&seen, options)?;
    if heading.names.len() >= WIDEST {
        return Err(fault("the header has more than a million columns", "say separator ="));
    }
    let found = seen.get(heading.first).sure();
    let (at, line) = found.map_or((start.at, start.line), |row| (row.start, row.line));
    let mut scanner = Scanner::new(text, signs, at, line);
    let mut cells = Vec::new();
    for _ in 0..heading.rows {
        scanner.next(&mut cells);
    }
    let mut body = Body::new(decoded, options, signs, &heading, wanted);
    body.read(&mut scanner)?;
    let footer = body.footer(options)?;
    let separator = Some(signs.separator).filter(|separator| !separator.is_empty());
    let quote = signs.quote.map(|quote| char::from(quote).to_string());
    let preamble = (heading.comments > 0).then_some("#");
    body.origin.dialect = Dialect {
        format: "csv".to_owned(),
        separator: separator.map(str::to_owned),
        quote,
        encoding: Some(decoded.encoding.clone()),
        bom: decoded.bom,
        line_ends: line_ends(text, at, scanner.ends).map(str::to_owned),
        skipped: line - 1,
        comment: signs.comment.or(preamble).map(str::to_owned),
        comments: scanner.comments + heading.comments,
        header: heading.rows,
        footer,
        blank_lines: scanner.blank,
        ..Dialect::default()
    };
    body.origin.labels = heading.labels;
    Ok(TextFile { frames: body.stores.finish()?, origin: body.origin })
}

/// Behind the lines that are to be skipped and the line `sep=`.
fn start<'a>(text: &'a str, options: &FileOptions) -> Start<'a> {
    let mut start = Start { said: None, at: 0, line: 1 };
    let skip = |start: &mut Start<'_>| {
        let rest = text.get(start.at..).sure_or_default();
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let behind = rest.get(end..).sure_or_default();
        let length = if behind.starts_with("\r\n") { 2 } else { usize::from(!behind.is_empty()) };
        start.at += end + length;
        start.line += 1;
        rest.get(..end).sure_or_default()
    };
    let first = text.get(..16).or_absent(text);
    let bare = first.trim_start_matches('"').to_ascii_lowercase();
    if bare.starts_with("sep=") {
        let line = skip(&mut start);
        let said = line.trim_matches('"').get(4..).or_absent("").trim_matches(' ');
        if !said.is_empty() && said.len() <= 8 && !said.contains('"') {
            start.said = Some(said);
        } else {
            start = Start { said: None, at: 0, line: 1 };
        }
    }
    let given = u64::from(options.skip.or_absent_default());
    while start.line <= given && start.at < text.len() {
        skip(&mut start);
    }
    start
}

/// Refuses a text whose first line does not end: reading it would take all there is.
fn long_line(text: &str) -> Result<()> {
    let head = text.as_bytes().get(..FIRST_ROW);
    match head {
        Some(head) if memchr::memchr2(b'\n', b'\r', head).is_none() => Err(fault(
            "the first line does not end within 64 MB",
            "give a text file with one row a line",
        )),
        _ => Ok(()),
    }
}

/// How the lines end: as those of the rows do, or those before.
fn line_ends(text: &str, at: usize, ends: LineEnds) -> Option<&'static str> {
    let before = text.get(..at).sure_or_default();
    ends.word().or_else(|| {
        let both = before.contains("\r\n").then_some("crlf");
        both.or(before.contains('\n').then_some("lf")).or(before.contains('\r').then_some("cr"))
    })
}

/// The rows below the header.
struct Body<'a> {
    text: &'a str,
    signs: Signs<'a>,
    width: usize,
    /// Where the cells of each column go; `None`: the column is not wanted.
    places: Option<Vec<Option<usize>>>,
    stores: Stores,
    origin: Origin,
    /// Where bytes that are no text stand, and the next NUL.
    bad: std::iter::Peekable<std::slice::Iter<'a, usize>>,
    nul: usize,
    /// Where the last rows start, and their lines.
    last: VecDeque<(usize, u64)>,
    looked: usize,
}

impl<'a> Body<'a> {
    fn new(
        decoded: &'a Decoded<'_>,
        options: &FileOptions,
        signs: Signs<'a>,
        heading: &Heading,
        wanted: Option<&BTreeSet<String>>,
    ) -> Self {
        let names = &heading.names;
        let times = |name: &String| names.iter().filter(|known| *known == name).count();
        let wanted = wanted
            .filter(|wanted| !wanted.is_empty() && wanted.iter().all(|name| times(name) == 1));
        let places = wanted.map(|wanted| {
            let mut next = 0..;
            names.iter().map(|name| wanted.contains(name).then(|| next.next()).flatten()).collect()
        });
        let kept = names.iter().filter(|name| wanted.is_none_or(|wanted| wanted.contains(*name)));
        let text: &str = &decoded.text;
        Self {
            text,
            signs,
            width: names.len(),
            places,
            stores: Stores::new(kept.cloned().collect()),
            origin: Origin::default(),
            bad: decoded.bad.iter().peekable(),
            nul: memchr::memchr(0, text.as_bytes()).unwrap_or(text.len()),
            last: VecDeque::new(),
            looked: options.footer.map_or(LOOKED, |_| 0),
        }
    }

    fn read(&mut self, scanner: &mut Scanner<'a>) -> Result<()> {
        let mut cells = Vec::with_capacity(self.width);
        let mut first = None;
        let mut row = 0_u32;
        while let Some(record) = scanner.next(&mut cells) {
            if row == u32::MAX - 1 {
                let limit = u64::from(row);
                return Err(Error::TooMany { what: "rows of one file", found: limit + 1, limit });
            }
            let from = *first.get_or_insert(record.start);
            // As many cells as this are not in the file: the header is of another table.
            let all = (u64::from(row) + 1) * self.width as u64;
            if all > 64 * (record.next - from) as u64 + MOST_MISSING {
                return Err(fault(
                    format!("the header has {} columns, and the rows far fewer cells", self.width),
                    "say separator =, skip = or header =",
                ));
            }
            self.cells(scanner, &cells);
            self.origin.lines.add(row, record.line);
            if let Some(reason) = self.fault(scanner, record, &cells) {
                self.origin.faults.push((row, reason));
            }
            row += 1;
            if self.looked > 0 {
                if self.last.len() == self.looked {
                    self.last.pop_front();
                }
                self.last.push_back((record.start, record.line));
            }
            if row as usize == KNOWN {
                let whole = self.text.len() - from;
                let rows = whole as u64 * u64::from(row) / (record.next - from).max(1) as u64;
                self.stores.make_room(rows as usize + rows as usize / 32 + 1);
            }
            self.stores.next()?;
        }
        Ok(())
    }

    /// Puts the cells of a row into their columns; what is missing at the end is blank.
    #[inline]
    fn cells(&mut self, scanner: &Scanner<'a>, cells: &[Cell]) {
        let bytes = self.text.as_bytes();
        let add = |store: &mut super::store::Store, cell: Option<&Cell>| match cell {
            Some(cell) if cell.inner => store.add(&scanner.cell(*cell)),
            Some(cell) => store.slice(bytes, cell.start, cell.end),
            None => store.skip(),
        };
        match &self.places {
            None if cells.len() >= self.width => {
                for (store, cell) in self.stores.columns.iter_mut().zip(cells) {
                    add(store, Some(cell));
                }
            }
            None => {
                for (at, store) in self.stores.columns.iter_mut().enumerate() {
                    add(store, cells.get(at));
                }
            }
            Some(places) => {
                for (at, place) in places.iter().enumerate() {
                    if let Some(place) = place
                        && let Some(store) = self.stores.columns.get_mut(*place).sure()
                    {
                        add(store, cells.get(at));
                    }
                }
            }
        }
    }

    /// What is wrong with a row as a whole.
    #[inline]
    fn fault(&mut self, scanner: &Scanner<'a>, record: Record, cells: &[Cell]) -> Option<Reason> {
        let mut bad = false;
        while self.bad.next_if(|at| **at < record.next).is_some() {
            bad = true;
        }
        let nul = self.nul < record.next;
        if nul {
            let rest = self.text.as_bytes().get(record.next..).sure_or_default();
            self.nul = memchr::memchr(0, rest).map_or(self.text.len(), |at| record.next + at);
        }
        if record.cells == self.width && !bad && !nul && !record.lone {
            return None;
        }
        let beyond = || cells.get(self.width..).or_absent_default();
        let blank = |cell: &Cell| scanner.cell(*cell).trim().is_empty();
        let wider =
            record.cells > self.width && record.cells <= WIDEST && beyond().iter().all(blank);
        Some(match () {
            () if record.cells != self.width && !wider => {
                Reason::Cells { found: record.cells as u32, header: self.width as u32 }
            }
            () if record.lone => Reason::LoneQuote,
            () if bad => Reason::Undecodable,
            () if nul => Reason::Nul,
            () => return None,
        })
    }

    /// Drops the rows at the end that are no data, and says how many.
    fn footer(&mut self, options: &FileOptions) -> Result<u64> {
        let count = match options.footer {
            Some(given) => (given as usize).min(self.stores.rows()),
            None => totals(&self.last_rows(), self.width)?,
        };
        if !self.stores.drop_last(count) {
            return Err(fault("the footer is too large", "remove it from the file"));
        }
        let rows = self.stores.rows() as u32;
        self.origin.faults.retain(|(row, _)| *row < rows);
        Ok(count as u64)
    }

    fn last_rows(&self) -> Vec<Seen<'a>> {
        let Some((start, line)) = self.last.front() else { return Vec::new() };
        let mut rows = sample(self.text, self.signs, *start, *line);
        rows.truncate(self.last.len());
        rows
    }
}
