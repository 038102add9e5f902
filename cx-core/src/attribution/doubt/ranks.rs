//! What replicates say of who comes first.

use serde::{Deserialize, Serialize};

use crate::attribution::lanes::Replicate;
use crate::attribution::model::Model;
use crate::sure::{Absent, Sure};

/// Where a touchpoint stands among all of a model, by conversions, and how sure that is.
///
/// From the replicates of the option `bootstrap`. All 40 conversions end in the branch, and search begins
/// 30 of them, so that by the last contact nobody but the branch ever comes first:
///
/// ```
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
/// # use cx_core::journey::{PathRoles, Paths};
/// # let path: ArrayRef = Arc::new(StringArray::from(vec!["search > branch", "branch"]));
/// # let won: ArrayRef = Arc::new(Float64Array::from(vec![30.0, 10.0]));
/// # let lost: ArrayRef = Arc::new(Float64Array::from(vec![10.0, 50.0]));
/// # let table = RecordBatch::try_from_iter([("path", path), ("won", won), ("lost", lost)]).expect("one length");
/// # let roles = PathRoles { conversions: Some("won".into()), nulls: Some("lost".into()), ..PathRoles::default() };
/// # let paths = Paths::read(&[table], &roles)?;
/// # if cfg!(feature = "models") {
/// use cx_core::attribution::{AttributeOptions, Model, attribute};
/// let credit = attribute(&paths, &AttributeOptions::default().model(Model::Last).bootstrap(99, 1))?;
/// let branch = credit.ranks.iter().find(|row| row.touchpoint == "branch").expect("a row");
/// assert_eq!((branch.rank, branch.first), (1.0, 1.0));
/// assert_eq!(credit.ranks_to_record_batch()?.num_rows(), 2);
/// # }
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankRow {
    /// The model.
    pub model: Model,
    /// The touchpoint.
    pub touchpoint: String,
    /// Its rank in the data, 1 for the largest credit; equal credits share the mean of their ranks.
    pub rank: f64,
    /// Share of the replicates in which it comes first; those that come first together share it.
    pub first: f64,
    /// Mean rank over the replicates.
    pub expected_rank: f64,
    /// Best rank within the interval: an order statistic of the replicates.
    pub rank_low: f64,
    /// Worst rank within it.
    pub rank_high: f64,
}

/// Ranks of some touchpoints in a model.
pub(crate) fn ranks(
    model: Model,
    touchpoints: &[(usize, String, f64)],
    replicates: &[Replicate],
    confidence: f64,
) -> Vec<RankRow> {
    let credits: Vec<f64> = touchpoints.iter().map(|(_, _, credit)| *credit).collect();
    let own = of(&credits);
    let mut first = vec![0.0; touchpoints.len()];
    let mut found: Vec<Vec<f64>> = vec![Vec::with_capacity(replicates.len()); touchpoints.len()];
    for replicate in replicates {
        let credit = |place: &usize| replicate.conversions.get(*place).copied().sure_or(0.0);
        let credits: Vec<f64> = touchpoints.iter().map(|(place, ..)| credit(place)).collect();
        let most = credits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let leaders = credits.iter().filter(|credit| **credit >= most).count() as f64;
        for (first, credit) in first.iter_mut().zip(&credits) {
            *first += if *credit >= most { 1.0 / leaders } else { 0.0 };
        }
        found.iter_mut().zip(of(&credits)).for_each(|(ranks, rank)| ranks.push(rank));
    }
    let count = replicates.len() as f64;
    let rows = touchpoints.iter().zip(own).zip(first.into_iter().zip(found));
    rows.map(|(((_, touchpoint, _), rank), (first, ranks))| {
        let expected_rank = ranks.iter().sum::<f64>() / count;
        let [low, high] = outer(ranks, confidence);
        RankRow {
            model,
            touchpoint: touchpoint.clone(),
            rank,
            first: first / count,
            expected_rank,
            rank_low: low,
            rank_high: high,
        }
    })
    .collect()
}

/// Order statistics around the ends of an interval, without anything between two ranks.
fn outer(mut ranks: Vec<f64>, confidence: f64) -> [f64; 2] {
    ranks.sort_unstable_by(f64::total_cmp);
    let tail = ((ranks.len() + 1) as f64 * (1.0 - confidence) / 2.0).floor().max(1.0) as usize;
    let at = |place: usize| ranks.get(place).copied().or_absent(f64::NAN);
    [at(tail - 1), at(ranks.len().saturating_sub(tail))]
}

/// Ranks from the largest on; equal figures share the mean of theirs.
fn of(credits: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..credits.len()).collect();
    let credit = |at: &usize| credits.get(*at).copied().sure_or(0.0);
    order.sort_unstable_by(|a, b| credit(b).total_cmp(&credit(a)).then(a.cmp(b)));
    let mut ranks = vec![0.0; credits.len()];
    let mut start = 0;
    while let Some(leader) = order.get(start) {
        let same = |at: &&usize| credit(at) >= credit(leader);
        let count = order.iter().skip(start).take_while(same).count();
        for at in order.iter().skip(start).take(count) {
            if let Some(rank) = ranks.get_mut(*at).sure() {
                *rank = start as f64 + f64::midpoint(count as f64, 1.0);
            }
        }
        start += count.max(1);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_credits_share_their_ranks() {
        assert_eq!(of(&[2.0, 5.0, 2.0, 0.0]), [2.5, 1.0, 2.5, 4.0]);
        let replicate = |conversions: [f64; 2]| Replicate {
            conversions: conversions.to_vec(),
            value: Vec::new(),
        };
        let names = [(0, "a".to_owned(), 3.0), (1, "b".to_owned(), 1.0)];
        let found = [replicate([3.0, 1.0]), replicate([1.0, 1.0])];
        let rows = ranks(Model::Linear, &names, &found, 0.5);
        assert_eq!((rows[0].first, rows[1].first), (0.75, 0.25));
        assert_eq!((rows[0].expected_rank, rows[1].expected_rank), (1.25, 1.75));
        assert_eq!((rows[0].rank_low, rows[0].rank_high), (1.0, 1.5));
    }
}
