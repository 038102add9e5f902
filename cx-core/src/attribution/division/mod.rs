//! What a credit is made of: the campaigns that contacts name, the spots that caused them, and periods.

pub(crate) mod by_period;
mod cells;
mod divide;
mod dividing;
mod parts;
mod scheme;

pub use by_period::{PeriodCredit, PeriodOptions, PeriodRow, credit_by_period};
pub(crate) use by_period::{PeriodPart, by_period, split_by_period};
pub(crate) use cells::Cells;
pub(crate) use divide::{Divided, Source, divide};
pub(crate) use dividing::Dividing;
pub(crate) use parts::divided_by;
pub use scheme::CreditDate;
pub(crate) use scheme::{Key, Scheme, WHOLE};
