//! Distinct paths of journeys.

use super::distinct::Sequences;
use super::paths::{Paths, exact_sum};
use super::table::Journeys;
use crate::Result;
use crate::columns::{MICROS, NO_MONEY, money_to_f64};
use crate::intake::IntakeReport;

impl Journeys {
    /// The distinct paths of all journeys, with what came of them.
    ///
    /// Converted journeys count as conversions with their value; all others, open or closed, count
    /// as journeys that did not convert (an open one has not converted *yet*). A journey without
    /// steps has the empty path: a conversion without any contact before it.
    ///
    /// ```
    /// # use cx_core::journey::{Journeys, Paths};
    /// fn share_of_direct(journeys: &Journeys) -> cx_core::Result<f64> {
    ///     let paths: Paths = journeys.paths()?;
    ///     let direct = if paths.path(0).is_empty() { paths.conversions.first() } else { None };
    ///     Ok(direct.copied().unwrap_or(0.0) / paths.conversions.iter().sum::<f64>())
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) when the values leave the range of doubles.
    pub fn paths(&self) -> Result<Paths> {
        let sequences = Sequences { codes: &self.steps.touchpoint, ends: &self.ends };
        let groups = sequences.group(self.touchpoints.len());
        let mut paths = Paths {
            touchpoints: self.touchpoints.clone(),
            codes: Vec::new(),
            ends: Vec::with_capacity(groups.len()),
            conversions: Vec::with_capacity(groups.len()),
            value: Vec::with_capacity(groups.len()),
            value_squares: Vec::with_capacity(groups.len()),
            nulls: Vec::with_capacity(groups.len()),
            report: IntakeReport::default(),
            definition: self.definition.clone(),
        };
        for group in groups.iter() {
            let (mut conversions, mut nulls, mut value) = (0_u64, 0_u64, 0_i128);
            for journey in group.clone() {
                if self.converted.get(journey).copied().unwrap_or(false) {
                    conversions += 1;
                    value += i128::from(self.worth(journey));
                } else {
                    nulls += 1;
                }
            }
            let squares = group.clone().map(|journey| {
                let value = self.worth_units(journey);
                value * value
            });
            paths.value_squares.push(exact_sum(squares)?);
            let first = group.clone().next().unwrap_or(0);
            paths.codes.extend_from_slice(sequences.get(first));
            paths.ends.push(paths.codes.len());
            paths.conversions.push(conversions as f64);
            paths.nulls.push(nulls as f64);
            paths.value.push(money_to_f64(value));
        }
        Ok(paths)
    }

    /// What a journey brought, in units of money.
    pub(crate) fn worth_units(&self, journey: usize) -> f64 {
        self.worth(journey) as f64 / MICROS as f64
    }

    /// Millionths that a journey brought; 0 where it did not convert or its value is not known.
    fn worth(&self, journey: usize) -> i64 {
        let converted = self.converted.get(journey).copied().unwrap_or(false);
        let value = self.value.get(journey).copied().unwrap_or(NO_MONEY);
        if converted && value != NO_MONEY { value } else { 0 }
    }
}
