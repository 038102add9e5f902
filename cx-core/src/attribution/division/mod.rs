//! What a credit is made of: the campaigns that contacts name, the spots that caused them, and periods.

mod by_period;
mod calendar;
mod cells;
mod divide;
mod dividing;
mod parts;
mod scheme;

pub use by_period::{CreditDate, PeriodCredit, PeriodOptions, PeriodRow, credit_by_period};
pub(super) use by_period::{PeriodPart, by_period, split_by_period};
pub(super) use calendar::Calendar;
pub(super) use cells::Cells;
pub(super) use divide::{Divided, Source, divide};
pub(super) use dividing::Dividing;
pub(super) use parts::divided_by;
pub(super) use scheme::{Key, Scheme, WHOLE};
