//! Levels of intent and effects of contacts, by expectation and maximisation.
//!
//! A person belongs to one of `K` levels of intent, which nobody sees. At level `k` contacts with
//! touchpoint `c` come at the rate `r_ck` and conversions at `lambda_k(t) = b_k + sum over contacts h
//! of beta_c exp(-(t - t_h) / tau_c)`. So whoever is about to buy and therefore searches more does
//! not make search look effective: his contacts speak for his level first.

use super::exposure::{Exposure, TASK};
use super::histories::{Histories, History};
use super::triggers::Triggers;
use crate::Result;
use crate::parallel;

/// Persons are put into this many groups of equal size by the time of their first contact; each
/// group has its own mixture of levels.
pub(super) const COHORTS: usize = 8;
/// Below this a rate counts as 0.
const LEAST: f64 = 1e-12;

/// The parameters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameters {
    /// Share of each level, cohort after cohort.
    pub(super) share: Vec<f64>,
    /// Contacts per day, touchpoint after touchpoint, by level.
    pub(super) rate: Vec<f64>,
    /// Conversions per day without any contact, by level.
    pub(super) base: Vec<f64>,
    /// `beta` per day, by touchpoint.
    pub(super) effect: Vec<f64>,
    /// `tau` in days, by touchpoint.
    pub(super) decay: Vec<f64>,
}

/// Data and what stays the same from step to step.
#[derive(Debug)]
pub(super) struct Levels<'a> {
    pub(super) histories: &'a Histories,
    pub(super) exposure: &'a Exposure,
    pub(super) size: usize,
    /// For each person, contacts that speak for the level: `(touchpoint, number)`, those triggered
    /// by others and the first one (which began the observation) left out.
    evidence: Vec<Vec<(usize, f64)>>,
    range: [f64; 2],
}

/// Room for one person.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    /// Probability of each level, given all that is known.
    pub(super) level: Vec<f64>,
    /// Hazard that comes from contacts, at each conversion.
    pub(super) caused: Vec<f64>,
    /// Logarithm of the likelihood, without the integral of the effects.
    likelihood: f64,
}

/// Sums over persons.
#[derive(Debug, Clone, Default)]
struct Sums {
    share: Vec<f64>,
    days: Vec<f64>,
    rate: Vec<f64>,
    base: Vec<f64>,
    weight: Vec<f64>,
    ages: Vec<f64>,
    likelihood: f64,
}

impl<'a> Levels<'a> {
    pub(super) fn new(
        histories: &'a Histories,
        exposure: &'a Exposure,
        triggers: &Triggers,
        size: usize,
        range: [f64; 2],
    ) -> Result<Self> {
        let persons = &histories.persons;
        let evidence = parallel::map_chunks(persons.len(), TASK, |range| {
            let persons = persons.get(range).unwrap_or_default();
            Ok(persons.iter().map(|person| evidence(person, triggers)).collect::<Vec<_>>())
        })?;
        let evidence = evidence.into_iter().flatten().collect();
        Ok(Self { histories, exposure, size, evidence, range })
    }

    fn cohort(&self, person: usize) -> usize {
        person * COHORTS / self.histories.persons.len().max(1)
    }

    /// Where the search begins: levels from a quarter to four times the mean, effects of half of all
    /// conversions.
    pub(super) fn start(&self) -> Parameters {
        let (size, count) = (self.size, self.histories.touchpoints);
        let spread = |level: usize| {
            let middle = (size - 1) as f64 / 2.0;
            if size == 1 { 1.0 } else { libm::exp2(2.0 * (level as f64 - middle) / middle) }
        };
        let days: f64 = self.histories.persons.iter().map(|person| person.days).sum();
        let days = days.max(LEAST);
        let mut contacts = vec![0.0; count];
        for (at, number) in self.evidence.iter().flatten() {
            add(&mut contacts, *at, *number);
        }
        let conversions = self.histories.conversions() as f64;
        let decay = (self.range[0] * self.range[1]).sqrt();
        let known: f64 = (0..count).map(|at| self.exposure.at(at, decay).0).sum();
        Parameters {
            share: vec![1.0 / size as f64; size * COHORTS],
            rate: (contacts.iter())
                .flat_map(|n| (0..size).map(move |level| n / days * spread(level)))
                .map(|rate| rate.max(LEAST))
                .collect(),
            base: (0..size).map(|level| conversions / 2.0 / days * spread(level)).collect(),
            effect: vec![conversions / 2.0 / known.max(LEAST); count],
            decay: vec![decay; count],
        }
    }

