//! Covariances of the estimates, from the scores of the persons.
//!
//! The score of a person, the derivative of the logarithm of his likelihood, is the expectation of the
//! score that complete data would have (Fisher's identity; T. A. Louis, *Finding the observed
//! information matrix when using the EM algorithm*, JRSS B 44 (1982) 226-233). The sum over persons
//! of the products of scores estimates the information (E. K. Berndt, B. H. Hall, R. E. Hall,
//! J. A. Hausman, *Estimation and inference in nonlinear structural models*, Annals of Economic and
//! Social Measurement 3 (1974) 653-665). The doubt in rates of contacts and in
//! shares of levels is part of that in the effects, as long as there are not too many of them.

use super::exposure::{SPREAD, TASK};
use super::histories::History;
use super::levels::{Levels, Person};
use super::parameters::{COHORTS, LEAST, Parameters, Rates, add};
use crate::Result;
use crate::parallel;
use crate::stats::{Lu, Matrix};

/// Part of its own information that each parameter gets beside it: levels that came out the same say the
/// same, and only their sum is known.
const TOGETHER: f64 = 1e-9;

/// An interval that is to begin at 0 does so by this margin: triggers share it among touchpoints.
const MARGIN: f64 = 1.1;
/// With more parameters than this, rates of contacts and shares of levels count as known.
const MOST: usize = 400;

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
        let rates = Rates::of(now, levels.size);
        let own = 2 * count + 2;
        let whole = own + 2 * count + COHORTS * (levels.size - 1);
        let size = if whole > MOST { own } else { whole };
        let scale = Scale::of(levels, now, &rates)?;
        let parts = parallel::map_chunks(levels.histories.persons.len(), TASK * 8, |range| {
            let mut information = Matrix::zeros(size, size);
            let mut score = Score { cells: vec![0.0; size], used: Vec::new(), count };
            let levels_too = size > own;
            let mut room = Person::default();
            for at in range {
                let Some(person) = levels.histories.persons.get(at) else { continue };
                levels.posterior(now, &rates, at, &mut room);
                score.fill(person, levels, now, &room, &scale);
                if levels_too {
                    score.levels(levels, now, at, &room);
                }
                score.drain(&mut information);
            }
            Ok(information)
        })?;
        let mut information = Matrix::zeros(size, size);
        for part in &parts {
            for row in 0..size {
                let sums = information.row_mut(row).iter_mut();
                sums.zip(part.row(row)).for_each(|(sum, other)| *sum += other);
            }
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
    fn of(levels: &Levels<'_>, now: &Parameters, rates: &Rates) -> Result<Self> {
        let parts = parallel::map_chunks(levels.histories.persons.len(), TASK, |range| {
            let mut days = [0.0; 2];
            let mut room = Person::default();
            for at in range {
                levels.posterior(now, rates, at, &mut room);
                let own = levels.histories.persons.get(at).map_or(0.0, |person| person.days);
                let known = room.level.iter().zip(&levels.intent);
                let upper = own * known.map(|(level, intent)| level * intent).sum::<f64>();
                days[0] += own - upper;
                days[1] += upper;
            }
            Ok(days)
        })?;
        let mut days = [0.0; 2];
        for part in parts {
            days[0] += part[0];
            days[1] += part[1];
        }
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
        let end = |ends: &[f64]| ends.get(count).copied().unwrap_or(0.0);
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

/// The score of one person, with the places that are not 0.
struct Score {
    cells: Vec<f64>,
    used: Vec<usize>,
    count: usize,
}

impl Score {
    fn fill(
        &mut self,
        person: &History,
        levels: &Levels<'_>,
        now: &Parameters,
        room: &Person,
        scale: &Scale,
    ) {
        let count = self.count;
        for (conversion, caused) in person.conversions.iter().zip(&room.caused) {
            let parts = room.level.iter().zip(&now.base);
            let inverse: f64 = parts.map(|(level, base)| level / (base + caused).max(LEAST)).sum();
            for touch in person.before(conversion.time) {
                let age = conversion.time - touch.time;
                let (effect, decay) = now.of(touch.at);
                let left = libm::exp(-age / decay) * inverse;
                self.add(touch.at, left);
                self.add(count + touch.at, effect * left * age / decay);
            }
            let parts = room.level.iter().zip(&now.base).zip(&levels.intent);
            for ((share, base), intent) in parts {
                self.base(share / (base + caused).max(LEAST), *intent, now);
            }
        }
        for touch in &person.touches {
            let (effect, decay) = now.of(touch.at);
            let age = (person.days - touch.time) / decay;
            let gone = libm::exp(-age);
            self.add(touch.at, -decay * (1.0 - gone));
            self.add(count + touch.at, -effect * decay * (1.0 - gone - age * gone));
        }
        for (share, intent) in room.level.iter().zip(&levels.intent) {
            self.base(-share * person.days, *intent, now);
        }
        self.used.sort_unstable();
        self.used.dedup();
        for at in &self.used {
            let unit = match scale.exposure.get(*at) {
                Some((exposure, _)) => *exposure,
                None => 1.0,
            };
            if let Some(cell) = self.cells.get_mut(*at) {
                *cell /= unit.max(1e-9);
            }
        }
    }

    /// Scores of the logarithms of the base at the lowest and at the highest level.
    fn base(&mut self, term: f64, intent: f64, now: &Parameters) {
        let end = |ends: &[f64]| ends.get(self.count).copied().unwrap_or(0.0);
        let (low, high) = (end(&now.low), end(&now.high));
        self.add(2 * self.count, term * low * (1.0 - intent));
        self.add(2 * self.count + 1, term * high * intent);
    }

    /// Scores of the logarithms of the rates at both ends, and of the shares of the person's cohort as
    /// logits against its last level.
    fn levels(&mut self, levels: &Levels<'_>, now: &Parameters, at: usize, room: &Person) {
        let size = levels.size;
        let days = levels.histories.persons.get(at).map_or(0.0, |person| person.days);
        let rates = 2 * self.count + 2;
        let known = || room.level.iter().zip(&levels.intent);
        let upper = days * known().map(|(level, intent)| level * intent).sum::<f64>();
        for (place, (low, high)) in now.low.iter().zip(&now.high).enumerate().take(self.count) {
            self.add(rates + 2 * place, -low * (days - upper));
            self.add(rates + 2 * place + 1, -high * upper);
        }
        for (touchpoint, number) in levels.evidence(at) {
            let low = now.low.get(*touchpoint).copied().unwrap_or(1.0);
            let high = now.high.get(*touchpoint).copied().unwrap_or(1.0);
            let of_low = |(level, u): (&f64, &f64)| {
                level * low * (1.0 - u) / (low * (1.0 - u) + high * u).max(LEAST)
            };
            let own: f64 = known().map(of_low).sum();
            add(&mut self.cells, rates + 2 * touchpoint, own * number);
            add(&mut self.cells, rates + 2 * touchpoint + 1, (1.0 - own) * number);
        }
        let cohort = levels.cohort(at);
        let first = rates + 2 * self.count + cohort * (size - 1);
        let shares = now.share.get(cohort * size..).unwrap_or_default();
        for (place, (level, share)) in room.level.iter().zip(shares).enumerate().take(size - 1) {
            self.add(first + place, level - share);
        }
    }

    fn add(&mut self, at: usize, term: f64) {
        add(&mut self.cells, at, term);
        self.used.push(at);
    }

    /// Adds the products of the score and empties it.
    fn drain(&mut self, information: &mut Matrix) {
        for a in &self.used {
            let of_a = self.cells.get(*a).copied().unwrap_or(0.0);
            let row = information.row_mut(*a);
            for b in &self.used {
                add(row, *b, of_a * self.cells.get(*b).copied().unwrap_or(0.0));
            }
        }
        for at in self.used.drain(..) {
            if let Some(cell) = self.cells.get_mut(at) {
                *cell = 0.0;
            }
        }
    }
}
