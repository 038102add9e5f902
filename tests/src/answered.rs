//! Persons who meet touchpoints and answer a question.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events, Feedback, FeedbackRoles};
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{People, StitchOptions, stitch};

/// A person's contacts (minute, touchpoint), and one answer at its minute with its weight.
#[derive(Debug, Clone)]
pub struct Person {
    /// Minute and touchpoint.
    pub contacts: Vec<(i64, u8)>,
    /// Minute, score and weight.
    pub answer: (i64, f64, f64),
}

/// Their journeys, who they are, and what they answered.
///
/// # Errors
/// As the verbs.
///
/// # Panics
/// Never: the columns have one length.
pub fn company(persons: &[Person]) -> cx_core::Result<(Journeys, People, Feedback)> {
    let rows: Vec<(usize, i64, u8)> = persons
        .iter()
        .enumerate()
        .flat_map(|(who, person)| person.contacts.iter().map(move |(at, what)| (who, *at, *what)))
        .collect();
    let columns: [(&str, ArrayRef); 3] = [
        ("at", Arc::new(rows.iter().map(|row| row.1 * 60).collect::<Int64Array>())),
        (
            "who",
            Arc::new(rows.iter().map(|row| Some(format!("p{}", row.0))).collect::<StringArray>()),
        ),
        (
            "where",
            Arc::new(rows.iter().map(|row| Some(format!("t{}", row.2))).collect::<StringArray>()),
        ),
    ];
    let mut roles = EventRoles::new("at", "customer", "who", "where");
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(&[RecordBatch::try_from_iter(columns).expect("a table")], &roles)?;
    let people = stitch(&events, &StitchOptions::default())?;
    let journeys = journeys(&events, &people, &JourneyOptions::default())?;
    let answers = persons.iter().map(|person| person.answer);
    let columns: [(&str, ArrayRef); 4] = [
        ("at", Arc::new(answers.clone().map(|a| a.0 * 60).collect::<Int64Array>())),
        (
            "who",
            Arc::new(
                (0..persons.len()).map(|who| Some(format!("p{who}"))).collect::<StringArray>(),
            ),
        ),
        ("score", Arc::new(answers.clone().map(|a| Some(a.1)).collect::<Float64Array>())),
        ("weight", Arc::new(answers.map(|a| Some(a.2)).collect::<Float64Array>())),
    ];
    let roles = FeedbackRoles {
        time: Some("at".into()),
        time_unit: Some(TimeUnit::Seconds),
        ids: BTreeMap::from([("customer".into(), "who".into())]),
        weight: Some("weight".into()),
        ..FeedbackRoles::default()
    };
    let feedback =
        Feedback::read(&[RecordBatch::try_from_iter(columns).expect("a table")], &roles)?;
    Ok((journeys, people, feedback))
}

/// A person.
#[must_use]
pub fn person(contacts: &[(i64, u8)], answer: (i64, f64, f64)) -> Person {
    Person { contacts: contacts.to_vec(), answer }
}
