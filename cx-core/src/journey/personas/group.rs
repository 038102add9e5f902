//! Groups for each number of personas, and which number fits.

use super::medoids::Space;
use super::options::PersonaOptions;
use super::quality::{likeness, means, resample, silhouettes};
use super::report::PersonaChoice;
use crate::sure::Sure;
use crate::{Result, parallel};

/// A group whose members are found again less often than this may be chance (Hennig 2007).
const STABLE: f64 = 0.6;

/// Groups of the members of a sample.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub(super) medoids: Vec<usize>,
    /// Mean silhouette of each group.
    pub(super) silhouette: Vec<f64>,
    /// Mean Jaccard coefficient of each group; NaN without resampling.
    pub(super) stability: Vec<f64>,
    /// Group of each member.
    group: Vec<usize>,
}

/// Groups for each number of personas in the range, and the one that fits best.
pub(super) fn choose(
    space: &Space<'_>,
    weight: &[u64],
    options: &PersonaOptions,
) -> Result<(Groups, Vec<PersonaChoice>)> {
    let most = options.most.min(space.size);
    let counts = options.least.min(most)..=most;
    let all = split(space, counts.clone())?;
    let mut stability: Vec<Vec<Stability>> =
        all.iter().map(|medoids| vec![Stability::default(); medoids.len()]).collect();
    let groups: Vec<Vec<usize>> = all.iter().map(|medoids| assign(space, medoids)).collect();
    let samples = parallel::map(options.resamples, |sample| {
        let drawn = resample(weight, options.seed, sample);
        let again = Space { weight: &drawn, ..*space };
        let found = split(&again, counts.clone())?;
        let like = |(medoids, group): (&Vec<usize>, &Vec<usize>)| {
            likeness(group, &assign(space, medoids), &drawn, medoids.len())
        };
        Ok(found.iter().zip(&groups).map(like).collect::<Vec<_>>())
    })?;
    for sample in samples {
        for (mine, found) in stability.iter_mut().zip(sample) {
            mine.iter_mut().zip(found).for_each(|(mine, found)| mine.add(found));
        }
    }
    let mut choices = Vec::new();
    let mut fits = Vec::new();
    for ((medoids, group), stability) in all.into_iter().zip(groups).zip(stability) {
        let each = silhouettes(space, &group, medoids.len())?;
        let (silhouette, mean) = means(&each, space, &group, medoids.len());
        let stability: Vec<f64> = stability.iter().map(Stability::mean).collect();
        choices.push(PersonaChoice {
            personas: medoids.len(),
            silhouette: mean,
            stability: stability.iter().sum::<f64>() / stability.len() as f64,
            least_stability: stability.iter().copied().fold(f64::NAN, f64::min),
            chosen: false,
        });
        fits.push(Groups { medoids, silhouette, stability, group });
    }
    let best = best(&choices);
    if let Some(choice) = choices.get_mut(best).sure() {
        choice.chosen = true;
    }
    Ok((fits.swap_remove(best), choices))
}

/// The largest silhouette among the stable ones, or among all where none is stable; the smaller
/// number among equals.
fn best(choices: &[PersonaChoice]) -> usize {
    let stable = |choice: &PersonaChoice| {
        choice.least_stability.is_nan() || choice.least_stability >= STABLE
    };
    let any = choices.iter().any(stable);
    let all = choices.iter().enumerate().filter(|(_, choice)| !any || stable(choice));
    let largest = all.reduce(|a, b| if b.1.silhouette > a.1.silhouette { b } else { a });
    largest.map_or(0, |(at, _)| at)
}

/// Medoids for each number of groups.
fn split(space: &Space<'_>, counts: std::ops::RangeInclusive<usize>) -> Result<Vec<Vec<usize>>> {
    let first = space.build(*counts.end())?;
    counts.map(|count| space.swap(first.iter().copied().take(count).collect())).collect()
}

fn assign(space: &Space<'_>, medoids: &[usize]) -> Vec<usize> {
    space.nearest(medoids).iter().map(|near| near.medoid).collect()
}

impl Groups {
    /// The groups in order of their weight, largest first; then of their medoids.
    pub(super) fn order(mut self, weight: &[u64]) -> Self {
        let mut sizes = vec![0_u64; self.medoids.len()];
        for (group, weight) in self.group.iter().zip(weight) {
            if let Some(size) = sizes.get_mut(*group).sure() {
                *size += weight;
            }
        }
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        let size = |at: usize| std::cmp::Reverse(sizes.get(at).copied().sure_or(0));
        order.sort_by_key(|at| (size(*at), self.medoids.get(*at).sure().copied()));
        let numbers = |values: &[f64]| {
            order.iter().filter_map(|at| values.get(*at).sure().copied()).collect()
        };
        self.silhouette = numbers(&self.silhouette);
        self.stability = numbers(&self.stability);
        self.medoids =
            order.iter().filter_map(|at| self.medoids.get(*at).sure().copied()).collect();
        self.group.clear();
        self
    }
}

/// A mean of the samples in which a group occurs.
#[derive(Debug, Clone, Copy, Default)]
struct Stability {
    sum: f64,
    count: u32,
}

impl Stability {
    fn add(&mut self, likeness: f64) {
        if !likeness.is_nan() {
            self.sum += likeness;
            self.count += 1;
        }
    }

    fn mean(&self) -> f64 {
        self.sum / f64::from(self.count)
    }
}
