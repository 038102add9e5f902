//! Returns: what was spent at a touchpoint beside what it brought.

mod points;
mod report;
mod spend;
mod verb;

pub use points::ExperiencePoints;
pub use report::{ReturnRow, Returns};
pub use verb::{ReturnOptions, returns};
