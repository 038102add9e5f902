//! Returns: what was spent at a touchpoint beside what it brought, as a whole and by period.

pub(crate) mod brought;
pub(crate) mod flight;
pub(crate) mod join;
pub(crate) mod marginal;
pub(crate) mod period_report;
pub(crate) mod periods;
pub(crate) mod points;
pub(crate) mod report;
pub(crate) mod returns;
pub(crate) mod slope;
pub(crate) mod spend;
pub(crate) mod sums;

pub use crate::reserved::TOTAL;
pub use period_report::{MarginalRow, PeriodReturnRow, PeriodReturns};
pub use periods::{PeriodReturnInput, PeriodReturnOptions, returns_by_period};
pub use points::ExperiencePoints;
pub use report::{ReturnRow, ReturnSplit, Returns};
pub use returns::{ReturnOptions, returns};
