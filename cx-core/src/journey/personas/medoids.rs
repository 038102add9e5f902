//! Weighted k-medoids.
//!
//! Source: L. Kaufman and P. J. Rousseeuw, *Finding Groups in Data* (1990), chapter 2 (PAM: BUILD,
//! then SWAP). All swaps that bring one candidate in are weighed in a single pass over the members,
//! as each member has just one medoid whose leaving concerns it (E. Schubert and P. J. Rousseeuw,
//! *Faster k-Medoids Clustering*, SISAP 2019, section 3).

use crate::sure::Sure;
use crate::{Result, parallel};

/// Candidates weighed in one task.
const CANDIDATES: usize = 64;

/// A swap must lower the cost by more than this share of it: less is the rounding of sums.
const ROUNDING: f64 = 1e-12;

/// Members with their distances from one another and their weights.
#[derive(Debug, Clone, Copy)]
pub(super) struct Space<'a> {
    pub(super) size: usize,
    /// Distances, row by row.
    pub(super) square: &'a [f64],
    pub(super) weight: &'a [f64],
}

/// The medoid that a member belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    /// Its place in the list of medoids.
    pub(super) medoid: usize,
    /// How far it is.
    first: f64,
    /// How far the next one is; infinite where there is one medoid only.
    second: f64,
}

/// A swap of a medoid for another member.
#[derive(Debug, Clone, Copy)]
struct Swap {
    /// Change of the cost.
    change: f64,
    /// The place of the medoid that goes.
    out: usize,
    /// The member that comes.
    into: usize,
}

impl<'a> Space<'a> {
    /// Distances of a member from all.
    pub(super) fn row(&self, member: usize) -> &'a [f64] {
        self.square.get(member * self.size..(member + 1) * self.size).sure_or_default()
    }

    /// The medoid of each member: the nearest, of equally near ones the first in the list.
    pub(super) fn nearest(&self, medoids: &[usize]) -> Vec<Near> {
        let none = Near { medoid: 0, first: f64::INFINITY, second: f64::INFINITY };
        let mut near = vec![none; self.size];
        for (place, medoid) in medoids.iter().enumerate() {
            for (near, distance) in near.iter_mut().zip(self.row(*medoid)) {
                if *distance < near.first {
                    *near = Near { medoid: place, first: *distance, second: near.first };
                } else {
                    near.second = near.second.min(*distance);
                }
            }
        }
        near
    }

    /// BUILD: one medoid after the other, each the one that lowers the cost most.
    pub(super) fn build(&self, count: usize) -> Result<Vec<usize>> {
        let mut medoids = Vec::with_capacity(count);
        let mut covered = vec![f64::INFINITY; self.size];
        while medoids.len() < count.min(self.size) {
            let costs = parallel::map_chunks(self.size, CANDIDATES, |candidates| {
                Ok(candidates.map(|at| self.cost_with(&covered, at)).collect::<Vec<_>>())
            })?;
            let open =
                costs.into_iter().flatten().enumerate().filter(|(at, _)| !medoids.contains(at));
            // Of equal ones the first: `min_by` keeps it.
            let Some((best, _)) = open.min_by(|a, b| a.1.total_cmp(&b.1)) else { break };
            for (covered, distance) in covered.iter_mut().zip(self.row(best)) {
                *covered = covered.min(*distance);
            }
            medoids.push(best);
        }
        Ok(medoids)
    }

    /// SWAP: the best swap of a medoid for another member, until none lowers the cost.
    pub(super) fn swap(&self, mut medoids: Vec<usize>) -> Result<Vec<usize>> {
        loop {
            let near = self.nearest(&medoids);
            let best = parallel::map_chunks(self.size, CANDIDATES, |candidates| {
                let free = candidates.filter(|at| !medoids.contains(at));
                Ok(lowest(free.filter_map(|at| self.best_swap(&near, medoids.len(), at))))
            })?;
            let cost: f64 = near.iter().zip(self.weight).map(|(near, w)| w * near.first).sum();
            let Some(swap) = lowest(best.into_iter().flatten()) else { return Ok(medoids) };
            let Some(place) = medoids.get_mut(swap.out).sure() else { return Ok(medoids) };
            if swap.change >= -ROUNDING * cost {
                return Ok(medoids);
            }
            *place = swap.into;
        }
    }

    /// The cost when a member joins medoids that are `covered` away.
    fn cost_with(&self, covered: &[f64], member: usize) -> f64 {
        let distances = self.row(member).iter().zip(covered).zip(self.weight);
        distances.map(|((distance, covered), weight)| weight * distance.min(*covered)).sum()
    }

    /// The best medoid to go for a member that comes.
    fn best_swap(&self, near: &[Near], medoids: usize, member: usize) -> Option<Swap> {
        // What the newcomer gains whoever goes, and what each leaving costs on top of that.
        let mut gain = 0.0;
        let mut leaving = vec![0.0; medoids];
        for ((near, distance), weight) in near.iter().zip(self.row(member)).zip(self.weight) {
            if *distance < near.first {
                gain += weight * (distance - near.first);
            } else if let Some(cost) = leaving.get_mut(near.medoid).sure() {
                *cost += weight * (distance.min(near.second) - near.first);
            }
        }
        let swaps = leaving.into_iter().enumerate();
        lowest(swaps.map(|(out, cost)| Swap { change: gain + cost, out, into: member }))
    }
}

