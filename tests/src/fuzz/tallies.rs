//! Tallies: however observations are parted and merged, the report has the same bytes.

use cx_core::attribution::{StateCounts, States, TransitionCounts};
use cx_core::exact::ExactSum;
use cx_core::kpi::ScoreCounts;
use cx_core::tally::{Tally, merge_all};
use serde::Serialize;

use super::bytes::Bytes;
use crate::paths::{PathRow, read};

fn text(state: &impl Serialize) -> String {
    serde_json::to_string(state).expect("a state that serialises")
}

/// Merges from the left, and the other way about; both must say the same.
fn alike<T: Tally + Serialize>(parts: &[T]) -> String {
    let forward = text(&merge_all(parts.iter().cloned()));
    let backward = text(&merge_all(parts.iter().rev().cloned()));
    assert_eq!(forward, backward);
    forward
}

fn sums(bytes: &mut Bytes<'_>) {
    let terms: Vec<f64> = (0..bytes.below(40)).map(|_| bytes.number()).collect();
    let mut whole = ExactSum::default();
    for term in &terms {
        whole.add(*term);
    }
    let cut = bytes.below(terms.len() + 1);
    let (mut left, mut right) = (ExactSum::default(), ExactSum::default());
    terms[..cut].iter().rev().for_each(|term| left.add(*term));
    terms[cut..].iter().rev().for_each(|term| right.add(*term));
    right.merge(&left);
    assert_eq!(whole, right);
    assert_eq!(whole.value().ok(), right.value().ok());
}

fn scores(bytes: &mut Bytes<'_>) {
    let mut parts = vec![ScoreCounts::default(); 3];
    let mut whole = ScoreCounts::default();
    for _ in 0..bytes.below(30) {
        let part = &mut parts[bytes.below(3)];
        let (score, weight) = (bytes.number(), bytes.number());
        if weight.fract() == 0.0 && (0.0..1e9).contains(&weight) {
            part.observe(score, weight as u64);
            whole.observe(score, weight as u64);
        } else {
            part.observe_weighted(score, weight);
            whole.observe_weighted(score, weight);
        }
    }
    let merged = alike(&parts);
    assert_eq!(merged, text(&whole));
}

fn chains(bytes: &mut Bytes<'_>) {
    let mut rows = Vec::new();
    for _ in 0..2 + bytes.below(12) {
        let names: Vec<&str> =
            (0..bytes.below(5)).map(|_| bytes.one_of(&["a", "b", "c", "d"])).collect();
        let [conversions, value, nulls] = [0; 3].map(|_| f64::from(bytes.byte()) / 4.0);
        // Value without a conversion goes to those of its path, where a part has any: parts may differ in it.
        let value = if conversions > 0.0 { value } else { 0.0 };
        rows.push(PathRow { path: names.join(" > "), conversions, value, nulls });
    }
    let cut = 1 + bytes.below(rows.len() - 1);
    let parts = [&rows[..cut], &rows[cut..]].map(|part| read(part, 5).expect("paths"));
    let whole = read(&rows, 100).expect("paths");
    let count = |paths| TransitionCounts::of(paths).expect("counts");
    assert_eq!(alike(&parts.each_ref().map(count)), text(&count(&whole)));
    let order = 1 + bytes.below(3) as u32;
    let count = |paths| StateCounts::of(paths, order, States::Windows).expect("counts");
    assert_eq!(alike(&parts.each_ref().map(count)), text(&count(&whole)));
}

/// Draws observations from bytes and parts them.
pub(super) fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    sums(&mut bytes);
    scores(&mut bytes);
    chains(&mut bytes);
}
