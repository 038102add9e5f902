//! From a distribution to a score with its interval.

use super::Distribution;
use super::rule::Rule;
use crate::Result;
use crate::exact::ExactSum;
use crate::intake::{Scale, Side, pomp, turn};
use crate::stats::{Interval, Moments, difference_of_shares, mean_interval, wilson};

/// A score, and all that its interval needs for any number of answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// In the unit of the report.
    pub(super) score: f64,
    shape: Shape,
    /// Effective number of answers.
    effective: f64,
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Shares of promoters and detractors.
    Difference(f64, f64),
    Share(f64),
    /// The moments and the ends of the scale.
    Mean(Moments, Option<(f64, f64)>),
}

impl Measure {
    /// The score of a distribution; `None` without any weight.
    pub(super) fn of(
        answers: &Distribution,
        rule: Rule,
        scale: Option<Scale>,
    ) -> Result<Option<Self>> {
        if answers.weight <= 0.0 {
            return Ok(None);
        }
        let weight_of = |counts: &dyn Fn(f64) -> bool| {
            let mut sum = ExactSum::default();
            let bins = answers.bins.iter().filter(|bin| counts(turn(bin.score, scale)));
            bins.for_each(|bin| sum.add(bin.weight));
            sum.value()
        };
        // Of the same bins as the parts, so that no part is more than the whole by rounding.
        let (weight, effective) = (weight_of(&|_| true)?, answers.effective);
        let measure = match rule {
            Rule::Nps => {
                let plus = weight_of(&|score| Side::of(score) == Side::Promoter)?;
                let minus = weight_of(&|score| Side::of(score) == Side::Detractor)?;
                let shape = Shape::Difference(plus / weight, minus / weight);
                // The share first: it never rounds beyond 1, while a hundredfold may.
                Self { score: 100.0 * ((plus - minus) / weight), shape, effective }
            }
            Rule::TopBox(from) => {
                let top = weight_of(&|score| score >= from)?;
                Self { score: 100.0 * (top / weight), shape: Shape::Share(top / weight), effective }
            }
            Rule::Pomp => {
                let mut moments = moments(answers, |score| pomp(score, scale))?;
                moments.mean = moments.mean.clamp(0.0, 100.0);
                let shape = Shape::Mean(moments, Some((0.0, 100.0)));
                Self { score: moments.mean, shape, effective }
            }
            Rule::Mean => {
                let moments = moments(answers, |score| score)?;
                Self { score: moments.mean, shape: Shape::Mean(moments, None), effective }
            }
        };
        Ok(Some(measure))
    }

    /// The interval that `factor` times as many answers of the same kind would give.
    pub(super) fn interval(
        &self,
        factor: f64,
        confidence: f64,
        z: f64,
    ) -> Result<Option<Interval>> {
        let effective = self.effective * factor;
        let interval = match self.shape {
            Shape::Difference(plus, minus) => {
                let interval = difference_of_shares(plus, minus, effective, z);
                Some(interval.rescale(100.0, 0.0))
            }
            Shape::Share(share) => {
                Some(wilson(share * effective, effective, z).rescale(100.0, 0.0))
            }
            Shape::Mean(moments, bounds) => {
                mean_interval(&Moments { effective, ..moments }, bounds, confidence)?
            }
        };
        Ok(interval.map(|interval| interval.around(self.score)))
    }
}

fn moments(answers: &Distribution, value: impl Fn(f64) -> f64) -> Result<Moments> {
    let sum = |term: &dyn Fn(f64) -> f64| {
        let mut sum = ExactSum::default();
        answers.bins.iter().for_each(|bin| sum.add(bin.weight * term(value(bin.score))));
        sum.value()
    };
    let mean = sum(&|x| x)? / answers.weight;
    let spread = sum(&|x| (x - mean) * (x - mean))? / answers.weight;
    let moments = Moments { mean, variance: 0.0, effective: answers.effective };
    Ok(moments.with_spread(spread))
}
