use std::sync::Arc;

use arrow_array::{Int64Array, RecordBatch};

use crate::{batches, coded, random};

/// Answers to "would you recommend us" over a year: `score` (0 to 10), `channel` (8 names), `ts`
/// (microseconds since 1970).
pub fn answers(rows: u64) -> Vec<RecordBatch> {
    let score = |i: u64| (random(1, i) % 11).max(random(2, i) % 11) as i64;
    let time = |i: u64| (1_700_000_000 + (random(3, i) % (365 * 86_400)) as i64) * 1_000_000;
    batches(rows, |range| {
        vec![
            ("score", Arc::new(Int64Array::from_iter_values(range.clone().map(score))) as _),
            ("channel", coded(range.clone().map(|i| random(4, i) % 8), "ch", 8)),
            ("ts", Arc::new(Int64Array::from_iter_values(range.map(time))) as _),
        ]
    })
}
