//! Times by a pattern of the user's.

use crate::calendar::wall::Wall;
use crate::options::Names;
use crate::{Error, Result};

/// Reads a cell by the first pattern that fits.
#[cfg(feature = "zones")]
pub(in crate::columns) fn read(cell: &str, patterns: &Names) -> Option<Wall> {
    patterns.0.iter().find_map(|pattern| by_pattern(cell, pattern))
}

#[cfg(feature = "zones")]
fn by_pattern(cell: &str, pattern: &str) -> Option<Wall> {
    use jiff::civil::Time;
    let read = jiff::fmt::strtime::parse(pattern, cell).ok()?;
    let date = read.to_date().ok()?;
    let time = read.to_time().ok();
    let days = i64::from(crate::calendar::Day::from_date(date).days());
    let clock = time.unwrap_or(Time::midnight()).duration_since(Time::midnight());
    Some(Wall {
        seconds: days * 86_400 + clock.as_secs(),
        nanos: clock.subsec_nanos().into(),
        ahead: read.offset().map(|offset| i64::from(offset.seconds())),
        day: time.is_none(),
    })
}

/// Checks that each pattern is one.
#[cfg(feature = "zones")]
pub(in crate::columns) fn check(patterns: &Names) -> Result<()> {
    let sample = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
    for pattern in &patterns.0 {
        let known = jiff::fmt::strtime::format(pattern, &sample).is_ok();
        if !known || !pattern.contains('%') {
            return Err(Error::Option {
                field: "time_format",
                value: crate::options::quoted(pattern),
                allowed: "a pattern of strftime, for example \"%d.%m.%Y %H:%M\"".into(),
            });
        }
    }
    Ok(())
}

#[cfg(not(feature = "zones"))]
pub(in crate::columns) fn read(_: &str, _: &Names) -> Option<Wall> {
    None
}

/// Patterns are refused where there is no library of times.
#[cfg(not(feature = "zones"))]
pub(in crate::columns) fn check(patterns: &Names) -> Result<()> {
    if patterns.0.is_empty() {
        return Ok(());
    }
    Err(Error::Option {
        field: "time_format",
        value: crate::options::quoted(&patterns.0.join(", ")),
        allowed: "none in this build: patterns of times need the feature zones".into(),
    })
}
