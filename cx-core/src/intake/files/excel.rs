//! Workbooks: .xlsx, .xlsb, .xls and .ods.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, ExcelDateTime, Reader, Sheets, open_workbook_auto_from_rs};

use super::content::{Content, content};
use super::fault::{empty, fault};
use super::footer::{LOOKED, totals};
use super::gzip::too_large;
use super::heading::heading;
use super::options::FileOptions;
use super::sample::{ROWS, Seen};
use super::stores::Stores;
use super::text_file::TextFile;
use crate::columns::{Dialect, Origin, Reason};
use crate::sure::{Absent, Call, Sure};
use crate::{Error, Result};

/// How much less a deflated byte can be than what it stands for.
const DENSEST: u64 = 1032;

/// A cell's text, or `None` where it holds an error.
type Text = Option<String>;

/// The cells of a sheet by row and column; blank rows are none.
type Rows = BTreeMap<u32, Vec<(u32, Text)>>;

/// Reads a sheet of a workbook: bytes in, columns of text out.
///
/// Whole numbers are written without a point; times as `2026-03-01T10:00:00`, those at midnight as days; a cell that
/// holds an error is missing and its row at fault. Titles, the header and totals are found as in
/// [CSV](super::read_csv); lines are rows of the sheet.
///
/// ```
/// use cx_core::intake::files::{FileOptions, read_excel};
/// let said = read_excel(b"a,b\n1,2\n", &FileOptions::default()).map_err(|error| error.to_string());
/// assert_eq!(said, Err("this is not a workbook; name it as what it is, for example .csv".into()));
/// ```
///
/// # Errors
/// [`Error::File`] for what is no workbook, a sheet that is not there (the message lists those that are), or several
/// that hold cells where none is named; otherwise as [`read_csv`](super::read_csv).
pub fn read_excel(bytes: &[u8], options: &FileOptions) -> Result<TextFile> {
    let call = Call::open();
    options.check()?;
    let kind = content(bytes);
    if kind == Content::Workbook {
        bounded(bytes, options)?;
    }
    if !matches!(kind, Content::Workbook | Content::OldWorkbook) {
        return Err(match kind.said().filter(|_| !bytes.is_empty()) {
            Some((what, remedy)) => fault(what.replace("not text", "not a workbook"), remedy),
            None if bytes.is_empty() => empty(),
            None => fault("this is not a workbook", "name it as what it is, for example .csv"),
        });
    }
    // What the library does not survive is a damaged workbook.
    let read = catch_unwind(AssertUnwindSafe(|| open(bytes, options)));
    let (sheet, rows) = read.unwrap_or_else(|_| Err(damaged()))?;
    let format = match kind {
        Content::OldWorkbook => "xls",
        _ if bytes.windows(23).take(200).any(|part| part == b"opendocument.spreadshee") => "ods",
        _ => "xlsx",
    };
    call.close(table(sheet, rows, format, options))
}

fn damaged() -> Error {
    fault("the workbook is damaged, cut off or protected by a password", "save it again, or as CSV")
}

/// Refuses a workbook that unpacks to more than the options allow.
fn bounded(bytes: &[u8], options: &FileOptions) -> Result<()> {
    let most = options.most(bytes.len());
    if bytes.len() as u64 * DENSEST <= most {
        return Ok(());
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut left = most;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| damaged())?;
        let mut file = file.take(left.saturating_add(1));
        let read = std::io::copy(&mut file, &mut std::io::sink()).map_err(|_| damaged())?;
        left = left.checked_sub(read).ok_or_else(|| too_large(most))?;
    }
    Ok(())
}

/// The name and the cells of the sheet that is asked for.
fn open(bytes: &[u8], options: &FileOptions) -> Result<(String, Rows)> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
    let names = book.sheet_names();
    if let Some(asked) = &options.sheet {
        let Some(name) = names.iter().find(|name| *name == asked) else {
            return Err(Error::UnknownName {
                what: "sheet",
                name: asked.clone(),
                available: names,
            });
        };
        return cells(&mut book, name).map(|rows| (name.clone(), rows));
    }
    let mut found: Vec<(String, Rows)> = Vec::new();
    for name in names {
        let rows = cells(&mut book, &name)?;
        if !rows.is_empty() {
            found.push((name, rows));
        }
    }
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (None, _) => Err(empty()),
        (Some(only), None) => Ok(only),
        (Some((first, _)), Some((second, _))) => {
            let more = found.map(|(name, _)| name);
            let names: Vec<String> = [first, second].into_iter().chain(more).collect();
            Err(fault(
                format!("{} sheets hold cells: {}", names.len(), names.join(", ")),
                "say which: sheet = \"...\"",
            ))
        }
    }
}

