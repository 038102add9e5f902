//! Orders soon after another: they have its contacts.

use std::borrow::Cow;

use crate::journey::table::{Journeys, Steps};
use crate::sure::{Absent, Sure};

impl Journeys {
    /// The journey whose contacts one takes over.
    pub(crate) fn contacts_of(&self, journey: usize) -> Option<u32> {
        let distance = self.carried.get(journey).copied().filter(|distance| *distance > 0)?;
        (journey as u32).checked_sub(distance)
    }

    /// Whether any journey takes over the contacts of another.
    pub(crate) fn carries(&self) -> bool {
        !self.carried.is_empty()
    }

    /// The journeys with the contacts that they take over as steps of their own: what paths,
    /// transitions, the flow and credits are made of. What counts contacts must not see them, since each
    /// is in the steps of several journeys.
    pub(crate) fn with_carried(&self) -> Cow<'_, Self> {
        if !self.carries() {
            return Cow::Borrowed(self);
        }
        // Where the conversion is a step, that of the other journey is no contact of this one.
        let inside = usize::from(self.report.conversions == 0);
        let mut steps = Steps::default();
        let mut ends = Vec::with_capacity(self.len());
        for journey in 0..self.len() {
            if let Some(other) = self.contacts_of(journey) {
                let range = self.range(other as usize);
                let end = range.end.saturating_sub(inside).max(range.start);
                self.copy(range.start..end, &mut steps);
            }
            self.copy(self.range(journey), &mut steps);
            ends.push(steps.time.len());
        }
        Cow::Owned(Self { steps, ends, carried: Vec::new(), ..self.clone() })
    }

    fn copy(&self, range: std::ops::Range<usize>, steps: &mut Steps) {
        let own = &self.steps;
        steps.time.extend_from_slice(own.time.get(range.clone()).sure_or_default());
        steps.touchpoint.extend_from_slice(own.touchpoint.get(range.clone()).sure_or_default());
        steps.event.extend_from_slice(own.event.get(range.clone()).sure_or_default());
        steps.row.extend_from_slice(own.row.get(range.clone()).sure_or_default());
        steps.campaign.extend_from_slice(own.campaign.get(range).or_absent_default());
    }

    /// For each step of `once`, these journeys [without repeats](Self::without_repeats), the first step here
    /// that is the same event.
    pub(crate) fn places_of(&self, once: &Self) -> Vec<usize> {
        let mut first =
            vec![usize::MAX; self.steps.row.iter().max().map_or(0, |row| *row as usize + 1)];
        for (at, row) in self.steps.row.iter().enumerate() {
            if let Some(place) = first.get_mut(*row as usize).sure() {
                *place = (*place).min(at);
            }
        }
        once.steps.row.iter().filter_map(|row| first.get(*row as usize).sure().copied()).collect()
    }

    /// The journeys with each contact in the first that has it only: for models that look at all
    /// contacts of a person before a conversion anyway.
    pub(crate) fn without_repeats(&self) -> Self {
        let mut rows: Vec<(u32, u32)> =
            (0..).zip(&self.steps.row).map(|(at, row)| (*row, at)).collect();
        rows.sort_unstable();
        let mut first = vec![false; rows.len()];
        for run in rows.chunk_by(|a, b| a.0 == b.0) {
            if let Some(flag) = run.first().and_then(|(_, at)| first.get_mut(*at as usize).sure()) {
                *flag = true;
            }
        }
        let mut steps = Steps::default();
        let mut ends = Vec::with_capacity(self.len());
        for journey in 0..self.len() {
            for at in self.range(journey).filter(|at| first.get(*at).sure() == Some(&true)) {
                self.copy(at..at + 1, &mut steps);
            }
            ends.push(steps.time.len());
        }
        Self { steps, ends, ..self.clone() }
    }
}
