//! The engine of CX Cockpit.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod attribution;
pub mod audit;
pub mod cockpit;
pub mod columns;
pub mod error;
pub mod exact;
pub mod intake;
pub mod journey;
pub mod kpi;
pub mod options;
pub mod parallel;
pub mod stats;
pub mod stitch;
pub mod tally;

pub use error::{Error, Result};
