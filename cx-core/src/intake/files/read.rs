//! A file by its name and its bytes.

use std::collections::BTreeSet;

use super::content::{Content, content};
use super::fault::{fault, named};
use super::options::FileOptions;
use super::text_file::TextFile;
#[cfg(not(all(feature = "csv", feature = "gzip", feature = "excel")))]
use crate::Error;
use crate::Result;

/// What a file is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Json,
    Workbook,
}

/// Reads a file whose name says what it is: .csv, .tsv, .txt, .json, .jsonl, .ndjson, .xlsx, .xls, .ods; all of these
/// may be compressed (.gz). A name without such an ending is read by its content.
///
/// Errors name the file, and never show a cell.
///
/// ```
/// use cx_core::intake::files::{FileOptions, read_file};
/// let file = read_file("web.jsonl", b"{\"id\": 7, \"utm\": {\"source\": \"ad\"}}\n", &FileOptions::default(), None)?;
/// assert_eq!(file.columns().collect::<Vec<_>>(), ["id", "utm.source"]);
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// As [`read_csv`](super::read_csv), [`read_json`](super::read_json) and [`read_excel`](super::read_excel), and
/// [`Error::File`](crate::Error::File) where the content is another than the name says.
pub fn read_file(
    name: &str,
    bytes: &[u8],
    options: &FileOptions,
    wanted: Option<&BTreeSet<String>>,
) -> Result<TextFile> {
    let place = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let read = read_named(place, bytes, options, wanted);
    let mut file = read.map_err(|error| named(error, place))?;
    file.origin.dialect.file = (!place.is_empty()).then(|| place.to_owned());
    Ok(file)
}

/// As [`read_file`], by another ending than that of the name, such as `.csv`; the name is for messages.
///
/// # Errors
/// As [`read_file`].
pub fn read_as(ending: &str, name: &str, bytes: &[u8], options: &FileOptions) -> Result<TextFile> {
    let read = read_named(ending, bytes, options, None);
    let mut file = read.map_err(|error| named(error, name))?;
    file.origin.dialect.file = (!name.is_empty()).then(|| name.to_owned());
    Ok(file)
}

fn read_named(
    name: &str,
    bytes: &[u8],
    options: &FileOptions,
    wanted: Option<&BTreeSet<String>>,
) -> Result<TextFile> {
    if content(bytes) == Content::Gzip {
        let inside = unpacked(bytes, options)?;
        let name = name.strip_suffix(".gz").unwrap_or(name);
        if content(&inside) == Content::Gzip {
            return Err(fault("this file is compressed twice", "unpack it once"));
        }
        return read_named(name, &inside, options, wanted);
    }
    let found = content(bytes);
    let form = match form(name) {
        Some(form) => form,
        None => match found {
            Content::Json => Form::Json,
            Content::Workbook | Content::OldWorkbook => Form::Workbook,
            _ => Form::Csv,
        },
    };
    match form {
        Form::Json => super::read_json(bytes, options),
        Form::Csv => csv(bytes, options, wanted),
        Form::Workbook => workbook(bytes, options),
    }
}

fn form(name: &str) -> Option<Form> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    Some(match name.rsplit_once('.')?.1 {
        "csv" | "tsv" | "tab" | "txt" | "psv" => Form::Csv,
        "json" | "jsonl" | "ndjson" => Form::Json,
        "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => Form::Workbook,
        _ => return None,
    })
}

#[cfg(feature = "csv")]
use super::csv::read_columns as csv;

#[cfg(not(feature = "csv"))]
fn csv(_: &[u8], _: &FileOptions, _: Option<&BTreeSet<String>>) -> Result<TextFile> {
    Err(Error::NotBuilt { what: "CSV", remedy: "build with the feature `csv`" })
}

#[cfg(feature = "excel")]
use super::excel::read_excel as workbook;

#[cfg(not(feature = "excel"))]
fn workbook(_: &[u8], _: &FileOptions) -> Result<TextFile> {
    Err(Error::NotBuilt { what: "workbooks", remedy: "save the sheet as CSV (UTF-8)" })
}

#[cfg(feature = "gzip")]
use super::gzip::unpacked;

#[cfg(not(feature = "gzip"))]
fn unpacked(_: &[u8], _: &FileOptions) -> Result<Vec<u8>> {
    Err(Error::NotBuilt { what: "gzip", remedy: "unpack the file before" })
}
