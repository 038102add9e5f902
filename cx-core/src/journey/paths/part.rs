//! Some rows of a column of paths, with codes of their own.

use crate::columns::{Coded, Dictionary, NO_CODE, Reason};
use crate::sure::Sure;

/// A name longer than this is a fault of the export, not a name.
pub(crate) const LONGEST_NAME: usize = 1 << 16;

/// The table and the column of the names in lists.
pub(crate) const ITEMS: &str = "paths";

/// Some rows of a column, with codes of their own.
#[derive(Debug, Default)]
pub(crate) struct PathPart {
    pub(crate) codes: Vec<u32>,
    pub(crate) ends: Vec<usize>,
    pub(crate) faults: Vec<(u32, Reason)>,
    pub(crate) dictionary: Dictionary,
    /// Whether the rows are lists of names.
    pub(crate) lists: bool,
    /// For each code, its place in the dictionary.
    pub(crate) map: Vec<u32>,
}

impl PathPart {
    pub(crate) fn close_row(&mut self) {
        self.ends.push(self.codes.len());
    }

    pub(crate) fn refuse_row(&mut self) {
        self.faults.push((self.ends.len() as u32, Reason::TooLong));
    }
}

/// Lists of names: list `i` holds the names from `offsets[i]` to `offsets[i + 1]`; names that are
/// too long refuse their row.
pub(crate) fn lists(
    names: Coded,
    too_long: &[(u32, Reason)],
    offsets: &[usize],
    missing: impl Fn(usize) -> bool,
) -> PathPart {
    let mut part = PathPart {
        map: (0..names.dictionary.len() as u32).collect(),
        dictionary: names.dictionary,
        lists: true,
        ..PathPart::default()
    };
    let mut too_long = too_long.iter().map(|(at, _)| *at as usize).peekable();
    for (row, range) in offsets.windows(2).enumerate() {
        let [start, end] = *range else { continue };
        while too_long.next_if(|at| *at < start).is_some() {}
        if !missing(row) {
            if too_long.peek().is_some_and(|at| *at < end) {
                part.refuse_row();
            }
            let codes = names.codes.get(start..end).sure_or_default();
            part.codes.extend(codes.iter().filter(|code| **code != NO_CODE));
        }
        part.close_row();
    }
    part
}
