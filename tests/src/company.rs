//! A small random company: events of a few persons, as rows that a test can shuffle and split.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{People, StitchOptions, stitch};

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Minutes since the start of the year.
    pub minute: i64,
    /// Cookie, where known.
    pub cookie: Option<u8>,
    /// Login, where known.
    pub login: Option<u8>,
    /// Touchpoint.
    pub touchpoint: u8,
    /// Value, on conversions only.
    pub value: Option<f64>,
}

impl Row {
    /// Whether the event converts.
    pub fn converts(&self) -> bool {
        self.value.is_some()
    }
}

/// 2026-01-01T00:00:00Z in seconds.
pub const START: i64 = 1_767_225_600;

/// The rows as a record batch.
///
/// # Panics
/// Never: all columns have the same length.
pub fn batch(rows: &[Row]) -> RecordBatch {
    let text = |cells: Vec<Option<String>>| Arc::new(StringArray::from(cells)) as ArrayRef;
    let id = |prefix: &str, id: Option<u8>| id.map(|id| format!("{prefix}{id}"));
    let columns = [
        (
            "ts",
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|r| START + 60 * r.minute))) as _,
        ),
        ("cookie", text(rows.iter().map(|r| id("c", r.cookie)).collect())),
        ("login", text(rows.iter().map(|r| id("l", r.login)).collect())),
        ("channel", text(rows.iter().map(|r| Some(format!("t{}", r.touchpoint))).collect())),
        ("kind", text(rows.iter().map(|r| Some(kind(r).to_owned())).collect())),
        ("revenue", Arc::new(rows.iter().map(|r| r.value).collect::<Float64Array>()) as _),
    ];
    RecordBatch::try_from_iter(columns).unwrap_or_else(|error| unreachable!("{error}"))
}

fn kind(row: &Row) -> &'static str {
    if row.converts() { "purchase" } else { "contact" }
}

/// The roles of the batch's columns.
pub fn roles() -> EventRoles {
    let mut roles =
        EventRoles::new("ts", "cookie", "cookie", "channel").event("kind").value("revenue");
    roles.ids.insert("login".into(), "login".into());
    roles.time_unit = Some(cx_core::columns::TimeUnit::Seconds);
    roles
}

/// Events, people and journeys of the rows, read in batches of `split` rows.
///
/// # Errors
/// As the verbs.
pub fn run(
    rows: &[Row],
    split: usize,
    options: &JourneyOptions,
) -> cx_core::Result<(Events, People, Journeys)> {
    let batches: Vec<RecordBatch> = rows.chunks(split.max(1)).map(batch).collect();
    let events = Events::read(&batches, &roles())?;
    let people = stitch(&events, &StitchOptions::default())?;
    let journeys = journeys(&events, &people, options)?;
    Ok((events, people, journeys))
}
