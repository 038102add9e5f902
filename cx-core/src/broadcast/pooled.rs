//! One amplitude for each group of spots: chooses the kernel, and weighs the minutes.

use super::airings::Airings;
use super::kernel::Kernel;
use crate::sure::Sure;
use crate::{Result, parallel};

/// What the fits share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Data<'a> {
    pub(super) airings: &'a Airings,
    pub(super) groups: usize,
    pub(super) visits: &'a [f64],
    /// Baseline of each minute.
    pub(super) base: &'a [f64],
    /// Minutes in reach, ascending.
    pub(super) reach: &'a [usize],
}

/// A fit with one amplitude for each group.
#[derive(Debug, Clone)]
pub(super) struct Pooled {
    pub(super) kernel: Kernel,
    /// Expected visits of each minute of the series.
    pub(super) mean: Vec<f64>,
    likelihood: f64,
}

impl Data<'_> {
    /// Adds what airings of these amplitudes bring to the minutes.
    pub(super) fn add_response(&self, kernel: &Kernel, amplitudes: &[f64], mean: &mut [f64]) {
        for (minute, amplitude) in self.airings.minutes.iter().zip(amplitudes) {
            let cells = mean.get_mut(*minute..).sure_or_default();
            for (cell, share) in cells.iter_mut().zip(&kernel.shares) {
                *cell += amplitude * share;
            }
        }
    }

    /// `sum over minutes of kernel * cells` for each airing.
    pub(super) fn collect(&self, kernel: &Kernel, cells: &[f64]) -> Vec<f64> {
        let one = |minute: &usize| -> f64 {
            let cells = cells.get(*minute..).sure_or_default();
            cells.iter().zip(&kernel.shares).map(|(cell, share)| cell * share).sum()
        };
        self.airings.minutes.iter().map(one).collect()
    }

    fn spread(&self, by_group: &[f64]) -> Vec<f64> {
        let one = |parts: &Vec<super::airings::Part>| -> f64 {
            parts.iter().map(|p| p.weight * by_group.get(p.group).copied().sure_or(0.0)).sum()
        };
        self.airings.parts.iter().map(one).collect()
    }

    fn gather(&self, by_airing: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.groups];
        for (parts, term) in self.airings.parts.iter().zip(by_airing) {
            for part in parts {
                if let Some(sum) = sums.get_mut(part.group).sure() {
                    *sum += part.weight * term;
                }
            }
        }
        sums
    }

    /// Maximum likelihood of Poisson counts with mean `b_t + sum over groups of theta_g x_gt`, by
    /// expectation and maximisation: `theta_g <- theta_g * sum x y / mean / sum x`, never negative.
    fn fit(&self, kernel: Kernel, rounds: usize) -> Pooled {
        let reached = self.gather(&self.collect(&kernel, &vec![1.0; self.visits.len()]));
        let mut theta = vec![1.0; self.groups];
        let mut mean = self.base.to_vec();
        let mut ratio = vec![0.0; mean.len()];
        for round in 0..=rounds {
            for minute in self.reach {
                if let (Some(cell), Some(base)) =
                    (mean.get_mut(*minute).sure(), self.base.get(*minute).sure())
                {
                    *cell = *base;
                }
            }
            self.add_response(&kernel, &self.spread(&theta), &mut mean);
            if round == rounds {
                break;
            }
            for minute in self.reach {
                let at = |of: &[f64]| of.get(*minute).copied().sure_or(0.0);
                let next = at(self.visits) / at(&mean).max(f64::MIN_POSITIVE);
                if let Some(cell) = ratio.get_mut(*minute).sure() {
                    *cell = next;
                }
            }
            let pulled = self.gather(&self.collect(&kernel, &ratio));
            for ((theta, pull), whole) in theta.iter_mut().zip(pulled).zip(&reached) {
                *theta *= if *whole > 0.0 { pull / whole } else { 0.0 };
            }
        }
        let terms = self.reach.iter().map(|minute| {
            let at = |of: &[f64]| of.get(*minute).copied().sure_or(0.0);
            let (visits, mean) = (at(self.visits), at(&mean).max(f64::MIN_POSITIVE));
            visits * libm::log(mean) - mean
        });
        Pooled { likelihood: terms.sum(), kernel, mean }
    }

    /// The best of some kernels; the first one of several equals.
    fn best(&self, kernels: &[Kernel], rounds: usize) -> Result<Option<Pooled>> {
        let fits = parallel::map(kernels.len(), |at| {
            let kernel = kernels.get(at).sure().cloned();
            // The means of all candidates would fill the memory; the best one is fitted again.
            Ok(kernel.map(|kernel| Pooled { mean: Vec::new(), ..self.fit(kernel, rounds) }))
        })?;
        Ok(fits
            .into_iter()
            .flatten()
            .reduce(|best, next| if next.likelihood > best.likelihood { next } else { best }))
    }

    /// The fit with the kernel that is given or, where it is not, of the highest likelihood: over a
    /// grid, then over finer ones around the best.
    pub(super) fn choose(
        &self,
        shape: Option<f64>,
        scale: Option<f64>,
        window: usize,
    ) -> Result<Option<Pooled>> {
        let mut best = self.best(&Kernel::grid(shape, scale, window), 15)?;
        for step in [0.25, 0.12, 0.06] {
            let Some(found) = &best else { break };
            best = self.best(&found.kernel.around(shape, scale, step), 15)?;
        }
        Ok(best.map(|best| self.fit(best.kernel, 60)))
    }
}
