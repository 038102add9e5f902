//! Files: their bytes are read here, and what they mean in the engine.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use cx_core::Result;
use cx_core::intake::files::{self, FileOptions, TextFile};
use cx_core::options::from_json;
use pyo3::prelude::*;

use crate::error;
use crate::run::{Progress, run, short};
use crate::table::Table;

/// The table of a file.
fn table(file: TextFile) -> Result<Table> {
    let TextFile { frames, origin, .. } = file;
    let mut batches = frames.into_iter().map(cx_core::columns::Frame::into_record_batch);
    let first = batches.next().transpose()?;
    let more = batches.collect::<Result<_>>()?;
    let origin = Some(Arc::new(origin));
    first.map(|batch| Table { batch, more, origin }).ok_or(cx_core::Error::Empty { table: "file" })
}

/// Reads a file by the ending of its name. `wanted`: columns to keep; none, or where the file lacks one: all of them.
#[pyfunction]
#[pyo3(signature = (path, reading, wanted = None, progress = None))]
pub(crate) fn read_file(
    py: Python<'_>,
    path: PathBuf,
    reading: &str,
    wanted: Option<BTreeSet<String>>,
    progress: Progress,
) -> PyResult<Table> {
    let options: FileOptions = short(py, || from_json(reading))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let read = run(py, progress, move || {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) => return Ok(Err(cause)),
        };
        files::read_file(&name, &bytes, &options, wanted.as_ref()).and_then(table).map(Ok)
    })?;
    read.map_err(|cause| {
        error::raise(py, "input", &format!("the file could not be read: {cause}"), None)
    })
}

/// Reads bytes as what `form` says: `csv`, `json` or `excel`.
#[pyfunction]
#[pyo3(signature = (form, name, bytes, reading, progress = None))]
pub(crate) fn read_bytes(
    py: Python<'_>,
    form: &str,
    name: String,
    bytes: Vec<u8>,
    reading: &str,
    progress: Progress,
) -> PyResult<Table> {
    let options: FileOptions = short(py, || from_json(reading))?;
    let ending = match form {
        "csv" => ".csv",
        "json" => ".json",
        _ => ".xlsx",
    };
    run(py, progress, move || files::read_as(ending, &name, &bytes, &options).and_then(table))
}
