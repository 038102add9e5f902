//! Covariances of the estimates, from the scores of the persons.
//!
//! The information is that of the [scores](super::scores). The doubt in rates of contacts and in shares of
//! levels is part of that in the effects, as long as there are not too many parameters.

use super::exposure::SPREAD;
use super::found::MOST;
use super::level_set::Levels;
use super::parameters::{LEAST, Parameters, add};
use super::scores::information;
use crate::Result;
use crate::stats::{Lu, Matrix};
use crate::sure::Sure;

/// Part of its own information that each parameter gets beside it: levels that came out the same say the
/// same, and only their sum is known.
const TOGETHER: f64 = 1e-9;

/// An interval that is to begin at 0 does so by this margin: triggers share it among touchpoints.
const MARGIN: f64 = 1.1;
/// Covariances in the order: effects as conversions caused (`beta E`), `ln tau`, then the logarithms
/// of the conversions per day without any contact at the lowest and at the highest level.
#[derive(Debug)]
pub(super) struct Doubt {
    /// Of all parameters.
    pub(super) parameters: Matrix,
    /// Of the conversions that each touchpoint caused directly.
    pub(super) direct: Matrix,
    /// Of the conversions without any contact.
    pub(super) base: f64,
    /// By how much standard errors of effects are larger than the information says.
    pub(super) wider: Vec<f64>,
}

impl Doubt {
    /// `z` is what the intervals take of the standard errors.
    pub(super) fn of(levels: &Levels<'_>, now: &Parameters, z: f64) -> Result<Self> {
        let count = levels.histories.touchpoints;
        let own = 2 * count + 2;
        let scale = Scale::of(levels, now)?;
        let all = information(levels, now, now.size() <= MOST, 1)?;
        // Shares of a cohort sum to 1: logits are against the last level.
        let free = |at: &usize| {
            *at < own + 2 * count || (at - own - 2 * count) % levels.size != levels.size - 1
        };
        let kept: Vec<usize> = (0..all.rows()).filter(free).collect();
        // Effects are counted as conversions caused.
        let unit = |at: usize| match (scale.exposure.get(at), now.effect.get(at)) {
            (Some((exposure, _)), Some(effect)) => effect * exposure.max(1e-9),
            _ => 1.0,
        };
        let size = kept.len();
        let mut information = Matrix::zeros(size, size);
        for (row, a) in kept.iter().enumerate() {
            let cells = information.row_mut(row).iter_mut();
            cells.zip(&kept).for_each(|(cell, b)| *cell = all.at(*a, *b) / unit(*a) / unit(*b));
        }
        for at in 0..size {
            // What is known of ln tau beforehand; and where the data say nothing, one conversion.
            let decay = (count..2 * count).contains(&at);
            let itself = information.at(at, at);
            let known = match (decay, itself < 1e-12) {
                (true, _) => 1.0 / (SPREAD * SPREAD),
                // Levels that are alike cannot be told apart.
                _ if at >= 2 * count => 0.1,
                (_, true) => 1.0,
                _ => 0.0,
            };
            add(information.row_mut(at), at, known + TOGETHER * itself);
        }
        let all = Lu::factor(information)?.inverse();
        let mut parameters = Matrix::zeros(own, own);
        for row in 0..own {
            let cells = parameters.row_mut(row).iter_mut();
            cells.zip(all.row(row)).for_each(|(cell, of_all)| *cell = *of_all);
        }
        let mut direct = scale.direct(&parameters, now);
        let wider = scale.wider(&direct, levels, now, z);
        for (a, of_a) in wider.iter().enumerate() {
            let row = direct.row_mut(a).iter_mut();
            row.zip(&wider).for_each(|(cell, of_b)| *cell *= of_a * of_b);
        }
        let base = scale.base(&parameters, now);
        Ok(Self { parameters, direct, base, wider })
    }
}

/// Exposures, which turn rates into conversions.
struct Scale {
    /// `E` and `dE / d ln tau`, by touchpoint.
    exposure: Vec<(f64, f64)>,
    /// Days at the lowest and at the highest level; those in between count for both.
    days: [f64; 2],
}

impl Scale {
    fn of(levels: &Levels<'_>, now: &Parameters) -> Result<Self> {
        let sums = levels.expected(now, 1)?.days;
        let upper =
            sums.iter().zip(&levels.intent).map(|(days, intent)| days * intent).sum::<f64>();
        let days = [sums.iter().sum::<f64>() - upper, upper];
        let decays = now.decay.iter().enumerate();
        let exposure = decays.map(|(at, decay)| levels.exposure.at(at, *decay)).collect();
        Ok(Self { exposure, days })
    }

    /// How much wider intervals are to be. The variance grows with the effect, about in proportion, so
    /// that an effect found too small by chance would look too certain: it is that of an effect which is
    /// one standard error larger, at most twice. And where the effect lasts as long as it may, it cannot
    /// be told from a slow change of the baseline: the interval is to begin at 0.
    fn wider(&self, direct: &Matrix, levels: &Levels<'_>, now: &Parameters, z: f64) -> Vec<f64> {
        let of = |(at, (exposure, _)): (usize, &(f64, f64))| {
            let (effect, decay) = now.of(at);
            let caused = (effect * exposure).max(LEAST);
            let error = direct.at(at, at).max(0.0).sqrt();
            let more = (1.0 + (error / caused).min(1.0)).sqrt();
            let open = levels.exposure.is_longest(decay) && error > 0.0;
            if open { more.max(MARGIN * caused / (z * error)) } else { more }
        };
        self.exposure.iter().enumerate().map(of).collect()
    }

    /// The variance of the conversions without any contact.
    fn base(&self, parameters: &Matrix, now: &Parameters) -> f64 {
        let count = self.exposure.len();
        let end = |ends: &[f64]| ends.get(count).copied().sure_or(0.0);
        let [low, high] = [end(&now.low) * self.days[0], end(&now.high) * self.days[1]];
        let at = |a, b| parameters.at(2 * count + a, 2 * count + b);
        low * low * at(0, 0) + 2.0 * low * high * at(0, 1) + high * high * at(1, 1)
    }

    /// The covariance of `beta E(tau)` over touchpoints.
    fn direct(&self, parameters: &Matrix, now: &Parameters) -> Matrix {
        let count = self.exposure.len();
        let slopes: Vec<f64> = self
            .exposure
            .iter()
            .zip(&now.effect)
            .map(|((_, slope), effect)| effect * slope)
            .collect();
        let mut direct = Matrix::zeros(count, count);
        for (a, of_a) in slopes.iter().enumerate() {
            for (b, of_b) in slopes.iter().enumerate() {
                let covariance = parameters.at(a, b)
                    + of_a * parameters.at(count + a, b)
                    + of_b * parameters.at(a, count + b)
                    + of_a * of_b * parameters.at(count + a, count + b);
                add(direct.row_mut(a), b, covariance);
            }
        }
        direct
    }
}
