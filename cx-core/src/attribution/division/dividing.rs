//! Journeys whose credits are divided.

use super::cells::Cells;
use super::parts::{linear_parts, rule_parts};
use super::scheme::Scheme;
use crate::Result;
use crate::attribution::contact::ContactPart;
use crate::attribution::model::{Family, Model};
use crate::attribution::options::AttributeOptions;
use crate::attribution::rules::Plan;
use crate::journey::Journeys;
use crate::journey::persons::Persons;

/// Journeys, and how their contacts are told apart.
pub(crate) struct Dividing<'a> {
    pub(crate) scheme: &'a Scheme<'a>,
    pub(crate) journeys: &'a Journeys,
    pub(crate) persons: &'a Persons,
    pub(crate) options: &'a AttributeOptions,
}

impl<'a> Dividing<'a> {
    /// Cells without anything; `worth` is the value of each journey.
    pub(crate) fn cells<'b>(&'b self, worth: &'b dyn Fn(usize) -> f64) -> Cells<'b>
    where
        'a: 'b,
    {
        Cells::new(self.scheme, worth, &self.journeys.steps.touchpoint)
    }

    /// Adds the parts of a model's contacts, but for those of the time-to-event model, which its fit adds.
    pub(crate) fn fill(&self, model: Model, cells: &mut Cells<'_>) -> Result<()> {
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
