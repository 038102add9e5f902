//! A small random company with campaigns, costs of contacts and service calls.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::options::{Names, Span};
use cx_core::stitch::{People, StitchOptions, stitch};

use crate::company::START;

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Minutes since the start of the year.
    pub minute: i64,
    /// The customer.
    pub customer: u8,
    /// Where.
    pub touchpoint: &'static str,
    /// `contact`, `purchase`, `refund` or `service`.
    pub kind: &'static str,
    /// The campaign that it names.
    pub campaign: Option<&'static str>,
    /// Value, of purchases; below 0 of refunds.
    pub value: Option<f64>,
    /// The order that a purchase makes and a refund names.
    pub order: Option<u8>,
    /// Cost, where known.
    pub cost: Option<f64>,
}

/// A contact at a touchpoint.
#[must_use]
pub fn contact(minute: i64, customer: u8, touchpoint: &'static str) -> Contact {
    let (kind, campaign, value, order, cost) = ("contact", None, None, None, None);
    Contact { minute, customer, touchpoint, kind, campaign, value, order, cost }
}

/// A purchase in the shop.
#[must_use]
pub fn purchase(minute: i64, customer: u8, value: f64) -> Contact {
    Contact { kind: "purchase", value: Some(value), ..contact(minute, customer, "shop") }
}

/// Events of the contacts.
///
/// # Panics
/// Never: the columns have one length.
#[must_use]
pub fn events(rows: &[Contact]) -> Events {
    let text = |cells: Vec<Option<&str>>| Arc::new(StringArray::from(cells)) as ArrayRef;
    let number = |cells: Vec<Option<f64>>| Arc::new(Float64Array::from(cells)) as ArrayRef;
    let time = Int64Array::from_iter_values(rows.iter().map(|row| START + 60 * row.minute));
    let who = Int64Array::from_iter_values(rows.iter().map(|row| i64::from(row.customer) + 1_000));
    let batch = RecordBatch::try_from_iter([
        ("ts", Arc::new(time) as ArrayRef),
        ("customer", Arc::new(who) as ArrayRef),
        ("at", text(rows.iter().map(|row| Some(row.touchpoint)).collect())),
        ("kind", text(rows.iter().map(|row| Some(row.kind)).collect())),
        ("campaign", text(rows.iter().map(|row| row.campaign).collect())),
        ("order", {
            let orders = rows.iter().map(|row| row.order.map(i64::from));
            Arc::new(orders.collect::<Int64Array>()) as ArrayRef
        }),
        ("value", number(rows.iter().map(|row| row.value).collect())),
        ("cost", number(rows.iter().map(|row| row.cost).collect())),
    ])
    .expect("one length");
    let mut roles =
        EventRoles::new("ts", "customer", "customer", "at").event("kind").value("value");
    roles.time_unit = Some(cx_core::columns::TimeUnit::Seconds);
    roles.campaign = Some("campaign".into());
    roles.cost = Some("cost".into());
    roles.order_id = Some("order".into());
    Events::read(&[batch], &roles).expect("events")
}

/// Journeys up to a purchase; service calls are no contacts, and refunds net their orders.
///
/// # Panics
/// When the rows have no purchase.
#[must_use]
pub fn company(rows: &[Contact]) -> (Events, People, Journeys) {
    let events = events(rows);
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let only = |kind: &str| -> Names {
        if rows.iter().any(|row| row.kind == kind) { [kind].into() } else { Names::default() }
    };
    let options = JourneyOptions {
        conversion: Some("purchase".into()),
        exclude: only("service"),
        refund: only("refund"),
        lookback: Some(Span::days(30)),
        ..JourneyOptions::default()
    };
    let journeys = journeys(&events, &people, &options).expect("journeys");
    (events, people, journeys)
}
