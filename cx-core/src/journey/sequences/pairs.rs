//! All pairs of sequences, in blocks of rows of fixed size.

use std::sync::Mutex;

use crate::sure::Sure;
use crate::{Result, parallel};

/// How many pairs come before those of row `row`: pairs `(i, j)` with `i < j` lie row by row.
pub(super) fn before(row: usize, count: usize) -> usize {
    let row = row.min(count);
    (row * (2 * count - row)).saturating_sub(row) / 2
}

/// Rows of a condensed matrix that one task writes.
pub(super) struct Rows<'a> {
    /// The first row.
    pub(super) first: usize,
    /// How many sequences there are.
    pub(super) count: usize,
    cells: &'a mut [f64],
}

impl Rows<'_> {
    /// Writes the distance of `i`, a row of the block, to `j > i`.
    pub(super) fn set(&mut self, i: usize, j: usize, distance: f64) {
        let start = before(i, self.count) - before(self.first, self.count);
        if let Some(cell) = self.cells.get_mut(start + (j - i - 1)).sure() {
            *cell = distance;
        }
    }
}

/// Fills a condensed matrix of `count` sequences, `block` rows a task.
pub(super) fn fill(
    count: usize,
    block: usize,
    work: impl Fn(&mut Rows<'_>) -> Result<()> + Sync + Send,
) -> Result<Vec<f64>> {
    let mut cells = vec![0.0; before(count, count)];
    let mut blocks = Vec::with_capacity(count.div_ceil(block));
    let mut rest = cells.as_mut_slice();
    for first in (0..count).step_by(block) {
        let (mine, later) = rest.split_at_mut(before(first + block, count) - before(first, count));
        rest = later;
        blocks.push(Mutex::new(Rows { first, count, cells: mine }));
    }
    parallel::map(blocks.len(), |task| work(&mut *parallel::lock_of(&blocks, task)?))?;
    drop(blocks);
    Ok(cells)
}