/// The swap that lowers the cost most; of equal ones the first.
fn lowest(swaps: impl Iterator<Item = Swap>) -> Option<Swap> {
    swaps.min_by(|a, b| a.change.total_cmp(&b.change))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cost(space: &Space<'_>, medoids: &[usize]) -> f64 {
        let nearest =
            |at: usize| medoids.iter().map(|m| space.row(*m)[at]).fold(f64::MAX, f64::min);
        (0..space.size).map(|at| space.weight[at] * nearest(at)).sum()
    }

    proptest! {
        #[test]
        fn no_swap_is_left_that_lowers_the_cost(
            points in proptest::collection::vec((0i32..50, 0i32..50, 1u8..5), 2..14),
            count in 1usize..5,
        ) {
            let apart = |a: &(i32, i32, u8), b: &(i32, i32, u8)| {
                f64::from((a.0 - b.0).abs() + (a.1 - b.1).abs())
            };
            let square: Vec<f64> =
                points.iter().flat_map(|a| points.iter().map(move |b| apart(a, b))).collect();
            let weight: Vec<f64> = points.iter().map(|p| f64::from(p.2)).collect();
            let space = Space { size: points.len(), square: &square, weight: &weight };
            let first = space.build(count)?;
            prop_assert_eq!(first.len(), count.min(points.len()));
            for (at, medoid) in first.iter().enumerate() {
                for other in (0..space.size).filter(|other| !first[..at].contains(other)) {
                    let with = |last: usize| cost(&space, &[&first[..at], &[last]].concat());
                    prop_assert!(with(*medoid) <= with(other) + 1e-9);
                }
            }
            let found = space.swap(first.clone())?;
            let lowest = cost(&space, &found);
            prop_assert!(lowest <= cost(&space, &first) + 1e-9);
            for place in 0..found.len() {
                for other in (0..space.size).filter(|other| !found.contains(other)) {
                    let mut swapped = found.clone();
                    swapped[place] = other;
                    prop_assert!(lowest <= cost(&space, &swapped) + 1e-9);
                }
            }
        }
    }

    #[test]
    fn equally_near_medoids_take_turns_by_their_place() {
        let square = [0.0, 2.0, 1.0, 2.0, 0.0, 1.0, 1.0, 1.0, 0.0];
        let space = Space { size: 3, square: &square, weight: &[1.0; 3] };
        assert_eq!(space.nearest(&[1, 0])[2].medoid, 0);
        assert_eq!(space.build(1).expect("one medoid"), [2]);
    }
}
