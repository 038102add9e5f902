//! Tables of aggregated paths: every encoding, every row accounted for, no order matters.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use cx_core::columns::Reason;
use cx_core::journey::{PathRoles, Paths};
use cx_tests::paths::{PathRow, read};
use proptest::prelude::*;

fn one_column(path: ArrayRef) -> Paths {
    let batch = RecordBatch::try_from_iter([("path", path)]).expect("one column");
    Paths::read(&[batch], &PathRoles::default()).expect("reads")
}

fn texts(paths: &Paths) -> Vec<(String, f64)> {
    let name = |code: &u32| paths.touchpoints.name(*code).into_owned();
    let text = |at: usize| paths.path(at).iter().map(name).collect::<Vec<_>>().join("|");
    (0..paths.len()).map(|at| (text(at), paths.conversions[at])).collect()
}

#[test]
fn every_encoding_reads_the_same() {
    let cells = ["a > b", "", "b>a > >  b ", "Übersicht> a", " >", "a>b"];
    let rows: [&[&str]; 6] =
        [&["a", "b"], &[], &["b", " a", "", "b "], &["Übersicht", "a"], &[" "], &["a", "b"]];
    let expected = texts(&one_column(Arc::new(StringArray::from(cells.to_vec()))));
    assert_eq!(
        expected,
        [("", 2.0), ("a|b", 2.0), ("b|a|b", 1.0), ("Übersicht|a", 1.0)]
            .map(|(path, count)| (path.to_owned(), count))
    );
    let nulls = cells.iter().map(|cell| Some(*cell).filter(|c| !c.is_empty()));
    let mut list = ListBuilder::new(StringBuilder::new());
    for row in rows {
        for name in row {
            list.values().append_value(name);
        }
        list.append(!row.is_empty());
    }
    let list = list.finish();
    let dictionary: DictionaryArray<Int32Type> = cells.iter().copied().collect();
    let encodings: [ArrayRef; 5] = [
        Arc::new(nulls.collect::<StringArray>()),
        Arc::new(LargeStringArray::from(cells.to_vec())),
        Arc::new(StringViewArray::from(cells.to_vec())),
        Arc::new(dictionary),
        Arc::new(list),
    ];
    for encoding in encodings {
        assert_eq!(texts(&one_column(Arc::clone(&encoding))), expected, "{encoding:?}");
    }
}

#[test]
fn rows_that_have_no_meaning_are_counted() {
    let path = StringArray::from(vec!["a", "b>c", "a", "a", "d", "a"]);
    let won = Float64Array::from(vec![
        Some(1.0),
        Some(-1.0),
        Some(f64::NAN),
        None,
        Some(2e15),
        Some(0.5),
    ]);
    let batch = RecordBatch::try_from_iter([
        ("path", Arc::new(path) as ArrayRef),
        ("won", Arc::new(won) as ArrayRef),
    ])
    .expect("one length");
    let roles = PathRoles { conversions: Some("won".into()), ..PathRoles::default() };
    let paths = Paths::read(&[batch], &roles).expect("reads");
    assert_eq!(texts(&paths), [("a".to_owned(), 1.5)]);
    assert_eq!(paths.touchpoints.to_vec(), ["a"], "names of rejected rows are gone");
    let report = &paths.report;
    assert_eq!((report.read(), report.accepted(), report.rejected()), (6, 3, 3));
    let rejects: Vec<_> = report.rejects().map(|r| (r.row, r.column, r.reason)).collect();
    let won = || "won".to_owned();
    let expected = [
        (1, won(), Reason::Negative),
        (2, won(), Reason::NotFinite),
        (4, won(), Reason::OutOfRange),
    ];
    assert_eq!(rejects, expected);
}

#[test]
fn hostile_cells_end_in_rejects_or_errors() {
    let long = "x".repeat(70_000);
    let path: ArrayRef = Arc::new(StringArray::from(vec!["a", long.as_str()]));
    let paths = one_column(path);
    assert_eq!(paths.report.rejected(), 1);
    let batch =
        RecordBatch::try_from_iter([("path", Arc::new(Float64Array::from(vec![1.0])) as ArrayRef)])
            .expect("one column");
    assert!(Paths::read(std::slice::from_ref(&batch), &PathRoles::default()).is_err());
    let roles = PathRoles { sep: String::new(), ..PathRoles::default() };
    assert!(Paths::read(&[batch], &roles).expect_err("no separator").to_string().contains("sep"));
    assert!(Paths::read(&[], &PathRoles::default()).is_err());
}

#[test]
fn separators_are_whole_texts() {
    let path: ArrayRef = Arc::new(StringArray::from(vec!["a>b => c", "d"]));
    let batch = RecordBatch::try_from_iter([("path", path)]).expect("one column");
    let roles = PathRoles { sep: "=>".into(), ..PathRoles::default() };
    let paths = Paths::read(&[batch], &roles).expect("reads");
    assert_eq!(texts(&paths)[0].0, "a>b|c");
    let table = paths.to_record_batch().expect("a batch");
    assert_eq!((table.num_rows(), table.num_columns()), (2, 5));
}

proptest! {
    #[test]
    fn no_order_and_no_split_matters(
        rows in proptest::collection::vec(
            (proptest::collection::vec(0u8..3, 0..30), 0.0f64..9.0, 0.0f64..9.0), 1..40),
        cut in 0usize..40,
        split in 1usize..10,
    ) {
        let row = |(path, conversions, nulls): &(Vec<u8>, f64, f64)| PathRow {
            path: path.iter().map(|t| format!("t{t}")).collect::<Vec<_>>().join(">"),
            conversions: *conversions,
            value: conversions * 3.1,
            nulls: *nulls,
        };
        let rows: Vec<PathRow> = rows.iter().map(row).collect();
        let mut turned = rows.clone();
        turned.rotate_left(cut % rows.len());
        turned.reverse();
        prop_assert_eq!(read(&rows, rows.len())?, read(&turned, split)?);
    }
}
