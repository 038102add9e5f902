//! The one algebra: observe, merge, finish.

use crate::Result;

/// A mergeable state from which a figure is made.
///
/// A tally is a commutative monoid: `Default` is its neutral element, [`merge`](Tally::merge) is
/// associative and commutative, and both serialise. The same tally therefore runs over chunks on
/// several cores, over batches that arrive one after the other, and over partitions on other
/// machines, and [`finish`](Tally::finish) gives the same bytes every time. Each tally has its own
/// `observe`, because rows differ.
///
/// ```
/// use cx_core::kpi::ScoreCounts;
/// use cx_core::tally::Tally;
/// let mut monday = ScoreCounts::default();
/// monday.observe(9.0, 1);
/// let mut tuesday = ScoreCounts::default();
/// tuesday.observe(3.0, 2);
/// monday.merge(tuesday);
/// assert_eq!(monday.answers(), 3);
/// ```
pub trait Tally: Default + Clone {
    /// What the state is turned into at the end.
    type Report;

    /// Takes in everything that `other` has observed.
    fn merge(&mut self, other: Self);

    /// Turns the state into its report.
    ///
    /// # Errors
    /// As the tally documents, for example when a sum left its range.
    fn finish(self) -> Result<Self::Report>;
}

/// Merges tallies from left to right; any other order gives the same result.
pub fn merge_all<T: Tally>(parts: impl IntoIterator<Item = T>) -> T {
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap_or_default();
    for part in parts {
        whole.merge(part);
    }
    whole
}
