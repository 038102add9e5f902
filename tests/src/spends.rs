//! Campaigns with their costs.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use cx_core::intake::{CampaignRoles, Campaigns};

/// Campaign, touchpoint, first day, last day, cost, currency.
pub type Spend =
    (String, Option<String>, Option<String>, Option<String>, Option<f64>, &'static str);

/// Typed campaigns.
///
/// # Panics
/// Never: the columns have one length.
#[must_use]
pub fn campaigns(rows: &[Spend]) -> Campaigns {
    let text = |cells: Vec<Option<String>>| Arc::new(StringArray::from(cells)) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("campaign", text(rows.iter().map(|row| Some(row.0.clone())).collect())),
        ("at", text(rows.iter().map(|row| row.1.clone()).collect())),
        ("from", text(rows.iter().map(|row| row.2.clone()).collect())),
        ("to", text(rows.iter().map(|row| row.3.clone()).collect())),
        ("cost", Arc::new(rows.iter().map(|row| row.4).collect::<Float64Array>()) as _),
        ("currency", text(rows.iter().map(|row| Some(row.5.to_owned())).collect())),
    ])
    .expect("one length");
    let roles = CampaignRoles {
        touchpoint: Some("at".into()),
        start: Some("from".into()),
        end: Some("to".into()),
        cost: Some("cost".into()),
        currency: Some("currency".into()),
        ..CampaignRoles::default()
    };
    Campaigns::read(&[batch], &roles).expect("campaigns")
}

/// Spend in francs; blank text is missing.
#[must_use]
pub fn spend(campaign: &str, at: &str, from: &str, to: &str, cost: f64) -> Spend {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    (campaign.to_owned(), some(at), some(from), some(to), Some(cost), "CHF")
}
