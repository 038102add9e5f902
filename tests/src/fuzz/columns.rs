//! Tables whose cells are anything, in any encoding: every row is accounted for, and nothing fails but by name.

use std::sync::Arc;

use arrow_array::types::{Int8Type, UInt16Type};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array,
    LargeStringArray, RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
    UInt64Array,
};
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events, Feedback, FeedbackRoles, IntakeReport};
use cx_core::journey::{JourneyOptions, journeys};
use cx_core::stitch::{StitchOptions, stitch};

use super::bytes::Bytes;

/// Cells that a reader knows, and some that it must refuse.
const KNOWN: [&str; 20] = [
    "2026-03-01T09:00:00Z",
    "2026-03-29 02:30:00",
    "2026-10-25T02:30",
    "01.03.2026 09:00",
    "1772355600",
    "9999-12-31",
    "",
    " ",
    "NULL",
    "a",
    "b",
    "search",
    "purchase",
    "12.50",
    "1'234,50",
    "-3",
    "1e400",
    "NaN",
    "nps",
    "\u{feff}x",
];

/// A column of `rows` cells in one of the encodings.
fn column(bytes: &mut Bytes<'_>, rows: usize) -> ArrayRef {
    let missing = bytes.byte();
    let is_missing = |bytes: &mut Bytes<'_>| missing > 128 && bytes.byte() < 40;
    let text = |bytes: &mut Bytes<'_>| (!is_missing(bytes)).then(|| bytes.text(&KNOWN));
    let whole = |bytes: &mut Bytes<'_>| (!is_missing(bytes)).then(|| bytes.whole());
    match bytes.below(12) {
        0 => Arc::new((0..rows).map(|_| text(bytes)).collect::<StringArray>()),
        1 => Arc::new((0..rows).map(|_| text(bytes)).collect::<LargeStringArray>()),
        2 => Arc::new((0..rows).map(|_| text(bytes)).collect::<StringViewArray>()),
        3 => {
            let cells: Vec<Option<String>> = (0..rows).map(|_| text(bytes)).collect();
            Arc::new(cells.iter().map(Option::as_deref).collect::<DictionaryArray<Int8Type>>())
        }
        4 => {
            let cells: Vec<Option<String>> = (0..rows).map(|_| text(bytes)).collect();
            Arc::new(cells.iter().map(Option::as_deref).collect::<DictionaryArray<UInt16Type>>())
        }
        5 => Arc::new((0..rows).map(|_| whole(bytes)).collect::<Int64Array>()),
        6 => {
            let cells = (0..rows).map(|_| whole(bytes).map(|cell| cell as u64));
            Arc::new(cells.collect::<UInt64Array>())
        }
        7 => Arc::new((0..rows).map(|_| Some(bytes.number())).collect::<Float64Array>()),
        8 => {
            let cells = (0..rows).map(|_| whole(bytes));
            Arc::new(cells.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
        }
        9 => Arc::new((0..rows).map(|_| whole(bytes)).collect::<TimestampMicrosecondArray>()),
        10 => {
            let cells = (0..rows).map(|_| whole(bytes).map(|cell| cell as i32));
            Arc::new(cells.collect::<Date32Array>())
        }
        _ => {
            let cells = (0..rows).map(|_| whole(bytes).map(|cell| cell % 2 == 0));
            Arc::new(cells.collect::<BooleanArray>())
        }
    }
}

fn batches(bytes: &mut Bytes<'_>, names: &[&str]) -> Vec<RecordBatch> {
    let batch = |bytes: &mut Bytes<'_>| {
        let rows = bytes.below(9);
        let columns = names.iter().map(|name| (*name, column(bytes, rows), true));
        RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
    };
    (0..=bytes.below(3)).map(|_| batch(bytes)).collect()
}

fn accounted(report: &IntakeReport, rows: usize) {
    assert_eq!(report.read(), rows as u64);
    assert_eq!(report.read(), report.accepted() + report.rejected() + report.duplicate());
    assert!(report.rejects().count() as u64 >= report.rejected());
    report.to_frame().expect("a table");
}

/// Reads bytes as a table of events and one of answers.
pub(super) fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let units = [None, Some(TimeUnit::Seconds), Some(TimeUnit::Millis), Some(TimeUnit::Micros)];
    let unit = bytes.one_of(&units);
    let zone = bytes.one_of(&["UTC", "Europe/Zurich", "+05:30", "nowhere"]);
    let tables =
        batches(&mut bytes, &["time", "id", "touchpoint", "event", "value", "cost", "event_id"]);
    let rows: usize = tables.iter().map(RecordBatch::num_rows).sum();
    let mut roles = EventRoles::new("time", "id", "id", "touchpoint").event("event").value("value");
    roles.cost = Some("cost".into());
    roles.event_id = Some("event_id".into());
    roles.time_unit = unit;
    roles.timezone = Some(zone.to_owned());
    if let Ok(events) = Events::read(&tables, &roles) {
        accounted(&events.report, rows);
        assert_eq!(events.len() as u64, events.report.accepted());
        if let Ok(people) = stitch(&events, &StitchOptions::default()) {
            let known = events.event.dictionary.names().next().map(|name| name.as_ref().into());
            let options = JourneyOptions { conversion: known, ..Default::default() };
            let cut = journeys(&events, &people, &options).expect("an event that occurs");
            assert!(cut.len() <= events.len());
        }
    }
    let roles = FeedbackRoles {
        time: Some("time".into()),
        metric: Some("metric".into()),
        touchpoint: Some("touchpoint".into()),
        ..FeedbackRoles::default()
    };
    let tables = batches(&mut bytes, &["score", "time", "metric", "touchpoint"]);
    let rows = tables.iter().map(RecordBatch::num_rows).sum();
    if let Ok(answers) = Feedback::read(&tables, &roles) {
        accounted(&answers.report, rows);
    }
}
