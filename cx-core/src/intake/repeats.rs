//! Rows with an id that had occurred: copies, restatements and collisions, told apart.

use super::report::{IntakeReport, Repeat, Repeated};
use crate::reserved::BLANK_SOURCE;
use crate::sure::Sure;

/// How rows are told apart.
pub(super) struct Rows<K, W, C, P> {
    /// What must occur once.
    pub(super) key: K,
    /// Whose the row is, and of when.
    pub(super) whose: W,
    /// All that it says.
    pub(super) content: C,
    /// Its place: what comes later restates what came before.
    pub(super) place: P,
}

/// The repeated ones among some rows, in order of the rows.
pub(super) fn find<KEY, WHOSE, CONTENT, PLACE>(
    mut rows: Vec<u32>,
    by: &Rows<
        impl Fn(u32) -> KEY,
        impl Fn(u32) -> WHOSE,
        impl Fn(u32) -> CONTENT,
        impl Fn(u32) -> PLACE,
    >,
) -> Vec<(u32, Repeat)>
where
    KEY: Ord,
    WHOSE: Ord,
    CONTENT: Ord,
    PLACE: Ord,
{
    rows.sort_by_cached_key(|row| (by.key)(*row));
    let mut found = Vec::new();
    for group in rows.chunk_by_mut(|a, b| (by.key)(*a) == (by.key)(*b)) {
        if group.len() < 2 {
            continue;
        }
        group.sort_by_cached_key(|row| ((by.whose)(*row), (by.place)(*row), (by.content)(*row)));
        let mut kept = Vec::new();
        for same in group.chunk_by(|a, b| (by.whose)(*a) == (by.whose)(*b)) {
            kept.extend(restated(same, by, &mut found));
        }
        kept.sort_by_cached_key(|row| ((by.place)(*row), (by.whose)(*row)));
        found.extend(kept.into_iter().skip(1).map(|row| (row, Repeat::Collision)));
    }
    found.sort_unstable();
    found
}

/// Counts what was found in the account of its sources; gives the rows that stay, and those to list.
/// `origin`: the name of a row's source, and the row's number in its table.
pub(super) fn account(
    found: &[(u32, Repeat)],
    rows: usize,
    report: &mut IntakeReport,
    origin: &dyn Fn(u32) -> (String, Option<u32>),
) -> (Vec<u32>, Vec<Repeated>) {
    let (mut out, mut listed) = (vec![false; rows], Vec::new());
    for (row, repeat) in found {
        let (name, number) = origin(*row);
        let source = if name.is_empty() { BLANK_SOURCE.to_owned() } else { name };
        if let Some(count) = report.sources.iter_mut().find(|count| count.source == source) {
            let taken = u64::from(*repeat != Repeat::Collision);
            count.accepted -= taken;
            count.duplicate += taken;
            count.restated += u64::from(*repeat == Repeat::Restated);
            count.collisions += u64::from(*repeat == Repeat::Collision);
        }
        if let Some(out) = out.get_mut(*row as usize).sure() {
            *out = *repeat != Repeat::Collision;
        }
        if *repeat != Repeat::Copy {
            listed.push(Repeated { row: number.sure_or(*row), source, repeat: *repeat });
        }
    }
    let kept = (0..).zip(&out).filter(|(_, out)| !**out).map(|(row, _)| row).collect();
    (kept, listed)
}

/// The row that counts among those of one person and time, in order of their places.
fn restated<KEY, WHOSE, CONTENT: Ord, PLACE>(
    same: &[u32],
    by: &Rows<
        impl Fn(u32) -> KEY,
        impl Fn(u32) -> WHOSE,
        impl Fn(u32) -> CONTENT,
        impl Fn(u32) -> PLACE,
    >,
    found: &mut Vec<(u32, Repeat)>,
) -> Option<u32> {
    let last = (by.content)(*same.last()?);
    let counts = same.iter().copied().find(|row| (by.content)(*row) == last)?;
    for row in same.iter().copied().filter(|row| *row != counts) {
        let copy = (by.content)(row) == last;
        found.push((row, if copy { Repeat::Copy } else { Repeat::Restated }));
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_restatements_and_collisions_are_told_apart() {
        // id, buyer, amount
        let table = [(1, 7, 10), (1, 7, 10), (1, 8, 10), (1, 7, 12), (2, 7, 10)];
        let at = |row: u32| table[row as usize];
        let by = Rows {
            key: |row| at(row).0,
            whose: |row| at(row).1,
            content: |row| at(row).2,
            place: |row: u32| row,
        };
        let found = find((0..5).collect(), &by);
        // Row 3 restates rows 0 and 1; of the two persons, the row of the other one stands first.
        let expected = [(0, Repeat::Restated), (1, Repeat::Restated), (3, Repeat::Collision)];
        assert_eq!(found, expected);
    }
}
