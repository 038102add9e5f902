use std::fmt::Write;
use std::sync::Arc;

use arrow_array::{Float64Array, Int64Array, RecordBatch, StringArray};

use crate::{batches, random, unit};

/// Journeys as an attribution tool exports them, one row each: `path` (`"ch_03 > ch_11"`, 12
/// touchpoints, five contacts on average, at most 40), `conv`, `value`, `null`.
pub fn paths(rows: u64) -> Vec<RecordBatch> {
    let length = |i: u64| (((1.0 - unit(1, i)).ln() / 0.8_f64.ln()) as u64 + 1).min(40);
    let path = |i: u64| {
        let mut text = String::new();
        for at in 0..length(i) {
            let sep = if at == 0 { "" } else { " > " };
            let touchpoint = (random(2, i * 64 + at) % 144).isqrt();
            write!(text, "{sep}ch_{touchpoint:02}").unwrap_or_else(|error| unreachable!("{error}"));
        }
        Some(text)
    };
    let conv = |i: u64| i64::from(unit(3, i) < 0.1);
    batches(rows, |range| {
        let value = range.clone().map(|i| conv(i) as f64 * (unit(4, i) * 2e4).round() / 100.0);
        vec![
            ("path", Arc::new(range.clone().map(path).collect::<StringArray>()) as _),
            ("conv", Arc::new(Int64Array::from_iter_values(range.clone().map(conv))) as _),
            ("value", Arc::new(Float64Array::from_iter_values(value)) as _),
            ("null", Arc::new(Int64Array::from_iter_values(range.map(|i| 1 - conv(i)))) as _),
        ]
    })
}
