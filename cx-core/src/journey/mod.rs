//! One sequence kernel: sessions, journeys, paths, transitions and flows count the same rows.

mod paths;
mod sequences;
mod table;

pub use paths::{PathRoles, Paths};
pub use table::{JourneyOptions, JourneyReport, Journeys, Sessions, Steps};
