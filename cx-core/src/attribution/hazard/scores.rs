//! The information in the scores of the persons.
//!
//! The score of a person, the derivative of the logarithm of their likelihood, is the expectation of the
//! score that complete data would have (Fisher's identity; T. A. Louis, *Finding the observed
//! information matrix when using the EM algorithm*, JRSS B 44 (1982) 226-233). The sum over persons
//! of the products of scores estimates the information (E. K. Berndt, B. H. Hall, R. E. Hall,
//! J. A. Hausman, *Estimation and inference in nonlinear structural models*, Annals of Economic and
//! Social Measurement 3 (1974) 653-665).

use super::expect::Person;
use super::exposure::TASK;
use super::history::History;
use super::lanes;
use super::level_set::Levels;
use super::parameters::{LEAST, Parameters, Rates, add};
use super::rows::Evidence;
use crate::Result;
use crate::parallel;
use crate::stats::Matrix;
use crate::sure::Sure;

/// The sum over persons of the products of scores by the logarithms of the parameters, in the order of
/// [`Parameters::logs`]; those of shares as logits. Without `all` only effects, decays and the
/// conversions without any contact are parameters. Only every so many persons are looked at, and count for
/// the others.
pub(super) fn information(
    levels: &Levels<'_>,
    now: &Parameters,
    all: bool,
    every: usize,
) -> Result<Matrix> {
    let count = levels.histories.touchpoints;
    let rates = Rates::of(now, levels.size);
    let size = if all { now.size() } else { 2 * count + 2 };
    let persons = levels.histories.len().div_ceil(every);
    let parts = parallel::map_chunks(persons, TASK * 4, |range| {
        let mut information = Matrix::zeros(size, size);
        let mut score = Score::new(count, levels.size);
        let mut room = Person::default();
        for at in range {
            let Some(person) = levels.histories.person(at * every) else { continue };
            let Some((row, evidence)) = levels.persons.of_person(at * every) else { continue };
            let cohort = row.cohort as usize;
            room.fill(&person, cohort, evidence, now, &rates);
            score.fill(&person, levels, now, &room);
            if all {
                score.levels(&person, levels, now, (cohort, evidence), &room);
            }
            score.drain(&mut information, all.then_some(cohort));
        }
        Ok(information)
    })?;
    let mut information = Matrix::zeros(size, size);
    let scale = levels.histories.len() as f64 / persons.max(1) as f64;
    for part in &parts {
        for row in 0..size {
            let sums = information.row_mut(row).iter_mut();
            sums.zip(part.row(row)).for_each(|(sum, other)| *sum += scale * other);
        }
    }
    for row in 0..size {
        for column in 0..row {
            let cell = information.at(row, column);
            add(information.row_mut(column), row, cell);
        }
    }
    Ok(information)
}

/// The score of one person.
struct Score {
    /// Effects and decays.
    effects: Vec<f64>,
    /// Touchpoints met.
    met: Vec<usize>,
    /// Rates at both ends: the base, then contacts.
    rates: Vec<f64>,
    /// Shares of the person's cohort.
    shares: Vec<f64>,
    /// Places of effects and decays that are not 0, and their scores.
    places: Vec<usize>,
    values: Vec<f64>,
    count: usize,
}

impl Score {
    fn new(count: usize, levels: usize) -> Self {
        Self {
            effects: vec![0.0; 2 * count],
            met: Vec::new(),
            rates: vec![0.0; 2 * count + 2],
            shares: vec![0.0; levels],
            places: Vec::new(),
            values: Vec::new(),
            count,
        }
    }

    fn fill(&mut self, person: &History<'_>, levels: &Levels<'_>, now: &Parameters, room: &Person) {
        let end = |ends: &[f64]| ends.get(self.count).copied().sure_or(0.0);
        let (low, high) = (end(&now.low), end(&now.high));
        let known = || room.level.iter().zip(&levels.intent);
        let upper = person.days * known().map(|(level, intent)| level * intent).sum::<f64>();
        let mut base = [-low * (person.days - upper), -high * upper];
        let mut terms = room.terms.iter();
        for (conversion, caused) in person.conversions.iter().zip(&room.caused) {
            let mut inverse = 0.0;
            for ((level, u), base_rate) in known().zip(&now.base) {
                let part = level / (base_rate + caused).max(LEAST);
                inverse += part;
                base[0] += part * low * (1.0 - u);
                base[1] += part * high * u;
            }
            for (touch, term) in person.before(conversion.time).iter().zip(&mut terms) {
                let age = (conversion.time - touch.time) / now.of(touch.at).1;
                self.met(touch.at, term * inverse, term * inverse * age);
            }
        }
        for touch in person.touches {
            let (effect, decay) = now.of(touch.at);
            let age = (person.days - touch.time) / decay;
            let gone = lanes::exp(-age);
            let whole = effect * decay;
            self.met(touch.at, -whole * (1.0 - gone), -whole * (1.0 - gone - age * gone));
        }
        self.rates.iter_mut().zip(base).for_each(|(cell, base)| *cell = base);
    }

