//! Are we where we said we would be: a weighted catalogue of criteria, target against actual.
//!
//! [`audit`] rolls findings up a tree of criteria, for each touchpoint and over all, with interval,
//! light, coverage and the day on which the next audit is due.

mod audit;
mod evaluate;
mod item;
mod options;
mod report;
mod rows;
mod tree;
mod visits;

pub use audit::audit;
pub use options::{AuditOptions, NotApplicable, Policy};
pub use report::{Audit, AuditReport, AuditRow};
