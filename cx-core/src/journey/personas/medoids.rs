//! Medoids: the members of a set that are nearest to all, each standing for those around it.
//!
//! The sum of weighted distances to the nearest medoid is brought down in two phases: BUILD adds
//! the medoid that helps most, one after the other; SWAP exchanges a medoid for another member as
//! long as that helps, always the exchange that helps most. Ties go to the first in order, so there
//! is nothing random.
//!
//! Source: L. Kaufman and P. Rousseeuw, *Finding Groups in Data*, 1990, chapter 2 (PAM).

use crate::{Result, parallel};

/// Members tried in one task.
const TRIED: usize = 64;

/// Exchanges at most; each one brings the sum down.
const EXCHANGES: usize = 1_000;

/// What an exchange must bring to be more than rounding, relative to the sum.
const DUST: f64 = 1e-12;

/// Distances of all pairs of members, as a square, and how often each member counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Space<'a> {
    pub(super) size: usize,
    pub(super) square: &'a [f64],
    pub(super) weight: &'a [f64],
}

impl<'a> Space<'a> {
    /// The distances of a member to all.
    pub(super) fn row(&self, member: usize) -> &'a [f64] {
        self.square.get(member * self.size..(member + 1) * self.size).unwrap_or_default()
    }

    /// For each member, the number of the nearest medoid, the first one among equals.
    pub(super) fn nearest(&self, medoids: &[usize]) -> Vec<Near> {
        let mut near = vec![Near::default(); self.size];
        for (number, medoid) in medoids.iter().enumerate() {
            for (near, distance) in near.iter_mut().zip(self.row(*medoid)) {
                near.meet(number, *distance);
            }
        }
        for (number, medoid) in medoids.iter().enumerate() {
            // A medoid stands for itself, even if it equals another one.
            if let Some(own) = near.get_mut(*medoid)
                && own.medoid != number
            {
                *own = Near { medoid: number, first: 0.0, second: own.first };
            }
        }
        near
    }

    /// The first medoids that BUILD finds, `count` of them or as many as there are members.
    pub(super) fn build(&self, count: usize) -> Result<Vec<usize>> {
        let mut medoids = Vec::with_capacity(count);
        let mut nearest: Option<Vec<f64>> = None;
        while medoids.len() < count.min(self.size) {
            let sum = |member: usize| -> f64 {
                let row = self.row(member).iter().zip(self.weight);
                match &nearest {
                    None => row.map(|(d, w)| w * d).sum(),
                    Some(near) => row.zip(near).map(|((d, w), near)| w * d.min(*near)).sum(),
                }
            };
            let sums = parallel::map_chunks(self.size, TRIED, |members| {
                Ok(members.map(sum).collect::<Vec<_>>())
            })?;
            let candidates = sums.concat().into_iter().enumerate();
            let free = candidates.filter(|(member, _)| !medoids.contains(member));
            let Some((best, _)) = free.reduce(|a, b| if b.1 < a.1 { b } else { a }) else { break };
            medoids.push(best);
            let before = nearest.take().unwrap_or_else(|| vec![f64::INFINITY; self.size]);
            let now = before.iter().zip(self.row(best)).map(|(a, b)| a.min(*b));
            nearest = Some(now.collect());
        }
        Ok(medoids)
    }

    /// The medoids after all exchanges that help.
    pub(super) fn swap(&self, mut medoids: Vec<usize>) -> Result<Vec<usize>> {
        for _ in 0..EXCHANGES {
            let near = self.nearest(&medoids);
            let whole: f64 = near.iter().zip(self.weight).map(|(near, w)| w * near.first).sum();
            let tried = parallel::map_chunks(self.size, TRIED, |members| {
                let mut change = vec![0.0; medoids.len()];
                let mut best = Exchange { change: f64::INFINITY, medoid: 0, member: 0 };
                for member in members.filter(|member| !medoids.contains(member)) {
                    best = best.or(self.exchange(member, &near, &mut change));
                }
                Ok(best)
            })?;
            let Some(best) = tried.into_iter().reduce(Exchange::or) else { break };
            if best.change >= -DUST * whole {
                break;
            }
            if let Some(medoid) = medoids.get_mut(best.medoid) {
                *medoid = best.member;
            }
        }
        Ok(medoids)
    }

    /// The best medoid to exchange for a member. Without medoid `m`, its own people go to the
    /// member or to their second nearest, all others to the member where it is nearer.
    fn exchange(&self, member: usize, near: &[Near], change: &mut [f64]) -> Exchange {
        change.fill(0.0);
        let mut shared = 0.0;
        for ((near, distance), weight) in near.iter().zip(self.row(member)).zip(self.weight) {
            let kept = near.first.min(*distance);
            shared += weight * (kept - near.first);
            if let Some(change) = change.get_mut(near.medoid) {
                *change += weight * (near.second.min(*distance) - kept);
            }
        }
        let all = change.iter().enumerate();
        all.map(|(medoid, own)| Exchange { change: shared + own, medoid, member })
            .reduce(Exchange::or)
            .unwrap_or(Exchange { change: f64::INFINITY, medoid: 0, member })
    }
}

/// The nearest medoid of a member, and how far it and the second nearest are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) medoid: usize,
    pub(super) first: f64,
    second: f64,
}

impl Default for Near {
    fn default() -> Self {
        Self { medoid: 0, first: f64::INFINITY, second: f64::INFINITY }
    }
}

impl Near {
    fn meet(&mut self, medoid: usize, distance: f64) {
        if distance < self.first {
            *self = Self { medoid, first: distance, second: self.first };
        } else if distance < self.second {
            self.second = distance;
        }
    }
}

/// A medoid for a member, and what that changes.
#[derive(Debug, Clone, Copy)]
struct Exchange {
    change: f64,
    medoid: usize,
    member: usize,
}

impl Exchange {
    /// The better of the two, the first one among equals.
    fn or(self, other: Self) -> Self {
        if other.change < self.change { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_single_exchange_helps_any_more(
            points in proptest::collection::vec((0i32..40, 1u8..4), 4..14),
            count in 1usize..4,
        ) {
            let size = points.len();
            let square: Vec<f64> = (0..size * size)
                .map(|at| f64::from((points[at / size].0 - points[at % size].0).abs()))
                .collect();
            let weight: Vec<f64> = points.iter().map(|p| f64::from(p.1)).collect();
            let space = Space { size, square: &square, weight: &weight };
            let sum = |medoids: &[usize]| -> f64 {
                let near = |at: usize| medoids.iter().map(|m| square[m * size + at]).fold(f64::INFINITY, f64::min);
                (0..size).map(|at| weight[at] * near(at)).sum()
            };
            let medoids = space.swap(space.build(count)?)?;
            prop_assert_eq!(medoids.len(), count);
            for at in 0..count {
                for member in 0..size {
                    let mut other = medoids.clone();
                    other[at] = member;
                    prop_assert!(sum(&other) >= sum(&medoids) - 1e-9);
                }
            }
        }
    }
}
