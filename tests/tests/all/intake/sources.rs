//! Several sources as one table.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::intake::{EventRoles, Events};

#[test]
fn the_order_of_sources_is_no_part_of_the_definition() {
    let read = |id_type: &str| {
        let columns: [(&str, ArrayRef); 3] = [
            ("ts", Arc::new(StringArray::from(vec!["2026-03-01"]))),
            ("id", Arc::new(StringArray::from(vec!["a"]))),
            ("place", Arc::new(StringArray::from(vec!["shop"]))),
        ];
        let table = RecordBatch::try_from_iter(columns).expect("one row");
        Events::read(&[table], &EventRoles::new("ts", id_type, "id", "place")).expect("reads")
    };
    let [a, b, c] = ["customer", "cookie", "phone"].map(read);
    let of = |parts: &[&Events]| {
        let parts: Vec<Events> = parts.iter().map(|part| (*part).clone()).collect();
        Events::concat(&parts).expect("one table").report.definition
    };
    assert_eq!(of(&[&a, &b, &c]), of(&[&c, &a, &b]));
    assert_ne!(of(&[&a, &b]), of(&[&a, &c]));
    assert_ne!(of(&[&a, &b]), of(&[&a, &a, &b]));
}
