//! Files of text: what is dropped on a page, or fetched by it.

use std::rc::Rc;

use cx_core::columns::Dialect;
use cx_core::intake::files::{FileOptions, TextFile, read_csv, read_file, read_json};
use cx_core::options::read;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Result, of_core};
use crate::handle::{handle, json};
use crate::input::TableBuilder;

/// A row at fault as a whole.
#[derive(Serialize)]
struct Fault {
    row: u32,
    line: u64,
    reason: String,
}

/// How a file was read, and which of its rows are at fault.
#[derive(Serialize)]
struct Read<'a> {
    dialect: &'a Dialect,
    labels: std::collections::BTreeMap<&'a str, &'a str>,
    faults: Vec<Fault>,
}

handle! {
    /// A file that was read.
    AnalysisFile(TextFile),
    report: |core| {
        let fault = |(row, reason): &(u32, cx_core::columns::Reason)| Fault {
            row: *row,
            line: core.line(*row),
            reason: reason.to_string(),
        };
        let labels = &core.origin.labels;
        json(&Read {
            dialect: core.dialect(),
            labels: labels.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect(),
            faults: core.faults().iter().map(fault).collect(),
        })
    },
    tables: { "file": |core| Ok(core.frames.first().cloned().unwrap_or_default()) }
}

#[wasm_bindgen]
impl AnalysisFile {
    /// The file as a table on its way in.
    pub fn input(&self) -> TableBuilder {
        TableBuilder::of_file(Rc::clone(&self.core))
    }
}

/// Reads CSV.
#[wasm_bindgen]
pub fn analysis_read_csv(bytes: &[u8], options: &str) -> Result<AnalysisFile> {
    let options = read(options).map_err(of_core)?;
    read_csv(bytes, &options).map(Into::into).map_err(of_core)
}

/// Reads JSON or JSON lines.
#[wasm_bindgen]
pub fn analysis_read_json(bytes: &[u8], options: &str) -> Result<AnalysisFile> {
    let options = read(options).map_err(of_core)?;
    read_json(bytes, &options).map(Into::into).map_err(of_core)
}

/// Reads CSV or JSON by its content; of the options (JSON text) those of files.
#[wasm_bindgen]
pub fn analysis_file(bytes: &[u8], options: &str) -> Result<AnalysisFile> {
    let (options, _) = FileOptions::split(options).map_err(of_core)?;
    read_file("", bytes, &options, None).map(Into::into).map_err(of_core)
}

/// The options without those of files.
#[wasm_bindgen]
pub fn analysis_roles(options: &str) -> Result<String> {
    FileOptions::split(options).map(|(_, rest)| rest).map_err(of_core)
}
