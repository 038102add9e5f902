//! Days, windows, zones and ISO 8601: when something was, by the calendar of the company.

pub use civil_days::CivilDays;
pub use day::Day;
pub use window::Window;
pub use zone::Zone;

pub(crate) use civil::Civil;

pub(crate) use periods::Calendar;
pub(crate) use zone::{DAY, Local, shared_zone};

mod civil;
mod civil_days;
mod day;
#[cfg(any(test, not(feature = "zones")))]
pub(crate) mod iso;
mod periods;
pub(crate) mod wall;
mod window;
mod zone;
