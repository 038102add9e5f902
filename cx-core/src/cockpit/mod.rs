//! The cockpit: one row per touchpoint that joins contacts, cost, return, scores and audits.
//!
//! - [`cockpit`]: the verb; everything in [`CockpitInput`] is optional, what is missing stays blank.
//! - [`Cockpit::to_json`]: what the widget and the HTML page draw.

mod alarms;
mod build;
mod change;
mod coverage;
mod findings;
mod head;
mod input;
mod json;
mod row;
mod rows;
mod words;

pub use alarms::{Alarm, Severity};
pub use build::{Cockpit, Totals, cockpit};
pub use coverage::Coverage;
pub use findings::Finding;
pub use head::{Head, HeadScore};
pub use input::{CockpitInput, CockpitOptions, Language};
pub use row::{TouchpointRow, TrendPoint};
