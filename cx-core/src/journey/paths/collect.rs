//! What came of the rows of each distinct sequence, brought together.

use std::ops::Range;

use super::below::{self, Below};
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
pub(crate) struct Collected {
    pub(crate) codes: Vec<u32>,
    pub(crate) ends: Vec<usize>,
    pub(crate) conversions: Vec<f64>,
    pub(crate) value: Vec<f64>,
    pub(crate) value_squares: Vec<f64>,
    pub(crate) nulls: Vec<f64>,
    pub(crate) below: Vec<Below>,
    pub(crate) cancelled: Vec<f64>,
}

/// Sums of the rows of one sequence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sums {
    pub(crate) conversions: f64,
    pub(crate) value: f64,
    pub(crate) value_squares: f64,
    pub(crate) nulls: f64,
    pub(crate) below: Below,
    pub(crate) cancelled: f64,
}

impl Collected {
    /// The sequence that the rows of each group have in common, without sums yet: what they were
    /// read from can be let go before it is summed up.
    pub(crate) fn sequences(groups: &Groups, of: Sequences<'_>) -> Self {
        let (mut codes, mut ends) = (Vec::new(), Vec::with_capacity(groups.members.len()));
        for group in 0..groups.members.len() {
            groups.sequence(group, of, &mut codes);
            ends.push(codes.len());
        }
        codes.shrink_to_fit();
        Self { codes, ends, ..Self::default() }
    }

    /// With the sums of what `of_row` says of the rows of each group.
    pub(crate) fn summed<T: Copy>(
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
            let (mut rest, mut part) = (rows.as_slice(), Vec::with_capacity(range.len()));
            for group in range {
                let (mine, others) = rest.split_at_checked(groups.size(group)).unwrap_or_default();
                rest = others;
                part.push(sum(mine)?);
            }
            Ok(part)
        };
        for start in (0..groups.len()).step_by(ROUND) {
            let size = ROUND.min(groups.len() - start);
            let parts = parallel::map_chunks(size, GROUPS, |range| {
                part(start + range.start..start + range.end)
            })?;
            for sums in parts.iter().flatten() {
                self.push(*sums);
            }
        }
        Ok(self)
    }

    /// Closes a sequence at so many codes.
    pub(crate) fn close(&mut self, end: usize, sums: Sums) {
        self.ends.push(end);
        self.push(sums);
    }

    fn push(&mut self, sums: Sums) {
        below::push(&mut self.below, self.nulls.len(), sums.below);
        below::push(&mut self.cancelled, self.nulls.len(), sums.cancelled);
        self.conversions.push(sums.conversions);
        self.value.push(sums.value);
        self.value_squares.push(sums.value_squares);
        self.nulls.push(sums.nulls);
    }

    fn columns(&mut self) -> [&mut Vec<f64>; 4] {
        [&mut self.conversions, &mut self.value, &mut self.value_squares, &mut self.nulls]
    }
}
