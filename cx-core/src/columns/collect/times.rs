//! Times of any encoding on their way to microseconds of UTC.

use crate::Result;
use crate::calendar::{Local, Zone};
use crate::columns::reject::Faults;
use crate::columns::{Reason, decimal};
use crate::from_json::words;
#[cfg(feature = "zones")]
use jiff::civil::{DateTime, Time};
#[cfg(feature = "zones")]
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use serde::Serialize;

/// The time of a cell that has none.
pub const NO_TIME: i64 = i64::MIN;

/// 0001-01-01 and 9999-12-31T23:59:59.999999 UTC.
const EARLIEST: i64 = -62_135_596_800_000_000;

const LATEST: i64 = 253_402_300_799_999_999;

/// Stands for numbers that no time can be told of: out of every range.
pub(in crate::columns) const BEYOND: i64 = i64::MAX;

/// The unit of times that are numbers since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TimeUnit {
    /// Seconds.
    #[serde(rename = "s")]
    Seconds,
    /// Milliseconds.
    #[serde(rename = "ms")]
    Millis,
    /// Microseconds.
    #[serde(rename = "us")]
    Micros,
    /// Nanoseconds.
    #[serde(rename = "ns")]
    Nanos,
}

words!(TimeUnit: Seconds = "s", Millis = "ms", Micros = "us", Nanos = "ns");

impl TimeUnit {
    /// A number of this unit written as text; `None` when it is no number.
    fn micros_of_text(self, text: &str) -> Option<Result<i64, Reason>> {
        if let Ok(whole) = text.parse() {
            return Some(self.micros(whole).ok_or(Reason::TimeOutOfRange));
        }
        let number = decimal::parse(text).filter(|number| number.is_finite())?;
        let micros = number * self.factor();
        let in_range = micros.abs() <= LATEST as f64;
        Some(if in_range { Ok(micros.round() as i64) } else { Err(Reason::TimeOutOfRange) })
    }

    /// Microseconds of one unit.
    fn factor(self) -> f64 {
        match self {
            Self::Seconds => 1e6,
            Self::Millis => 1e3,
            Self::Micros => 1.0,
            Self::Nanos => 1e-3,
        }
    }

    /// A number of this unit in microseconds; `None` beyond the range of an instant.
    fn micros(self, number: i64) -> Option<i64> {
        match self {
            Self::Seconds => number.checked_mul(1_000_000),
            Self::Millis => number.checked_mul(1_000),
            Self::Micros => Some(number),
            Self::Nanos => Some(number.div_euclid(1_000)),
        }
    }
}

/// Times of one column.
#[derive(Debug, Default)]
pub(crate) struct Times {
    /// Microseconds of UTC, or [`NO_TIME`].
    pub(crate) micros: Vec<i64>,
    pub(crate) faults: Faults,
    /// Local times that occur twice (the doubled hour in autumn); the first was taken.
    pub(crate) doubled: u64,
}

impl Times {
    fn fault(&mut self, reason: Reason) {
        self.faults.add(self.micros.len(), reason);
        self.micros.push(NO_TIME);
    }

    fn push(&mut self, micros: Option<i64>) {
        match micros {
            Some(micros) if (EARLIEST..=LATEST).contains(&micros) => self.micros.push(micros),
            Some(_) => self.fault(Reason::TimeOutOfRange),
            None => self.micros.push(NO_TIME),
        }
    }

    fn push_local(&mut self, local: Local) {
        match local {
            Local::Instant(micros) => self.push(Some(micros)),
            #[cfg(feature = "zones")]
            Local::First(micros) => {
                self.doubled += 1;
                self.push(Some(micros));
            }
            #[cfg(feature = "zones")]
            Local::Skipped => self.fault(Reason::TimeSkipped),
            Local::OutOfRange => self.fault(Reason::TimeOutOfRange),
        }
    }
}

/// Reads cells of any type as times.
pub(in crate::columns) struct Reader<'a> {
    pub(in crate::columns) zone: &'a Zone,
    pub(in crate::columns) unit: Option<TimeUnit>,
    pub(in crate::columns) times: Times,
}

