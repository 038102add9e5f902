//! Calendar days.

#[cfg(any(test, feature = "zones"))]
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::civil::Civil;
use super::zone::Zone;
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
        zone.day(micros).map(Self::at)
    }

    #[cfg(any(test, feature = "zones"))]
    pub(crate) fn from_date(date: Date) -> Self {
        let civil =
            Civil { year: date.year().into(), month: date.month().into(), day: date.day().into() };
        Self::from_civil(civil)
    }

    pub(super) fn from_civil(civil: Civil) -> Self {
        Self::at(civil.days())
    }

    /// The day that is `days` after 1970-01-01; the last one that there is where it lies beyond.
    pub(super) fn at(days: i64) -> Self {
        Self { days: days.clamp(i32::MIN.into(), i32::MAX.into()) as i32 }
    }

    pub(crate) fn civil(self) -> Civil {
        Civil::of(self.days.into())
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Civil { year, month, day } = self.civil();
        match year {
            0..=9_999 => write!(f, "{year:04}-{month:02}-{day:02}"),
            -9_999..0 => write!(f, "-{:06}-{month:02}-{day:02}", -year),
            _ => write!(f, "day {}", self.days),
        }
    }
}

impl std::str::FromStr for Day {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        date_of(text.trim()).ok_or_else(|| Error::Option {
            field: "date",
            value: quoted(text),
            allowed: "a date in ISO 8601, for example \"2026-11-22\"".into(),
        })
    }
}

#[cfg(feature = "zones")]
fn date_of(text: &str) -> Option<Day> {
    text.parse().ok().map(Day::from_date)
}

#[cfg(not(feature = "zones"))]
fn date_of(text: &str) -> Option<Day> {
    // An instant of UTC has no date of its own.
    let date = Some(text).filter(|text| !text.ends_with(['Z', 'z']));
    date.and_then(super::iso::wall_day).map(Day::at)
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
    fn text_is_that_of_iso_8601() {
        for days in (-5_000_000..5_000_000).step_by(997) {
            let date = Date::constant(1970, 1, 1)
                .checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24));
            let expected = date.map_or_else(|_| format!("day {days}"), |date| date.to_string());
            assert_eq!(Day::from_days(days).to_string(), expected);
        }
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
