//! Generators of the benchmarks' inputs.

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{DictionaryArray, Int8Array, Int64Array, RecordBatch, StringArray};

/// A counter-based random number: the same for the same seed and counter, in any order.
pub fn random(seed: u64, counter: u64) -> u64 {
    let mut x =
        seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ counter.wrapping_mul(0xd129_0b26_e29a_4a1f);
    x ^= x >> 30;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^= x >> 27;
    x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Web-like events in shuffled order, in batches of a million: `user_id` (a 20th as many users as
/// events), `ts` (microseconds since 1970; four visits a user over 90 days, seven minutes apart on
/// average), `channel` (8 names), `event` (32 names).
///
/// # Panics
/// Never: all columns have the same length.
pub fn events(rows: u64) -> Vec<RecordBatch> {
    const BATCH: u64 = 1_000_000;
    let names = |prefix: &str, n: usize| -> Arc<StringArray> {
        Arc::new((0..n).map(|i| Some(format!("{prefix}_{i:02}"))).collect())
    };
    let (channels, kinds) = (names("ch", 8), names("ev", 32));
    let users = (rows / 20).max(1);
    let coded = |codes: Int8Array, names: &Arc<StringArray>| {
        Arc::new(DictionaryArray::<Int8Type>::new(codes, Arc::clone(names) as _)) as _
    };
    let unit = |x: u64| (x >> 11) as f64 / (1_u64 << 53) as f64;
    (0..rows.div_ceil(BATCH))
        .map(|batch| {
            let range = batch * BATCH..rows.min((batch + 1) * BATCH);
            let user = |i: u64| (random(1, i) % users) as i64;
            let time = |i: u64| {
                let visit = user(i) as u64 * 2_654_435_761 + (random(2, i) % 4) * 40_503 * 7_919;
                let apart = -420.0 * (1.0 - unit(random(3, i))).ln();
                (1_700_000_000 + (visit % (90 * 86_400)) as i64) * 1_000_000 + (apart * 1e6) as i64
            };
            RecordBatch::try_from_iter([
                ("user_id", Arc::new(Int64Array::from_iter_values(range.clone().map(user))) as _),
                ("ts", Arc::new(Int64Array::from_iter_values(range.clone().map(time))) as _),
                (
                    "channel",
                    coded(
                        range.clone().map(|i| Some((random(4, i) % 8) as i8)).collect(),
                        &channels,
                    ),
                ),
                ("event", coded(range.map(|i| Some((random(5, i) % 32) as i8)).collect(), &kinds)),
            ])
            .unwrap_or_else(|error| unreachable!("{error}"))
        })
        .collect()
}
