//! Distinct paths of journeys.

use super::below::Below;
use super::collect::{Collected, Sums};
use super::distinct::Sequences;
use super::paths::Paths;
use super::sum::exact_sum;
use crate::Result;
use crate::columns::{MICROS, NO_MONEY, money_to_f64};
use crate::intake::IntakeReport;
use crate::journey::table::Journeys;
use crate::sure::{Call, Sure};

impl Journeys {
    /// The distinct paths of all journeys, with what came of them.
    ///
    /// Converted journeys count as conversions with their value; all others, open or closed, count
    /// as journeys that did not convert (an open one has not converted *yet*). A journey without
    /// steps has the empty path: a conversion without any contact before it. One that takes over the
    /// contacts of an order before has these.
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
        let call = Call::open();
        let of = self.with_carried();
        let sequences = Sequences { codes: &of.steps.touchpoint, ends: &of.ends };
        let groups = sequences.group(self.touchpoints.len());
        let outcome = |journey: usize| {
            let converted = self.converted.get(journey).copied().sure_or(false);
            converted.then(|| (self.worth(journey), self.is_cancelled(journey)))
        };
        let collected =
            Collected::sequences(&groups, sequences).summed(&groups.members, outcome, sum)?;
        let (touchpoints, definition) = (self.touchpoints.clone(), self.definition.clone());
        call.close(Ok(Paths::new(touchpoints, collected, IntakeReport::default(), definition)))
    }

    /// The journeys as two paths at the most: those without any contact, and all others, their path
    /// being all touchpoints that occur. Without squares of values, those below 0 and those cancelled. It is what is said of journeys as
    /// a whole, for models that look at each of them by itself.
    pub(crate) fn in_brief(&self) -> Paths {
        let of = self.with_carried();
        let mut met = vec![false; self.touchpoints.len()];
        let mut sums = [(0_u64, 0_u64, 0_i128); 2];
        for journey in 0..self.len() {
            let path = of.path(journey);
            for code in path {
                if let Some(met) = met.get_mut(*code as usize).sure() {
                    *met = true;
                }
            }
            let converted = self.converted.get(journey).sure() == Some(&true);
            let [bare, others] = &mut sums;
            let (won, lost, value) = if path.is_empty() { bare } else { others };
            *won += u64::from(converted);
            *lost += u64::from(!converted);
            *value += i128::from(self.worth(journey));
        }
        let codes = met.iter().zip(0..).filter(|(met, _)| **met).map(|(_, code)| code).collect();
        let mut brief = Collected { codes, ..Collected::default() };
        let last = brief.codes.len();
        for ((won, lost, value), end) in sums.into_iter().zip([0, last]) {
            if won + lost > 0 {
                let (conversions, nulls) = (won as f64, lost as f64);
                let value = money_to_f64(value);
                let below = Below::default();
                brief.close(
                    end,
                    Sums { conversions, value, value_squares: 0.0, nulls, below, cancelled: 0.0 },
                );
            }
        }
        let (touchpoints, definition) = (self.touchpoints.clone(), self.definition.clone());
        Paths::new(touchpoints, brief, IntakeReport::default(), definition)
    }

    /// The journeys of each distinct path, path after path: those of path `p` are
    /// `rows[ends[p-1]..ends[p]]`, in their order.
    pub(crate) fn by_path(&self) -> (Vec<u32>, Vec<usize>) {
        let sequences = Sequences { codes: &self.steps.touchpoint, ends: &self.ends };
        let groups = sequences.group(self.touchpoints.len()).members;
        let (mut rows, mut ends) = (Vec::with_capacity(self.len()), Vec::new());
        for group in 0..groups.len() {
            let start = rows.len();
            rows.extend(groups.rows(group..group + 1).map(|row| row as u32));
            if let Some(rows) = rows.get_mut(start..).sure() {
                rows.sort_unstable();
            }
            ends.push(rows.len());
        }
        (rows, ends)
    }

    /// What a journey brought, in units of money.
    pub(crate) fn worth_units(&self, journey: usize) -> f64 {
        self.worth(journey) as f64 / MICROS as f64
    }

    /// Millionths that a journey brought; 0 where it did not convert or its value is not known.
    pub(crate) fn worth(&self, journey: usize) -> i64 {
        let converted = self.converted.get(journey).copied().sure_or(false);
        let value = self.value.get(journey).copied().sure_or(NO_MONEY);
        if converted && value != NO_MONEY { value } else { 0 }
    }
}

/// Sums of journeys of one path: for each that converted, the millionths that it brought, and whether it
/// was cancelled.
pub(crate) fn sum(journeys: &[Option<(i64, bool)>]) -> Result<Sums> {
    let converted = || journeys.iter().flatten().map(|(worth, _)| worth);
    let cancelled = journeys.iter().flatten().filter(|(_, cancelled)| *cancelled).count();
    let square = |worth: &i64| {
        let value = *worth as f64 / MICROS as f64;
        value * value
    };
    let lost = || converted().filter(|worth| **worth < 0);
    let below = if lost().next().is_some() {
        Below {
            conversions: lost().count() as f64,
            value: money_to_f64(lost().map(|worth| i128::from(*worth)).sum()),
            squares: exact_sum(lost().map(square))?,
        }
    } else {
        Below::default()
    };
    let conversions = converted().count();
    Ok(Sums {
        conversions: conversions as f64,
        value: money_to_f64(converted().map(|worth| i128::from(*worth)).sum()),
        value_squares: exact_sum(converted().map(square))?,
        nulls: (journeys.len() - conversions) as f64,
        below,
        cancelled: cancelled as f64,
    })
}
