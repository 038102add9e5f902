//! Calendar days.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::columns::Zone;
use crate::options::quoted;
use crate::{Error, Result};

/// A day of the calendar, counted from 1970-01-01; as text `YYYY-MM-DD`.
///
/// ```
/// use cx_core::stats::Day;
/// let day: Day = "2026-11-22".parse()?;
/// assert_eq!(day.to_string(), "2026-11-22");
/// assert_eq!(serde_json::to_string(&day).expect("text"), "\"2026-11-22\"");
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    days: i32,
}

impl Day {
    /// The day that is `days` after 1970-01-01.
    pub fn from_days(days: i32) -> Self {
        Self { days }
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.days
    }

    /// The day of an instant (microseconds of UTC) in a zone; `None` outside the years 1 to 9999.
    pub fn of(micros: i64, zone: &Zone) -> Option<Self> {
        zone.local(micros).map(|local| Self::from_date(local.date()))
    }

    pub(crate) fn from_date(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        Self { days: date.duration_since(epoch).as_hours() as i32 / 24 }
    }

    pub(crate) fn date(self) -> Option<Date> {
        let span = jiff::SignedDuration::from_hours(i64::from(self.days) * 24);
        Date::constant(1970, 1, 1).checked_add(span).ok()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{date}"),
            None => write!(f, "day {}", self.days),
        }
    }
}

impl std::str::FromStr for Day {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        text.trim().parse().map(Self::from_date).map_err(|_| Error::Option {
            field: "date",
            value: quoted(text),
            allowed: "a date in ISO 8601, for example \"2026-11-22\"".into(),
        })
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_both_ways() {
        for (text, days) in [("1970-01-01", 0), ("1969-12-31", -1), ("2026-11-22", 20_779)] {
            let day: Day = text.parse().expect("a date");
            assert_eq!((day.days(), day.to_string().as_str()), (days, text));
        }
        assert!("22.11.2026".parse::<Day>().is_err());
    }

    #[test]
    fn the_zone_decides_on_the_day() {
        // 2026-01-01T23:30Z is the second of January in a zone that is an hour ahead.
        let micros = 1_767_310_200_000_000;
        let ahead = Zone::parse("+01:00").expect("a zone");
        assert_eq!(Day::of(micros, &Zone::utc()).map(|d| d.to_string()), Some("2026-01-01".into()));
        assert_eq!(Day::of(micros, &ahead).map(|d| d.to_string()), Some("2026-01-02".into()));
    }
}
