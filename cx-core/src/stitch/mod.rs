//! Whose identifiers belong to one person.
//!
//! Identifiers that occur in one event belong together, and so on transitively (connected
//! components). Values that identify nobody, such as `unknown` or `0000`, tie nothing.

mod block;
mod known;
mod letters;
mod people;
mod rows;
mod union;

pub use people::{People, PeopleReport, PersonIds, StitchOptions, stitch};
