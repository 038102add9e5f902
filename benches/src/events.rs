use std::sync::Arc;

use arrow_array::{Int64Array, RecordBatch, StringArray};

use crate::{batches, coded, random, unit};

/// Web-like events in shuffled order, in batches of a million: `user_id` (a 20th as many users as
/// events), `cookie` (the same as text), `ts` (microseconds since 1970; four visits a user over 90
/// days, seven minutes apart on average), `channel` (8 names), `event` (32 names).
pub fn events(rows: u64) -> Vec<RecordBatch> {
    let users = (rows / 20).max(1);
    let user = |i: u64| (random(1, i) % users) as i64;
    let time = |i: u64| {
        let visit = user(i) as u64 * 2_654_435_761 + (random(2, i) % 4) * 40_503 * 7_919;
        let apart = -420.0 * (1.0 - unit(3, i)).ln();
        (1_700_000_000 + (visit % (90 * 86_400)) as i64) * 1_000_000 + (apart * 1e6) as i64
    };
    batches(rows, |range| {
        let cookies: StringArray =
            range.clone().map(|i| Some(format!("id-{:012x}", user(i)))).collect();
        vec![
            ("user_id", Arc::new(Int64Array::from_iter_values(range.clone().map(user))) as _),
            ("cookie", Arc::new(cookies) as _),
            ("ts", Arc::new(Int64Array::from_iter_values(range.clone().map(time))) as _),
            ("channel", coded(range.clone().map(|i| random(4, i) % 8), "ch", 8)),
            ("event", coded(range.map(|i| random(5, i) % 32), "ev", 32)),
        ]
    })
}
