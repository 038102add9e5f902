//! Whose identifiers belong to one person.
//!
//! Identifiers that occur in one event belong together, and so on transitively (connected
//! components). Values that identify nobody, such as `unknown` or `0000`, tie nothing.

mod block;
mod people;
mod union;

pub use people::{People, PeopleReport, StitchOptions, stitch};
