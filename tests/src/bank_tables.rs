//! The tables of the simulated bank, and how they are read.

use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use cx_core::intake::EventRoles;
use serde_json::{Value, json};

/// A CSV file as text columns; the named ones as integers.
///
/// # Panics
/// When the file cannot be read.
pub fn read(dir: &Path, table: &str, integers: &[&str]) -> RecordBatch {
    let mut reader = csv::Reader::from_path(dir.join(format!("{table}.csv"))).expect(table);
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let column = |place: usize, name: &str| -> ArrayRef {
        let cells = rows.iter().map(|row| row.get(place).filter(|cell| !cell.is_empty()));
        if integers.contains(&name) {
            let numbers =
                cells.map(|cell| cell.map(|text| text.parse::<i64>().expect("an integer")));
            Arc::new(numbers.collect::<Int64Array>())
        } else {
            Arc::new(cells.collect::<StringArray>())
        }
    };
    let columns = header.iter().enumerate().map(|(place, name)| (name, column(place, name)));
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

/// The roles that a table of the bank is read with.
///
/// # Panics
/// When these are no roles.
pub fn roles(value: Value) -> EventRoles {
    serde_json::from_value(value).expect("roles")
}

/// The tables of contacts with their roles.
pub fn sources() -> Vec<(&'static str, Value)> {
    vec![
        (
            "web",
            json!({"time": "timestamp", "ids": {"cookie": "cookie", "login": "login", "email": "email"},
            "touchpoint": "channel", "event": "event", "value": "value_chf", "cost": "cost_chf",
            "campaign": "campaign", "event_id": "event_id", "source": "=web"}),
        ),
        (
            "ads",
            json!({"time": "ts_ms", "time_unit": "ms", "ids": {"cookie": "cookie"}, "touchpoint": "network",
            "event": "action", "cost": "spend", "campaign": "campaign_name", "event_id": "ad_event_id",
            "source": "=ads"}),
        ),
        (
            "crm",
            json!({"time": "contacted_at", "timezone": "Europe/Zurich",
            "ids": {"email": "email_address", "customer": "customer_number"}, "touchpoint": "medium",
            "event": "response", "cost": "unit_cost", "campaign": "measure", "event_id": "contact_id"}),
        ),
        (
            "app",
            json!({"time": "epoch", "time_unit": "s", "touchpoint": "surface", "event": "action",
            "ids": {"device": "device", "login": "login", "customer": "customer_number"}, "value": "value",
            "cost": "cost", "event_id": "id"}),
        ),
        (
            "calls",
            json!({"time": "call_start", "timezone": "Europe/Zurich", "touchpoint": "line",
            "ids": {"phone": "phone_number", "customer": "customer_number"}, "event": "reason",
            "value": "value_chf", "cost": "cost_chf", "event_id": "call_id", "attributes": ["resolved"]}),
        ),
        (
            "branch",
            json!({"time": "visit_time", "timezone": "Europe/Zurich", "touchpoint": "place",
            "ids": {"customer": "customer_number", "email": "email"}, "event": "purpose",
            "value": "contribution", "cost": "cost", "event_id": "visit_no"}),
        ),
        (
            "aggregator",
            json!({"time": "created", "ids": {"email": "mail"}, "touchpoint": "portal",
            "event": "kind", "cost": "fee", "event_id": "lead_id"}),
        ),
    ]
}
