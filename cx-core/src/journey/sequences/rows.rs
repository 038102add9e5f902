//! Rows of a table of savings, of which those of a common beginning are kept.
//! Sequences come in order of their states, so one begins as the one before it did: for two of 72
//! states that mostly stay, a fifth to a half of the rows are known by then.

use crate::sure::Sure;

/// Numbers that are kept: a quarter of a common second-level cache.
const KEPT: usize = 1 << 16;

/// The rows after each state of a sequence, `width` cells each; the first one, before any state, is
/// all zeros. Rows beyond those that are kept take turns in two places.
#[derive(Debug)]
pub(super) struct Rows<T, const N: usize> {
    width: usize,
    kept: usize,
    cells: Vec<[T; N]>,
    /// The sequence that the rows are of.
    sequence: Vec<u32>,
}

impl<T: Copy, const N: usize> Rows<T, N> {
    /// Rows for sequences of at most `longest` states.
    pub(super) fn new(width: usize, longest: usize, zero: T) -> Self {
        let kept = longest.min(KEPT / (N * width.max(1)));
        Self { width, kept, cells: vec![[zero; N]; width * (kept + 3)], sequence: Vec::new() }
    }

    /// Takes the next sequence; how many of its rows are known.
    pub(super) fn begin(&mut self, sequence: &[u32]) -> usize {
        let same = self.sequence.iter().zip(sequence).take_while(|(a, b)| a == b).count();
        self.sequence.clear();
        self.sequence.extend_from_slice(sequence);
        same.min(self.kept)
    }

    /// The row after `states` states.
    pub(super) fn row(&self, states: usize) -> &[[T; N]] {
        let start = self.place(states) * self.width;
        self.cells.get(start..start + self.width).sure_or_default()
    }

    /// The row after `states` states, and the next one to be written.
    pub(super) fn step(&mut self, states: usize) -> (&[[T; N]], &mut [[T; N]]) {
        let (from, to) = (self.place(states), self.place(states + 1));
        let (low, high) = self.cells.split_at_mut(from.max(to) * self.width);
        let low = low.get_mut(from.min(to) * self.width..).sure_or_default();
        let low = low.get_mut(..self.width).sure_or_default();
        let high = high.get_mut(..self.width).sure_or_default();
        if from < to { (low, high) } else { (high, low) }
    }

    fn place(&self, states: usize) -> usize {
        if states <= self.kept { states } else { self.kept + 1 + (states - self.kept) % 2 }
    }
}
