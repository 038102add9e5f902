//! What stored states look like: a state that was written yesterday must be read tomorrow.
//!
//! After a wanted change, `CX_BLESS=1 cargo test -p cx-tests --test all stored_states` writes the files anew; the old
//! form must still be read.

use std::path::Path;

use cx_core::attribution::{StateCounts, States, TransitionCounts};
use cx_core::exact::ExactSum;
use cx_core::kpi::ScoreCounts;
use cx_tests::paths::{PathRow, read};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn is_stored<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, state: &T) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/snapshots");
    let path = folder.join(name).with_extension("json");
    let text = serde_json::to_string(state).expect("a state that serialises");
    if std::env::var_os("CX_BLESS").is_some() {
        std::fs::write(&path, &text).expect("a file that can be written");
    }
    let stored = std::fs::read_to_string(&path).expect("the stored state");
    assert_eq!(stored, text);
    assert_eq!(&serde_json::from_str::<T>(&stored).expect("is read"), state);
}

#[test]
fn sums_and_scores() {
    let mut sum = ExactSum::default();
    for term in [1e100, 0.1, -1e100, 1e-300] {
        sum.add(term);
    }
    is_stored("sum", &sum);
    let mut scores = ScoreCounts::default();
    scores.observe(9.0, 2);
    scores.observe(-0.5, 1);
    scores.observe(f64::NAN, 3);
    scores.observe_weighted(3.0, 0.25);
    is_stored("scores", &scores);
}

#[test]
fn chains() {
    let row = |path: &str, conversions, value, nulls| PathRow {
        path: path.into(),
        conversions,
        value,
        nulls,
    };
    let rows = [
        row("a > b > a", 2.0, 70.5, 1.0),
        row("b > c", 1.0, -20.25, 0.0),
        row("", 1.0, 5.0, 4.0),
        row("c", 0.0, 3.0, 2.0),
    ];
    let paths = read(&rows, 10).expect("paths");
    is_stored("transitions", &TransitionCounts::of(&paths).expect("counts"));
    for (name, order, states) in [("windows", 2, States::Windows), ("padded", 3, States::Padded)] {
        is_stored(name, &StateCounts::of(&paths, order, states).expect("counts"));
    }
}
