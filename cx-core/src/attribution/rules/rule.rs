//! Models that split each journey by a rule.

use super::super::clusters::Persons;
use super::super::options::{AttributeOptions, Model};
use super::super::sums::{Estimates, Squares, Sums, in_parts};
use crate::journey::{Journeys, Paths};
use crate::{Error, Result};

/// A rule with its parameters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    model: Model,
    options: &'a AttributeOptions,
}

impl<'a> Rule<'a> {
    pub(super) fn new(model: Model, options: &'a AttributeOptions) -> Self {
        Self { model, options }
    }

    /// Calls `visit` with the place and the part of every contact that gets one; parts sum to 1.
    fn parts(&self, length: usize, mut visit: impl FnMut(usize, f64)) {
        let end = length - 1;
        match self.model {
            Model::First => visit(0, 1.0),
            Model::Last => visit(end, 1.0),
            Model::Position if length > 1 => {
                let [first, last] = self.options.position;
                let middle = 1.0 - first - last;
                if length == 2 {
                    let both = first + last;
                    let part = if both > 0.0 { first / both } else { 0.5 };
                    visit(0, part);
                    visit(1, 1.0 - part);
                    return;
                }
                visit(0, first);
                (1..end).for_each(|at| visit(at, middle / (length - 2) as f64));
                visit(end, last);
            }
            _ => (0..length).for_each(|at| visit(at, 1.0 / length as f64)),
        }
    }

    /// Splits a journey: parts by touchpoint into `spread`.
    fn split(&self, path: &[u32], times: Option<&[i64]>, spread: &mut Spread) {
        if path.is_empty() {
            spread.add(spread.unattributed(), 1.0);
            return;
        }
        match (self.model, times) {
            (Model::TimeDecay, Some(times)) => self.decay(path, times, spread),
            (Model::Shapley, _) => spread.evenly(path),
            _ => self.parts(path.len(), |at, part| {
                if let Some(code) = path.get(at) {
                    spread.add(*code as usize, part);
                }
            }),
        }
    }

    /// Part `2^(-age / half-life)`, made to sum to 1; the age counts from the last contact.
    fn decay(&self, path: &[u32], times: &[i64], spread: &mut Spread) {
        let last = times.iter().copied().max().unwrap_or(0);
        let half_life = self.options.half_life.micros() as f64;
        let part = |time: &i64| libm::exp2(-(last.abs_diff(*time) as f64) / half_life);
        let whole: f64 = times.iter().map(part).sum();
        for (code, time) in path.iter().zip(times) {
            spread.add(*code as usize, part(time) / whole);
        }
    }

    /// Credits from distinct paths; every journey is a unit of its own.
    ///
    /// A journey with part `w` adds `w` (or `w * value`) to a touchpoint's credit. Journeys come as
    /// a Poisson process, so the credit is a compound Poisson sum with variance `sum w^2`.
    pub(super) fn over_paths(&self, paths: &Paths) -> Result<Estimates> {
        if self.model == Model::TimeDecay {
            return Err(Error::Unanswerable {
                what: "the model \"time_decay\" needs the times of contacts, and aggregated paths have none".into(),
                remedy: "attribute journeys made from events, or choose \"position\"",
            });
        }
        let touchpoints = paths.touchpoints.len();
        let parts = in_parts(paths.len(), |range| {
            let mut sums = Sums::new(touchpoints);
            let mut spread = Spread::new(touchpoints);
            for path in range {
                let at = |column: &[f64]| column.get(path).copied().unwrap_or(0.0);
                let (conversions, value) = (at(&paths.conversions), at(&paths.value));
                if conversions == 0.0 && value == 0.0 {
                    continue;
                }
                let squares = at(&paths.value_squares);
                self.split(paths.path(path), None, &mut spread);
                spread.drain(|place, part| {
                    sums.credit(place, part * conversions, part * value);
                    sums.squares().add(place, part * part * conversions, part * part * squares);
                });
            }
            Ok(sums)
        })?;
        let mut whole = Sums::new(touchpoints);
        for part in &parts {
            whole.merge(part);
        }
        whole.finish()
    }

