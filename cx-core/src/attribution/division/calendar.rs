//! Periods of a calendar.

use crate::columns::Zone;
use crate::stats::{Day, Window};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The periods of a calendar.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Calendar<'a> {
    pub(in super::super) window: Window,
    pub(in super::super) zone: &'a Zone,
}

impl Calendar<'_> {
    /// The first day of the period in which an instant lies.
    pub(in super::super) fn period(&self, micros: i64) -> Day {
        let day = Day::of(micros, self.zone);
        self.window.start(day.unwrap_or_else(|| Day::from_days(micros.div_euclid(DAY) as i32)))
    }
}