    /// Scores of an effect and of its decay.
    fn met(&mut self, at: usize, effect: f64, decay: f64) {
        add(&mut self.effects, at, effect);
        add(&mut self.effects, self.count + at, decay);
        if !self.met.contains(&at) {
            self.met.push(at);
        }
    }

    /// Scores of the logarithms of the rates of contacts at both ends, and of the logits of the shares of
    /// the person's cohort.
    fn levels(
        &mut self,
        person: &History<'_>,
        levels: &Levels<'_>,
        now: &Parameters,
        (cohort, evidence): (usize, &[Evidence]),
        room: &Person,
    ) {
        let known = || room.level.iter().zip(&levels.intent);
        let upper = person.days * known().map(|(level, intent)| level * intent).sum::<f64>();
        let contacts = self.rates.get_mut(2..).sure_or_default();
        let ends = now
            .low
            .iter()
            .zip(&now.high)
            .flat_map(|(low, high)| [-low * (person.days - upper), -high * upper]);
        contacts.iter_mut().zip(ends).for_each(|(cell, end)| *cell = end);
        for (touchpoint, number) in evidence {
            let place = *touchpoint as usize;
            let (Some(low), Some(high)) = (now.low.get(place).sure(), now.high.get(place).sure())
            else {
                continue;
            };
            let of_low = |(level, u): (&f64, &f64)| {
                level * low * (1.0 - u) / (low * (1.0 - u) + high * u).max(LEAST)
            };
            let own: f64 = known().map(of_low).sum();
            add(contacts, 2 * place, own * number);
            add(contacts, 2 * place + 1, (1.0 - own) * number);
        }
        let shares = now.share.get(cohort * levels.size..).sure_or_default();
        let cells = self.shares.iter_mut().zip(&room.level).zip(shares);
        cells.for_each(|((cell, level), share)| *cell = level - share);
    }

    /// Adds the products of the score, each pair once (the first place not before the second), and empties
    /// it; without a cohort those of effects, decays and the base only.
    fn drain(&mut self, information: &mut Matrix, cohort: Option<usize>) {
        let Self { effects, met, rates, shares, places, values, count } = self;
        let base = 2 * *count;
        met.sort_unstable();
        places.clear();
        places.extend(met.iter().copied());
        places.extend(met.drain(..).map(|at| *count + at));
        values.clear();
        for at in places.iter() {
            values.extend(effects.get_mut(*at).sure().map(std::mem::take));
        }
        let some = |row: &mut [f64], score: f64, until: usize| {
            for (at, value) in places.iter().zip(values.iter()).take(until) {
                add(row, *at, score * value);
            }
        };
        for (until, (at, value)) in places.iter().zip(values.iter()).enumerate() {
            some(information.row_mut(*at), *value, until + 1);
        }
        let kept = if cohort.is_some() { rates.len() } else { 2 };
        for (at, score) in rates.iter().enumerate().take(kept) {
            let row = information.row_mut(base + at);
            some(row, *score, places.len());
            add_all(row.get_mut(base..=base + at).sure(), *score, rates);
        }
        if let Some(cohort) = cohort {
            let first = base + rates.len() + cohort * shares.len();
            for (at, score) in shares.iter().enumerate() {
                let row = information.row_mut(first + at);
                some(row, *score, places.len());
                add_all(row.get_mut(base..base + rates.len()).sure(), *score, rates);
                add_all(row.get_mut(first..=first + at).sure(), *score, shares);
            }
        }
    }
}

fn add_all(row: Option<&mut [f64]>, score: f64, scores: &[f64]) {
    let row = row.unwrap_or_default().iter_mut();
    row.zip(scores).for_each(|(cell, other)| *cell += score * other);
}
