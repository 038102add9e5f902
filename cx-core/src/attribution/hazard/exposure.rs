//! How long contacts worked: `sum over contacts of tau (1 - exp(-age / tau))` on a grid of `tau`.

use super::histories::Histories;
use super::lanes;
use crate::parallel;
use crate::sure::Sure;
use crate::{Error, Result};

/// Points of the grid; between them `ln E` is a cubic of `ln tau` with the right slopes at both ends.
const POINTS: usize = 25;
/// The golden section, and how often an interval is cut by it: to a millionth.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
const SECTIONS: usize = 30;
/// Standard deviation of `ln tau` about its centre over touchpoints.
pub(super) const SPREAD: f64 = 0.6;
/// Standard deviation of the centre about the middle of the grid: with few conversions, long effects and
/// a high base cannot be told apart, and the mode lies with the long effects.
const CENTRE: f64 = 0.3;
/// Persons of one task; sums are put together in the order of the tasks.
pub(super) const TASK: usize = 2_048;

/// Adds `tau (1 - exp(-age / tau))` and its slopes by `ln tau` at all points of the grid.
fn worked(age: f64, grid: &[f64; POINTS], sums: &mut [f64; 2 * POINTS]) {
    let (sums, slopes) = sums.split_at_mut(POINTS);
    for ((sum, slope), tau) in sums.iter_mut().zip(slopes).zip(grid) {
        let left = lanes::exp(-age / tau);
        let gone = tau - tau * left;
        *sum += gone;
        *slope += gone - age * left;
    }
}

/// Exposure of every touchpoint for every `tau` of the grid.
#[derive(Debug, Clone)]
pub(super) struct Exposure {
    /// `ln tau` of the first point.
    first: f64,
    /// Difference between two points.
    step: f64,
    /// `ln E`, touchpoint after touchpoint, and its slope.
    ln: Vec<(f64, f64)>,
}

impl Exposure {
    /// Tables for decays from `shortest` to `longest` days.
    pub(super) fn of(histories: &Histories, shortest: f64, longest: f64) -> Result<Self> {
        let first = libm::log(shortest);
        let step = (libm::log(longest) - first) / (POINTS - 1) as f64;
        let grid = std::array::from_fn(|at| libm::exp(first + step * at as f64));
        let parts = parallel::map_chunks(histories.len(), TASK, |range| {
            let mut sums = vec![[0.0; 2 * POINTS]; histories.touchpoints];
            for person in histories.range(range) {
                for touch in person.touches {
                    if let Some(sums) = sums.get_mut(touch.at).sure() {
                        worked(person.days - touch.time, &grid, sums);
                    }
                }
            }
            Ok(sums)
        })?;
        let mut sums = vec![[0.0; 2 * POINTS]; histories.touchpoints];
        for part in parts {
            for (sums, part) in sums.iter_mut().zip(part) {
                sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            }
        }
        // A touchpoint met in the last moment only has no exposure, and so no effect to be seen.
        let ln: Vec<(f64, f64)> = sums
            .iter()
            .map(|sums| sums.split_at(POINTS))
            .flat_map(|(sums, slopes)| sums.iter().zip(slopes))
            .map(|(sum, slope)| (libm::log(sum.max(1e-9)), slope / sum.max(1e-9)))
            .collect();
        if ln.iter().any(|(ln, slope)| !(ln.is_finite() && slope.is_finite())) {
            return Err(Error::Overflow { what: "the time that contacts worked" });
        }
        Ok(Self { first, step, ln })
    }

    /// Whether a decay is as long as one may be.
    pub(super) fn is_longest(&self, tau: f64) -> bool {
        libm::log(tau) > self.first + self.step * ((POINTS - 1) as f64 - 0.5)
    }

    fn row(&self, touchpoint: usize) -> &[(f64, f64)] {
        self.ln.get(touchpoint * POINTS..(touchpoint + 1) * POINTS).sure_or_default()
    }

