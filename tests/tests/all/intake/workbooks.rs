//! Workbooks: cells as text, sheets by name.

use cx_core::columns::Cells;
use cx_core::intake::files::{FileOptions, TextFile, read_excel, read_file};

/// A workbook of two sheets and a blank one, written by hand: whole numbers, decimals, a day, a time, an error, a row of totals.
const BOOK: &[u8] = include_bytes!("../../../golden/files/two-sheets.xlsx");

fn rows(file: &TextFile) -> Vec<String> {
    let frame = &file.frames[0];
    let row = |row| {
        let cell = |column: &cx_core::columns::Column| match column.cells() {
            Cells::Text(texts) => texts.get(row).to_owned(),
            _ => unreachable!("text alone"),
        };
        frame.columns().iter().map(cell).collect::<Vec<_>>().join("|")
    };
    (0..frame.rows()).map(row).collect()
}

#[test]
fn cells_are_text_as_a_person_reads_them() {
    let file = read_excel(BOOK, &FileOptions::default().sheet("Data")).expect("a sheet");
    assert_eq!(file.columns().collect::<Vec<_>>(), ["when", "who", "cost", "day"]);
    let expected = [
        "2026-03-01T10:30:00|7|12.5|2026-03-01",
        "2026-03-02T00:00:01|008|3|2026-03-02",
        "2026-03-03T12:00:00|9||",
    ];
    assert_eq!(rows(&file), expected);
    assert_eq!((file.line(0), file.faults().len(), file.dialect().footer), (4, 1, 1));
    assert_eq!((file.dialect().skipped, file.dialect().sheet.as_deref()), (2, Some("Data")));
}

#[test]
fn a_sheet_is_named_where_there_are_several() {
    let said =
        read_file("b.xlsx", BOOK, &FileOptions::default(), None).expect_err("two").to_string();
    assert!(
        said.contains("2 sheets hold cells: Data, Notes") && said.contains("sheet ="),
        "{said}"
    );
    let said =
        read_excel(BOOK, &FileOptions::default().sheet("data")).expect_err("none").to_string();
    assert!(said.contains("available: Data, Notes, Empty"), "{said}");
}

#[test]
fn a_workbook_that_is_cut_off_is_an_error_of_ours() {
    for part in 0..20 {
        let cut = &BOOK[..BOOK.len() * part / 20];
        let error = read_excel(cut, &FileOptions::default().sheet("Data")).expect_err("cut");
        assert_eq!(error.kind(), "file", "{error}");
    }
}
