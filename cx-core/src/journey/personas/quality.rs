//! How well groups are apart, and whether they come back in another sample.

use super::medoids::Space;
use crate::stats::Draw;
use crate::sure::Sure;
use crate::{Result, parallel};

/// Members of one task.
const MEMBERS: usize = 64;

/// Silhouettes of all members, each counting as often as it occurs: `(b - a) / max(a, b)` with `a`
/// the mean distance to the others of the own group and `b` the least mean distance to another
/// group; 0 for a member that is alone.
///
/// Source: P. Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987) 53-65.
pub(super) fn silhouettes(space: &Space<'_>, group: &[usize], groups: usize) -> Result<Vec<f64>> {
    let mut sizes = vec![0.0; groups];
    for (group, weight) in group.iter().zip(space.weight) {
        if let Some(size) = sizes.get_mut(*group).sure() {
            *size += weight;
        }
    }
    let one = |member: usize| {
        let mut sums = vec![0.0; groups];
        for ((distance, weight), group) in space.row(member).iter().zip(space.weight).zip(group) {
            if let Some(sum) = sums.get_mut(*group).sure() {
                *sum += weight * distance;
            }
        }
        let own = group.get(member).copied().sure_or(0);
        let others = sizes.get(own).copied().sure_or(0.0) - 1.0;
        if others <= 0.0 {
            return 0.0;
        }
        let inside = sums.get(own).copied().sure_or(0.0) / others;
        let means = sums.iter().zip(&sizes).enumerate();
        let outside = means
            .filter(|(group, (_, size))| *group != own && **size > 0.0)
            .map(|(_, (sum, size))| sum / size)
            .fold(f64::INFINITY, f64::min);
        let larger = inside.max(outside);
        if larger > 0.0 && outside.is_finite() { (outside - inside) / larger } else { 0.0 }
    };
    let parts = parallel::map_chunks(space.size, MEMBERS, |members| {
        Ok(members.map(one).collect::<Vec<_>>())
    })?;
    Ok(parts.concat())
}

/// Means over each group and over all, weighted; NaN for a group without members.
pub(super) fn means(
    values: &[f64],
    space: &Space<'_>,
    group: &[usize],
    groups: usize,
) -> (Vec<f64>, f64) {
    let mut sums = vec![(0.0, 0.0); groups];
    let (mut all, mut whole) = (0.0, 0.0);
    for ((value, weight), group) in values.iter().zip(space.weight).zip(group) {
        all += weight * value;
        whole += weight;
        if let Some((sum, size)) = sums.get_mut(*group).sure() {
            *sum += weight * value;
            *size += weight;
        }
    }
    (sums.iter().map(|(sum, size)| sum / size).collect(), all / whole)
}

/// Weights of a sample: each occurrence of a member is drawn as often as a Poisson number of mean
/// 1 says, which is the bootstrap for many occurrences.
///
/// Source: J. Hanley and B. `MacGibbon`, Computer Methods and Programs in Biomedicine 83 (2006)
/// 57-62.
pub(super) fn resample(weight: &[u64], seed: u64, sample: usize) -> Vec<f64> {
    let mut draw = Draw::new(seed, sample as u64 + 1);
    weight.iter().map(|weight| draw.poisson(*weight) as f64).collect()
}

/// For each of the first groups, its Jaccard coefficient with the second group that is most like
/// it, over the members of the sample: `|A and B| / |A or B|`, counted by their weights; NaN for a
/// group that the sample has no member of.
///
/// Source: C. Hennig, Computational Statistics & Data Analysis 52 (2007) 258-271.
pub(super) fn likeness(
    first: &[usize],
    second: &[usize],
    weight: &[f64],
    groups: usize,
) -> Vec<f64> {
    let mut both = vec![0.0; groups * groups];
    let (mut rows, mut columns) = (vec![0.0; groups], vec![0.0; groups]);
    for ((a, b), weight) in first.iter().zip(second).zip(weight) {
        for (cells, at) in [(&mut both, a * groups + b), (&mut rows, *a), (&mut columns, *b)] {
            if let Some(cell) = cells.get_mut(at).sure() {
                *cell += weight;
            }
        }
    }
    let best = |(row, size): (&[f64], &f64)| {
        let each = row.iter().zip(&columns).map(|(both, other)| both / (size + other - both));
        if *size > 0.0 { each.fold(0.0, f64::max) } else { f64::NAN }
    };
    both.chunks(groups.max(1)).zip(&rows).map(best).collect()
}
