//! The intervals of credits.

use crate::Result;
use crate::attribution::outcomes::Outcomes;
use crate::attribution::sums::Shape;
use crate::exact::ExactSum;
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::stats::{gamma_quantile, z_of};
use crate::sure::Sure;

/// Conversions of all touchpoints whose values those of each touchpoint are mixed with.
const BORROWED: f64 = 30.0;

/// How much of one conversion more the upper end allows for: half of it, as the mid-P rule has it.
const NEXT: f64 = 0.5;

/// How intervals are made of credits and their variances.
///
/// A credit is a sum of parts of rare conversions, so it is skewed, and what the data do not show is
/// above it. Conversions `c` with the variance `V`, in parts of `u = V / c` (1 where there are none),
/// are between the gamma quantiles
///
/// ```text
/// low   of mean c           and variance V
/// high  of mean c + u / 2   and variance V + u^2 / 2
/// ```
///
/// For a count these are Byar's limits, the upper one with half an event more (mid-P) in place of one.
/// A value `v` with the variance `W` is bounded likewise, but few conversions seldom have the large
/// values among them that make up much of the mean and most of the variance; and where they do, too much
/// of them. So the mean square of values, `W / V`, is mixed with that of all conversions, `s`, as if 30
/// of these were added:
///
/// ```text
/// D = V (s - W / V) 30 / (c + 30)
/// low   of mean v             and variance W + min(0, D)
/// high  of mean v + u m / 2   and variance W + max(0, D) + u^2 s / 2
/// ```
///
/// with `m` the mean value of all conversions. Signed credits have normal intervals, with variances of
/// the same kind. Where any outcome is below 0, [`Both`](super::Both) puts the intervals of what was
/// gained and of what was lost together.
///
/// Sources: M. P. Fay, E. J. Feuer, *Confidence intervals for directly standardized rates: a method
/// based on the gamma distribution*, Statistics in Medicine 16 (1997) 791-801; M. P. Fay, S. Kim,
/// *Confidence intervals for directly standardized rates using mid-p gamma intervals*, Biometrical
/// Journal 59 (2017) 377-387; C. Morris, *Parametric empirical Bayes inference*, JASA 78 (1983) 47-65,
/// for what is borrowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    z: f64,
    /// Mean value of a conversion, and mean square.
    mean: f64,
    square: f64,
    /// The same of those conversions alone that have a value: where only the values above 0 count, or
    /// only the sizes of those below, most may have none.
    typical: [f64; 2],
}

/// One credit: in conversions and in value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Estimate {
    pub(crate) credit: [f64; 2],
    /// Variances by formula.
    pub(crate) variance: [f64; 2],
    /// Variances over the replicates of a bootstrap.
    pub(crate) resampled: Option<[f64; 2]>,
    /// Variances that the data do not show, where they are known.
    pub(crate) unseen: Option<[f64; 2]>,
    pub(crate) shape: Shape,
}

impl Bounds {
    /// For credits of these outcomes.
    pub(crate) fn of(outcomes: Outcomes<'_>, confidence: f64) -> Result<Self> {
        match outcomes {
            Outcomes::Journeys(journeys) => {
                Self::of_journeys(journeys, &|journey| journeys.worth_units(journey), confidence)
            }
            Outcomes::Paths(paths) => Self::of_paths(paths, confidence),
        }
    }

    /// For credits of the conversions of these journeys, each worth what `worth` says.
    pub(crate) fn of_journeys(
        journeys: &Journeys,
        worth: &dyn Fn(usize) -> f64,
        confidence: f64,
    ) -> Result<Self> {
        let [mut value, mut squares] = [ExactSum::default(), ExactSum::default()];
        let (mut conversions, mut valued) = (0.0, 0.0);
        for journey in
            (0..journeys.len()).filter(|at| journeys.converted.get(*at).sure() == Some(&true))
        {
            let worth = worth(journey);
            conversions += 1.0;
            valued += f64::from(u8::from(worth != 0.0));
            value.add(worth);
            squares.add(worth * worth);
        }
        Self::new([conversions, value.value()?, squares.value()?], valued, confidence)
    }

    /// For credits of these paths.
    fn of_paths(paths: &Paths, confidence: f64) -> Result<Self> {
        let sum = |column: &[f64]| {
            let mut sum = ExactSum::default();
            for term in column {
                sum.add(*term);
            }
            sum.value()
        };
        let with_value = paths.conversions.iter().zip(&paths.value).filter(|(_, v)| **v != 0.0);
        let valued = with_value.map(|(count, _)| count).sum();
        let sums = [sum(&paths.conversions)?, sum(&paths.value)?, sum(&paths.value_squares)?];
        Self::new(sums, valued, confidence)
    }

    /// For credits of conversions with this sum of values and of their squares, so many of which have
    /// a value.
    pub(super) fn new(
        [conversions, value, squares]: [f64; 3],
        valued: f64,
        confidence: f64,
    ) -> Result<Self> {
        let by = |sum: f64, count: f64| if count > 0.0 { sum / count } else { 0.0 };
        Ok(Self {
            z: z_of(confidence)?,
            mean: by(value, conversions).max(0.0),
            square: by(squares, conversions),
            typical: [by(value, valued).max(0.0), by(squares, valued)],
        })
    }

    /// The intervals of conversions and of value.
    pub(crate) fn ends(&self, of: &Estimate) -> [[f64; 2]; 2] {
        let [conversions, value] = of.credit;
        let [variance, _] = of.resampled.unwrap_or(of.variance);
        let [unseen, _] = of.unseen.unwrap_or_default();
        let next = Self::next(of);
        // What a model takes away is below 0 without any outcome that is.
        let shape = if value < 0.0 { Shape::Signed } else { of.shape };
        [
            self.around(of.shape, conversions, [variance, unseen], next),
            self.value(shape, of, [self.mean, self.square]),
        ]
    }

