//! Windows of the calendar.

use crate::from_json::words;
use serde::Serialize;

use super::day::Day;

/// A window of the calendar, in the time zone of the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// From midnight to midnight.
    Day,
    /// ISO 8601 week: from Monday.
    Week,
    /// From the first of the month.
    Month,
    /// From the first of January, April, July or October.
    Quarter,
    /// From the first of January.
    Year,
}

words!(Window: Day = "day", Week = "week", Month = "month", Quarter = "quarter", Year = "year");

impl Window {
    /// The first day of the window in which `day` lies.
    ///
    /// ```
    /// use cx_core::kpi::Window;
    /// // 1 January 2027 is the Friday of the 53rd week of 2026.
    /// let day = "2027-01-01".parse()?;
    /// assert_eq!(Window::Week.start(day).to_string(), "2026-12-28");
    /// assert_eq!(Window::Quarter.start(day).to_string(), "2027-01-01");
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    pub fn start(self, day: Day) -> Day {
        let civil = day.civil();
        let first = match self {
            Self::Day => return day,
            // 1970-01-01 was a Thursday.
            Self::Week => {
                let days = i64::from(day.days());
                return Day::at(days - (days + 3).rem_euclid(7));
            }
            Self::Month => civil.first_of_month_after(0),
            Self::Quarter => civil.first_of_month_after(-((civil.month - 1) % 3)),
            Self::Year => civil.first_of_month_after(1 - civil.month),
        };
        Day::from_civil(first)
    }

    /// The first day after the window that starts on `start`.
    pub fn next(self, start: Day) -> Day {
        let months = match self {
            Self::Day => return Day::at(i64::from(start.days()) + 1),
            Self::Week => return Day::at(i64::from(start.days()) + 7),
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        Day::from_civil(start.civil().first_of_month_after(months))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_begin_and_follow_one_another() {
        let start = |window: Window, day: &str| window.start(day.parse().expect("a date"));
        let cases = [
            (Window::Day, "2026-11-22", "2026-11-22", "2026-11-23"),
            // ISO 8601: the week of 1 January 2021 is the 53rd of 2020.
            (Window::Week, "2021-01-01", "2020-12-28", "2021-01-04"),
            (Window::Week, "2026-11-22", "2026-11-16", "2026-11-23"),
            (Window::Month, "2024-02-29", "2024-02-01", "2024-03-01"),
            (Window::Quarter, "2026-12-31", "2026-10-01", "2027-01-01"),
            (Window::Year, "2026-06-01", "2026-01-01", "2027-01-01"),
        ];
        for (window, day, first, next) in cases {
            let found = start(window, day);
            assert_eq!(
                (found.to_string(), window.next(found).to_string()),
                (first.into(), next.into())
            );
        }
    }
}
