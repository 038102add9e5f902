//! Credits of the rules in several replicates at once.

use super::plan::{Contacts, Plan};
use crate::Result;
use crate::attribution::input::Input;
use crate::attribution::lanes::{Drawn, Lanes, NONE, Replicate, add, lane};
use crate::attribution::model::Rule;
use crate::attribution::options::AttributeOptions;
use crate::journey::Journeys;
use crate::sure::Sure;

/// The rules that were asked for.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    plan: Plan<'a>,
    /// For each rule, whether it looks at more than the order of the touchpoints.
    beyond: Vec<bool>,
    touchpoints: usize,
}

/// Credits by rule and touchpoint, and room for the parts of a journey.
#[derive(Debug)]
pub(crate) struct RuleSums {
    rules: Vec<Rule>,
    conversions: Vec<Vec<Lanes>>,
    value: Vec<Vec<Lanes>>,
    parts: Vec<f64>,
}

impl<'a> Rules<'a> {
    pub(crate) fn new(options: &'a AttributeOptions, input: Input<'_>) -> Result<Self> {
        let events = input.journeys.map(|(journeys, _)| &journeys.events);
        let plan = Plan::new(options, &input.paths.touchpoints, events)?;
        let beyond = plan.rules.iter().map(|rule| plan.looks_beyond(*rule)).collect();
        Ok(Self { plan, beyond, touchpoints: input.paths.touchpoints.len() })
    }

    /// Whether a rule must see every journey by itself.
    pub(crate) fn look_beyond(&self) -> bool {
        self.beyond.contains(&true)
    }

    pub(crate) fn sums(&self) -> RuleSums {
        let cells = vec![vec![NONE; self.touchpoints + 1]; self.plan.rules.len()];
        RuleSums {
            rules: self.plan.rules.clone(),
            conversions: cells.clone(),
            value: cells,
            parts: Vec::new(),
        }
    }

    /// Adds a path, for rules that look at its order only.
    pub(crate) fn add_path(&self, sums: &mut RuleSums, path: &[u32], drawn: &Drawn) {
        self.add(sums, &Contacts::of_path(path), (&drawn.won, &drawn.value), false);
    }

    /// Adds a journey that converted, for the other rules.
    pub(crate) fn add_journey(
        &self,
        sums: &mut RuleSums,
        journeys: &Journeys,
        journey: usize,
        (won, value): (&Lanes, &Lanes),
    ) {
        self.add(sums, &Contacts::of_journey(journeys, journey), (won, value), true);
    }

    fn add(
        &self,
        sums: &mut RuleSums,
        contacts: &Contacts<'_>,
        (won, value): (&Lanes, &Lanes),
        beyond: bool,
    ) {
        let cells = sums.conversions.iter_mut().zip(&mut sums.value);
        for ((rule, own), (conversions, values)) in
            self.plan.rules.iter().zip(&self.beyond).zip(cells)
        {
            if *own != beyond {
                continue;
            }
            self.plan.split(*rule, contacts, &mut sums.parts);
            if contacts.path.is_empty() {
                add(conversions, self.touchpoints, won, 1.0);
                add(values, self.touchpoints, value, 1.0);
            }
            for (code, part) in contacts.path.iter().zip(&sums.parts) {
                if *part != 0.0 {
                    add(conversions, *code as usize, won, *part);
                    add(values, *code as usize, value, *part);
                }
            }
        }
    }
}

impl RuleSums {
    /// Credits of a rule in one replicate; none for a rule that was not asked for.
    pub(crate) fn finish(&self, rule: Rule, of: usize) -> Option<Replicate> {
        let at = self.rules.iter().position(|other| *other == rule)?;
        let conversions = lane(self.conversions.get(at).sure()?, of);
        Some(Replicate { conversions, value: lane(self.value.get(at).sure()?, of) })
    }
}
