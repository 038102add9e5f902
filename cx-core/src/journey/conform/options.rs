//! What is expected.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Block, Rule};
use crate::columns::MICROS;
use crate::declare::options;
use crate::from_json::words;
use crate::journey::Unit;
use crate::limits::CONFIDENCE;
use crate::options::Span;
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

options! {
    /// Options of [`Journeys::conform`](crate::journey::Journeys::conform): rules, a model, or both.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct ConformOptions {
        /// The expected journey.
        pub model: Option<Block> = None; set (Block),
        /// Rules that journeys should keep.
        pub rules: Vec<Rule> = Vec::new(),
        /// What the names in the model are.
        pub by: By = By::Touchpoint,
        /// What is counted.
        pub unit: Unit = Unit::Journeys; set (Unit),
        /// Where sessions are counted: one that ended at most this long before the end of the data may
        /// still go on; `None`: by the rules that the sessions were cut with.
        pub session_gap: Option<Span> = None,
        /// Whether what may still go on after the end of the data is judged as if it were over.
        pub judge_open: bool = false; set (),
        /// What it costs when a contact of the model is missing, by name, in money or in score; by
        /// default 0.
        pub missing: BTreeMap<String, f64> = BTreeMap::new(); in 0.0..=1e9,
        /// What it costs when a contact comes that the model does not expect, by name.
        pub extra: BTreeMap<String, f64> = BTreeMap::new(); in 0.0..=1e9,
        /// Confidence of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
        /// How many states the search for the deviations of one distinct journey may look at, 1 to
        /// 100,000,000; a search beyond it is reported as capped.
        pub max_states: usize = 200_000; in 1..=100_000_000,
        /// Whether names that do not occur in the data are contacts that nobody has, not errors.
        pub allow_unknown: bool = false,
    }
}

impl ConformOptions {
    /// Adds a rule.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Checks every field against its range.
    pub(super) fn validate(&self) -> Result<()> {
        if self.model.is_none() && self.rules.is_empty() {
            let allowed = "a model, rules, or both".to_owned();
            return Err(Error::Option { field: "model", value: "nothing".into(), allowed });
        }
        self.check_ranges()
    }
}

/// A checked cost in millionths.
pub(super) fn micros(cost: f64) -> u64 {
    (cost * MICROS as f64).round() as u64
}
