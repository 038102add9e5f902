//! Experience as the outcome: what each touchpoint did for a score instead of for sales.

mod answers;
mod experience;
mod options;
mod period_report;
mod periods;
mod report;
mod whole;

pub use super::experience::experience::experience;
pub use options::ExperienceOptions;
pub use period_report::{PeriodExperience, PeriodExperienceRow};
pub use periods::experience_by_period;
pub use report::{Experience, ExperienceRow};
