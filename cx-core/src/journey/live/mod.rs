//! Sessions that stay open for late events: only what they touch is cut anew.

mod known;
mod order;
mod person;
mod report;
mod sessions;

pub use super::live::sessions::LiveSessions;
pub use report::{Session, SessionChange, SessionDelta};
