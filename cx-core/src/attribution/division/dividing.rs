//! Journeys whose credits are divided.

use super::super::clusters::Persons;
use super::super::contact::ContactPart;
use super::super::model::{Family, Model};
use super::super::options::AttributeOptions;
use super::super::rules::Plan;
use super::cells::Cells;
use super::parts::{linear_parts, rule_parts};
use super::scheme::Scheme;
use crate::Result;
use crate::journey::Journeys;

/// Journeys, and how their contacts are told apart.
pub(in super::super) struct Dividing<'a> {
    pub(in super::super) scheme: &'a Scheme<'a>,
    pub(in super::super) journeys: &'a Journeys,
    pub(in super::super) persons: &'a Persons,
    pub(in super::super) options: &'a AttributeOptions,
}

impl<'a> Dividing<'a> {
    /// Cells without anything; `worth` is the value of each journey.
    pub(in super::super) fn cells<'b>(&'b self, worth: &'b dyn Fn(usize) -> f64) -> Cells<'b>
    where
        'a: 'b,
    {
        Cells::new(self.scheme, worth, &self.journeys.steps.touchpoint)
    }

    /// Adds the parts of a model's contacts, but for those of the time-to-event model, which its fit adds.
    pub(in super::super) fn fill(&self, model: Model, cells: &mut Cells<'_>) -> Result<()> {
        let mut add = |part: &ContactPart| cells.add(part);
        match model.family() {
            Family::Rule(rule) => {
                let Journeys { touchpoints, events, .. } = self.journeys;
                let plan = Plan::new(self.options, touchpoints, Some(events))?;
                rule_parts(&plan, rule, self.journeys, self.persons, &mut add);
            }
            Family::Markov | Family::ShapleyRate => {
                linear_parts(self.journeys, self.persons, &mut add);
            }
            Family::Hazard => {}
        }
        Ok(())
    }
}