impl Reader<'_> {
    /// Stored microseconds, of UTC or as a local time.
    pub(in crate::columns) fn micros(&mut self, cell: Option<i64>, utc: bool) {
        match cell {
            Some(micros) if !utc => push_naive(micros, self.zone, &mut self.times),
            cell => self.times.push(cell),
        }
    }

    /// Numbers since 1970; `false` where the option does not say of which unit.
    pub(in crate::columns) fn epoch(&mut self, cells: impl Iterator<Item = Option<i64>>) -> bool {
        let Some(unit) = self.unit else { return false };
        for cell in cells {
            self.micros(cell.map(|number| unit.micros(number).unwrap_or(BEYOND)), true);
        }
        true
    }

    /// Whole and fractional numbers since 1970, as exports with gaps give them.
    pub(in crate::columns) fn epoch_floats(
        &mut self,
        cells: impl Iterator<Item = Option<f64>>,
    ) -> bool {
        let Some(unit) = self.unit else { return false };
        let factor = unit.factor();
        for cell in cells {
            match cell.map(|v| v * factor) {
                None => self.times.push(None),
                Some(v) if v.is_nan() => self.times.push(None),
                Some(v) if v.abs() > LATEST as f64 => self.times.fault(Reason::TimeOutOfRange),
                Some(v) => self.times.push(Some(v.round() as i64)),
            }
        }
        true
    }

    /// A time as text.
    pub(in crate::columns) fn text(&mut self, cell: &str) {
        let text = cell.trim();
        if text.is_empty() {
            return self.times.push(None);
        }
        // Numbers in a CSV file are text too; only the option makes them times.
        let epoch = self.unit.and_then(|unit| unit.micros_of_text(text));
        if let Some(epoch) = epoch {
            return match epoch {
                Ok(micros) => self.times.push(Some(micros)),
                Err(reason) => self.times.fault(reason),
            };
        }
        match parse_iso(text, self.zone) {
            Some(local) => self.times.push_local(local),
            None => self.times.fault(Reason::NotATime),
        }
    }
}

/// A wall-clock time that is stored as if it were UTC.
fn push_naive(micros: i64, zone: &Zone, times: &mut Times) {
    if let Some(ahead) = zone.fixed() {
        return match micros.checked_sub(ahead) {
            Some(instant) => times.push(Some(instant)),
            None => times.fault(Reason::TimeOutOfRange),
        };
    }
    times.push_local(zone.resolve_wall(micros));
}

/// A date, or a date and time with or without an offset.
#[cfg(not(feature = "zones"))]
pub(in crate::columns) fn parse_iso(text: &str, zone: &Zone) -> Option<Local> {
    use crate::calendar::iso::{self, Bracket};
    let written = iso::parse(text)?;
    let ahead = match (written.ahead, written.zone) {
        (Some(ahead), _) | (None, Some(Bracket::Ahead(ahead))) => ahead,
        (None, Some(Bracket::Name(name))) if name.eq_ignore_ascii_case("utc") => 0,
        (None, Some(Bracket::Name(_))) => return None,
        (None, None) => zone.fixed()? / 1_000_000,
    };
    Some(Local::instant(written.micros(ahead)))
}

/// A date, or a date and time with or without an offset.
#[cfg(feature = "zones")]
pub(in crate::columns) fn parse_iso(text: &str, zone: &Zone) -> Option<Local> {
    // A time that Temporal accepts is shorter; this bounds the work on hostile cells.
    if text.len() > 100 {
        return None;
    }
    let pieces = Pieces::parse(text).ok()?;
    let wall = DateTime::from_parts(pieces.date(), pieces.time().unwrap_or(Time::midnight()));
    let offset = match pieces.offset() {
        Some(PiecesOffset::Zulu) => jiff::tz::Offset::UTC,
        Some(PiecesOffset::Numeric(numeric)) => numeric.offset(),
        Some(_) => return None,
        None => {
            let named = match pieces.to_time_zone() {
                Ok(None) => return Some(zone.resolve(wall)),
                Ok(Some(named)) => named,
                Err(_) => return None,
            };
            return Some(Zone::of(named).resolve(wall));
        }
    };
    Some(match offset.to_timestamp(wall) {
        Ok(instant) => Local::Instant(instant.as_microsecond()),
        Err(_) => Local::OutOfRange,
    })
}
