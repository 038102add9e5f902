//! Time of any encoding to microseconds of UTC.

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int64Type, TimestampMicrosecondType};
#[cfg(feature = "encodings")]
use arrow_array::types::{
    Date32Type, Date64Type, Int32Type, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit as ArrowUnit};
use jiff::civil::{DateTime, Time};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use serde::{Deserialize, Serialize};

use super::number::each_text;
use super::reject::Faults;
use super::zone::Local;
use super::{Reason, Table, Zone, decimal};
use crate::options::quoted;
use crate::{Error, Result};

/// The time of a cell that has none.
pub const NO_TIME: i64 = i64::MIN;

/// 0001-01-01 and 9999-12-31T23:59:59.999999 UTC.
const EARLIEST: i64 = -62_135_596_800_000_000;
const LATEST: i64 = 253_402_300_799_999_999;

const EXPECTED: &str =
    "a timestamp, a date, ISO 8601 text, or numbers since 1970 together with the option time_unit";

/// The unit of times that are numbers since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
            Local::First(micros) => {
                self.doubled += 1;
                self.push(Some(micros));
            }
            Local::Skipped => self.fault(Reason::TimeSkipped),
            Local::OutOfRange => self.fault(Reason::TimeOutOfRange),
        }
    }
}

/// Reads a column as instants. Times without an offset are local times of `zone`.
pub(crate) fn read_times(
    table: &Table<'_>,
    column: &str,
    zone: &Zone,
    unit: Option<TimeUnit>,
) -> Result<Times> {
    let mut times = Times { micros: Vec::with_capacity(table.rows()), ..Times::default() };
    for array in table.column(column)? {
        if !append(array, zone, unit, &mut times) {
            return Err(table.wrong_type(column, EXPECTED, array));
        }
    }
    Ok(times)
}

fn append(array: &ArrayRef, zone: &Zone, unit: Option<TimeUnit>, times: &mut Times) -> bool {
    match array.data_type() {
        DataType::Timestamp(ArrowUnit::Microsecond, stored_zone) => {
            let local = if stored_zone.is_none() { Some(zone) } else { None };
            each::<TimestampMicrosecondType>(array, Some, local, times);
        }
        DataType::Null => (0..array.len()).for_each(|_| times.push(None)),
        DataType::Int64 => return epoch::<Int64Type>(array, Some, unit, times),
        DataType::Float64 => return epoch_floats(array, unit, times),
        #[cfg(feature = "encodings")]
        _ => return append_encoded(array, zone, unit, times),
        #[cfg(not(feature = "encodings"))]
        _ => return each_text(array, &mut |cell| times_from_text(cell, zone, unit, times)),
    }
    true
}

/// Timestamps of other units, dates, and numbers of other widths.
#[cfg(feature = "encodings")]
fn append_encoded(
    array: &ArrayRef,
    zone: &Zone,
    unit: Option<TimeUnit>,
    times: &mut Times,
) -> bool {
    match array.data_type() {
        DataType::Timestamp(unit, stored_zone) => {
            let local = if stored_zone.is_none() { Some(zone) } else { None };
            timestamps(array, *unit, local, times);
        }
        DataType::Date32 => {
            each::<Date32Type>(
                array,
                |d| i64::from(d).checked_mul(86_400_000_000),
                Some(zone),
                times,
            );
        }
        DataType::Date64 => {
            each::<Date64Type>(array, |ms| ms.checked_mul(1_000), Some(zone), times);
        }
        DataType::Int32 => return epoch::<Int32Type>(array, |v| Some(v.into()), unit, times),
        DataType::UInt32 => return epoch::<UInt32Type>(array, |v| Some(v.into()), unit, times),
        DataType::UInt64 => return epoch::<UInt64Type>(array, |v| v.try_into().ok(), unit, times),
        _ => return each_text(array, &mut |cell| times_from_text(cell, zone, unit, times)),
    }
    true
}

