//! Sessions that stay open for late events: only what they touch is cut anew.

mod known;
mod order;
mod person;
mod report;
mod verb;

pub use report::{Session, SessionChange, SessionDelta};
pub use verb::LiveSessions;
