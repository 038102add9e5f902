//! What is wrong with a file as a whole.

use crate::Error;

/// An error of the file.
pub(super) fn fault(what: impl Into<String>, remedy: impl Into<String>) -> Error {
    Error::File { file: String::new(), line: None, what: what.into(), remedy: remedy.into() }
}

/// An error of a line of the file.
#[cfg(feature = "csv")]
pub(super) fn fault_at(line: u64, what: impl Into<String>, remedy: impl Into<String>) -> Error {
    let line = Some(line);
    Error::File { file: String::new(), line, what: what.into(), remedy: remedy.into() }
}

/// The error of a file without content.
pub(super) fn empty() -> Error {
    fault("the file is empty", "give the file that holds the export")
}

/// The same error with the name of its file.
pub(super) fn named(error: Error, name: &str) -> Error {
    match error {
        Error::File { file, line, what, remedy } if file.is_empty() => {
            Error::File { file: name.to_owned(), line, what, remedy }
        }
        other => other,
    }
}
