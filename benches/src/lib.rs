//! Generators of the benchmarks' inputs: seeded and counter-based, the same on every machine.
#![allow(clippy::missing_panics_doc, reason = "all columns of a batch have the same length")]

mod answers;
mod clock;
mod events;
mod paths;
mod visits;

pub use answers::answers;
pub use clock::{Clock, peak};
pub use events::events;
pub use paths::paths;
pub use visits::visits;

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, DictionaryArray, RecordBatch, StringArray};

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

/// A random number in `[0, 1)`.
pub fn unit(seed: u64, counter: u64) -> f64 {
    (random(seed, counter) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Rows of one batch.
const BATCH: u64 = 1_000_000;

/// Batches of columns made from ranges of rows.
fn batches(
    rows: u64,
    columns: impl Fn(std::ops::Range<u64>) -> Vec<(&'static str, ArrayRef)>,
) -> Vec<RecordBatch> {
    let batch = |at: u64| {
        RecordBatch::try_from_iter(columns(at * BATCH..rows.min((at + 1) * BATCH)))
            .unwrap_or_else(|error| unreachable!("{error}"))
    };
    (0..rows.div_ceil(BATCH)).map(batch).collect()
}

/// A column of `names` such as `ch_03`.
fn coded(codes: impl Iterator<Item = u64>, prefix: &str, names: usize) -> ArrayRef {
    let names: StringArray = (0..names).map(|at| Some(format!("{prefix}_{at:02}"))).collect();
    let codes = codes.map(|code| Some(code as i8)).collect();
    Arc::new(DictionaryArray::<Int8Type>::new(codes, Arc::new(names)))
}
