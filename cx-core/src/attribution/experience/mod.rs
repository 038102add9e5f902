//! Experience as the outcome: what each touchpoint did for a score instead of for sales.

mod answers;
mod options;
mod report;
mod verb;

pub use options::ExperienceOptions;
pub use report::{Experience, ExperienceRow};
pub use verb::experience;