    /// The interval of the value of one sign, where values of the other sign are left out of it.
    pub(super) fn of_sign(&self, of: &Estimate) -> [f64; 2] {
        let [_, value] = of.credit;
        // One more outcome of a sign that was met is one of its own size; where none was met, most
        // conversions will have none either.
        let one = if value > 0.0 { self.typical } else { [self.mean, self.square] };
        self.value(of.shape, of, one)
    }

    fn value(&self, shape: Shape, of: &Estimate, [mean, square]: [f64; 2]) -> [f64; 2] {
        let [_, value] = of.credit;
        let [_, variance] = of.resampled.unwrap_or(of.variance);
        let unseen = of.unseen.map_or_else(|| self.borrowed(of), |[_, unseen]| unseen);
        let [part, squared] = Self::next(of);
        self.around(shape, value, [variance, unseen], [part * mean, squared * square])
    }

    /// What half a conversion more would add to the credit in conversions, and to its variance.
    fn next(of: &Estimate) -> [f64; 2] {
        let ([conversions, _], [seen, _]) = (of.credit, of.variance);
        let part = if conversions > 0.0 && seen > 0.0 { seen / conversions } else { 1.0 };
        [NEXT * part, NEXT * part * part]
    }

    /// What the values of few conversions do not show of the variance; below 0 for what they show too
    /// much of.
    fn borrowed(&self, of: &Estimate) -> f64 {
        let ([conversions, _], [variance, value_variance]) = (of.credit, of.variance);
        if of.shape == Shape::Normal || variance <= 0.0 {
            return 0.0;
        }
        let missing = variance * self.square - value_variance;
        missing * BORROWED / (conversions.max(0.0) + BORROWED)
    }

    fn around(
        &self,
        shape: Shape,
        estimate: f64,
        [variance, unseen]: [f64; 2],
        [next, next_variance]: [f64; 2],
    ) -> [f64; 2] {
        let (variance, more) = (variance.max(0.0), unseen.max(0.0));
        let half = self.z * (variance + more).sqrt();
        let [low, high] = match shape {
            Shape::Sum => [
                gamma_quantile(estimate, (variance + unseen.min(0.0)).max(0.0), -self.z),
                gamma_quantile(estimate + next, variance + more + next_variance, self.z),
            ],
            Shape::Signed => [estimate - half, estimate + half],
            Shape::Normal => [(estimate - half).max(0.0), estimate + half],
        };
        [low.min(estimate), high.max(estimate)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(credit: [f64; 2], variance: [f64; 2]) -> Estimate {
        Estimate { credit, variance, ..Estimate::default() }
    }

    #[test]
    fn intervals_are_those_of_the_formulas() {
        // 100 conversions of mean 30 and mean square 2,500.
        let bounds = Bounds::new([100.0, 3_000.0, 250_000.0], 100.0, 0.95).expect("bounds");
        let z = z_of(0.95).expect("a quantile");
        let found = bounds.ends(&sum([10.0, 200.0], [5.0, 4_500.0]));
        assert_eq!(found[0][0], gamma_quantile(10.0, 5.0, -z));
        assert_eq!(found[0][1], gamma_quantile(10.25, 5.125, z));
        assert_eq!(found[1][0], gamma_quantile(200.0, 4_500.0, -z));
        let borrowed = 5.0 * (2_500.0 - 900.0) * 30.0 / 40.0;
        let high = gamma_quantile(207.5, 4_500.0 + borrowed + 0.125 * 2_500.0, z);
        assert!((found[1][1] - high).abs() < 1e-9, "{found:?} {high}");
        // Values of a touchpoint that vary more than all do.
        let [low, high] = bounds.ends(&sum([10.0, 200.0], [5.0, 20_000.0]))[1];
        assert!((high - gamma_quantile(207.5, 20_312.5, z)).abs() < 1e-9);
        assert!((low - gamma_quantile(200.0, 14_375.0, -z)).abs() < 1e-9);
    }

    #[test]
    fn nothing_has_an_upper_end_and_what_is_taken_away_a_lower_one() {
        let bounds = Bounds::new([100.0, 3_000.0, 250_000.0], 100.0, 0.95).expect("bounds");
        let [conversions, value] = bounds.ends(&sum([0.0, 0.0], [0.0, 0.0]));
        assert!(conversions[0] == 0.0 && (2.0..3.7).contains(&conversions[1]), "{conversions:?}");
        assert!(value[0] == 0.0 && value[1] > 2.0 * 30.0, "{value:?}");
        let [_, value] = bounds.ends(&sum([1.0, -20.0], [1.0, 400.0]));
        assert!(value[0] < -20.0 - 39.0 && value[1] > 19.0, "{value:?}");
    }

    #[test]
    fn estimates_are_within_and_sums_never_below_nothing() {
        let bounds = Bounds::new([40.0, 900.0, 400_000.0], 40.0, 0.5).expect("bounds");
        for conversions in [0.0, 1e-6, 0.3, 2.0, 50.0] {
            for spread in [0.0, 1e-9, 0.1, 1.0, 40.0] {
                let variance = [conversions * spread, conversions * spread * 3_000.0];
                let found = bounds.ends(&sum([conversions, 5.0 * conversions], variance));
                for ([low, high], credit) in found.into_iter().zip([conversions, 5.0 * conversions])
                {
                    assert!(0.0 <= low && low <= credit && credit <= high, "{found:?}");
                }
            }
        }
    }
}
