//! Files of any bytes: an error by name, or a table whose account adds up.

use cx_core::columns::{Cells, Frame};
use cx_core::intake::files::{FileOptions, TextFile, read_csv, read_json};
use cx_core::intake::{Feedback, FeedbackRoles};

/// Options by a byte: mostly none.
fn options(choice: u8) -> FileOptions {
    let usual = FileOptions::default;
    match choice % 8 {
        1 => usual().separator(",").header(1),
        2 => usual().separator("||").quote("'").header(1).rows("items.items"),
        3 => usual().header(0).columns(vec!["score".into(), "who".into()]).rows("items"),
        4 => usual().encoding("windows-1252").quote("").skip(1).rows(""),
        5 => usual().comment("#").footer(1).header(2),
        6 => usual().encoding("utf-16le"),
        7 => usual().encoding("utf-8").header(1).footer(0),
        _ => usual(),
    }
}

/// What holds of every file that was read.
fn check(file: &TextFile) {
    let rows = file.rows();
    assert!(file.faults().is_sorted_by_key(|(row, _)| *row), "faults out of order");
    assert!(file.faults().iter().all(|(row, _)| (*row as usize) < rows));
    let lines: Vec<u64> = (0..rows as u32).map(|row| file.line(row)).collect();
    assert!(lines.is_sorted(), "lines go down");
    for column in file.frames.iter().flat_map(Frame::columns) {
        let Cells::Text(texts) = column.cells() else { unreachable!("text alone") };
        assert!((0..texts.len()).all(|row| {
            let missing = column.validity().is_some_and(|valid| !valid.get(row));
            missing == texts.get(row).is_empty()
        }));
    }
    if rows == 0 || !file.columns().any(|name| name == "score") {
        return;
    }
    if let Ok(read) = Feedback::read_input(file.input(), &FeedbackRoles::default()) {
        let report = &read.report;
        assert_eq!(report.read(), rows as u64);
        assert_eq!(report.accepted() + report.rejected(), rows as u64);
        assert!(report.rejected() >= file.faults().len() as u64);
    }
}

/// Reads bytes as CSV; the first one chooses options.
pub(super) fn csv(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    match read_csv(bytes, &options(*choice)) {
        Ok(file) => check(&file),
        Err(error) => assert_ne!(error.kind(), "internal", "{error}"),
    }
}

/// Reads bytes as JSON; the first one chooses options.
pub(super) fn json(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else { return };
    match read_json(bytes, &options(*choice)) {
        Ok(file) => check(&file),
        Err(error) => assert_ne!(error.kind(), "internal", "{error}"),
    }
}
