//! Equal sequences of codes brought together, in canonical order.

use crate::parallel;

/// Rows in order of their sequences, cut into groups of rows with equal sequences.
#[derive(Debug, Default)]
pub(super) struct Groups {
    rows: Vec<Keyed>,
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

/// Sequences in compressed rows: row `r` has the codes `ends[r-1]..ends[r]`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequences<'a> {
    pub(super) codes: &'a [u32],
    pub(super) ends: &'a [usize],
}

impl<'a> Sequences<'a> {
    pub(super) fn get(&self, row: usize) -> &'a [u32] {
        let before = row.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        self.ends.get(row).and_then(|end| self.codes.get(start..*end)).unwrap_or_default()
    }

    /// Brings rows with equal sequences together; sequences come in order of their codes, a
    /// sequence before those that go on from it. `names` is one more than the highest code.
    pub(super) fn group(self, names: usize) -> Groups {
        // A digit of the key is the code plus one, so that "ends here" (0) comes first.
        let bits = (usize::BITS - names.leading_zeros()).max(1);
        let held = (u64::BITS / bits) as usize;
        let mut rows = Vec::with_capacity(self.ends.len());
        let mut start = 0;
        for (row, end) in self.ends.iter().enumerate() {
            let sequence = self.codes.get(start..*end).unwrap_or_default();
            start = *end;
            let mut key = 0;
            let mut free = held as u32 * bits;
            for code in sequence.iter().take(held) {
                free -= bits;
                key |= (u64::from(*code) + 1) << free;
            }
            rows.push(Keyed { key, row: row as u32, long: sequence.len() > held });
        }
        let tail = |keyed: &Keyed| -> &[u32] {
            if !keyed.long {
                return &[];
            }
            self.get(keyed.row as usize).get(held..).unwrap_or_default()
        };
        parallel::sort_unstable_by_key(&mut rows, |keyed| (keyed.key, tail(keyed)));
        let mut ends = Vec::with_capacity(rows.len());
        for (at, pair) in rows.windows(2).enumerate() {
            if let [a, b] = pair
                && (a.key != b.key || tail(a) != tail(b))
            {
                ends.push(at + 1);
            }
        }
        if !rows.is_empty() {
            ends.push(rows.len());
        }
        Groups { rows, ends }
    }
}

impl Groups {
    /// How many distinct sequences there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rows of each group, in canonical order of the groups.
    pub(super) fn iter(&self) -> impl Iterator<Item = impl Iterator<Item = usize> + Clone + '_> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| {
            self.rows.get(start..*end).unwrap_or_default().iter().map(|keyed| keyed.row as usize)
        })
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
            let codes: Vec<u32> = rows.concat();
            let ends: Vec<usize> =
                rows.iter().scan(0, |end, row| { *end += row.len(); Some(*end) }).collect();
            let groups = Sequences { codes: &codes, ends: &ends }.group(names);
            let mut expected = std::collections::BTreeMap::<_, Vec<usize>>::new();
            for (at, row) in rows.iter().enumerate() {
                expected.entry(row.clone()).or_default().push(at);
            }
            prop_assert_eq!(groups.len(), expected.len());
            for (group, (sequence, members)) in groups.iter().zip(expected) {
                let mut group: Vec<usize> = group.collect();
                group.sort_unstable();
                prop_assert_eq!(&group, &members);
                prop_assert_eq!(&rows[group[0]], &sequence);
            }
        }
    }
}
