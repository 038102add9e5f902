//! Files as they come: dialects that are found, rows at fault, what is no table.

use cx_core::Error;
use cx_core::columns::{Cells, Frame};
use cx_core::intake::files::{FileOptions, TextFile, read_csv, read_file};
use cx_core::intake::{EventRoles, Events, Feedback, FeedbackRoles};
use cx_tests::cases::cases;
use proptest::prelude::*;

fn usual() -> FileOptions {
    FileOptions::default()
}

fn read(bytes: &[u8]) -> TextFile {
    read_csv(bytes, &usual()).expect("a file")
}

fn said(bytes: &[u8]) -> String {
    read_csv(bytes, &usual()).expect_err("no file").to_string()
}

/// The rows of a file, a missing cell blank.
fn rows(file: &TextFile) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for frame in &file.frames {
        for row in 0..frame.rows() {
            let cell = |column: &cx_core::columns::Column| match column.cells() {
                Cells::Text(texts) => texts.get(row).to_owned(),
                _ => unreachable!("text alone"),
            };
            rows.push(frame.columns().iter().map(cell).collect());
        }
    }
    rows
}

fn names(file: &TextFile) -> Vec<&str> {
    file.columns().collect()
}

/// Row, line and reason of every reject.
fn rejects(file: &TextFile) -> Vec<(u32, Option<u64>, String)> {
    let events = Events::read_input(file.input(), &EventRoles::new("t", "customer", "who", "at"));
    let events = events.expect("events");
    assert_eq!(events.report.dialects, [file.dialect().clone()]);
    let report = &events.report;
    assert_eq!(report.read(), report.accepted() + report.rejected() + report.duplicate());
    report.rejects().map(|r| (r.row, r.line, r.reason.to_string())).collect()
}

#[test]
fn i1_a_blank_line_is_no_row() {
    let file = read(b"t,who,at\n\n2026-03-01,u1,web\n \n");
    assert_eq!((file.rows(), file.dialect().blank_lines), (1, 2));
    assert_eq!(rejects(&file), []);
}

#[test]
fn i2_a_short_or_a_long_row_is_a_reject() {
    let file = read(
        b"t,who,at\n2026-03-01,u1,web\n2026-03-02,x\n2026-03-03,u1,web,more\n2026-03-04,u,w,,\n",
    );
    let expected = [
        (1, Some(3), "2 cells, the header has 3".to_owned()),
        (2, Some(4), "4 cells, the header has 3".to_owned()),
    ];
    assert_eq!(rejects(&file), expected);
}

#[test]
fn i3_a_lone_quote_is_text_or_a_reject() {
    let file = read(b"t,who,at\n2026-03-01,u1,ads \"brand\n2026-03-02,\"u2,web\n2026-03-03,\"u\"3,web\n2026-03-04,u4,web\n");
    assert_eq!(rows(&file)[0][2], "ads \"brand");
    let reasons: Vec<(u32, String)> =
        rejects(&file).into_iter().map(|(row, _, why)| (row, why)).collect();
    let why = "a quote that is not closed, or text behind a closed one".to_owned();
    assert_eq!(reasons, [(1, why.clone()), (2, why)]);
}

#[test]
fn i4_every_line_end_is_read() {
    for (end, word) in [("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")] {
        let file =
            read(["t,who,at", "2026-03-01,u1,web", "2026-03-02,u2,web"].join(end).as_bytes());
        assert_eq!((file.rows(), file.dialect().line_ends.as_deref()), (2, Some(word)));
        assert_eq!(rejects(&file), []);
    }
    assert_eq!(read(b"a,b\n1,2\r\n3,4\r5,6").dialect().line_ends.as_deref(), Some("mixed"));
}

#[test]
fn i5_no_message_shows_a_cell() {
    for text in [
        "anna@example.com,1\nbert@example.com,2\n",
        "1,anna@example.com\n",
        "<html>anna@example.com",
        "{\"a\": \"anna@example.com\"",
    ] {
        let said = said(text.as_bytes());
        assert!(!said.contains("example"), "{said}");
    }
}

#[test]
fn i6_encodings_are_found_and_told() {
    let table = "t,who,at\n2026-03-01,u1,Z\u{fc}rich\n";
    let latin: Vec<u8> = table.chars().map(|c| c as u8).collect();
    let wide = |mark: bool, big: bool| -> Vec<u8> {
        let marked = if mark { format!("\u{feff}{table}") } else { table.to_owned() };
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        marked.encode_utf16().flat_map(bytes).collect()
    };
    for (bytes, encoding, bom) in [
        (table.as_bytes().to_vec(), "utf-8", false),
        (format!("\u{feff}{table}").into_bytes(), "utf-8", true),
        (latin, "windows-1252", false),
        (wide(true, false), "utf-16le", true),
        (wide(true, true), "utf-16be", true),
        (wide(false, false), "utf-16le", false),
    ] {
        let file = read(&bytes);
        assert_eq!(rows(&file), [["2026-03-01", "u1", "Z\u{fc}rich"]], "{encoding}");
        assert_eq!((file.dialect().encoding.as_deref(), file.dialect().bom), (Some(encoding), bom));
    }
    let named = read_csv("t,who\n\u{30}\n".as_bytes(), &usual().encoding("martian"));
    assert!(matches!(named, Err(Error::Option { field: "encoding", .. })));
    let shift_jis = [b"a,b\n".as_slice(), &[0x83, 0x65], b",1\n"].concat();
    let file = read_csv(&shift_jis, &usual().encoding("shift_jis")).expect("another encoding");
    assert_eq!(rows(&file), [["\u{30c6}", "1"]]);
}