#[cfg(feature = "encodings")]
fn timestamps(array: &ArrayRef, unit: ArrowUnit, local: Option<&Zone>, times: &mut Times) {
    match unit {
        ArrowUnit::Second => {
            each::<TimestampSecondType>(array, |v| v.checked_mul(1_000_000), local, times);
        }
        ArrowUnit::Millisecond => {
            each::<TimestampMillisecondType>(array, |v| v.checked_mul(1_000), local, times);
        }
        ArrowUnit::Microsecond => each::<TimestampMicrosecondType>(array, Some, local, times),
        ArrowUnit::Nanosecond => {
            each::<TimestampNanosecondType>(array, |v| Some(v.div_euclid(1_000)), local, times);
        }
    }
}

fn each<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    to_micros: impl Fn(T::Native) -> Option<i64>,
    local: Option<&Zone>,
    times: &mut Times,
) {
    for cell in array.as_primitive::<T>() {
        let Some(value) = cell else {
            times.push(None);
            continue;
        };
        match (to_micros(value), local) {
            (None, _) => times.fault(Reason::TimeOutOfRange),
            (Some(micros), None) => times.push(Some(micros)),
            (Some(micros), Some(zone)) => push_naive(micros, zone, times),
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
    match Zone::utc().local(micros) {
        Some(wall) => times.push_local(zone.resolve(wall)),
        None => times.fault(Reason::TimeOutOfRange),
    }
}

fn epoch<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    widen: impl Fn(T::Native) -> Option<i64>,
    unit: Option<TimeUnit>,
    times: &mut Times,
) -> bool {
    let Some(unit) = unit else { return false };
    each::<T>(array, |value| unit.micros(widen(value)?), None, times);
    true
}

/// Whole and fractional numbers since 1970, as exports with gaps give them.
fn epoch_floats(array: &ArrayRef, unit: Option<TimeUnit>, times: &mut Times) -> bool {
    let Some(unit) = unit else { return false };
    let factor = unit.factor();
    for cell in array.as_primitive::<Float64Type>() {
        match cell.map(|v| v * factor) {
            None => times.push(None),
            Some(v) if v.is_nan() => times.push(None),
            Some(v) if v.abs() > LATEST as f64 => times.fault(Reason::TimeOutOfRange),
            Some(v) => times.push(Some(v.round() as i64)),
        }
    }
    true
}

fn times_from_text(cell: Option<&str>, zone: &Zone, unit: Option<TimeUnit>, times: &mut Times) {
    let text = cell.unwrap_or_default().trim();
    if text.is_empty() {
        return times.push(None);
    }
    // Numbers in a CSV file are text too; only the option makes them times.
    let epoch = unit.and_then(|unit| unit.micros_of_text(text));
    if let Some(epoch) = epoch {
        return match epoch {
            Ok(micros) => times.push(Some(micros)),
            Err(reason) => times.fault(reason),
        };
    }
    match parse_iso(text, zone) {
        Some(local) => times.push_local(local),
        None => times.fault(Reason::NotATime),
    }
}

/// A date, or a date and time with or without an offset.
fn parse_iso(text: &str, zone: &Zone) -> Option<Local> {
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

/// One time from text, for options such as the day of an audit. Times without an offset are UTC.
///
/// # Errors
/// [`Error::Option`] naming `field`.
pub(crate) fn parse_instant(field: &'static str, text: &str) -> Result<i64> {
    match parse_iso(text.trim(), &Zone::utc()) {
        Some(Local::Instant(micros) | Local::First(micros)) => Ok(micros),
        _ => Err(Error::Option {
            field,
            value: quoted(text),
            allowed: "a date or time in ISO 8601, for example \"2026-11-22\"".into(),
        }),
    }
}

/// The UTC date of an instant as `YYYY-MM-DD`; blank for [`NO_TIME`].
pub fn date_text(micros: i64) -> String {
    Zone::utc().local(micros).map(|t| t.date().to_string()).unwrap_or_default()
}

/// An instant as ISO 8601 text in UTC; blank for [`NO_TIME`].
pub fn instant_text(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).map(|t| t.to_string()).unwrap_or_default()
}