    /// Squares of what each person adds to the credits, over all journeys of the person.
    fn person_squares(&self, journeys: &Journeys, persons: &Persons) -> Result<Squares> {
        let touchpoints = journeys.touchpoints.len();
        let parts = in_parts(persons.len(), |range| {
            let mut squares = Squares::new(touchpoints);
            let mut spread = Spread::new(touchpoints);
            let (mut conversions, mut value) = (spread.clone(), spread.clone());
            for person in range {
                for journey in persons.journeys(person) {
                    self.split_journey(journeys, journey, &mut spread);
                    let worth = journeys.worth_units(journey);
                    spread.drain(|place, part| {
                        conversions.add(place, part);
                        value.add(place, part * worth);
                    });
                }
                conversions.drain(|place, sum| squares.add(place, sum * sum, 0.0));
                value.drain(|place, sum| squares.add(place, 0.0, sum * sum));
            }
            Ok(squares)
        })?;
        let mut whole = Squares::new(touchpoints);
        for part in &parts {
            whole.merge(part);
        }
        Ok(whole)
    }

    fn split_journey(&self, journeys: &Journeys, journey: usize, spread: &mut Spread) {
        if !journeys.converted.get(journey).copied().unwrap_or(false) {
            return;
        }
        let times = journeys.steps.time.get(journeys.range(journey));
        self.split(journeys.path(journey), Some(times.unwrap_or_default()), spread);
    }

    /// Credits of journeys: the same as those of their paths, with persons as the units.
    pub(super) fn over_journeys(
        &self,
        journeys: &Journeys,
        paths: &Paths,
        persons: &Persons,
    ) -> Result<Estimates> {
        let mut estimates = if self.model == Model::TimeDecay {
            self.timed(journeys)?
        } else {
            self.over_paths(paths)?
        };
        let squares = self.person_squares(journeys, persons)?.finish()?;
        (estimates.conversions_variance, estimates.value_variance) = squares;
        Ok(estimates)
    }

    /// Credits of journeys by a rule that looks at times.
    fn timed(&self, journeys: &Journeys) -> Result<Estimates> {
        let touchpoints = journeys.touchpoints.len();
        let parts = in_parts(journeys.len(), |range| {
            let mut sums = Sums::new(touchpoints);
            let mut spread = Spread::new(touchpoints);
            for journey in range {
                self.split_journey(journeys, journey, &mut spread);
                let worth = journeys.worth_units(journey);
                spread.drain(|place, part| sums.credit(place, part, part * worth));
            }
            Ok(sums)
        })?;
        let mut whole = Sums::new(touchpoints);
        for part in &parts {
            whole.merge(part);
        }
        whole.finish()
    }
}

/// Parts by touchpoint of one journey (or person), cheap to empty.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    parts: Vec<f64>,
    touched: Vec<u32>,
}

impl Spread {
    /// One place for each touchpoint, and one for what no touchpoint gets.
    fn new(touchpoints: usize) -> Self {
        Self { parts: vec![0.0; touchpoints + 1], touched: Vec::new() }
    }

    fn unattributed(&self) -> usize {
        self.parts.len() - 1
    }

    fn add(&mut self, place: usize, part: f64) {
        if part == 0.0 {
            return;
        }
        if let Some(sum) = self.parts.get_mut(place) {
            if *sum == 0.0 {
                self.touched.push(place as u32);
            }
            *sum += part;
        }
    }

    /// The same part to every touchpoint on the path, however often it is met.
    fn evenly(&mut self, path: &[u32]) {
        for code in path {
            if let Some(sum) = self.parts.get_mut(*code as usize)
                && *sum == 0.0
            {
                *sum = 1.0;
                self.touched.push(*code);
            }
        }
        let part = 1.0 / self.touched.len() as f64;
        for place in &self.touched {
            if let Some(sum) = self.parts.get_mut(*place as usize) {
                *sum = part;
            }
        }
    }

    fn drain(&mut self, mut visit: impl FnMut(usize, f64)) {
        for place in self.touched.drain(..) {
            if let Some(sum) = self.parts.get_mut(place as usize) {
                visit(place as usize, std::mem::take(sum));
            }
        }
    }
}
