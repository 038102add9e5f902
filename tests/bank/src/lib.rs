//! A simulated bank whose truth is known.
//!
//! One year of a Swiss retail bank: persons with latent needs meet twelve touchpoints, buy products from an
//! additive hazard with known effects, are served, complain, answer surveys; auditors visit. The generator
//! writes the exports of seven systems, each with its own column names, identifiers and clock, and beside
//! them the truth: who is who, what caused each sale, how much would have been sold without each touchpoint,
//! how good each touchpoint really was, how severe each auditor is, and how many rows are dirty in which way.
//!
//! It is independent of the engine that it tests. Files and columns are described in
//! `examples/bank/README.md`.
//!
//! ```
//! let out = std::env::temp_dir().join(format!("bank-doc-{}", std::process::id()));
//! let options = cx_bank::Options { customers: 50, out: out.clone(), ..Default::default() };
//! let summary = cx_bank::generate(&options)?;
//! assert!(out.join("web.csv").exists() && summary.tables.len() == 10);
//! # std::fs::remove_dir_all(out)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::path::PathBuf;

mod audit;
mod calendar;
mod campaigns;
mod catalogue;
mod contacts;
mod dirt;
mod exports;
mod feedback;
mod identity;
mod key;
mod outcome;
mod parameters;
mod person;
mod quality;
mod rows;
mod rows_marketing;
mod rows_own;
mod sheet;
mod simulate;
mod touches;
mod touchpoint;
mod truth;
mod tv;

pub use touchpoint::{TOUCHPOINTS, Touchpoint};

/// What to simulate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Number of persons, customers and prospects together.
    pub customers: u64,
    /// Number of the first person: other numbers of one seed are other persons of the same world, with the
    /// same television spots.
    pub first: u64,
    /// Everything random follows from it.
    pub seed: u64,
    /// Directory for the files; made if it does not exist.
    pub out: PathBuf,
    /// Write the exports of the world in which this touchpoint does not exist, with the same random numbers.
    pub without: Option<Touchpoint>,
    /// Whether defect rows are added.
    pub dirty: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            customers: 20_000,
            first: 0,
            seed: 7,
            out: PathBuf::from("build/bank"),
            without: None,
            dirty: true,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The tables with rows of customers, and the findings.
    pub tables: Vec<Size>,
    /// Sales in the exports.
    pub conversions: u64,
    /// Their value in hundredths of a franc.
    pub value_cents: i64,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// Name of the file without its ending.
    pub table: String,
    /// Rows without a defect that matters to a reader.
    pub sound: u64,
    /// All rows.
    pub rows: u64,
}

/// Why a company could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The directory or a file could not be made.
    #[error("cannot make the output: {0}")]
    Directory(#[from] std::io::Error),
    /// A file could not be written.
    #[error("cannot write a table: {0}")]
    Table(#[from] csv::Error),
    /// The time-zone database lacks Europe/Zurich.
    #[error("no time zone Europe/Zurich: {0}")]
    Zone(#[from] jiff::Error),
}

/// Writes the exports and the truth of the simulated bank, customer by customer in bounded memory.
///
/// The same options give the same bytes; more customers leave the rows of the first ones as they were.
///
/// # Errors
/// If the directory or a file cannot be written.
pub fn generate(options: &Options) -> Result<Summary, Error> {
    simulate::simulate(options)
}