    /// One step of expectation and maximisation, and the logarithm of the likelihood before it.
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
        let mut likelihood = whole.likelihood;
        likelihood += self.exposure.prior(&now.decay);
        for (at, (effect, decay)) in now.effect.iter().zip(&now.decay).enumerate() {
            likelihood -= effect * self.exposure.at(at, *decay).0;
        }
        Ok((self.maximise(&whole, self.exposure.centre(&now.decay)), likelihood))
    }

    /// Fills the room with what is expected of a person.
    pub(super) fn posterior(&self, now: &Parameters, rates: &Rates, at: usize, room: &mut Person) {
        let Some(person) = self.histories.persons.get(at) else { return };
        room.caused.clear();
        for conversion in &person.conversions {
            let terms = person.before(conversion.time).iter();
            let term =
                |touch: &super::histories::Touch| now.term(touch.at, conversion.time - touch.time);
            room.caused.push(terms.map(term).sum());
        }
        let share = now.share.get(self.cohort(at) * self.size..).unwrap_or_default();
        room.level.clear();
        let stay = rates.whole.iter().zip(&now.base);
        room.level.extend(share.iter().zip(stay).map(|(share, (rate, base))| {
            libm::log(share.max(LEAST)) - person.days * (rate + base)
        }));
        for (touchpoint, number) in self.evidence.get(at).into_iter().flatten() {
            let row = rates.ln.get(touchpoint * self.size..).unwrap_or_default();
            room.level.iter_mut().zip(row).for_each(|(level, ln)| *level += number * ln);
        }
        for caused in &room.caused {
            let hazards = now.base.iter().map(|base| libm::log((base + caused).max(LEAST)));
            room.level.iter_mut().zip(hazards).for_each(|(level, ln)| *level += ln);
        }
        let most = room.level.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        room.level.iter_mut().for_each(|level| *level = libm::exp(*level - most));
        let whole: f64 = room.level.iter().sum();
        room.level.iter_mut().for_each(|level| *level /= whole);
        room.likelihood = most + libm::log(whole);
    }

    fn gather(&self, now: &Parameters, at: usize, room: &Person, sums: &mut Sums) {
        let Some(person) = self.histories.persons.get(at) else { return };
        sums.likelihood += room.likelihood;
        let share = sums.share.iter_mut().skip(self.cohort(at) * self.size);
        for ((share, days), level) in share.zip(&mut sums.days).zip(&room.level) {
            *share += level;
            *days += level * person.days;
        }
        for (touchpoint, number) in self.evidence.get(at).into_iter().flatten() {
            let row = sums.rate.iter_mut().skip(touchpoint * self.size);
            row.zip(&room.level).for_each(|(sum, level)| *sum += level * number);
        }
        for (conversion, caused) in person.conversions.iter().zip(&room.caused) {
            let mut inverse = 0.0;
            for ((sum, level), base) in sums.base.iter_mut().zip(&room.level).zip(&now.base) {
                let part = level / (base + caused).max(LEAST);
                *sum += part * base;
                inverse += part;
            }
            for touch in person.before(conversion.time) {
                let age = conversion.time - touch.time;
                let part = now.term(touch.at, age) * inverse;
                add(&mut sums.weight, touch.at, part);
                add(&mut sums.ages, touch.at, part * age);
            }
        }
    }

    fn maximise(&self, sums: &Sums, centre: f64) -> Parameters {
        let size = self.size;
        let mut next = Parameters { share: sums.share.clone(), ..Parameters::default() };
        for cohort in next.share.chunks_exact_mut(size) {
            // One person in addition, spread evenly, so that no level dies out by chance.
            let whole: f64 = cohort.iter().sum::<f64>() + 1.0;
            for share in cohort {
                *share = (*share + 1.0 / size as f64) / whole;
            }
        }
        let per_day = |(sum, days): (&f64, &f64)| (sum / days.max(LEAST)).max(LEAST);
        for row in sums.rate.chunks_exact(size) {
            next.rate.extend(row.iter().zip(&sums.days).map(per_day));
        }
        next.base = sums.base.iter().zip(&sums.days).map(per_day).collect();
        for (at, (weight, ages)) in sums.weight.iter().zip(&sums.ages).enumerate() {
            let decay = self.exposure.decay(at, *weight, *ages, centre);
            next.effect.push((weight / self.exposure.at(at, decay).0).max(LEAST));
            next.decay.push(decay);
        }
        next
    }
}

