//! What is compared of two groups of journeys.

use crate::Result;
use crate::fields::fields;
use crate::from_json::{by_serde, words};
use serde::{Deserialize, Serialize};

/// What is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Of the journeys that meet a touchpoint, those that go directly on to another one.
    #[default]
    Transitions,
    /// Of all journeys, those that are at a touchpoint at a step.
    Steps,
    /// Of all journeys, those that take a way from beginning to end.
    Variants,
}

words!(Subject: Transitions = "transitions", Steps = "steps", Variants = "variants");

/// Options of [`Journeys::compare`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareOptions {
    /// What is compared.
    pub subject: Subject,
    /// How the journeys are split where there is no second set of journeys; `None`: those that
    /// converted against all others.
    pub split: Option<Split>,
    /// Steps compared, 1 to 1,000; for `steps` only.
    pub steps: usize,
    /// How many rows are given, those with the most journeys of both groups; `None`: all.
    pub top: Option<usize>,
    /// Level of the intervals, 0.5 to 0.9999.
    pub confidence: f64,
}

fields!(CompareOptions: subject, split, steps, top, confidence);

impl Default for CompareOptions {
    fn default() -> Self {
        Self { subject: Subject::default(), split: None, steps: 10, top: None, confidence: 0.95 }
    }
}

/// How journeys are split into two groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// Journeys that converted against all others.
    Converted,
    /// Journeys of these persons against those of all others.
    Persons(Vec<u32>),
    /// The journeys of these numbers against all others.
    Journeys(Vec<u32>),
}

by_serde!(Split);
