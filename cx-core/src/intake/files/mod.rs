//! Files in: bytes to columns of text, with how they were read and what is wrong with which row.
//!
//! The core reads no files: bytes come in, and [`TextFile`] goes to the verbs that read tables as their
//! [input](TextFile::input). CSV needs the feature `csv`, workbooks `excel`, compressed files `gzip`, encodings other than
//! UTF-8, UTF-16 and Windows-1252 `encodings`.

mod content;
#[cfg(feature = "csv")]
mod csv;
mod encoding;
#[cfg(feature = "excel")]
mod excel;
mod fault;
#[cfg(feature = "csv")]
mod footer;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(feature = "csv")]
mod heading;
mod json;
#[cfg(feature = "csv")]
mod looks;
#[cfg(feature = "csv")]
mod marks;
mod options;
#[cfg(feature = "csv")]
mod quotes;
mod read;
#[cfg(feature = "csv")]
mod sample;
#[cfg(feature = "csv")]
mod scan;
#[cfg(feature = "csv")]
mod separator;
mod store;
#[cfg(feature = "csv")]
mod stores;
mod text_file;

#[cfg(feature = "csv")]
pub use csv::read_csv;
#[cfg(feature = "excel")]
pub use excel::read_excel;
pub use json::read_json;
pub use options::FileOptions;
pub use read::{read_as, read_file};
pub use text_file::TextFile;
