//! Which signs separate and enclose the cells of a text.

use super::fault::fault_at;
use super::options::FileOptions;
use super::sample::{Seen, sample, usual_width};
use super::scan::Signs;
use crate::Result;

const SEPARATORS: [&str; 4] = [",", ";", "\t", "|"];

/// The signs of a text, and its first rows by them.
pub(super) fn signs<'a>(
    text: &'a str,
    options: &'a FileOptions,
    said: Option<&'a str>,
    at: usize,
    line: u64,
) -> Result<(Signs<'a>, Vec<Seen<'a>>)> {
    let comment = options.comment.as_deref().filter(|comment| !comment.is_empty());
    let given = options.quote.as_deref().map(|quote| quote.bytes().next());
    let signs = |separator, quote| Signs { separator, quote, comment };
    let see = |signs| (signs, sample(text, signs, at, line));
    let quotes: &[Option<u8>] = match &given {
        Some(given) => std::slice::from_ref(given),
        None => &[Some(b'"'), Some(b'\'')],
    };
    let separators: &[&str] = match options.separator.as_deref().or(said) {
        Some(separator) => &[separator],
        None => &SEPARATORS,
    };
    let mut found: Vec<(Score, Signs<'a>, Vec<Seen<'a>>)> = Vec::new();
    for quote in quotes {
        for separator in separators {
            let (signs, seen) = see(signs(separator, *quote));
            if given.is_none() && *quote == Some(b'\'') && !encloses(text, &seen, at) {
                continue;
            }
            let score = match separators {
                [_] => Some(Score { share: 0, width: 0 }),
                _ => Score::of(&seen, separator),
            };
            found.extend(score.map(|score| (score, signs, seen)));
        }
    }
    // Of equal ones the last: apostrophes count only where they enclose.
    let best = found.iter().map(|(score, ..)| *score).max();
    let mut alike = found.into_iter().filter(|(score, ..)| Some(*score) == best);
    let Some(first) = alike.next() else {
        // No sign gives columns: there is one.
        return Ok(see(signs("", given.unwrap_or(Some(b'"')))));
    };
    let mut taken = first;
    for other in alike {
        if other.1.separator != taken.1.separator {
            let word =
                |separator: &str| if separator == "\t" { "tab" } else { separator }.to_owned();
            let both = [word(taken.1.separator), word(other.1.separator)];
            return Err(fault_at(
                line,
                format!("the cells may be separated by {} or by {}", both[0], both[1]),
                "say which: separator = \";\"",
            ));
        }
        taken = other;
    }
    Ok((taken.1, taken.2))
}

/// How well a separator fits: the share of rows that have one width, in hundredths, then that width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    share: usize,
    width: usize,
}

impl Score {
    /// `None`: the sign gives no columns.
    fn of(seen: &[Seen<'_>], separator: &str) -> Option<Self> {
        let rows: Vec<&Seen<'_>> =
            seen.iter().filter(|row| !row.first().starts_with('#')).collect();
        let rows = if rows.is_empty() { seen.iter().collect() } else { rows };
        // Titles have one cell. A text without columns begins with such a row too, but does not go on in one width;
        // and what text is full of are commas.
        let titles = rows.iter().take_while(|row| row.cells.len() == 1).count();
        let body = rows.len() - titles;
        let several = rows.iter().skip(titles).filter(|row| row.cells.len() > 1).count();
        if several * 2 <= body {
            return None;
        }
        let (width, count) = usual_width(rows.iter().skip(titles).copied());
        let least = if separator == "," { 95 } else { 50 };
        if width < 2 || (titles > 0 && (count * 100 < body * least || body < 2)) {
            return None;
        }
        Some(Self { share: count * 100 / rows.len().max(1), width })
    }
}

/// Whether apostrophes enclose cells and stand nowhere else.
fn encloses(text: &str, seen: &[Seen<'_>], at: usize) -> bool {
    let end = seen.last().map_or(at, |row| row.start);
    let Some(looked) = text.get(at..end) else { return false };
    if looked.contains('"') || !looked.contains('\'') {
        return false;
    }
    // What they enclose is without them; what is left are those that stand elsewhere, or doubled ones inside.
    let rows = seen.split_last().map_or(&[][..], |(_, rows)| rows);
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let left: usize = cells().map(|cell| cell.matches('\'').count()).sum();
    let all = looked.matches('\'').count();
    left == 0 && all >= 2 * rows.len()
}
