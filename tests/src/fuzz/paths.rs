//! Tables of aggregated paths: every row is accounted for, and credits sum to the outcome.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use cx_core::attribution::{AttributeOptions, Model, attribute};
use cx_core::journey::{PathRoles, Paths};

use super::bytes::Bytes;

const KNOWN: [&str; 9] = ["a", "b", "c > a", "a > b > a", " > ", "a>>b", "", "(start)", "d>d"];
const MODELS: [Model; 5] =
    [Model::First, Model::Last, Model::Linear, Model::Markov, Model::Shapley];

fn table(bytes: &mut Bytes<'_>) -> RecordBatch {
    let (mut paths, mut numbers) = (Vec::new(), [Vec::new(), Vec::new(), Vec::new()]);
    while !bytes.is_empty() && paths.len() < 24 {
        paths.push(bytes.text(&KNOWN));
        for column in &mut numbers {
            column.push(bytes.number());
        }
    }
    let [conversions, value, nulls] =
        numbers.map(|cells| Arc::new(Float64Array::from(cells)) as ArrayRef);
    RecordBatch::try_from_iter([
        ("path", Arc::new(StringArray::from(paths)) as ArrayRef),
        ("conversions", conversions),
        ("value", value),
        ("nulls", nulls),
    ])
    .expect("columns of one length")
}

/// Reads bytes as paths, and attributes them.
pub(super) fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let mut roles = crate::paths::roles();
    bytes.one_of(&[">", " > ", ",", "ab"]).clone_into(&mut roles.sep);
    let table = table(&mut bytes);
    let Ok(paths) = Paths::read(std::slice::from_ref(&table), &roles) else { return };
    assert_eq!(paths.report.read(), table.num_rows() as u64);
    let whole = PathRoles { sep: roles.sep.clone(), ..roles };
    let halves = [table.slice(0, table.num_rows() / 2), {
        let half = table.num_rows() / 2;
        table.slice(half, table.num_rows() - half)
    }];
    let split = Paths::read(&halves, &whole).expect("what reads as one batch reads as two");
    assert_eq!(split.to_frame().ok(), paths.to_frame().ok());
    let Ok(credit) = attribute(&paths, &AttributeOptions::default().models(MODELS)) else {
        return;
    };
    assert!(credit.residual < 1e-6, "credits are off by {}", credit.residual);
    let known = |x: f64| x.is_finite();
    assert!(credit.rows.iter().all(|row| known(row.conversions) && known(row.value)));
}
