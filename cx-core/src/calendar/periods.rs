//! Periods of a calendar.

use super::zone::DAY;
use crate::calendar::Zone;
use crate::calendar::{Day, Window};

/// The periods of a calendar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar<'a> {
    pub(crate) window: Window,
    pub(crate) zone: &'a Zone,
}

impl Calendar<'_> {
    /// The first day of the period in which an instant lies.
    pub(crate) fn period(&self, micros: i64) -> Day {
        let day = Day::of(micros, self.zone);
        self.window.start(day.unwrap_or_else(|| Day::from_days(micros.div_euclid(DAY) as i32)))
    }
}
