//! What came of the rows of each distinct sequence, brought together.

use std::ops::Range;

use super::distinct::{Groups, Members, Sequences};
use crate::Result;
use crate::parallel;

/// Groups in one task.
const GROUPS: usize = 1 << 14;

/// Groups whose results are held before they are appended: memory that is used again costs less than
/// new memory.
const ROUND: usize = 16 * GROUPS;

/// Distinct sequences in canonical order, with four sums of each.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) codes: Vec<u32>,
    pub(super) ends: Vec<usize>,
    pub(super) conversions: Vec<f64>,
    pub(super) value: Vec<f64>,
    pub(super) value_squares: Vec<f64>,
    pub(super) nulls: Vec<f64>,
}

/// Sums of the rows of one sequence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums {
    pub(super) conversions: f64,
    pub(super) value: f64,
    pub(super) value_squares: f64,
    pub(super) nulls: f64,
}

impl Collected {
    /// The sequence that the rows of each group have in common, without sums yet: what they were
    /// read from can be let go before it is summed up.
    pub(super) fn sequences(groups: &Groups, of: Sequences<'_>) -> Result<Self> {
        let count = groups.members.len();
        let mut whole = Self { ends: Vec::with_capacity(count), ..Self::default() };
        let part = |range: Range<usize>| {
            let (mut codes, mut ends) = (Vec::new(), Vec::with_capacity(range.len()));
            for group in range {
                groups.sequence(group, of, &mut codes);
                ends.push(codes.len());
            }
            Ok((codes, ends))
        };
        in_rounds(count, part, |(codes, ends)| {
            let start = whole.codes.len();
            whole.codes.extend_from_slice(codes);
            whole.ends.extend(ends.iter().map(|end| end + start));
        })?;
        whole.codes.shrink_to_fit();
        Ok(whole)
    }

    /// With the sums of what `of_row` says of the rows of each group.
    pub(super) fn summed<T: Copy>(
        mut self,
        groups: &Members,
        of_row: impl Fn(usize) -> T + Sync + Send,
        sum: impl Fn(&[T]) -> Result<Sums> + Sync + Send,
    ) -> Result<Self> {
        for column in self.columns() {
            column.reserve_exact(groups.len());
        }
        let part = |range: Range<usize>| {
            // All rows first: they lie anywhere, and only reads that wait for nothing are fast.
            let rows: Vec<T> = groups.rows(range.clone()).map(&of_row).collect();
            let mut rest = rows.as_slice();
            let each = range.map(|group| {
                let (mine, others) = rest.split_at_checked(groups.size(group)).unwrap_or_default();
                rest = others;
                sum(mine)
            });
            each.collect::<Result<Vec<Sums>>>()
        };
        in_rounds(groups.len(), part, |sums| {
            self.conversions.extend(sums.iter().map(|sums| sums.conversions));
            self.value.extend(sums.iter().map(|sums| sums.value));
            self.value_squares.extend(sums.iter().map(|sums| sums.value_squares));
            self.nulls.extend(sums.iter().map(|sums| sums.nulls));
        })?;
        Ok(self)
    }

    /// Closes a sequence at so many codes, with sums but for the squares.
    pub(super) fn close(&mut self, end: usize, conversions: f64, nulls: f64, value: f64) {
        self.ends.push(end);
        self.conversions.push(conversions);
        self.value.push(value);
        self.value_squares.push(0.0);
        self.nulls.push(nulls);
    }

    fn columns(&mut self) -> [&mut Vec<f64>; 4] {
        [&mut self.conversions, &mut self.value, &mut self.value_squares, &mut self.nulls]
    }
}

/// Takes the results of `part` over so many groups, in their order.
fn in_rounds<R: Send>(
    groups: usize,
    part: impl Fn(Range<usize>) -> Result<R> + Sync + Send,
    mut take: impl FnMut(&R),
) -> Result<()> {
    for start in (0..groups).step_by(ROUND) {
        let size = ROUND.min(groups - start);
        let parts = parallel::map_chunks(size, GROUPS, |range| {
            part(start + range.start..start + range.end)
        })?;
        parts.iter().for_each(&mut take);
    }
    Ok(())
}
