//! JSON and JSON lines: objects to rows, their fields by dotted paths.

mod parse;
mod read;
mod rows;

pub use read::read_json;
