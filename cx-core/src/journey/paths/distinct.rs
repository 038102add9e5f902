//! Equal sequences of codes brought together, in canonical order.

use std::ops::Range;

use crate::parallel;
use crate::sure::{Absent, Sure, run_of};

/// Groups of rows with equal sequences, in order of the sequences.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// The rows of each group.
    pub(crate) members: Members,
    /// The first row of each group.
    firsts: Vec<Keyed>,
    digits: Digits,
}

/// The rows of groups, group after group: group `g` has `rows[ends[g-1]..ends[g]]`.
#[derive(Debug, Default)]
pub(crate) struct Members {
    rows: Vec<u32>,
    ends: Vec<usize>,
}

/// A row with the head of its sequence packed into one number.
#[derive(Debug, Clone, Copy)]
struct Keyed {
    key: u64,
    row: u32,
    /// Whether the sequence is longer than what the key holds.
    long: bool,
}

/// How codes are packed into a key: each is a digit, the first one the highest. A digit is the code
/// plus one, so that "ends here" (0) comes first.
#[derive(Debug, Default, Clone, Copy)]
struct Digits {
    bits: u32,
    /// How many digits a key holds.
    held: u32,
}

impl Digits {
    /// Digits for codes below `names`.
    fn new(names: usize) -> Self {
        let bits = (usize::BITS - names.leading_zeros()).max(1);
        Self { bits, held: u64::BITS / bits }
    }

    fn pack(self, sequence: &[u32]) -> u64 {
        let mut free = self.held * self.bits;
        sequence.iter().take(self.held as usize).fold(0, |key, code| {
            free -= self.bits;
            key | (u64::from(*code) + 1) << free
        })
    }

    fn unpack(self, key: u64, codes: &mut Vec<u32>) {
        let mask = u64::MAX >> (u64::BITS - self.bits);
        let digits = (0..self.held).rev().map(|place| (key >> (place * self.bits)) & mask);
        codes.extend(digits.take_while(|digit| *digit > 0).map(|digit| digit as u32 - 1));
    }
}

/// Sequences in compressed rows: row `r` has the codes `ends[r-1]..ends[r]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sequences<'a> {
    pub(crate) codes: &'a [u32],
    pub(crate) ends: &'a [usize],
}

impl<'a> Sequences<'a> {
    pub(crate) fn get(&self, row: usize) -> &'a [u32] {
        self.codes.get(run_of(self.ends, row)).sure_or_default()
    }

    /// Brings rows with equal sequences together; sequences come in order of their codes, a
    /// sequence before those that go on from it. `names` is one more than the highest code.
    pub(crate) fn group(self, names: usize) -> Groups {
        let digits = Digits::new(names);
        let held = digits.held as usize;
        let mut rows = Vec::with_capacity(self.ends.len());
        let mut start = 0;
        for (row, end) in self.ends.iter().enumerate() {
            let sequence = self.codes.get(start..*end).sure_or_default();
            start = *end;
            let (key, long) = (digits.pack(sequence), sequence.len() > held);
            rows.push(Keyed { key, row: row as u32, long });
        }
        let tail = |keyed: &Keyed| -> &[u32] {
            if !keyed.long {
                return &[];
            }
            self.get(keyed.row as usize).get(held..).sure_or_default()
        };
        let (mut rows, runs) = by_head(rows, digits.held * digits.bits);
        parallel::sort_runs(&mut rows, &runs, &|keyed| (keyed.key, tail(keyed)));
        let same =
            |a: &Keyed, b: &Keyed| a.key == b.key && (!(a.long || b.long) || tail(a) == tail(b));
        let (mut firsts, mut ends) = (Vec::new(), Vec::new());
        for group in rows.chunk_by(same) {
            firsts.extend(group.first());
            ends.push(ends.last().or_absent(&0) + group.len());
        }
        let rows = rows.iter().map(|keyed| keyed.row).collect();
        Groups { members: Members { rows, ends }, firsts, digits }
    }
}

