//! The parameters of levels of intent and effects of contacts, and sums over persons.

use super::lanes;
use crate::sure::{Sure, paired};

/// Below this a rate counts as 0.
pub(super) const LEAST: f64 = 1e-12;
/// Persons are put into this many groups of equal size by the time of their first contact; each
/// group has its own mixture of levels.
pub(super) const COHORTS: usize = 8;

/// The parameters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parameters {
    /// Share of each level, cohort after cohort.
    pub(super) share: Vec<f64>,
    /// Contacts per day at the lowest level, by touchpoint; then conversions without any contact.
    pub(super) low: Vec<f64>,
    /// The same at the highest level; in between rates are linear in intent.
    pub(super) high: Vec<f64>,
    /// From these: contacts per day, touchpoint after touchpoint, by level.
    pub(super) rate: Vec<f64>,
    /// Conversions per day without any contact, by level.
    pub(super) base: Vec<f64>,
    /// `beta` per day, by touchpoint.
    pub(super) effect: Vec<f64>,
    /// `tau` in days, by touchpoint.
    pub(super) decay: Vec<f64>,
}

impl Parameters {
    /// With the rates of all levels.
    pub(super) fn by_level(mut self, intent: &[f64]) -> Self {
        let ends = self.low.iter().zip(&self.high);
        let rates = ends.flat_map(|(low, high)| intent.iter().map(move |u| low + (high - low) * u));
        self.rate = rates.collect();
        self.base = self.rate.split_off(self.rate.len().saturating_sub(intent.len()));
        self
    }

    /// How many parameters there are.
    pub(super) fn size(&self) -> usize {
        self.effect.len() + self.decay.len() + self.low.len() + self.high.len() + self.share.len()
    }

    /// The logarithms of all that is searched for: effects, decays, conversions without any contact at the
    /// lowest and at the highest level, contacts at the lowest and at the highest level, touchpoint after
    /// touchpoint, and shares, cohort after cohort.
    pub(super) fn logs(&self) -> Vec<f64> {
        let ends = || self.low.iter().zip(&self.high).flat_map(|(low, high)| [low, high]);
        let contacts = 2 * self.effect.len();
        let rates = ends().skip(contacts).chain(ends().take(contacts));
        let all = self.effect.iter().chain(&self.decay).chain(rates).chain(&self.share);
        all.map(|value| libm::log(value.max(LEAST))).collect()
    }

    /// The parameters with these logarithms; shares are brought to a sum of 1.
    pub(super) fn from_logs(logs: &[f64], touchpoints: usize, intent: &[f64]) -> Self {
        let mut values = logs.iter().map(|log| libm::exp(*log).max(LEAST));
        let mut take = |count: usize| values.by_ref().take(count).collect::<Vec<f64>>();
        let (effect, decay, base) = (take(touchpoints), take(touchpoints), take(2));
        let mut ends = take(2 * touchpoints);
        ends.extend(base);
        let mut share = take(intent.len() * COHORTS);
        for cohort in share.chunks_exact_mut(intent.len().max(1)) {
            let whole: f64 = cohort.iter().sum();
            for share in cohort {
                *share /= whole;
            }
        }
        let end = |from: usize| ends.iter().skip(from).step_by(2).copied().collect();
        let next = Self { share, low: end(0), high: end(1), effect, decay, ..Self::default() };
        next.by_level(intent)
    }

    /// `beta` and `tau` of a touchpoint.
    pub(super) fn of(&self, touchpoint: usize) -> (f64, f64) {
        match (self.effect.get(touchpoint).sure(), self.decay.get(touchpoint).sure()) {
            (Some(effect), Some(decay)) => (*effect, *decay),
            _ => (0.0, 1.0),
        }
    }

    /// What a contact of some age adds to the hazard.
    pub(super) fn term(&self, touchpoint: usize, age: f64) -> f64 {
        let (effect, decay) = self.of(touchpoint);
        effect * lanes::exp(-age / decay)
    }
}

/// Parameters in the form that likelihoods need.
#[derive(Debug)]
pub(super) struct Rates {
    /// Logarithms of the rates of contacts.
    pub(super) ln: Vec<f64>,
    /// Logarithms of the shares of the levels.
    pub(super) share: Vec<f64>,
    /// Contacts with any touchpoint and conversions without any, per day, by level.
    pub(super) leave: Vec<f64>,
}

impl Rates {
    pub(super) fn of(now: &Parameters, levels: usize) -> Self {
        let mut leave = now.base.clone();
        for row in now.rate.chunks_exact(levels) {
            leave.iter_mut().zip(row).for_each(|(sum, rate)| *sum += rate);
        }
        let ln = |values: &[f64]| values.iter().map(|x| libm::log(x.max(LEAST))).collect();
        Self { ln: ln(&now.rate), share: ln(&now.share), leave }
    }
}

/// Sums over persons.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// Persons, by cohort and level.
    pub(super) share: Vec<f64>,
    /// Days, by level.
    pub(super) days: Vec<f64>,
    /// Contacts that speak for the level, by touchpoint and level.
    pub(super) rate: Vec<f64>,
    /// Conversions without any contact, by level.
    pub(super) base: Vec<f64>,
    /// Conversions that contacts caused, by touchpoint.
    pub(super) weight: Vec<f64>,
    /// The same, times the age of the contact.
    pub(super) ages: Vec<f64>,
    /// Logarithm of the likelihood.
    pub(super) likelihood: f64,
}

impl Sums {
    pub(super) fn new(levels: usize, touchpoints: usize) -> Self {
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

    pub(super) fn merge(&mut self, other: &Self) {
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
            paired(sums, others).for_each(|(sum, other)| *sum += other);
        }
        self.likelihood += likelihood;
    }

    /// All of them times a factor.
    pub(super) fn scale(&mut self, factor: f64) {
        let Self { share, days, rate, base, weight, ages, likelihood } = self;
        for sums in [share, days, rate, base, weight, ages] {
            for sum in sums {
                *sum *= factor;
            }
        }
        *likelihood *= factor;
    }
}

pub(super) fn add(sums: &mut [f64], place: usize, term: f64) {
    if let Some(sum) = sums.get_mut(place).sure() {
        *sum += term;
    }
}
