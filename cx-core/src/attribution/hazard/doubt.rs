//! Covariances of the estimates, from the scores of the persons.
//!
//! The score of a person, the derivative of the logarithm of his likelihood, is the expectation of the
//! score that complete data would have (Fisher's identity; T. A. Louis, *Finding the observed
//! information matrix when using the EM algorithm*, JRSS B 44 (1982) 226-233). The sum over persons
//! of the products of scores estimates the information (E. K. Berndt, B. H. Hall, R. E. Hall,
//! J. A. Hausman, *Estimation and inference in nonlinear structural models*, Annals of Economic and
//! Social Measurement 3 (1974) 653-665). Rates of contacts and shares of levels count as known: there
//! are many more contacts than conversions.

use super::exposure::{SPREAD, TASK};
use super::histories::History;
use super::levels::{Levels, Parameters, Person, Rates, add};
use crate::Result;
use crate::parallel;
use crate::stats::{Lu, Matrix};

/// Part of its own information that each parameter gets beside it: levels that came out the same say the
/// same, and only their sum is known.
const TOGETHER: f64 = 1e-9;

/// Covariances in the order: effects as conversions caused (`beta E`), `ln tau`, then the base of
/// each level as conversions.
#[derive(Debug)]
pub(super) struct Doubt {
    /// Of all parameters.
    pub(super) parameters: Matrix,
    /// Of the conversions that each touchpoint caused directly.
    pub(super) direct: Matrix,
}

impl Doubt {
    pub(super) fn of(levels: &Levels<'_>, now: &Parameters) -> Result<Self> {
        let count = levels.histories.touchpoints;
        let rates = Rates::of(now, levels.size);
        let size = 2 * count + levels.size;
        let scale = Scale::of(levels, now, &rates)?;
        let parts = parallel::map_chunks(levels.histories.persons.len(), TASK * 8, |range| {
            let mut information = Matrix::zeros(size, size);
            let mut score = Score { cells: vec![0.0; size], used: Vec::new(), count };
            let mut room = Person::default();
            for at in range {
                let Some(person) = levels.histories.persons.get(at) else { continue };
                levels.posterior(now, &rates, at, &mut room);
                score.fill(person, now, &room, &scale);
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
            let own = information.at(at, at);
            let silent = own < 1e-12;
            let known = if decay { 1.0 / (SPREAD * SPREAD) } else { f64::from(u8::from(silent)) };
            add(information.row_mut(at), at, known + TOGETHER * own);
        }
        let parameters = Lu::factor(information)?.inverse();
        let direct = scale.direct(&parameters, now);
        Ok(Self { parameters, direct })
    }
}

/// Exposures, which turn rates into conversions.
struct Scale {
    /// `E` and `dE / d ln tau`, by touchpoint.
    exposure: Vec<(f64, f64)>,
    /// Expected days at each level.
    days: Vec<f64>,
}

impl Scale {
    fn of(levels: &Levels<'_>, now: &Parameters, rates: &Rates) -> Result<Self> {
        let parts = parallel::map_chunks(levels.histories.persons.len(), TASK, |range| {
            let mut days = vec![0.0; levels.size];
            let mut room = Person::default();
            for at in range {
                levels.posterior(now, rates, at, &mut room);
                let own = levels.histories.persons.get(at).map_or(0.0, |person| person.days);
                days.iter_mut().zip(&room.level).for_each(|(sum, level)| *sum += level * own);
            }
            Ok(days)
        })?;
        let mut days = vec![0.0; levels.size];
        for part in parts {
            days.iter_mut().zip(part).for_each(|(sum, other)| *sum += other);
        }
        let decays = now.decay.iter().enumerate();
        let exposure = decays.map(|(at, decay)| levels.exposure.at(at, *decay)).collect();
        Ok(Self { exposure, days })
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
    fn fill(&mut self, person: &History, now: &Parameters, room: &Person, scale: &Scale) {
        let count = self.count;
        for (conversion, caused) in person.conversions.iter().zip(&room.caused) {
            let levels = room.level.iter().zip(&now.base);
            let inverse: f64 = levels.map(|(level, base)| level / (base + caused)).sum();
            for touch in person.before(conversion.time) {
                let age = conversion.time - touch.time;
                let (effect, decay) = now.of(touch.at);
                let left = libm::exp(-age / decay) * inverse;
                self.add(touch.at, left);
                self.add(count + touch.at, effect * left * age / decay);
            }
            for (level, (share, base)) in room.level.iter().zip(&now.base).enumerate() {
                self.add(2 * count + level, share / (base + caused));
            }
        }
        for touch in &person.touches {
            let (effect, decay) = now.of(touch.at);
            let age = (person.days - touch.time) / decay;
            let gone = libm::exp(-age);
            self.add(touch.at, -decay * (1.0 - gone));
            self.add(count + touch.at, -effect * decay * (1.0 - gone - age * gone));
        }
        for (level, share) in room.level.iter().enumerate() {
            self.add(2 * count + level, -share * person.days);
        }
        self.used.sort_unstable();
        self.used.dedup();
        for at in &self.used {
            let unit = match scale.exposure.get(*at) {
                Some((exposure, _)) => *exposure,
                None if *at < 2 * count => 1.0,
                None => scale.days.get(*at - 2 * count).copied().unwrap_or(1.0),
            };
            if let Some(cell) = self.cells.get_mut(*at) {
                *cell /= unit.max(1e-9);
            }
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
