//! What is compared of two groups of journeys.

use crate::Result;
use crate::declare::options;
use crate::from_json::{by_serde, words};
use crate::limits::CONFIDENCE;
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

options! {
    /// Options of [`Journeys::compare`](crate::journey::Journeys::compare).
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct CompareOptions {
        /// What is compared.
        pub subject: Subject = Subject::default(),
        /// How the journeys are split where there is no second set of journeys; `None`: those that
        /// converted against all others.
        pub split: Option<Split> = None,
        /// Steps compared, 1 to 1,000; for `steps` only.
        pub steps: usize = 10; in 1..=1_000,
        /// How many rows are given, those with the most journeys of both groups; `None`: all.
        pub top: Option<usize> = None,
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
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

#[cfg(feature = "schema")]
impl crate::schema::Describe for Split {
    fn describe(_: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        let numbers = || Box::new(Kind::List(Box::new(Kind::Whole)));
        let keyed = [Kind::Keyed("persons", numbers()), Kind::Keyed("journeys", numbers())];
        Kind::Either([Kind::Words(&["converted"])].into_iter().chain(keyed).collect())
    }
}
