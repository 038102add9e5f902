//! Levels of intent and effects of contacts, by expectation and maximisation.
//!
//! A person belongs to one of `K` levels of intent `u_k`, which nobody sees. At level `k` contacts with
//! touchpoint `c` come at the rate `r_c(u_k)` and conversions at `lambda_k(t) = b(u_k) + sum over contacts
//! h of beta_c exp(-(t - t_h) / tau_c)`; rates and base are linear in intent. So whoever is about to buy
//! and therefore searches more does not make search look effective: his contacts speak for his level first.

use super::evidence::Evidence;
use super::exposure::{Exposure, TASK};
use super::histories::{Histories, History};
use super::parameters::{COHORTS, LEAST, Parameters, Rates, Sums, add};
use super::prior;
use crate::Result;
use crate::parallel;

/// The highest level as a multiple of the lowest.
const SPAN: f64 = 200.0;
/// A rate is at every level at least this part of its mean.
const FLOOR: f64 = 1e-3;
/// Rounds in which a rate is split into what does and what does not follow intent.
const ROUNDS: usize = 4;

/// Data and what stays the same from step to step.
#[derive(Debug)]
pub(super) struct Levels<'a> {
    pub(super) histories: &'a Histories,
    pub(super) exposure: &'a Exposure,
    pub(super) size: usize,
    /// Intent of each level, from 0 at the lowest to 1 at the highest.
    pub(super) intent: Vec<f64>,
    evidence: &'a Evidence,
    range: [f64; 2],
}

/// Room for one person.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    /// Probability of each level, given all that is known.
    pub(super) level: Vec<f64>,
    /// Hazard that comes from contacts, at each conversion.
    pub(super) caused: Vec<f64>,
    /// Its terms, conversion after conversion.
    terms: Vec<f64>,
    /// Logarithm of the likelihood, without the integral of the effects.
    likelihood: f64,
}

impl Person {
    /// What is expected of a person of a cohort, given his history and the contacts that speak for his
    /// level.
    pub(super) fn fill(
        &mut self,
        person: &History,
        cohort: usize,
        evidence: &[(usize, f64)],
        now: &Parameters,
        rates: &Rates,
    ) {
        let size = rates.leave.len();
        self.caused.clear();
        self.terms.clear();
        for conversion in &person.conversions {
            let first = self.terms.len();
            let before = person.before(conversion.time).iter();
            self.terms.extend(before.map(|touch| now.term(touch.at, conversion.time - touch.time)));
            self.caused.push(self.terms.get(first..).unwrap_or_default().iter().sum());
        }
        let share = rates.share.get(cohort * size..).unwrap_or_default();
        self.level.clear();
        let stay = share.iter().zip(&rates.leave);
        self.level.extend(stay.map(|(share, leave)| share - person.days * leave));
        for (touchpoint, number) in evidence {
            let row = rates.ln.get(touchpoint * size..).unwrap_or_default();
            self.level.iter_mut().zip(row).for_each(|(level, ln)| *level += number * ln);
        }
        for caused in &self.caused {
            let hazards = now.base.iter().map(|base| libm::log((base + caused).max(LEAST)));
            self.level.iter_mut().zip(hazards).for_each(|(level, ln)| *level += ln);
        }
        let most = self.level.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.level.iter_mut().for_each(|level| *level = libm::exp(*level - most));
        let whole: f64 = self.level.iter().sum();
        self.level.iter_mut().for_each(|level| *level /= whole);
        self.likelihood = most + libm::log(whole);
    }
}

impl<'a> Levels<'a> {
    pub(super) fn new(
        histories: &'a Histories,
        exposure: &'a Exposure,
        evidence: &'a Evidence,
        size: usize,
        range: [f64; 2],
    ) -> Self {
        Self { histories, exposure, size, intent: grid(size), evidence, range }
    }

    pub(super) fn cohort(&self, person: usize) -> usize {
        self.histories.persons.get(person).map_or(0, |person| self.histories.cohort(person))
    }

    pub(super) fn evidence(&self, person: usize) -> &[(usize, f64)] {
        self.evidence.of(person)
    }

    /// Where the search begins: rates at the lowest level a fifth of the mean, effects of half of all
    /// conversions.
    pub(super) fn start(&self) -> Parameters {
        let (size, count) = (self.size, self.histories.touchpoints);
        let days: f64 = self.histories.persons.iter().map(|person| person.days).sum();
        let days = days.max(LEAST);
        let mut happened = vec![0.0; count];
        for (at, number) in self.evidence.all() {
            add(&mut happened, *at, *number);
        }
        let conversions = self.histories.conversions() as f64;
        happened.push(conversions / 2.0);
        let mean = self.intent.iter().sum::<f64>() / size as f64;
        let low = if size == 1 { 1.0 } else { 0.2 };
        let high = if size == 1 { 1.0 } else { (1.0 - low * (1.0 - mean)) / mean };
        let rate = |part: f64| -> Vec<f64> {
            happened.iter().map(|number| (part * number / days).max(LEAST)).collect()
        };
        let decay = (self.range[0] * self.range[1]).sqrt();
        let known: f64 = (0..count).map(|at| self.exposure.at(at, decay).0).sum();
        let start = Parameters {
            share: vec![1.0 / size as f64; size * COHORTS],
            low: rate(low),
            high: rate(high),
            effect: vec![conversions / 2.0 / known.max(LEAST); count],
            decay: vec![decay; count],
            ..Parameters::default()
        };
        start.by_level(&self.intent)
    }

