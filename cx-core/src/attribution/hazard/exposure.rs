//! How long contacts worked: `sum over contacts of tau (1 - exp(-age / tau))` on a grid of `tau`.

use super::histories::Histories;
use crate::parallel;
use crate::{Error, Result};

/// Points of the grid; between them `ln E` is linear in `ln tau`.
const POINTS: usize = 25;
/// Standard deviation of `ln tau` about its centre over touchpoints.
pub(super) const SPREAD: f64 = 0.6;
/// Persons of one task; sums are put together in the order of the tasks.
pub(super) const TASK: usize = 2_048;

/// Exposure of every touchpoint for every `tau` of the grid.
#[derive(Debug, Clone)]
pub(super) struct Exposure {
    /// `ln tau` of the first point.
    first: f64,
    /// Difference between two points.
    step: f64,
    /// `ln E`, touchpoint after touchpoint.
    ln: Vec<f64>,
}

impl Exposure {
    /// Tables for decays from `shortest` to `longest` days.
    pub(super) fn of(histories: &Histories, shortest: f64, longest: f64) -> Result<Self> {
        let first = libm::log(shortest);
        let step = (libm::log(longest) - first) / (POINTS - 1) as f64;
        let grid: Vec<f64> = (0..POINTS).map(|at| libm::exp(first + step * at as f64)).collect();
        let parts = parallel::map_chunks(histories.persons.len(), TASK, |range| {
            let mut sums = vec![0.0; histories.touchpoints * POINTS];
            for person in histories.persons.get(range).unwrap_or_default() {
                for touch in &person.touches {
                    let age = person.days - touch.time;
                    let row = sums.get_mut(touch.at * POINTS..).unwrap_or_default();
                    for (sum, tau) in row.iter_mut().zip(&grid) {
                        *sum -= tau * libm::expm1(-age / tau);
                    }
                }
            }
            Ok(sums)
        })?;
        let mut ln = vec![0.0; histories.touchpoints * POINTS];
        for part in parts {
            ln.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
        // A touchpoint met in the last moment only has no exposure, and so no effect to be seen.
        for sum in &mut ln {
            *sum = libm::log(sum.max(1e-9));
        }
        if ln.iter().any(|value| !value.is_finite()) {
            return Err(Error::Overflow { what: "the time that contacts worked" });
        }
        Ok(Self { first, step, ln })
    }

    fn row(&self, touchpoint: usize) -> &[f64] {
        self.ln.get(touchpoint * POINTS..(touchpoint + 1) * POINTS).unwrap_or_default()
    }

    /// `E` and `dE / d ln tau` of a touchpoint.
    pub(super) fn at(&self, touchpoint: usize, tau: f64) -> (f64, f64) {
        let place = ((libm::log(tau) - self.first) / self.step).clamp(0.0, (POINTS - 1) as f64);
        let low = (place as usize).min(POINTS - 2);
        let row = self.row(touchpoint);
        let (Some(a), Some(b)) = (row.get(low), row.get(low + 1)) else { return (0.0, 0.0) };
        let whole = libm::exp(a + (b - a) * (place - low as f64));
        (whole, whole * (b - a) / self.step)
    }

    /// The centre of `ln tau` over touchpoints: a normal one about the middle of the grid with standard
    /// deviation 1, at its mode given the decays.
    pub(super) fn centre(&self, decays: &[f64]) -> f64 {
        let middle = self.first + self.step * (POINTS - 1) as f64 / 2.0;
        let sum: f64 = decays.iter().map(|decay| libm::log(*decay)).sum();
        let weight = SPREAD * SPREAD;
        (sum + weight * middle) / (decays.len() as f64 + weight)
    }

    /// The logarithm of the prior of the decays.
    pub(super) fn prior(&self, decays: &[f64]) -> f64 {
        let (centre, middle) = (self.centre(decays), self.centre(&[]));
        let far = |decay: &f64| (libm::log(*decay) - centre) / SPREAD;
        let squares: f64 = decays.iter().map(far).map(|far| far * far).sum();
        -(squares + (centre - middle) * (centre - middle)) / 2.0
    }

    /// The `tau` that suits `weight` conversions whose contacts were `ages` days old in sum: the
    /// maximum of `-weight ln E - ages / tau - ((ln tau - centre) / 0.6)^2 / 2`, by a parabola through the
    /// best point of the grid and its neighbours.
    pub(super) fn decay(&self, touchpoint: usize, weight: f64, ages: f64, centre: f64) -> f64 {
        let row = self.row(touchpoint);
        let ln_tau = |at: usize| self.first + self.step * at as f64;
        let worth = |at: usize| {
            let far = (ln_tau(at) - centre) / SPREAD;
            let ln = row.get(at).copied().unwrap_or(0.0);
            -weight * ln - ages * libm::exp(-ln_tau(at)) - far * far / 2.0
        };
        let mut best = 1;
        for at in 2..POINTS - 1 {
            if worth(at) > worth(best) {
                best = at;
            }
        }
        let (a, b, c) = (worth(best - 1), worth(best), worth(best + 1));
        let bend = a - 2.0 * b + c;
        let shift = if bend < 0.0 { ((a - c) / (2.0 * bend)).clamp(-1.0, 1.0) } else { 0.0 };
        libm::exp(ln_tau(best) + self.step * shift)
    }
}
