//! Time of any encoding to microseconds of UTC.

use super::collect::times::{Reader, TimeUnit, Times, parse_iso};

use super::table::Part;
use super::texts::TextSource;
use super::{Cells, Column, Table};
use crate::calendar::{DAY, Day, Local, Zone};
use crate::options::quoted;
use crate::{Error, Result};

const EXPECTED: &str =
    "a timestamp, a date, ISO 8601 text, or numbers since 1970 together with the option time_unit";

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
