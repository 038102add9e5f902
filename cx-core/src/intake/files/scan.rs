//! A text in rows and cells.

use std::borrow::Cow;

use super::marks::Marks;
use super::quotes::{FARTHEST, Quotes};
use crate::sure::Sure;

/// Cells that a row may have; further ones are counted and not kept.
pub(super) const WIDEST: usize = 1 << 20;

/// The signs by which a text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signs<'a> {
    /// Between cells; blank: there is one column.
    pub(super) separator: &'a str,
    /// Around cells.
    pub(super) quote: Option<u8>,
    /// Before lines that are left out.
    pub(super) comment: Option<&'a str>,
}

/// A cell, by its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it stands in quotes, and whether quotes stand inside.
    pub(super) quoted: bool,
    pub(super) inner: bool,
}

/// A row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// Where it starts, and where the next one does.
    pub(super) start: usize,
    pub(super) next: usize,
    /// Its line, from 1.
    pub(super) line: u64,
    /// How many cells it has, also those that were not kept.
    pub(super) cells: usize,
    /// Whether a quote stands alone.
    pub(super) lone: bool,
}

/// How many lines end in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct LineEnds {
    feed: u64,
    back: u64,
    both: u64,
}

impl LineEnds {
    /// A word for it; `None`: the text has one line.
    pub(super) fn word(self) -> Option<&'static str> {
        match (self.feed > 0, self.back > 0, self.both > 0) {
            (false, false, false) => None,
            (true, false, false) => Some("lf"),
            (false, true, false) => Some("cr"),
            (false, false, true) => Some("crlf"),
            _ => Some("mixed"),
        }
    }
}

/// Goes through a text row by row. A row ends at LF, CRLF or CR, whichever; a blank line is no row.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    signs: Signs<'a>,
    marks: Marks<'a>,
    quotes: Option<Quotes<'a>>,
    at: usize,
    line: u64,
    /// Lines that were passed over: blank ones, and those that are left out.
    pub(super) blank: u64,
    pub(super) comments: u64,
    pub(super) ends: LineEnds,
}

impl<'a> Scanner<'a> {
    /// Starts at a place that lies in the given line.
    pub(super) fn new(text: &'a str, signs: Signs<'a>, at: usize, line: u64) -> Self {
        let bytes = text.as_bytes();
        let feed = b'\n';
        let first = signs.separator.bytes().next().unwrap_or(feed);
        let marks = Marks::new(bytes, [first, feed, b'\r', signs.quote.unwrap_or(feed)], at);
        let quotes = signs.quote.map(|quote| Quotes::new(bytes, quote, signs.separator.as_bytes()));
        let ends = LineEnds::default();
        Self { text, signs, marks, quotes, at, line, blank: 0, comments: 0, ends }
    }

