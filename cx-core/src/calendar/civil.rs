//! The calendar: days since 1970-01-01 as year, month and day.
//!
//! By eras of 400 years that begin on the first of March, so that leap days come last: Hinnant,
//! *chrono-compatible low-level date algorithms* (2013).

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;
/// Days of 400 years.
const ERA: i64 = 146_097;

/// A day of the (proleptic) Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// From 1.
    pub(crate) day: i64,
}

impl Civil {
    /// The day that is `days` after 1970-01-01.
    pub(crate) fn of(days: i64) -> Self {
        let days = days + EPOCH;
        let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let leaps = of_era / 1_460 - of_era / 36_524 + of_era / (ERA - 1);
        let year = (of_era - leaps) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        // Months count from March: five of them have 153 days.
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Self {
            year: year + era * 400 + i64::from(month <= 2),
            month,
            day: of_year - (153 * from_march + 2) / 5 + 1,
        }
    }

    /// Days since 1970-01-01.
    pub(crate) fn days(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let from_march = (self.month + 9) % 12;
        let of_year = (153 * from_march + 2) / 5 + self.day - 1;
        era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH
    }

    /// The first of the month that is `months` later.
    pub(crate) fn first_of_month_after(self, months: i64) -> Self {
        let month = self.month - 1 + months;
        Self { year: self.year + month.div_euclid(12), month: month.rem_euclid(12) + 1, day: 1 }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    #[test]
    fn every_day_of_twenty_thousand_years() {
        let mut date = Date::MIN;
        let first = i64::from(crate::calendar::day::Day::from_date(date).days());
        for days in first.. {
            let civil = Civil::of(days);
            let expected = (date.year().into(), date.month().into(), date.day().into());
            assert_eq!((civil.year, civil.month, civil.day), expected);
            assert_eq!(civil.days(), days);
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
    }

    #[test]
    fn months_carry_into_years() {
        let first = |year, month| Civil { year, month, day: 1 };
        let day = Civil { year: 2026, month: 11, day: 22 };
        assert_eq!(day.first_of_month_after(0), first(2026, 11));
        assert_eq!(day.first_of_month_after(3), first(2027, 2));
        assert_eq!(first(2026, 1).first_of_month_after(12), first(2027, 1));
    }
}
