//! Time zones of local times.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::{Error, Result};

/// The zone in which times without an offset are meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    zone: TimeZone,
    fixed: Option<i64>,
}

/// What a local time is in UTC.
#[derive(Clone, Copy)]
pub(crate) enum Local {
    /// One instant, in microseconds.
    Instant(i64),
    /// The hour occurs twice; this is its first occurrence.
    First(i64),
    /// The local time was skipped.
    Skipped,
    /// Outside what a timestamp can hold.
    OutOfRange,
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC, fixed: Some(0) }
    }

    /// A zone that was already looked up.
    pub(crate) fn of(zone: TimeZone) -> Self {
        Self { zone, fixed: None }
    }

    /// A zone by IANA name, `"UTC"`, or a fixed offset such as `"+01:00"`.
    ///
    /// # Errors
    /// [`Error::UnknownZone`].
    pub fn parse(name: &str) -> Result<Self> {
        if name.eq_ignore_ascii_case("utc") || name == "Z" {
            return Ok(Self::utc());
        }
        if let Some(seconds) = offset_seconds(name) {
            let offset = Offset::from_seconds(seconds);
            let offset = offset.map_err(|_| Error::UnknownZone { zone: name.to_owned() })?;
            let fixed = Some(i64::from(seconds) * 1_000_000);
            return Ok(Self { zone: TimeZone::fixed(offset), fixed });
        }
        let zone = TimeZone::get(name);
        let zone = zone.map_err(|_| Error::UnknownZone { zone: name.to_owned() })?;
        Ok(Self { zone, fixed: None })
    }

    /// Microseconds that the zone is ahead of UTC, where that never changes.
    pub(crate) fn fixed(&self) -> Option<i64> {
        self.fixed
    }

    /// The local date and time of an instant.
    pub(crate) fn local(&self, micros: i64) -> Option<DateTime> {
        let instant = jiff::Timestamp::from_microsecond(micros).ok()?;
        Some(self.zone.to_datetime(instant))
    }

    /// The day of the zone's calendar that an instant lies on.
    pub(crate) fn day(&self, micros: i64) -> Option<Date> {
        self.local(micros).map(DateTime::date)
    }

    /// The instant of a local time.
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