#[test]
fn i7_the_separator_is_that_of_the_rows() {
    let file = read(
        "\"When, as\nlocal time\";who;\"at, or near\"\n2026-03-01;u1;a,b\n2026-03-02;u2;c\n"
            .as_bytes(),
    );
    assert_eq!(file.dialect().separator.as_deref(), Some(";"));
    assert_eq!(names(&file), ["When, as\nlocal time", "who", "at, or near"]);
    assert_eq!(read(b"a\tb\n1,5\tx\n").dialect().separator.as_deref(), Some("\t"));
    assert_eq!(read(b"a|b\nx|y\n").dialect().separator.as_deref(), Some("|"));
    let one = read(b"note\nwell, then\nno\nyes, a, b\n");
    assert_eq!((one.dialect().separator.as_deref(), one.rows()), (None, 3));
}

#[test]
fn i8_names_are_trimmed_and_cells_are_not() {
    let file = read(b" time ,  id \n x , y\n");
    assert_eq!(names(&file), ["time", "id"]);
    assert_eq!(rows(&file), [[" x ", " y"]]);
}

#[test]
fn i9_what_stands_around_a_table_is_found_or_asked_for() {
    let google = "Campaign report\n\"1 March 2026 - 31 March 2026\"\nCampaign,Clicks,Cost\na,1,2\nb,3,4\nTotal: Account,4,--\n";
    let file = read(google.as_bytes());
    assert_eq!((names(&file), file.rows()), (vec!["Campaign", "Clicks", "Cost"], 2));
    assert_eq!((file.dialect().skipped, file.dialect().footer), (2, 1));

    let file = read(b"# made by us\n# on Monday, at noon\nt,who,at\n2026-03-01,u1,web\n");
    assert_eq!((file.dialect().comments, file.dialect().comment.as_deref()), (2, Some("#")));
    assert_eq!(file.rows(), 1);

    let file = read(b"sep=;\nt;who;at\n2026-03-01;u,1;web\n");
    assert_eq!((file.dialect().separator.as_deref(), file.line(0)), (Some(";"), 3));

    let whole = b"campaign,cost\na,1\nb,2\nTotal,3\n";
    assert!(said(whole).contains("footer = 1"), "{}", said(whole));
    assert_eq!(read_csv(whole, &usual().footer(1)).expect("a file").rows(), 2);
    assert_eq!(read_csv(whole, &usual().footer(0)).expect("a file").rows(), 3);
    let told = usual().skip(1).comment("%");
    let file = read_csv(b"x;y;z\na,b\n%1,2\n3,4\n", &told).expect("a file");
    assert_eq!(
        (names(&file), rows(&file)),
        (vec!["a", "b"], vec![vec!["3".into(), "4".to_owned()]])
    );
}

#[test]
fn i31_a_file_without_a_header_is_refused() {
    let text = b"2026-03-01T10:00:00Z\tu1\tsearch\n2026-03-02T10:00:00Z\tu2\tbranch\n";
    let said = said(text);
    assert!(said.contains("no header?") && said.contains("header = 0"), "{said}");
    assert!(!said.contains("u1") && !said.contains("search"), "{said}");
    let columns = ["t", "who", "at"].map(str::to_owned).to_vec();
    let file = read_csv(text, &usual().header(0).columns(columns)).expect("a file");
    assert_eq!((file.rows(), rejects(&file).len(), file.line(0)), (2, 0, 1));
}

#[test]
fn two_columns_of_one_name_matter_only_where_the_name_is_used() {
    let file = read(b"score,note,note\n9,a,b\n");
    assert_eq!(
        Feedback::read_input(file.input(), &FeedbackRoles::default()).expect("read").len(),
        1
    );
    let roles = FeedbackRoles { touchpoint: Some("note".into()), ..FeedbackRoles::default() };
    let error = Feedback::read_input(file.input(), &roles).expect_err("two");
    assert_eq!(error.kind(), "ambiguous_column");
}