/// Bits by which rows are told apart before they are sorted: more runs than this fit no cache.
const HEAD_BITS: u32 = 13;

/// Rows in order of the highest of so many bits of their keys, and where each run of rows with
/// equal ones ends: one counting sort.
fn by_head(rows: Vec<Keyed>, bits: u32) -> (Vec<Keyed>, Vec<usize>) {
    let shift = bits.saturating_sub(HEAD_BITS);
    let mut ends = vec![0_usize; 1 << HEAD_BITS.min(bits)];
    for keyed in &rows {
        if let Some(count) = ends.get_mut((keyed.key >> shift) as usize).sure() {
            *count += 1;
        }
    }
    let mut next = 0;
    for end in &mut ends {
        next += std::mem::replace(end, next);
    }
    let mut sorted = vec![Keyed { key: 0, row: 0, long: false }; rows.len()];
    for keyed in rows {
        let Some(end) = ends.get_mut((keyed.key >> shift) as usize).sure() else { continue };
        if let Some(place) = sorted.get_mut(*end).sure() {
            *place = keyed;
        }
        *end += 1;
    }
    (sorted, ends)
}

impl Groups {
    /// Appends the sequence that the rows of a group have in common.
    pub(crate) fn sequence(&self, group: usize, of: Sequences<'_>, codes: &mut Vec<u32>) {
        let Some(keyed) = self.firsts.get(group).sure() else { return };
        if keyed.long {
            codes.extend_from_slice(of.get(keyed.row as usize));
        } else {
            self.digits.unpack(keyed.key, codes);
        }
    }
}

impl Members {
    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rows of each group.
    pub(crate) fn iter(&self) -> impl Iterator<Item = impl Iterator<Item = usize> + Clone> {
        (0..self.len()).map(|group| self.rows(group..group + 1))
    }

    /// The rows of some groups, group after group.
    pub(crate) fn rows(&self, groups: Range<usize>) -> impl Iterator<Item = usize> + Clone + '_ {
        let end = groups.end.checked_sub(1).map_or(0, |last| self.end(last));
        let rows = self.rows.get(self.start(groups.start)..end).sure_or_default();
        rows.iter().map(|row| *row as usize)
    }

    /// How many rows a group has.
    pub(crate) fn size(&self, group: usize) -> usize {
        self.end(group) - self.start(group)
    }

    fn start(&self, group: usize) -> usize {
        group.checked_sub(1).map_or(0, |before| self.end(before))
    }

    fn end(&self, group: usize) -> usize {
        self.ends.get(group).copied().sure_or(self.rows.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn groups_are_those_of_a_sorted_map(
            rows in proptest::collection::vec(proptest::collection::vec(0u32..3, 0..40), 0..40),
            names in prop_oneof![Just(3usize), Just(1 << 20)],
        ) {
            let all: Vec<u32> = rows.concat();
            let ends: Vec<usize> =
                rows.iter().scan(0, |end, row| { *end += row.len(); Some(*end) }).collect();
            let groups = Sequences { codes: &all, ends: &ends }.group(names);
            let mut expected = std::collections::BTreeMap::<_, Vec<usize>>::new();
            for (at, row) in rows.iter().enumerate() {
                expected.entry(row.clone()).or_default().push(at);
            }
            prop_assert_eq!(groups.members.len(), expected.len());
            for (group, (sequence, members)) in expected.into_iter().enumerate() {
                let mut found: Vec<usize> = groups.members.rows(group..group + 1).collect();
                found.sort_unstable();
                prop_assert_eq!((groups.members.size(group), found), (members.len(), members));
                let mut codes = Vec::new();
                groups.sequence(group, Sequences { codes: &all, ends: &ends }, &mut codes);
                prop_assert_eq!(codes, sequence);
            }
            prop_assert_eq!(groups.members.rows(0..groups.members.len()).count(), rows.len());
        }
    }
}
