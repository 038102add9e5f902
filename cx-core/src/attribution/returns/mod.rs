//! Returns: what was spent at a touchpoint beside what it brought, as a whole and by period.

mod brought;
mod flight;
mod join;
mod marginal;
mod period_report;
mod periods;
mod points;
mod report;
mod slope;
mod spend;
mod sums;
mod verb;

pub use period_report::{MarginalRow, PeriodReturnRow, PeriodReturns};
pub use periods::{PeriodReturnInput, PeriodReturnOptions, returns_by_period};
pub use points::ExperiencePoints;
pub use report::{ReturnRow, ReturnSplit, Returns, TOTAL};
pub(crate) use spend::same_currency;
pub use verb::{ReturnOptions, returns};