#[test]
fn what_is_no_table_is_told_in_one_sentence() {
    let file = |name: &str, bytes: &[u8]| {
        read_file(name, bytes, &usual(), None).expect_err(name).to_string()
    };
    for (name, bytes, part) in [
        ("a.csv", &b"PK\x03\x04xl/workbook.xml"[..], "workbook"),
        ("a.csv", b"PAR1\x15\x04\x15", "name it .parquet"),
        ("a.csv", b"\n<!DOCTYPE html><html>404", "page of the web"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b" \n\n", "the file is empty"),
        ("a.csv", b"{\"a\": 1}", "read_json"),
        ("a.json", b"a,b\n1,2\n", "not JSON"),
        ("a.xlsx", b"a,b\n1,2\n", "not a workbook"),
        ("a.xlsx", b"PK\x03\x04xl/workbook.xml", "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged"),
        ("a.csv.gz", b"\x1f\x8b\x08\x00", "damaged or cut off"),
    ] {
        let said = file(name, bytes);
        assert!(said.starts_with(&format!("{name}: ")) && said.contains(part), "{said}");
    }
    assert_eq!(read(b"score,who\n").rows(), 0);
}

#[test]
fn only_what_is_wanted_is_kept() {
    let wanted = ["c", "a"].map(str::to_owned).into_iter().collect();
    let text = b"a,b,c\n1,2,3\n4,5\n";
    let file = read_file("x.csv", text, &usual(), Some(&wanted)).expect("a file");
    assert_eq!((names(&file), file.faults().len()), (vec!["a", "c"], 1));
    assert_eq!(rows(&file), [["1", "3"], ["4", ""]]);
    let other = ["c", "z"].map(str::to_owned).into_iter().collect();
    let file = read_file("x.csv", text, &usual(), Some(&other)).expect("a file");
    assert_eq!(names(&file), ["a", "b", "c"]);
}

/// How a table is written.
#[derive(Debug, Clone)]
struct Written {
    separator: &'static str,
    quote: &'static str,
    end: &'static str,
    encoding: &'static str,
    every: bool,
    last: bool,
    told: bool,
}

fn dialects() -> impl Strategy<Value = Written> {
    let separator =
        prop::sample::select(vec![",", ";", "\t", "|", ":", "^", "~", "||", "\u{a7}", " "]);
    let quote = prop::sample::select(vec!["\"", "\"", "'"]);
    let end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let encoding =
        prop::sample::select(vec!["utf-8", "bom", "utf-16le", "utf-16be", "windows-1252"]);
    (separator, quote, end, encoding, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(separator, quote, end, encoding, every, last, told)| {
            let found = [",", ";", "\t", "|"].contains(&separator) && quote == "\"";
            Written { separator, quote, end, encoding, every, last, told: told || !found }
        },
    )
}

fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
    let signs: Vec<&str> = "a b ,;\t|:^~\u{a7}\u{fc}\u{20ac}\"'\n\rxyz".split("").collect();
    let cell = prop::collection::vec(prop::sample::select(signs), 0..7);
    let cell = cell.prop_map(|signs| signs.concat());
    (1_usize..6).prop_flat_map(move |width| {
        prop::collection::vec(prop::collection::vec(cell.clone(), width), 1..12)
    })
}

impl Written {
    fn cell(&self, cell: &str, alone: bool) -> String {
        let signs = |c: char| {
            self.separator.contains(c) || self.quote.contains(c) || c == '\n' || c == '\r'
        };
        let blank = alone && cell.trim().is_empty();
        if !self.every && !blank && !cell.contains(signs) {
            return cell.to_owned();
        }
        let (quote, twice) = (self.quote, self.quote.repeat(2));
        format!("{quote}{}{quote}", cell.replace(quote, &twice))
    }

    fn bytes(&self, table: &[Vec<String>]) -> Vec<u8> {
        let header: Vec<String> = (0..table[0].len()).map(|at| format!("name{at}")).collect();
        let line = |row: &Vec<String>| {
            let cells: Vec<String> =
                row.iter().map(|cell| self.cell(cell, row.len() == 1)).collect();
            cells.join(self.separator)
        };
        let lines: Vec<String> = std::iter::once(&header).chain(table).map(line).collect();
        let text = lines.join(self.end) + if self.last { self.end } else { "" };
        let wide = |bytes: fn(u16) -> [u8; 2]| {
            format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
        };
        match self.encoding {
            "bom" => format!("\u{feff}{text}").into_bytes(),
            "utf-16le" => wide(u16::to_le_bytes),
            "utf-16be" => wide(u16::to_be_bytes),
            "windows-1252" => {
                text.chars().map(|c| if c == '\u{20ac}' { 0x80 } else { c as u8 }).collect()
            }
            _ => text.into_bytes(),
        }
    }

    fn options(&self) -> FileOptions {
        if !self.told {
            return usual();
        }
        let told = usual().separator(self.separator).quote(self.quote);
        if self.encoding == "windows-1252" { told.encoding("windows-1252") } else { told }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_table_in_any_dialect_reads_back_equal(table in tables(), written in dialects()) {
        let bytes = written.bytes(&table);
        let file = read_csv(&bytes, &written.options()).expect("a file");
        prop_assert_eq!(rows(&file), table);
        prop_assert_eq!(file.faults(), []);
    }

    #[test]
    fn one_frame_or_many_is_the_same_table(count in 1_usize..40) {
        let text = "score\n".to_owned() + &"9\n".repeat(count);
        let file = read(text.as_bytes());
        prop_assert_eq!(file.frames.iter().map(Frame::rows).sum::<usize>(), count);
    }
}
