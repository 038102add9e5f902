//! The days of a campaign, and its cost spread over them.

use crate::calendar::Zone;
use crate::calendar::{CivilDays, Day, Window};
use crate::columns::NO_TIME;
use crate::intake::Campaigns;
use crate::sure::Sure;

/// First and last day of a campaign, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Flight {
    first: Day,
    last: Day,
}

impl Flight {
    /// The days of a campaign in a zone; where only one of its ends is known, that day; `None` where
    /// neither is.
    pub(super) fn of(campaigns: &Campaigns, row: usize, zone: &Zone) -> Option<Self> {
        let day = |times: &[i64], days: &CivilDays| {
            let time = times.get(row).sure().copied().filter(|time| *time != NO_TIME)?;
            Day::of(time, days.zone(row, zone))
        };
        let start = day(&campaigns.start, &campaigns.start_days);
        let end = day(&campaigns.end, &campaigns.end_days);
        let (first, last) = (start.or(end)?, end.or(start)?);
        Some(Self { first: first.min(last), last: last.max(first) })
    }

    /// How many periods it touches at most.
    pub(super) fn periods(self, window: Window) -> u64 {
        let days = match window {
            Window::Day => 1,
            Window::Week => 7,
            Window::Month => 28,
            Window::Quarter => 90,
            Window::Year => 365,
        };
        let length = i64::from(self.last.days()) - i64::from(self.first.days());
        length.unsigned_abs() / days + 2
    }

    /// The cost, evenly over the days, by period. With `n` days, `floor(cost * d / n)` is spent by the
    /// end of day `d`: the periods sum to the cost to the last millionth.
    pub(super) fn spread(self, cost: Option<i64>, window: Window) -> Vec<(Day, Option<i64>)> {
        let length = i128::from(self.last.days()) - i128::from(self.first.days()) + 1;
        let until = |day: i64| -> i64 {
            let days = i128::from(day - i64::from(self.first.days())).clamp(0, length);
            let spent = i128::from(cost.unwrap_or(0)) * days / length.max(1);
            i64::try_from(spent).unwrap_or(i64::MAX)
        };
        let mut parts = Vec::new();
        let mut period = window.start(self.first);
        while period <= self.last {
            let next = window.next(period);
            let before = until(i64::from(period.days()));
            if next <= period {
                // The end of the calendar.
                parts.push((period, cost.map(|cost| cost - before)));
                break;
            }
            let spent = until(i64::from(next.days())) - before;
            parts.push((period, cost.map(|_| spent)));
            period = next;
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn flight(first: i32, days: i32) -> Flight {
        Flight { first: Day::from_days(first), last: Day::from_days(first + days - 1) }
    }

    #[test]
    fn ten_days_over_a_month_end() {
        let first: Day = "2026-01-27".parse().expect("a day");
        let parts = flight(first.days(), 10).spread(Some(100), Window::Month);
        let found: Vec<_> = parts.iter().map(|(day, part)| (day.to_string(), *part)).collect();
        assert_eq!(found, [("2026-01-01".into(), Some(50)), ("2026-02-01".into(), Some(50))]);
        assert_eq!(flight(first.days(), 1).spread(None, Window::Day), [(first, None)]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(
            first in -400_000i32..400_000,
            days in 1i32..3_000,
            cost in 0i64..9_000_000_000_000_000_000,
            window in 0usize..5,
        ) {
            let window =
                [Window::Day, Window::Week, Window::Month, Window::Quarter, Window::Year][window];
            let flight = flight(first, days);
            let parts = flight.spread(Some(cost), window);
            prop_assert_eq!(parts.iter().filter_map(|part| part.1).sum::<i64>(), cost);
            prop_assert!(parts.iter().all(|part| part.1 >= Some(0)));
            prop_assert!(parts.len() as u64 <= flight.periods(window));
            prop_assert!(parts.is_sorted());
        }
    }
}
