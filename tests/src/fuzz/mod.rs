//! Bodies of the fuzz targets: plain functions that take any bytes and fail only on a defect of the engine.
//!
//! `fuzz/` hands them to a fuzzer; a test of this crate runs each on its seeds and on random bytes.

mod bytes;
mod columns;
mod files;
mod options;
mod paths;
mod snapshots;
mod tallies;
mod targets;

pub use targets::{TARGETS, Target, run};
