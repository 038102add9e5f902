//! Time of any encoding to microseconds of UTC.

#[cfg(feature = "zones")]
use jiff::civil::{DateTime, Time};
#[cfg(feature = "zones")]
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use serde::Serialize;

use super::reject::Faults;
use super::table::Part;
use super::texts::TextSource;
use super::{Cells, Column, Reason, Table, decimal};
use crate::calendar::DAY;
use crate::calendar::Day;
use crate::calendar::Local;
use crate::calendar::Zone;
use crate::from_json::words;
use crate::options::quoted;
use crate::{Error, Result};

/// The time of a cell that has none.
pub const NO_TIME: i64 = i64::MIN;

/// 0001-01-01 and 9999-12-31T23:59:59.999999 UTC.
const EARLIEST: i64 = -62_135_596_800_000_000;
const LATEST: i64 = 253_402_300_799_999_999;

/// Stands for numbers that no time can be told of: out of every range.
pub(super) const BEYOND: i64 = i64::MAX;

const EXPECTED: &str =
    "a timestamp, a date, ISO 8601 text, or numbers since 1970 together with the option time_unit";

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

/// Reads a column as instants. Times without an offset are local times of `zone`.
pub(crate) fn read_times(
    table: &Table<'_>,
    column: &str,
    zone: &Zone,
    unit: Option<TimeUnit>,
) -> Result<Times> {
    let mut reader = Reader {
        zone,
        unit,
        times: Times { micros: Vec::with_capacity(table.rows()), ..Times::default() },
    };
    for part in table.column(column)? {
        let known = match part {
            Part::Column(cells) => append(cells, &mut reader),
            #[cfg(feature = "arrow")]
            Part::Array(array) => super::arrow::times(array, &mut reader),
        };
        if !known {
            return Err(table.wrong_type(column, EXPECTED, part));
        }
    }
    Ok(reader.times)
}

/// Appends the times of one column; `false` when its type holds none.
fn append(column: &Column, reader: &mut Reader<'_>) -> bool {
    match column.plain().as_ref() {
        Cells::Time { micros, utc } => {
            column.each(micros).for_each(|cell| reader.micros(cell.copied(), *utc));
        }
        Cells::I64(cells) => return reader.epoch(column.each(cells.iter().copied())),
        Cells::F64(cells) => return reader.epoch_floats(column.each(cells.iter().copied())),
        Cells::Text(texts) => {
            let cells = column.texts(texts);
            (0..cells.rows()).for_each(|row| reader.text(cells.cell(row)));
        }
        _ => return false,
    }
    true
}

/// Reads cells of any type as times.
pub(super) struct Reader<'a> {
    zone: &'a Zone,
    unit: Option<TimeUnit>,
    pub(super) times: Times,
}

impl Reader<'_> {
    /// Stored microseconds, of UTC or as a local time.
    pub(super) fn micros(&mut self, cell: Option<i64>, utc: bool) {
        match cell {
            Some(micros) if !utc => push_naive(micros, self.zone, &mut self.times),
            cell => self.times.push(cell),
        }
    }

    /// Numbers since 1970; `false` where the option does not say of which unit.
    pub(super) fn epoch(&mut self, cells: impl Iterator<Item = Option<i64>>) -> bool {
        let Some(unit) = self.unit else { return false };
        for cell in cells {
            self.micros(cell.map(|number| unit.micros(number).unwrap_or(BEYOND)), true);
        }
        true
    }

    /// Whole and fractional numbers since 1970, as exports with gaps give them.
    pub(super) fn epoch_floats(&mut self, cells: impl Iterator<Item = Option<f64>>) -> bool {
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
    pub(super) fn text(&mut self, cell: &str) {
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
fn parse_iso(text: &str, zone: &Zone) -> Option<Local> {
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
        Some(Local::Instant(micros)) => Ok(micros),
        #[cfg(feature = "zones")]
        Some(Local::First(micros)) => Ok(micros),
        _ => Err(Error::Option {
            field,
            value: quoted(text),
            allowed: "a date or time in ISO 8601, for example \"2026-11-22\"".into(),
        }),
    }
}

/// The UTC date of an instant as `YYYY-MM-DD`; blank for [`NO_TIME`].
pub fn date_text(micros: i64) -> String {
    Day::of(micros, &Zone::utc()).map(|day| day.to_string()).unwrap_or_default()
}

/// An instant as ISO 8601 text in UTC; blank for [`NO_TIME`].
pub fn instant_text(micros: i64) -> String {
    let Some(day) = Day::of(micros, &Zone::utc()) else { return String::new() };
    let clock = micros.rem_euclid(DAY);
    let (seconds, fraction) = (clock / 1_000_000, clock % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let mut text = format!("{day}T{hours:02}:{minutes:02}:{seconds:02}");
    if fraction > 0 {
        text.push_str(format!(".{fraction:06}").trim_end_matches('0'));
    }
    text.push('Z');
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_is_as_jiff_writes_it(
            micros in prop_oneof![any::<i64>(), -400_000_000_000_000_000..300_000_000_000_000_000_i64],
            round in prop_oneof![Just(1), Just(1_000), Just(500_000), Just(1_000_000)],
        ) {
            let micros = micros / round * round;
            let expected = jiff::Timestamp::from_microsecond(micros).map(|time| time.to_string());
            prop_assert_eq!(instant_text(micros), expected.unwrap_or_default());
        }
    }
}
