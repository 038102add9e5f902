use std::sync::Arc;

use arrow_array::{RecordBatch, StringArray};

use crate::{batches, random};

const SOURCES: [&str; 12] = [
    "google",
    "(direct)",
    "newsletter",
    "facebook",
    "bing",
    "linkedin.com",
    "youtube.com",
    "partner.ch",
    "tv-srf1",
    "(not set)",
    "",
    "chatgpt.com",
];
const MEDIA: [&str; 10] = [
    "cpc",
    "(none)",
    "email",
    "organic",
    "referral",
    "paid-social",
    "display",
    "(not set)",
    "",
    "video",
];
const REFERRERS: [&str; 6] = [
    "https://www.google.ch/",
    "https://l.facebook.com/",
    "https://shop.example/",
    "",
    "https://forum.example/t/7",
    "android-app://com.google.android.gm/",
];

/// Visits in batches of a million: `source` (12 names), `medium` (10), `campaign` (200), `referrer` (6 addresses), `url`
/// (an address with a click id of its own for every fourth row, 5,000 other pages).
pub fn visits(rows: u64) -> Vec<RecordBatch> {
    let pick = |seed: u64, names: &'static [&'static str], i: u64| {
        names.get((random(seed, i) % names.len() as u64) as usize).copied()
    };
    batches(rows, |range| {
        let text = |cell: &dyn Fn(u64) -> Option<&'static str>| {
            Arc::new(range.clone().map(cell).collect::<StringArray>()) as _
        };
        let campaigns: StringArray =
            range.clone().map(|i| Some(format!("campaign-{:03}", random(13, i) % 200))).collect();
        let page = |i: u64| {
            let page = random(14, i) % 5_000;
            let click = if i.is_multiple_of(4) {
                format!("?gclid={:016x}", random(15, i))
            } else {
                String::new()
            };
            Some(format!("https://shop.example/page/{page}{click}"))
        };
        let urls: StringArray = range.clone().map(page).collect();
        vec![
            ("source", text(&|i| pick(11, &SOURCES, i))),
            ("medium", text(&|i| pick(12, &MEDIA, i))),
            ("campaign", Arc::new(campaigns) as _),
            ("referrer", text(&|i| pick(16, &REFERRERS, i))),
            ("url", Arc::new(urls) as _),
        ]
    })
}
