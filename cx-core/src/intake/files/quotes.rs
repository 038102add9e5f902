//! Cells in quotes: where they end.

use crate::sure::Absent;

/// How far a quote may be from the one that closes it.
pub(super) const FARTHEST: usize = 65_536;
/// How many line breaks may lie between.
const MOST_BREAKS: u64 = 100;

/// A cell in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Where the quote stands that closes it.
    pub(super) close: usize,
    /// Where the separator, the end of the line or of the text stands behind it.
    pub(super) next: usize,
    /// Whether quotes stand inside.
    pub(super) inner: bool,
    /// Whether one of them stands alone.
    pub(super) stray: bool,
    /// Line breaks inside.
    pub(super) breaks: u64,
}

/// Finds the quotes that close cells. A quote closes where it is the last of an odd number of quotes, one behind the
/// other, and then comes a separator or the end of a line, perhaps after blanks. The next such place is remembered, so
/// that a text full of quotes which never close is gone through once.
#[derive(Debug, Clone)]
pub(super) struct Quotes<'a> {
    bytes: &'a [u8],
    quote: u8,
    separator: &'a [u8],
    known: Known,
    /// A line and a place: no quote of this line closes there, since there are too many lines between.
    far: (u64, usize),
}

/// What was found: from the first place up to the second no quote closes, and at the second one may.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    since: usize,
    until: usize,
    closes: bool,
}

impl<'a> Quotes<'a> {
    pub(super) fn new(bytes: &'a [u8], quote: u8, separator: &'a [u8]) -> Self {
        Self { bytes, quote, separator, known: Known::default(), far: (0, 0) }
    }

    /// The cell whose quote stands at `open`, in the given line; `None` where it does not close.
    pub(super) fn cell(&mut self, open: usize, line: u64) -> Option<Quoted> {
        let own = self.run(open);
        // The quotes behind the one that opens, without any text between.
        let close = match (own - 1) % 2 {
            1 if self.behind(open + own).is_some() => open + own - 1,
            _ => self.closing(open + own)?,
        };
        let next = self.behind(close + 1)?;
        let inside = self.bytes.get(open + 1..close)?;
        if inside.len() > FARTHEST || self.far == (line, close) {
            return None;
        }
        let breaks = breaks(inside, MOST_BREAKS + 1);
        if breaks > MOST_BREAKS {
            self.far = (line, close);
            return None;
        }
        let (inner, stray) = self.inside(inside);
        Some(Quoted { close, next, inner, stray, breaks })
    }

    /// How many quotes stand one behind the other.
    fn run(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).or_absent(&[]);
        rest.iter().take_while(|byte| **byte == self.quote).count()
    }

    /// Where the cell ends, if nothing but blanks stands before.
    fn behind(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let rest = self.bytes.get(at..)?;
            if rest.starts_with(self.separator) && !self.separator.is_empty() {
                return Some(at);
            }
            match rest {
                [] | [b'\n' | b'\r', ..] => return Some(at),
                [b' ' | b'\t', ..] => at += 1,
                _ => return None,
            }
        }
    }

    /// The first place that closes at or behind `from`, where a run of quotes does not go on; `None` where it is too far.
    fn closing(&mut self, from: usize) -> Option<usize> {
        let Known { since, until, closes } = self.known;
        let again = since <= from && from <= until;
        if again && closes {
            return Some(until);
        }
        let (since, mut at) = if again { (since, until) } else { (from, from) };
        let end = self.bytes.len().min(from + FARTHEST + 1);
        loop {
            let part = self.bytes.get(at..end).or_absent(&[]);
            let Some(next) = memchr::memchr(self.quote, part) else {
                self.known = Known { since, until: at.max(end), closes: false };
                return None;
            };
            let start = at + next;
            let run = self.run(start);
            at = start + run;
            if run % 2 == 1 && self.behind(at).is_some() {
                self.known = Known { since, until: at - 1, closes: true };
                return Some(at - 1);
            }
        }
    }

    /// Whether there are quotes in a cell, and whether one of them stands alone.
    fn inside(&self, text: &[u8]) -> (bool, bool) {
        let Some(first) = memchr::memchr(self.quote, text) else { return (false, false) };
        let mut rest = text.get(first..).or_absent(&[]);
        loop {
            let run = rest.iter().take_while(|byte| **byte == self.quote).count();
            if run % 2 == 1 {
                return (true, true);
            }
            rest = rest.get(run..).or_absent(&[]);
            let Some(next) = memchr::memchr(self.quote, rest) else { return (true, false) };
            rest = rest.get(next..).or_absent(&[]);
        }
    }
}

/// Line breaks in a text, at most so many.
pub(super) fn breaks(text: &[u8], most: u64) -> u64 {
    let mut count = 0;
    let mut after_return = None;
    for at in memchr::memchr2_iter(b'\n', b'\r', text) {
        let feed = text.get(at) == Some(&b'\n');
        if feed && after_return == Some(at) {
            after_return = None;
            continue;
        }
        count += 1;
        if count >= most {
            break;
        }
        after_return = (!feed).then_some(at + 1);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Option<(&str, bool, bool, u64)> {
        let found = Quotes::new(text.as_bytes(), b'"', b",").cell(0, 1)?;
        Some((&text[1..found.close], found.inner, found.stray, found.breaks))
    }

    #[test]
    fn a_cell_ends_where_its_quote_closes() {
        assert_eq!(cell("\"a,b\",c"), Some(("a,b", false, false, 0)));
        assert_eq!(cell("\"\",c"), Some(("", false, false, 0)));
        assert_eq!(cell("\"a\"\"b\"\n"), Some(("a\"\"b", true, false, 0)));
        assert_eq!(cell("\"\"\"a\"\"\""), Some(("\"\"a\"\"", true, false, 0)));
        assert_eq!(cell("\"\"\"\","), Some(("\"\"", true, false, 0)));
        assert_eq!(cell("\"a\r\nb\nc\rd\"  ,x"), Some(("a\r\nb\nc\rd", false, false, 3)));
        assert_eq!(cell("\"a \"b\" c\",d"), Some(("a \"b\" c", true, true, 0)));
        assert_eq!(cell("\"a,b"), None);
        assert_eq!(cell("\"a\"\",b"), None);
    }

    #[test]
    fn a_cell_has_at_most_64_kb_and_100_breaks() {
        let long = |n: usize| format!("\"{}\"", "x".repeat(n));
        assert!(cell(&long(65_536)).is_some());
        assert!(cell(&long(65_537)).is_none());
        let tall = |n: usize| format!("\"{}\"", "\r\n".repeat(n));
        assert!(cell(&tall(100)).is_some());
        assert!(cell(&tall(101)).is_none());
    }
}