/// Rates in the form that likelihoods need.
#[derive(Debug)]
pub(super) struct Rates {
    /// Logarithms.
    ln: Vec<f64>,
    /// Contacts per day with any touchpoint, by level.
    whole: Vec<f64>,
}

impl Rates {
    pub(super) fn of(now: &Parameters, levels: usize) -> Self {
        let mut whole = vec![0.0; levels];
        for row in now.rate.chunks_exact(levels) {
            whole.iter_mut().zip(row).for_each(|(sum, rate)| *sum += rate);
        }
        Self { ln: now.rate.iter().map(|rate| libm::log(*rate)).collect(), whole }
    }
}

impl Default for Parameters {
    fn default() -> Self {
        let [share, rate, base, effect, decay] = std::array::from_fn(|_| Vec::new());
        Self { share, rate, base, effect, decay }
    }
}

impl Parameters {
    /// `beta` and `tau` of a touchpoint.
    pub(super) fn of(&self, touchpoint: usize) -> (f64, f64) {
        match (self.effect.get(touchpoint), self.decay.get(touchpoint)) {
            (Some(effect), Some(decay)) => (*effect, *decay),
            _ => (0.0, 1.0),
        }
    }

    /// What a contact of some age adds to the hazard.
    pub(super) fn term(&self, touchpoint: usize, age: f64) -> f64 {
        let (effect, decay) = self.of(touchpoint);
        effect * libm::exp(-age / decay)
    }
}

impl Sums {
    fn new(levels: usize, touchpoints: usize) -> Self {
        Self {
            share: vec![0.0; levels * COHORTS],
            days: vec![0.0; levels],
            rate: vec![0.0; levels * touchpoints],
            base: vec![0.0; levels],
            weight: vec![0.0; touchpoints],
            ages: vec![0.0; touchpoints],
            likelihood: 0.0,
        }
    }

    fn merge(&mut self, other: &Self) {
        let Self { share, days, rate, base, weight, ages, likelihood } = other;
        let own = [
            (&mut self.share, share),
            (&mut self.days, days),
            (&mut self.rate, rate),
            (&mut self.base, base),
            (&mut self.weight, weight),
            (&mut self.ages, ages),
        ];
        for (sums, others) in own {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
        }
        self.likelihood += likelihood;
    }
}

/// The contacts of a person that speak for the level of intent.
fn evidence(person: &History, triggers: &Triggers) -> Vec<(usize, f64)> {
    let mut parents = Vec::new();
    let mut counts: Vec<(usize, f64)> = Vec::new();
    for (at, touch) in person.touches.iter().enumerate().skip(1) {
        triggers.parents(person, at, &mut parents);
        let own = 1.0 - parents.iter().map(|parent| parent.1).sum::<f64>();
        counts.push((touch.at, own.max(0.0)));
    }
    counts.sort_by_key(|count| count.0);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    counts
}

pub(super) fn add(sums: &mut [f64], place: usize, term: f64) {
    if let Some(sum) = sums.get_mut(place) {
        *sum += term;
    }
}
