//! The time-to-event model: fitted, divided and with its doubt.

use super::doubt::Doubt;
use super::exposure::Exposure;
use super::fit::search;
use super::found::Found;
use super::histories::Histories;
use super::level_set::Levels;
use super::options::KnockOn;
use super::parameters;
use super::rows::Rows;
use super::split::Split;
use super::triggers::Triggers;
use crate::attribution::options::AttributeOptions;
use crate::attribution::sums::{Estimates, Shape};
use crate::exact::ExactSum;
use crate::journey::Journeys;
use crate::journey::persons::Persons;
use crate::reserved::BASELINE;
use crate::stats::{Matrix, z_of};
use crate::sure::Sure;
use crate::{Error, Result};

/// Everything that was estimated.
pub(super) struct Fitted {
    pub(super) histories: Histories,
    pub(super) exposure: Exposure,
    pub(super) triggers: Triggers,
    pub(super) found: Found,
    pub(super) split: Split,
    pub(super) doubt: Doubt,
}

impl Fitted {
    pub(super) fn of(
        options: &AttributeOptions,
        journeys: &Journeys,
        persons: &Persons,
    ) -> Result<Self> {
        let days = |span: crate::options::Span| span.hours() / 24.0;
        let range = options.decay.map(days);
        let histories = Histories::of(journeys, persons, options.repeat);
        if histories.range(0..histories.len()).all(|person| person.days <= 0.0) {
            return Err(Error::Unanswerable {
                what: "no contact has any time after it, so a time-to-event model has nothing to go by".into(),
                remedy: "attribute journeys with times, and keep those that did not convert",
            });
        }
        let [shortest, longest] = range;
        let exposure = Exposure::of(&histories, shortest, longest)?;
        let triggers = match options.knock_on {
            KnockOn::None => Triggers::none(histories.touchpoints),
            _ => Triggers::of(&histories, days(options.knock_on_window))?,
        };
        let rows = Rows::of(&histories, &triggers)?;
        let sums = rows.in_sum(histories.touchpoints);
        let size = options.intent_levels as usize;
        let many = Levels::new(&histories, &exposure, [&rows, &rows], size, range);
        let one = Levels::new(&histories, &exposure, [&sums, &rows], 1, range);
        let (levels, found) = search(many, one, options.iterations)?;
        let split = Split::of(&levels, &found.parameters, &triggers, options.knock_on)?;
        let doubt = Doubt::of(&levels, &found.parameters, z_of(options.confidence)?)?;
        Ok(Self { histories, exposure, triggers, found, split, doubt })
    }

    /// The variance of the conversions that come without any contact.
    pub(super) fn baseline_variance(&self) -> f64 {
        self.doubt.base + self.histories.bare.len() as f64
    }

    pub(super) fn estimates(&self) -> Result<Estimates> {
        let split = &self.split;
        let mut conversions = Split::credit(&split.direct, &split.passed);
        let mut value = Split::credit(&split.direct_value, &split.passed_value);
        let mut conversions_variance =
            Split::variances(&split.direct, &split.passed, &self.doubt.direct);
        let of_value = self.value_doubt();
        let mut value_variance =
            Split::variances(&split.direct_value, &split.passed_value, &of_value);
        let sold = self.histories.conversions.iter();
        let values: Vec<f64> =
            sold.map(|sale| sale.value).chain(self.histories.bare.iter().copied()).collect();
        let (mut whole, mut squares) = (ExactSum::default(), ExactSum::default());
        for value in &values {
            whole.add(*value);
            squares.add(value * value);
        }
        let sold = values.len() as f64;
        let rest = remainder(sold, sold, &conversions);
        let worth = values.iter().map(|value| value.abs()).sum();
        let rest_value = remainder(whole.value()?, worth, &value);
        let doubt = self.baseline_variance();
        conversions.push(rest);
        value.push(rest_value);
        conversions_variance.push(doubt);
        let own_squares = squares.value()? - split.squares.iter().sum::<f64>();
        value_variance.push(spread(rest, rest_value, own_squares, doubt));
        Ok(Estimates {
            conversions,
            value,
            conversions_variance,
            value_variance,
            rest: Some(BASELINE),
            shape: Shape::Normal,
            undecided: self.undecided(),
            ..Estimates::default()
        })
    }

    /// Touchpoints whose effect lasts as long as it may: it cannot be told from a slow change of the need.
    fn undecided(&self) -> Vec<bool> {
        let decays = self.found.parameters.decay.iter().zip(&self.split.direct);
        decays.map(|(decay, direct)| *direct > 0.0 && self.exposure.is_longest(*decay)).collect()
    }

    /// The covariance of the direct credits in value: that of the conversions times the mean values,
    /// and the spread of the values.
    fn value_doubt(&self) -> Matrix {
        let split = &self.split;
        let count = split.direct.len();
        let mean =
            |at: usize| match (split.direct.get(at).sure(), split.direct_value.get(at).sure()) {
                (Some(parts), Some(value)) if *parts > 0.0 => value / parts,
                _ => 0.0,
            };
        let mut doubt = Matrix::zeros(count, count);
        for a in 0..count {
            for b in 0..count {
                let product = mean(a) * mean(b) * self.doubt.direct.at(a, b);
                parameters::add(doubt.row_mut(a), b, product);
            }
            let (parts, squares) = (split.direct.get(a).sure(), split.squares.get(a).sure());
            if let (Some(parts), Some(squares)) = (parts, squares) {
                let own = (squares - mean(a) * mean(a) * parts).max(0.0);
                parameters::add(doubt.row_mut(a), a, own);
            }
        }
        doubt
    }
}

/// What is left of a whole, where that is more than rounding of terms of some size.
fn remainder(whole: f64, size: f64, parts: &[f64]) -> f64 {
    let rest = whole - parts.iter().sum::<f64>();
    if rest.abs() > 1e-12 * size { rest } else { 0.0 }
}

/// The variance of a sum of values: of their number, and of the values about their mean.
fn spread(parts: f64, value: f64, squares: f64, doubt: f64) -> f64 {
    if parts <= 0.0 {
        return 0.0;
    }
    let mean = value / parts;
    mean * mean * doubt + (squares - mean * value).max(0.0)
}