    /// `E` and `dE / d ln tau` of a touchpoint.
    pub(super) fn at(&self, touchpoint: usize, tau: f64) -> (f64, f64) {
        let (ln, slope) = self.ln_at(touchpoint, (libm::log(tau) - self.first) / self.step);
        let whole = libm::exp(ln);
        (whole, whole * slope)
    }

    /// `ln E` and its slope at a place of the grid, by the cubic through both ends (Hermite).
    fn ln_at(&self, touchpoint: usize, place: f64) -> (f64, f64) {
        let place = place.clamp(0.0, (POINTS - 1) as f64);
        let low = (place as usize).min(POINTS - 2);
        let row = self.row(touchpoint);
        let (Some((a, from)), Some((b, to))) = (row.get(low).sure(), row.get(low + 1).sure())
        else {
            return (0.0, 0.0);
        };
        let (x, step) = (place - low as f64, self.step);
        let (from, to, rise) = (from * step, to * step, b - a);
        let (square, cube) = (3.0 * rise - 2.0 * from - to, from + to - 2.0 * rise);
        let value = a + x * (from + x * (square + x * cube));
        (value, (from + x * (2.0 * square + 3.0 * x * cube)) / step)
    }

    /// The centre of `ln tau` over touchpoints: a normal one about the middle of the grid, at its mode
    /// given the decays.
    pub(super) fn centre(&self, decays: &[f64]) -> f64 {
        let middle = self.first + self.step * (POINTS - 1) as f64 / 2.0;
        let sum: f64 = decays.iter().map(|decay| libm::log(*decay)).sum();
        let weight = (SPREAD / CENTRE) * (SPREAD / CENTRE);
        (sum + weight * middle) / (decays.len() as f64 + weight)
    }

    /// The logarithm of the prior of the decays.
    pub(super) fn prior(&self, decays: &[f64]) -> f64 {
        let (centre, middle) = (self.centre(decays), self.centre(&[]));
        let far = |decay: &f64| (libm::log(*decay) - centre) / SPREAD;
        let squares: f64 = decays.iter().map(far).map(|far| far * far).sum();
        let off = (centre - middle) / CENTRE;
        -(squares + off * off) / 2.0
    }

    /// The `tau` that suits `weight` conversions whose contacts were `ages` days old in sum, and `contacts`
    /// and `conversions` known beforehand. With `n = weight + conversions` it is at the maximum of
    ///
    /// ```text
    /// conversions ln tau - n ln (E + contacts tau) - ages / tau - ((ln tau - centre) / 0.6)^2 / 2
    /// ```
    ///
    /// which golden sections find about the best point of the grid.
    pub(super) fn decay(
        &self,
        touchpoint: usize,
        weight: f64,
        ages: f64,
        centre: f64,
        (conversions, contacts): (f64, f64),
    ) -> f64 {
        let worth = |place: f64| {
            let ln_tau = self.first + self.step * place;
            let far = (ln_tau - centre) / SPREAD;
            let tau = libm::exp(ln_tau);
            let worked = libm::exp(self.ln_at(touchpoint, place).0) + contacts * tau;
            conversions * ln_tau
                - (weight + conversions) * libm::log(worked)
                - ages / tau
                - far * far / 2.0
        };
        let values: Vec<f64> = (0..POINTS).map(|at| worth(at as f64)).collect();
        let mut best = 0;
        for (at, value) in values.iter().enumerate() {
            if values.get(best).sure().is_some_and(|most| value > most) {
                best = at;
            }
        }
        let (mut low, mut high) =
            (best.saturating_sub(1) as f64, (best + 1).min(POINTS - 1) as f64);
        for _ in 0..SECTIONS {
            let inner = (high - low) * GOLDEN;
            let (left, right) = (high - inner, low + inner);
            if worth(left) < worth(right) { low = left } else { high = right }
        }
        libm::exp(self.first + self.step * (low + high) / 2.0)
    }
}