fn cells(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<Rows> {
    let mut rows = Rows::new();
    let mut add = |(row, column): (u32, u32), cell: Option<Text>| {
        if let Some(cell) = cell {
            rows.entry(row).or_default().push((column, cell));
        }
    };
    // Cells one by one: a sheet whose only cells lie far apart has few of them.
    if let Sheets::Xlsx(book) = book {
        let mut reader = book.worksheet_cells_reader(name).map_err(|_| damaged())?;
        while let Some(cell) = reader.next_cell().map_err(|_| damaged())? {
            add(cell.get_position(), text(&Data::from(cell.get_value().clone())));
        }
        return Ok(rows);
    }
    let range = book.worksheet_range(name).map_err(|_| damaged())?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, cell) in range.used_cells() {
        add((row as u32 + top, column as u32 + left), text(cell));
    }
    Ok(rows)
}

/// The text of a cell; `None`: it is blank.
fn text(cell: &Data) -> Option<Text> {
    Some(Some(match cell {
        Data::Empty => return None,
        Data::Error(_) => return Some(None),
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(time) => time_text(*time),
    }))
}

/// A time as ISO 8601 writes it: a day where it has no clock, a clock where it has no day.
fn time_text(time: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let part = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let clock = format!("{minute:02}:{second:02}{part}");
    if time.is_duration() {
        let hours = (time.as_f64() * 24.0 + 1e-9).floor();
        return format!("{hours:02}:{clock}");
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    match time.as_f64() {
        value if value < 1.0 => format!("{hour:02}:{clock}"),
        value if value.fract() == 0.0 => date,
        _ => format!("{date}T{hour:02}:{clock}"),
    }
}

fn table(sheet: String, rows: Rows, format: &str, options: &FileOptions) -> Result<TextFile> {
    let skipped = options.skip.or_absent_default();
    let rows: Vec<(u32, Vec<(u32, Text)>)> =
        rows.into_iter().filter(|(row, _)| *row >= skipped).collect();
    let width = rows.iter().flat_map(|(_, cells)| cells).map(|(column, _)| column + 1).max();
    let Some(width) = width else { return Err(empty()) };
    let seen = |rows: &[(u32, Vec<(u32, Text)>)]| rows.iter().map(|row| seen(row, width)).collect();
    let head: Vec<Seen<'static>> = seen(rows.get(..ROWS).or_absent(&rows));
    let heading = heading(&head, options)?;
    let from = heading.first + heading.rows as usize;
    let body = rows.get(from..).or_absent_default();
    let tail = body.get(body.len().saturating_sub(LOOKED)..).or_absent_default();
    let footer = match options.footer {
        Some(given) => (given as usize).min(body.len()),
        None => totals(&seen(tail), heading.names.len())?,
    };
    let body = body.get(..body.len() - footer).sure_or_default();
    let mut stores = Stores::new(heading.names.clone());
    let mut origin = Origin::default();
    for (at, (row, cells)) in body.iter().enumerate() {
        let fault = add(&mut stores, cells, heading.names.len());
        stores.next()?;
        origin.lines.add(at as u32, u64::from(*row) + 1);
        origin.faults.extend(fault.map(|fault| (at as u32, fault)));
    }
    let first = rows.get(heading.first).map_or(0, |(row, _)| *row);
    origin.dialect = Dialect {
        format: format.to_owned(),
        skipped: u64::from(first),
        header: heading.rows,
        footer: footer as u64,
        sheet: Some(sheet),
        comments: heading.comments,
        comment: (heading.comments > 0).then(|| "#".to_owned()),
        ..Dialect::default()
    };
    origin.labels = heading.labels;
    Ok(TextFile { frames: stores.finish()?, origin })
}

fn seen((row, cells): &(u32, Vec<(u32, Text)>), width: u32) -> Seen<'static> {
    let mut all = vec![std::borrow::Cow::Borrowed(""); width as usize];
    for (column, cell) in cells {
        if let Some(place) = all.get_mut(*column as usize).sure() {
            *place = cell.clone().unwrap_or_default().into();
        }
    }
    Seen { start: 0, line: u64::from(*row) + 1, cells: all }
}

/// Adds a row, and says what is wrong with it.
fn add(stores: &mut Stores, cells: &[(u32, Text)], width: usize) -> Option<Reason> {
    let mut fault = None;
    let rows = stores.columns.first().map_or(0, super::store::Store::rows);
    for (column, cell) in cells {
        match (stores.columns.get_mut(*column as usize), cell) {
            (Some(store), Some(text)) if store.rows() == rows => store.add(text),
            (Some(_), _) => fault = Some(Reason::ErrorCell),
            (None, Some(text)) if text.trim().is_empty() => {}
            (None, _) => {
                let found = *column + 1;
                fault = Some(Reason::Cells { found, header: width as u32 });
            }
        }
    }
    stores.columns.iter_mut().for_each(|store| store.fill(rows + 1));
    fault
}
