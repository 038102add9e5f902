//! The cockpit: one row per touchpoint that joins contacts, cost, return, scores and audits.
//!
//! - [`cockpit`]: the verb; everything in [`CockpitInput`] is optional, what is missing stays blank.
//! - [`Cockpit::to_json`]: what the widget and the HTML page draw.

mod alarms;
mod build;
mod change;
mod coverage;
mod fact;
mod finding;
mod findings;
mod head;
mod input;
mod json;
mod kind;
mod owner;
mod pays;
mod row;
mod rows;
mod whole;

pub use crate::sentences::Language;
pub use alarms::Alarm;
pub use build::{Cockpit, Totals, cockpit};
pub use coverage::{Coverage, CoverageKind};
pub use finding::Finding;
pub use head::{Head, HeadScore};
pub use input::{CockpitInput, CockpitOptions};
pub use kind::{FindingKind, Measure, Severity};
pub use row::{TouchpointRow, TrendPoint};
