//! What is expected.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Block, Rule};
use crate::columns::MICROS;
use crate::fields::fields;
use crate::from_json::words;
use crate::journey::Unit;
use crate::options::{Span, in_range};
use crate::{Error, Result};

/// The names of a model's contacts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Touchpoints.
    #[default]
    Touchpoint,
    /// Kinds of event.
    Event,
}

words!(By: Touchpoint = "touchpoint", Event = "event");

/// Options of [`Journeys::conform`](crate::journey::Journeys::conform): rules, a model, or both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConformOptions {
    /// The expected journey.
    pub model: Option<Block>,
    /// Rules that journeys should keep.
    pub rules: Vec<Rule>,
    /// What the names in the model are.
    pub by: By,
    /// What is counted.
    pub unit: Unit,
    /// Where sessions are counted: one that ended at most this long before the end of the data may
    /// still go on; `None`: by the rules that the sessions were cut with.
    pub session_gap: Option<Span>,
    /// Whether what may still go on after the end of the data is judged as if it were over.
    pub judge_open: bool,
    /// What it costs when a contact of the model is missing, by name, in money or in score; 0
    /// where not given.
    pub missing: BTreeMap<String, f64>,
    /// What it costs when a contact comes that the model does not expect, by name.
    pub extra: BTreeMap<String, f64>,
    /// Confidence of the intervals, 0.5 to 0.9999.
    pub confidence: f64,
    /// How many states the search for the deviations of one distinct journey may look at, 1 to
    /// 100,000,000; a search beyond it is reported as capped.
    pub max_states: usize,
    /// Whether names that do not occur in the data are contacts that nobody has, not errors.
    pub allow_unknown: bool,
}

fields!(ConformOptions:
    model, rules, by, unit, session_gap, judge_open, missing, extra, confidence, max_states,
    allow_unknown
);

impl Default for ConformOptions {
    fn default() -> Self {
        Self {
            model: None,
            rules: Vec::new(),
            by: By::Touchpoint,
            unit: Unit::Journeys,
            session_gap: None,
            judge_open: false,
            missing: BTreeMap::new(),
            extra: BTreeMap::new(),
            confidence: 0.95,
            max_states: 200_000,
            allow_unknown: false,
        }
    }
}

impl ConformOptions {
    /// Sets the expected journey.
    pub fn model(mut self, model: Block) -> Self {
        self.model = Some(model);
        self
    }

    /// Adds a rule.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Sets what is counted.
    pub fn unit(mut self, unit: Unit) -> Self {
        self.unit = unit;
        self
    }

    /// Judges what may still go on as if it were over.
    pub fn judge_open(mut self) -> Self {
        self.judge_open = true;
        self
    }

    /// Checks every field against its range.
    pub(super) fn validate(&self) -> Result<()> {
        if self.model.is_none() && self.rules.is_empty() {
            let allowed = "a model, rules, or both".to_owned();
            return Err(Error::Option { field: "model", value: "nothing".into(), allowed });
        }
        in_range("confidence", self.confidence, 0.5, 0.9999)?;
        in_range("max_states", self.max_states as f64, 1.0, 1e8)?;
        self.missing.values().try_for_each(|cost| in_range("missing", *cost, 0.0, 1e9))?;
        self.extra.values().try_for_each(|cost| in_range("extra", *cost, 0.0, 1e9))
    }
}

/// A checked cost in millionths.
pub(super) fn micros(cost: f64) -> u64 {
    (cost * MICROS as f64).round() as u64
}
