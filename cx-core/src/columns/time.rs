//! Time of any encoding to microseconds of UTC.

use super::collect::times::{Iso, Orders, Reader, TimeUnit, Times, parse_iso};
use super::format::{DateOrder, Format};

use super::table::Part;
use super::texts::TextSource;
use super::{Cells, Column, Table, Texts};
use crate::calendar::{DAY, Day, Local, Zone};
use crate::options::{Names, quoted};
use crate::sure::Sure;
use crate::{Error, Result};

const EXPECTED: &str =
    "a timestamp, a date, ISO 8601 text, or numbers since 1970 together with the option time_unit";

/// How the times of a table are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock<'a> {
    /// The zone of times without an offset.
    pub(crate) zone: &'a Zone,
    /// The unit of numbers.
    pub(crate) unit: Option<TimeUnit>,
    /// How cells are written.
    pub(crate) format: &'a Format,
}

/// Reads one column, or two of which the second holds the time of day, as instants. Times without an
/// offset are local times of the zone.
///
/// # Errors
/// [`Error::Undecided`] where dates fit both orders of day and month, or neither throughout.
pub(crate) fn read_times(table: &Table<'_>, columns: &Names, clock: Clock<'_>) -> Result<Times> {
    let cells = Columns::of(table, columns)?;
    let wanted = clock.format.date_order;
    let (times, orders) = cells.read(clock, wanted)?;
    if wanted != DateOrder::Auto {
        return Ok(times);
    }
    match orders {
        Orders { month_first: 0, open: 0, .. } | Orders { month_first: 0, day_first: 1.., .. } => {
            Ok(times)
        }
        Orders { day_first: 0, month_first: 1.., .. } => {
            cells.read(clock, DateOrder::MonthFirst).map(|(times, _)| times)
        }
        Orders { day_first, month_first, open } => {
            let what = if day_first == 0 {
                format!(
                    "{open} of its dates read as day/month as well as month/day, as different days"
                )
            } else {
                format!(
                    "{day_first} of its dates read as day/month alone and {month_first} as month/day alone"
                )
            };
            let remedy = "say date_order=\"day_first\" or date_order=\"month_first\", or the pattern \
                          by time_format";
            Err(table.undecided(columns.0.first().map_or("", String::as_str), what, remedy))
        }
    }
}

/// The columns that make a time.
enum Columns<'a> {
    One {
        table: Table<'a>,
        column: String,
        parts: Vec<Part<'a>>,
    },
    /// A date and a time of day, joined by a blank.
    Two(Texts),
}

impl<'a> Columns<'a> {
    fn of(table: &Table<'a>, columns: &Names) -> Result<Self> {
        match columns.0.as_slice() {
            [column] => Ok(Self::One {
                table: *table,
                column: column.clone(),
                parts: table.column(column)?,
            }),
            [date, clock] => joined(table, date, clock).map(Self::Two),
            other => Err(Error::Option {
                field: "time",
                value: format!("{} columns", other.len()),
                allowed: "one column, or two: the date and the time of day".into(),
            }),
        }
    }

    fn read(&self, clock: Clock<'_>, order: DateOrder) -> Result<(Times, Orders)> {
        let mut reader = Reader {
            zone: clock.zone,
            unit: clock.unit,
            format: clock.format,
            order,
            orders: Orders::default(),
            times: Times::default(),
        };
        match self {
            Self::One { table, column, parts } => {
                reader.times.micros.reserve(table.rows());
                for part in parts {
                    if !append_part(*part, &mut reader) {
                        return Err(table.wrong_type(column, EXPECTED, *part));
                    }
                }
            }
            Self::Two(texts) => (0..texts.len()).for_each(|row| reader.text(texts.get(row))),
        }
        Ok((reader.times, reader.orders))
    }
}

/// The cells of two columns, with a blank between.
fn joined(table: &Table<'_>, date: &str, clock: &str) -> Result<Texts> {
    let mut dates = Vec::with_capacity(table.rows());
    for part in table.column(date)? {
        if !part.each_text(&mut |cell| dates.push(cell.trim().to_owned()))
            && !days(part, &mut dates)
        {
            return Err(table.wrong_type(date, "a date, or text that holds dates", part));
        }
    }
    let (mut texts, mut row, mut fits) = (Texts::default(), 0, true);
    for part in table.column(clock)? {
        let known = part.each_text(&mut |cell| {
            let date = dates.get(row).map(String::as_str).sure_or_default();
            let text =
                if date.is_empty() { String::new() } else { format!("{date} {}", cell.trim()) };
            fits &= texts.push(text.trim_end());
            row += 1;
        });
        if !known {
            return Err(table.wrong_type(clock, "text that holds the time of day", part));
        }
    }
    let limit = i32::MAX as u64;
    let too_long = Error::TooMany { what: "bytes of text in one column", found: limit + 1, limit };
    if fits { Ok(texts) } else { Err(too_long) }
}

/// The days of a column of times, as text; `false` where it has none.
fn days(part: Part<'_>, into: &mut Vec<String>) -> bool {
    let (zone, format) = (Zone::utc(), Format::default());
    let mut reader = Reader {
        zone: &zone,
        unit: None,
        format: &format,
        order: DateOrder::Auto,
        orders: Orders::default(),
        times: Times::default(),
    };
    let known = append_part(part, &mut reader);
    into.extend(reader.times.micros.into_iter().map(date_text));
    known
}

fn append_part(part: Part<'_>, reader: &mut Reader<'_>) -> bool {
    match part {
        Part::Column(cells) => append(cells, reader),
        #[cfg(feature = "arrow")]
        Part::Array(array) => super::arrow::times(array, reader),
    }
}

/// Appends the times of one column; `false` when its type holds none.
fn append(column: &Column, reader: &mut Reader<'_>) -> bool {
    match column.plain().as_ref() {
        Cells::Day(cells) => {
            column.each(cells).for_each(|cell| reader.day(cell.map(|day| i64::from(*day))));
        }
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

/// One time from text, for options such as the day of an audit. Times without an offset are UTC.
///
/// # Errors
/// [`Error::Option`] naming `field`.
pub(crate) fn parse_instant(field: &'static str, text: &str) -> Result<i64> {
    match parse_iso(text.trim(), &Zone::utc()) {
        Some(Iso::Day(days)) if days.abs() < 4_000_000 => Ok(days * DAY),
        Some(Iso::Time { local: Local::Instant(micros), .. }) => Ok(micros),
        #[cfg(feature = "zones")]
        Some(Iso::Time { local: Local::First(micros), .. }) => Ok(micros),
        _ => Err(Error::Option {
            field,
            value: quoted(text),
            allowed: "a date or time in ISO 8601, for example \"2026-11-22\"".into(),
        }),
    }
}

/// The UTC date of an instant as `YYYY-MM-DD`; blank for [`NO_TIME`](crate::columns::NO_TIME).
pub fn date_text(micros: i64) -> String {
    Day::of(micros, &Zone::utc()).map(|day| day.to_string()).unwrap_or_default()
}

/// An instant as ISO 8601 text in UTC; blank for [`NO_TIME`](crate::columns::NO_TIME).
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
