//! Time zones of local times.

#[cfg(feature = "zones")]
use jiff::Timestamp;
#[cfg(feature = "zones")]
use jiff::civil::DateTime;
#[cfg(feature = "zones")]
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::{Error, Result};

/// Microseconds of a day.
pub(crate) const DAY: i64 = 86_400_000_000;

/// The first and the last instant that has a local time in every zone, in microseconds of UTC.
const INSTANTS: std::ops::RangeInclusive<i64> = -377_705_023_201_000_000..=253_402_207_200_999_999;

/// The zone in which times without an offset are meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Microseconds that the zone is ahead of UTC, where that never changes.
    fixed: Option<i64>,
    #[cfg(feature = "zones")]
    zone: TimeZone,
}

/// What a local time is in UTC.
#[derive(Clone, Copy)]
pub(crate) enum Local {
    /// One instant, in microseconds.
    Instant(i64),
    /// The hour occurs twice; this is its first occurrence.
    #[cfg(feature = "zones")]
    First(i64),
    /// The local time was skipped.
    #[cfg(feature = "zones")]
    Skipped,
    /// Outside what a timestamp can hold.
    OutOfRange,
}

#[cfg(not(feature = "zones"))]
impl Local {
    /// An instant, where it has a local time.
    pub(crate) fn instant(micros: i64) -> Self {
        if INSTANTS.contains(&micros) { Self::Instant(micros) } else { Self::OutOfRange }
    }
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self {
            fixed: Some(0),
            #[cfg(feature = "zones")]
            zone: TimeZone::UTC,
        }
    }

    /// A zone by IANA name, `"UTC"`, or a fixed offset such as `"+01:00"`.
    ///
    /// # Errors
    /// [`Error::UnknownZone`].
    pub fn parse(name: &str) -> Result<Self> {
        if name.eq_ignore_ascii_case("utc") || name == "Z" {
            return Ok(Self::utc());
        }
        let zone = match offset_seconds(name) {
            Some(seconds) => Self::ahead(seconds),
            None => Self::named(name),
        };
        zone.ok_or_else(|| Error::UnknownZone { zone: name.to_owned() })
    }

    /// The zone of a window: that of the options, else that of the table, else UTC; and its name.
    ///
    /// # Errors
    /// [`Error::UnknownZone`]; [`Error::Option`] where the parts of the table name several zones and
    /// the options none.
    pub(crate) fn of_window(given: Option<&str>, table: Option<&str>) -> Result<(Self, String)> {
        let name = given.or(table).unwrap_or("UTC");
        if given.is_none() && name.contains(SEVERAL) {
            return Err(Error::Option {
                field: "timezone",
                value: "not given".into(),
                allowed: format!(
                    "a zone for the days of the report: the tables were read in {name}"
                ),
            });
        }
        Ok((Self::parse(name)?, name.to_owned()))
    }

    /// A zone that is always that many seconds ahead of UTC, less than 26 hours.
    fn ahead(seconds: i32) -> Option<Self> {
        (seconds.abs() < 26 * 3_600).then(|| Self {
            fixed: Some(i64::from(seconds) * 1_000_000),
            #[cfg(feature = "zones")]
            zone: Offset::from_seconds(seconds).map_or(TimeZone::UTC, TimeZone::fixed),
        })
    }

    /// A zone by its IANA name, where names are known.
    #[cfg(feature = "zones")]
    fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self::of)
    }

    #[cfg(not(feature = "zones"))]
    fn named(_: &str) -> Option<Self> {
        None
    }

    /// A zone that was already looked up.
    #[cfg(feature = "zones")]
    pub(crate) fn of(zone: TimeZone) -> Self {
        Self { zone, fixed: None }
    }

    /// Microseconds that the zone is ahead of UTC, where that never changes.
    pub(crate) fn fixed(&self) -> Option<i64> {
        self.fixed
    }

    /// What the clocks show at an instant, as microseconds since 1970-01-01 on the clock.
    pub(crate) fn wall(&self, micros: i64) -> Option<i64> {
        if !INSTANTS.contains(&micros) {
            return None;
        }
        let ahead = match self.fixed {
            Some(ahead) => Some(ahead),
            None => self.ahead_at(micros),
        };
        ahead.map(|ahead| micros + ahead)
    }

    /// Microseconds that a zone of changing offset is ahead of UTC at an instant.
    #[cfg(feature = "zones")]
    fn ahead_at(&self, micros: i64) -> Option<i64> {
        let instant = Timestamp::from_microsecond(micros).ok()?;
        Some(i64::from(self.zone.to_offset(instant).seconds()) * 1_000_000)
    }

    #[cfg(not(feature = "zones"))]
    fn ahead_at(&self, _: i64) -> Option<i64> {
        self.fixed
    }

    /// The day of the zone's calendar that an instant lies on, in days since 1970-01-01.
    pub(crate) fn day(&self, micros: i64) -> Option<i64> {
        self.wall(micros).map(|wall| wall.div_euclid(DAY))
    }

    /// The instant of a local time, given as microseconds since 1970-01-01 on the clock.
    #[cfg(feature = "zones")]
    pub(crate) fn resolve_wall(&self, wall: i64) -> Local {
        match Timestamp::from_microsecond(wall) {
            Ok(utc) => self.resolve(TimeZone::UTC.to_datetime(utc)),
            Err(_) => Local::OutOfRange,
        }
    }

    #[cfg(not(feature = "zones"))]
    pub(crate) fn resolve_wall(&self, wall: i64) -> Local {
        self.fixed.map_or(Local::OutOfRange, |ahead| Local::instant(wall.saturating_sub(ahead)))
    }

    /// The first instant of a day, in days since 1970-01-01; also where the clocks skip midnight.
    #[cfg(feature = "zones")]
    pub(crate) fn start_of_day(&self, days: i64) -> Local {
        let Some(midnight) = days.checked_mul(DAY) else { return Local::OutOfRange };
        match self.resolve_wall(midnight) {
            Local::Skipped => {
                let date = Timestamp::from_microsecond(midnight)
                    .map(|utc| TimeZone::UTC.to_datetime(utc).date());
                let first = date
                    .and_then(|date| date.to_zoned(self.zone.clone()))
                    .and_then(|day| day.start_of_day());
                first.map_or(Local::OutOfRange, |first| {
                    Local::Instant(first.timestamp().as_microsecond())
                })
            }
            // Midnight twice: the first one begins the day.
            Local::First(micros) | Local::Instant(micros) => Local::Instant(micros),
            Local::OutOfRange => Local::OutOfRange,
        }
    }

    #[cfg(not(feature = "zones"))]
    pub(crate) fn start_of_day(&self, days: i64) -> Local {
        days.checked_mul(DAY).map_or(Local::OutOfRange, |midnight| self.resolve_wall(midnight))
    }

    /// The instant of a local time.
    #[cfg(feature = "zones")]
    pub(crate) fn resolve(&self, local: DateTime) -> Local {
        let ambiguous = self.zone.to_ambiguous_timestamp(local);
        let doubled = match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => return Local::Skipped,
            AmbiguousOffset::Fold { .. } => true,
            AmbiguousOffset::Unambiguous { .. } => false,
        };
        match ambiguous.earlier() {
            Ok(instant) if doubled => Local::First(instant.as_microsecond()),
            Ok(instant) => Local::Instant(instant.as_microsecond()),
            Err(_) => Local::OutOfRange,
        }
    }
}

/// What stands between the zones of parts that do not share one.
const SEVERAL: &str = " and ";

/// The zone that all parts which name one share; where they name several, all of these, so that a
/// window asks which of them is meant.
pub(crate) fn shared_zone<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Option<String> {
    let mut found: Vec<&str> = names.flatten().flat_map(|name| name.split(SEVERAL)).collect();
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then(|| found.join(SEVERAL))
}

/// Seconds of `"+01:00"` or `"-0530"`.
fn offset_seconds(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = (number / 100, number % 100);
    (minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn the_range_is_that_of_timestamps() {
        let (first, last) = (Timestamp::MIN.as_microsecond(), Timestamp::MAX.as_microsecond());
        assert_eq!((*INSTANTS.start(), *INSTANTS.end()), (first, last));
    }
}