    /// The next row, its cells in `cells`; `None` at the end.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Option<Record> {
        loop {
            self.pass_comments();
            if self.at >= self.text.len() {
                return None;
            }
            let record = self.record(cells);
            self.at = record.next;
            match cells.as_slice() {
                [only] if record.cells == 1 && !only.quoted && self.is_blank(*only) => {
                    self.blank += 1;
                }
                _ => return Some(record),
            }
        }
    }

    fn is_blank(&self, cell: Cell) -> bool {
        let text = self.text.as_bytes().get(cell.start..cell.end).sure_or_default();
        text.iter().all(|byte| matches!(byte, b' ' | b'\t'))
    }

    fn pass_comments(&mut self) {
        let Some(comment) = self.signs.comment else { return };
        let bytes = self.text.as_bytes();
        while bytes.get(self.at..).is_some_and(|rest| rest.starts_with(comment.as_bytes())) {
            let rest = bytes.get(self.at..).sure_or_default();
            let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            self.at = self.line_end(self.at + end);
            self.comments += 1;
            self.line += 1;
            self.marks.seek(self.at);
        }
    }

    /// Behind the line end at a place, which is counted.
    #[inline]
    fn line_end(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\n'), _) => {
                self.ends.feed += 1;
                at + 1
            }
            (Some(b'\r'), Some(b'\n')) => {
                self.ends.both += 1;
                self.marks.seek(at + 2);
                at + 2
            }
            (Some(b'\r'), _) => {
                self.ends.back += 1;
                at + 1
            }
            _ => at,
        }
    }

    #[inline]
    fn record(&mut self, cells: &mut Vec<Cell>) -> Record {
        let bytes = self.text.as_bytes();
        let separator = self.signs.separator.as_bytes();
        let first = separator.first().copied();
        let (begin, line) = (self.at, self.line);
        let (mut start, mut count, mut lone) = (begin, 0, false);
        cells.clear();
        let mut add = |cell: Cell| {
            if cells.len() < WIDEST {
                cells.push(cell);
            }
            count += 1;
        };
        let next = loop {
            let mark = self.marks.next();
            let sign = bytes.get(mark).copied();
            if sign.is_some() && sign == first {
                let whole = separator.len() == 1
                    || bytes.get(mark..).is_some_and(|rest| rest.starts_with(separator));
                if whole {
                    add(Cell { start, end: mark, quoted: false, inner: false });
                    start = mark + separator.len();
                    if separator.len() > 1 {
                        self.marks.seek(start);
                    }
                    continue;
                }
                if sign != self.signs.quote {
                    continue;
                }
            }
            match sign {
                Some(b'\n' | b'\r') | None => {
                    add(Cell { start, end: mark, quoted: false, inner: false });
                    self.line += 1;
                    break self.line_end(mark);
                }
                Some(_) => {
                    // A quote. Most cells in quotes hold none of the signs: the next one closes the cell.
                    if start == mark && first.is_some() && separator.len() == 1 {
                        let close = self.marks.next();
                        let behind = bytes.get(close + 1).copied();
                        let short = close - mark <= FARTHEST && bytes.get(close) == bytes.get(mark);
                        if short && behind == first {
                            add(Cell { start: mark + 1, end: close, quoted: true, inner: false });
                            start = self.marks.next() + 1;
                            continue;
                        }
                        if short && matches!(behind, Some(b'\n' | b'\r') | None) {
                            add(Cell { start: mark + 1, end: close, quoted: true, inner: false });
                            self.line += 1;
                            let end = self.marks.next();
                            break self.line_end(end);
                        }
                        self.marks.back(mark + 1);
                    }
                    // It opens a cell where nothing but blanks stands before it.
                    let before = bytes.get(start..mark).sure_or_default();
                    if !before.iter().all(|byte| matches!(byte, b' ' | b'\t')) {
                        continue;
                    }
                    let found =
                        self.quotes.as_mut().and_then(|quotes| quotes.cell(mark, self.line));
                    let Some(found) = found else {
                        lone = true;
                        continue;
                    };
                    let (quoted, inner) = (true, found.inner);
                    add(Cell { start: mark + 1, end: found.close, quoted, inner });
                    lone |= found.stray;
                    self.line += found.breaks;
                    if bytes.get(found.next).is_none_or(|byte| matches!(byte, b'\n' | b'\r')) {
                        self.line += 1;
                        self.marks.seek(found.next + 1);
                        break self.line_end(found.next);
                    }
                    start = found.next + separator.len();
                    self.marks.seek(start);
                }
            }
        };
        Record { start: begin, next, line, cells: count, lone }
    }

    /// The text of a cell.
    pub(super) fn cell(&self, cell: Cell) -> Cow<'a, str> {
        let text = self.text.get(cell.start..cell.end).sure_or_default();
        match self.signs.quote {
            Some(quote) if cell.inner => {
                let quote = char::from(quote).to_string();
                Cow::Owned(text.replace(&quote.repeat(2), &quote))
            }
            _ => Cow::Borrowed(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Signs<'_> = Signs { separator: ",", quote: Some(b'"'), comment: Some("#") };

    fn rows(text: &str, signs: Signs<'_>) -> Vec<(u64, Vec<String>, bool)> {
        let mut scanner = Scanner::new(text, signs, 0, 1);
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        while let Some(record) = scanner.next(&mut cells) {
            let texts = cells.iter().map(|cell| scanner.cell(*cell).into_owned()).collect();
            rows.push((record.line, texts, record.lone));
        }
        rows
    }

    fn of(line: u64, cells: &[&str], lone: bool) -> (u64, Vec<String>, bool) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect(), lone)
    }

    #[test]
    fn rows_end_at_any_line_end_and_blank_lines_are_none() {
        let text = "a,b\r\n\r\n1,2\n  \n3,4\r5,6\n#x,y\n\n7,8";
        let expected = [
            of(1, &["a", "b"], false),
            of(3, &["1", "2"], false),
            of(5, &["3", "4"], false),
            of(6, &["5", "6"], false),
            of(9, &["7", "8"], false),
        ];
        assert_eq!(rows(text, PLAIN), expected);
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_quotes() {
        let text = "\"a,1\",\"b\r\n\"\"c\"\"\"\nx, \"y,z\" ,\"\"\n\"\",ads \"brand\n";
        let expected = [
            of(1, &["a,1", "b\r\n\"c\""], false),
            of(3, &["x", "y,z", ""], false),
            of(4, &["", "ads \"brand"], false),
        ];
        assert_eq!(rows(text, PLAIN), expected);
    }

    #[test]
    fn a_quote_that_never_closes_is_text() {
        let text = "\"a,b\nc,\"d\ne,f\n";
        let expected =
            [of(1, &["\"a", "b"], true), of(2, &["c", "\"d"], true), of(3, &["e", "f"], false)];
        assert_eq!(rows(text, PLAIN), expected);
    }

    #[test]
    fn separators_of_several_letters() {
        let signs = Signs { separator: "||", quote: None, comment: None };
        let expected = [of(1, &["a|b", "c", ""], false), of(2, &["\"x", "y|"], false)];
        assert_eq!(rows("a|b||c||\n\"x||y|\n", signs), expected);
        let signs = Signs { separator: "§", ..PLAIN };
        assert_eq!(rows("a§¶§\"b§\"", signs), [of(1, &["a", "¶", "b§"], false)]);
    }
}
