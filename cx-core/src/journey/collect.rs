//! What came of the rows of each distinct sequence, brought together.

use std::ops::Range;

use super::distinct::{Groups, Sequences};
use crate::Result;
use crate::parallel;

/// Groups summed in one task.
const GROUPS: usize = 1 << 14;

/// Groups whose sums are held before they are appended: memory that is used again costs less than new
/// memory.
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

/// Sums up what `of_row` says of the rows of each group.
pub(super) fn collect<T: Copy>(
    sequences: Sequences<'_>,
    groups: &Groups,
    of_row: impl Fn(usize) -> T + Sync + Send,
    sum: impl Fn(&[T]) -> Result<Sums> + Sync + Send,
) -> Result<Collected> {
    let part = |range: Range<usize>| {
        // All rows first: they lie anywhere, and only reads that wait for nothing are fast.
        let rows: Vec<T> = groups.rows(range.clone()).map(&of_row).collect();
        let mut rest = rows.as_slice();
        let mut part = Collected::with_capacity(range.len(), 0);
        for group in range {
            let (mine, others) = rest.split_at_checked(groups.size(group)).unwrap_or_default();
            rest = others;
            groups.sequence(group, sequences, &mut part.codes);
            part.push(sum(mine)?);
        }
        Ok(part)
    };
    let mut whole = Collected::with_capacity(groups.len(), 0);
    for start in (0..groups.len()).step_by(ROUND) {
        let size = ROUND.min(groups.len() - start);
        let parts = parallel::map_chunks(size, GROUPS, |range| {
            part(start + range.start..start + range.end)
        })?;
        for part in &parts {
            whole.append(part);
        }
    }
    whole.codes.shrink_to_fit();
    Ok(whole)
}

impl Collected {
    fn with_capacity(groups: usize, codes: usize) -> Self {
        let column = || Vec::with_capacity(groups);
        Self {
            codes: Vec::with_capacity(codes),
            ends: Vec::with_capacity(groups),
            conversions: column(),
            value: column(),
            value_squares: column(),
            nulls: column(),
        }
    }

    /// Closes the sequence whose codes were appended.
    fn push(&mut self, sums: Sums) {
        self.ends.push(self.codes.len());
        self.conversions.push(sums.conversions);
        self.value.push(sums.value);
        self.value_squares.push(sums.value_squares);
        self.nulls.push(sums.nulls);
    }

    /// Closes a sequence at so many codes, with sums but for the squares.
    pub(super) fn close(&mut self, end: usize, conversions: f64, nulls: f64, value: f64) {
        self.ends.push(end);
        self.conversions.push(conversions);
        self.value.push(value);
        self.value_squares.push(0.0);
        self.nulls.push(nulls);
    }

    fn append(&mut self, part: &Self) {
        let codes = self.codes.len();
        self.codes.extend_from_slice(&part.codes);
        self.ends.extend(part.ends.iter().map(|end| end + codes));
        self.conversions.extend_from_slice(&part.conversions);
        self.value.extend_from_slice(&part.value);
        self.value_squares.extend_from_slice(&part.value_squares);
        self.nulls.extend_from_slice(&part.nulls);
    }
}
