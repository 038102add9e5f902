//! Levels of intent and effects of contacts, by expectation and maximisation.
//!
//! A person belongs to one of `K` levels of intent `u_k`, which nobody sees. At level `k` contacts with
//! touchpoint `c` come at the rate `r_c(u_k)` and conversions at `lambda_k(t) = b(u_k) + sum over contacts
//! h of beta_c exp(-(t - t_h) / tau_c)`; rates and base are linear in intent. So persons who are about to
//! buy, and therefore search more, do not make search look effective: their contacts speak for their level first.

use super::expect::Person;
use super::exposure::{Exposure, TASK};
use super::histories::Histories;
use super::history::History;
use super::lanes::{NARROW, WIDE};
use super::level_set::Levels;
use super::maximise::Step;
use super::parameters::{COHORTS, LEAST, Parameters, Rates, Sums, add};
use super::prior;
use super::rows::Rows;
use crate::Result;
use crate::parallel;
use crate::sure::Sure;

/// The highest level as a multiple of the lowest.
const SPAN: f64 = 200.0;
/// Rates at the highest level are at first so many times what would give their mean if levels were equally
/// frequent: from rates too high it is a short way, from rates too low a long one.
const HIGH: f64 = 4.0;

impl<'a> Levels<'a> {
    pub(super) fn new(
        histories: &'a Histories,
        exposure: &'a Exposure,
        [rows, persons]: [&'a Rows; 2],
        size: usize,
        range: [f64; 2],
    ) -> Self {
        Self { histories, exposure, size, intent: grid(size), rows, persons, range }
    }

    /// The parameters with these logarithms.
    pub(super) fn parameters(&self, logs: &[f64]) -> Parameters {
        Parameters::from_logs(logs, self.histories.touchpoints, &self.intent)
    }

    /// Where the search begins: rates at the lowest level a fifth of the mean, effects of half of all
    /// conversions.
    pub(super) fn start(&self) -> Parameters {
        let (size, count) = (self.size, self.histories.touchpoints);
        let mut happened = vec![0.0; count];
        let mut days = 0.0;
        for at in 0..self.rows.len() {
            let Some((row, evidence)) = self.rows.get(at).sure() else { continue };
            days += row.count * row.days;
            for (at, number) in evidence {
                add(&mut happened, *at as usize, row.count * number);
            }
        }
        let days = days.max(LEAST);
        let conversions = self.histories.conversions.len() as f64;
        happened.push(conversions / 2.0);
        let mean = self.intent.iter().sum::<f64>() / size as f64;
        let low = if size == 1 { 1.0 } else { 0.2 };
        let high = if size == 1 { 1.0 } else { HIGH * (1.0 - low * (1.0 - mean)) / mean };
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

    /// One step of expectation and maximisation. Only every so many rows are looked at.
    pub(super) fn step(&self, now: &Parameters, every: usize) -> Result<Step> {
        let whole = self.expected(now, every)?;
        let mut likelihood = whole.likelihood + self.exposure.prior(&now.decay) + prior::ln(now);
        let shares = now.share.iter().map(|share| libm::log(share.max(LEAST)));
        likelihood += shares.sum::<f64>() / self.size as f64;
        for (at, (effect, decay)) in now.effect.iter().zip(&now.decay).enumerate() {
            likelihood -= effect * self.exposure.at(at, *decay).0;
        }
        Ok(self.maximise(now, &whole, likelihood))
    }

    /// Sums over persons of what is expected of them.
    pub(super) fn expected(&self, now: &Parameters, every: usize) -> Result<Sums> {
        let rates = Rates::of(now, self.size);
        let rows = self.rows.len().div_ceil(every);
        let parts = parallel::map_chunks(rows, TASK, |range| {
            let rows = range.map(|at| at * every);
            Ok(match self.size {
                ..=NARROW => self.sums::<NARROW>(now, &rates, rows),
                _ => self.sums::<WIDE>(now, &rates, rows),
            })
        })?;
        let mut whole = Sums::new(self.size, self.histories.touchpoints);
        for part in &parts {
            whole.merge(part);
        }
        if every > 1 {
            whole.scale(self.rows.len() as f64 / rows as f64);
        }
        Ok(whole)
    }

    /// Fills the room with what is expected of a person who converts, counted over those.
    pub(super) fn buyer(
        &self,
        buyer: usize,
        now: &Parameters,
        rates: &Rates,
        room: &mut Person,
    ) -> Option<History<'_>> {
        let (row, evidence) = self.rows.get(self.rows.still + buyer).sure()?;
        let person = self.histories.person(self.rows.buyer(self.rows.still + buyer)?)?;
        room.fill(&person, row.cohort as usize, evidence, now, rates);
        Some(person)
    }
}

/// Levels in equal ratios, from 0 to 1.
fn grid(size: usize) -> Vec<f64> {
    let last = size.saturating_sub(1).max(1) as f64;
    let level = |at: usize| (libm::pow(SPAN, at as f64 / last) - 1.0) / (SPAN - 1.0);
    (0..size).map(level).collect()
}