    /// One step of expectation and maximisation, and what it does not lower: the logarithm of the
    /// likelihood and of what is known beforehand, before the step.
    pub(super) fn step(&self, now: &Parameters) -> Result<(Parameters, f64)> {
        let rates = Rates::of(now, self.size);
        let parts = parallel::map_chunks(self.histories.persons.len(), TASK, |range| {
            let mut sums = Sums::new(self.size, self.histories.touchpoints);
            let mut room = Person::default();
            for at in range {
                self.posterior(now, &rates, at, &mut room);
                self.gather(now, at, &room, &mut sums);
            }
            Ok(sums)
        })?;
        let mut whole = Sums::new(self.size, self.histories.touchpoints);
        for part in &parts {
            whole.merge(part);
        }
        let mut likelihood = whole.likelihood + self.exposure.prior(&now.decay) + prior::ln(now);
        likelihood += rates.share.iter().sum::<f64>() / self.size as f64;
        for (at, (effect, decay)) in now.effect.iter().zip(&now.decay).enumerate() {
            likelihood -= effect * self.exposure.at(at, *decay).0;
        }
        Ok((self.maximise(now, &whole, self.exposure.centre(&now.decay)), likelihood))
    }

    /// Fills the room with what is expected of a person.
    pub(super) fn posterior(&self, now: &Parameters, rates: &Rates, at: usize, room: &mut Person) {
        let Some(person) = self.histories.persons.get(at) else { return };
        room.fill(person, self.histories.cohort(person), self.evidence(at), now, rates);
    }

    fn gather(&self, now: &Parameters, at: usize, room: &Person, sums: &mut Sums) {
        let Some(person) = self.histories.persons.get(at) else { return };
        sums.likelihood += room.likelihood;
        let share = sums.share.iter_mut().skip(self.cohort(at) * self.size);
        for ((share, days), level) in share.zip(&mut sums.days).zip(&room.level) {
            *share += level;
            *days += level * person.days;
        }
        for (touchpoint, number) in self.evidence(at) {
            let row = sums.rate.get_mut(touchpoint * self.size..).unwrap_or_default();
            row.iter_mut().zip(&room.level).for_each(|(sum, level)| *sum += level * number);
        }
        let mut terms = room.terms.iter();
        for (conversion, caused) in person.conversions.iter().zip(&room.caused) {
            let mut inverse = 0.0;
            for ((sum, level), base) in sums.base.iter_mut().zip(&room.level).zip(&now.base) {
                let part = level / (base + caused).max(LEAST);
                *sum += part * base;
                inverse += part;
            }
            for (touch, term) in person.before(conversion.time).iter().zip(&mut terms) {
                let part = term * inverse;
                add(&mut sums.weight, touch.at, part);
                add(&mut sums.ages, touch.at, part * (conversion.time - touch.time));
            }
        }
    }

    fn maximise(&self, now: &Parameters, sums: &Sums, centre: f64) -> Parameters {
        let size = self.size;
        let mut next = Parameters { share: sums.share.clone(), ..Parameters::default() };
        for cohort in next.share.chunks_exact_mut(size) {
            // One person in addition, spread evenly, so that no level dies out by chance.
            let whole: f64 = cohort.iter().sum::<f64>() + 1.0;
            for share in cohort {
                *share = (*share + 1.0 / size as f64) / whole;
            }
        }
        let happened = sums.rate.chunks_exact(size).chain([sums.base.as_slice()]);
        for (happened, ends) in happened.zip(now.low.iter().zip(&now.high)) {
            let (low, high) = self.line(happened, &sums.days, ends);
            next.low.push(low);
            next.high.push(high);
        }
        let known = prior::pseudo(now);
        for (at, (weight, ages)) in sums.weight.iter().zip(&sums.ages).enumerate() {
            let decay = self.exposure.decay(at, *weight, *ages, centre, known);
            let worked = self.exposure.at(at, decay).0 + known.1 * decay;
            next.effect.push(((weight + known.0) / worked).max(LEAST));
            next.decay.push(decay);
        }
        next.by_level(&self.intent)
    }

    /// The rate at the lowest and at the highest level, from what happened and the days by level.
    fn line(&self, happened: &[f64], days: &[f64], (low, high): (&f64, &f64)) -> (f64, f64) {
        let upper: f64 = days.iter().zip(&self.intent).map(|(days, u)| days * u).sum();
        let lower = days.iter().sum::<f64>() - upper;
        let sum: f64 = happened.iter().sum();
        let least = (FLOOR * sum / (lower + upper).max(LEAST)).max(LEAST);
        let (mut low, mut high) = (*low, *high);
        for _ in 0..ROUNDS {
            let parts = happened.iter().zip(&self.intent);
            let own = |(n, u): (&f64, &f64)| {
                n * low * (1.0 - u) / (low * (1.0 - u) + high * u).max(LEAST)
            };
            let own: f64 = parts.map(own).sum();
            low = (own / lower.max(LEAST)).max(least);
            high = ((sum - own) / upper.max(LEAST)).max(least);
        }
        (low, high)
    }
}

/// Levels in equal ratios, from 0 to 1.
fn grid(size: usize) -> Vec<f64> {
    let last = size.saturating_sub(1).max(1) as f64;
    let level = |at: usize| (libm::pow(SPAN, at as f64 / last) - 1.0) / (SPAN - 1.0);
    (0..size).map(level).collect()
}
