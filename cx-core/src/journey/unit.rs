//! What is counted: journeys, sessions or persons.

use crate::from_json::words;
use serde::Serialize;

/// What is followed through its contacts, and counted.
///
/// All units cut the same steps: a person's contacts in order of time, cut at the end of
/// their journeys, at the end of their sessions, or not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Contacts up to a conversion or to silence.
    #[default]
    Journeys,
    /// Contacts without a long gap; those of a session whose events are no contacts are none.
    Sessions,
    /// All contacts of a person.
    Persons,
}

words!(Unit: Journeys = "journeys", Sessions = "sessions", Persons = "persons");
