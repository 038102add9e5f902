//! Errors of the engine as Python exceptions.
//!
//! The classes are written in Python (`cxcockpit.errors`); here an error hands over its kind, its
//! message and the fields that a program may want to look at.

use cx_core::Error;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// The Python exception for an error of the engine.
pub(crate) fn to_py(py: Python<'_>, error: &Error) -> PyErr {
    let message = match error {
        Error::Options { message } => format!("options: {}", without_position(message)),
        other => other.to_string(),
    };
    let details = PyDict::new(py);
    let filled = match error {
        Error::MissingColumn { table, column, available } => details
            .set_item("table", table)
            .and_then(|()| details.set_item("column", column))
            .and_then(|()| details.set_item("available", available)),
        Error::ColumnType { table, column, found, .. } => details
            .set_item("table", table)
            .and_then(|()| details.set_item("column", column))
            .and_then(|()| details.set_item("found", found)),
        Error::UnknownName { name, available, .. } => {
            details.set_item("name", name).and_then(|()| details.set_item("available", available))
        }
        Error::Option { field, value, allowed } => details
            .set_item("field", field)
            .and_then(|()| details.set_item("value", value))
            .and_then(|()| details.set_item("allowed", allowed)),
        Error::Undecided { table, column, .. } => {
            details.set_item("table", table).and_then(|()| details.set_item("column", column))
        }
        Error::NoneAccepted { table, rows, reasons } => details
            .set_item("table", table)
            .and_then(|()| details.set_item("rows", rows))
            .and_then(|()| details.set_item("reasons", reasons)),
        Error::File { file, line, .. } => {
            details.set_item("file", file).and_then(|()| details.set_item("line", line))
        }
        _ => Ok(()),
    };
    match filled {
        Ok(()) => raise(py, error.kind(), &message, Some(&details)),
        Err(error) => error,
    }
}

/// The Python exception of a kind, made by `cxcockpit.errors.make`.
pub(crate) fn raise(
    py: Python<'_>,
    kind: &str,
    message: &str,
    details: Option<&Bound<'_, PyDict>>,
) -> PyErr {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = MAKE
        .get_or_try_init(py, || py.import("cxcockpit.errors")?.getattr("make").map(Bound::unbind));
    match make.and_then(|make| make.bind(py).call1((kind, message, details))) {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// Options travel as one line of JSON, so a position in it helps nobody.
fn without_position(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(text, _)| text)
}
