//! Times of any encoding on their way to microseconds of UTC.

use crate::Result;
use crate::calendar::wall::{self, Either, Wall};
use crate::calendar::{Local, Zone};
use crate::columns::cells::blank::is_blank;
use crate::columns::cells::pattern;
use crate::columns::format::{DateOrder, Format};
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
#[cfg(feature = "arrow")]
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
    /// Days of a spreadsheet, on the clock of the zone: 1 is 1900-01-01, 61 is 1900-03-01.
    #[serde(rename = "excel")]
    Excel,
}

words!(TimeUnit: Seconds = "s", Millis = "ms", Micros = "us", Nanos = "ns", Excel = "excel");

/// The day of a spreadsheet that is 1970-01-01.
const EXCEL_1970: f64 = 25_569.0;

impl TimeUnit {
    /// A number of this unit written as text; `None` when it is no number.
    fn micros_of_text(self, text: &str) -> Option<Result<i64, Reason>> {
        if let Ok(whole) = text.parse() {
            return Some(self.micros(whole).ok_or(Reason::TimeOutOfRange));
        }
        let number = decimal::parse(text).filter(|number| number.is_finite())?;
        Some(self.micros_of(number).ok_or(Reason::TimeOutOfRange))
    }

    /// A number of this unit in microseconds; `None` beyond the range of an instant.
    fn micros_of(self, number: f64) -> Option<i64> {
        let micros = match self {
            // Spreadsheets keep the clock as a part of a day, which is right to the millisecond.
            Self::Excel => ((number - EXCEL_1970) * 86_400e3).round() * 1e3,
            Self::Seconds | Self::Millis | Self::Micros | Self::Nanos => {
                (number * self.factor()).round()
            }
        };
        (micros.abs() <= LATEST as f64).then_some(micros as i64)
    }

    /// Whether its numbers are instants; else what a clock on the wall shows.
    fn is_instant(self) -> bool {
        self != Self::Excel
    }

    /// Microseconds of one unit.
    fn factor(self) -> f64 {
        match self {
            Self::Seconds => 1e6,
            Self::Millis => 1e3,
            Self::Micros => 1.0,
            Self::Nanos => 1e-3,
            Self::Excel => 86_400e6,
        }
    }

    /// A number of this unit in microseconds; `None` beyond the range of an instant.
    fn micros(self, number: i64) -> Option<i64> {
        match self {
            Self::Seconds => number.checked_mul(1_000_000),
            Self::Millis => number.checked_mul(1_000),
            Self::Micros => Some(number),
            Self::Nanos => Some(number.div_euclid(1_000)),
            Self::Excel => self.micros_of(number as f64),
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
    /// Local times with a clock whose zone neither they nor the options name.
    pub(crate) local: u64,
    /// Which rows are days without a clock.
    pub(crate) days: Vec<u32>,
    /// Which rows are of the last days of the calendar, which in some zones are beyond it.
    last: Vec<u32>,
}

/// 9999-12-30, in days since 1970-01-01.
const LAST_DAYS: i64 = 2_932_895;

/// 2900-01-01: what ends later ends never.
const NEVER: i64 = 29_348_006_400_000_000;

/// Days that systems write for an end that is open, though a calendar could mean them: 2099-12-31, 2199-12-31.
const OPEN_DAYS: [i64; 2] = [4_102_358_400_000_000, 7_258_032_000_000_000];

impl Times {
    /// Ends that no calendar means become open: [`NO_TIME`], without a fault.
    pub(crate) fn open_ends(&mut self) {
        let day = 86_400_000_000;
        let open = |time: i64| {
            time >= NEVER
                || OPEN_DAYS.iter().any(|last| (last - day..last + 2 * day).contains(&time))
        };
        self.micros.iter_mut().filter(|time| open(**time)).for_each(|time| *time = NO_TIME);
        let last = &self.last;
        self.faults.rows.retain(|(row, _)| last.binary_search(row).is_err());
    }

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

    /// Remembers a time of the last days of the calendar.
    fn look_at_end(&mut self, days: i64) {
        if (LAST_DAYS..=LAST_DAYS + 1).contains(&days) {
            self.last.push(self.micros.len() as u32);
        }
    }

    /// A day without a clock: its first instant in the zone.
    fn push_day(&mut self, days: i64, zone: &Zone) {
        self.look_at_end(days);
        self.days.push(self.micros.len() as u32);
        self.push_local(zone.start_of_day(days));
    }

    /// What a clock shows, by its own offset or in the zone.
    fn push_wall(&mut self, wall: Wall, zone: &Zone) {
        if wall.day {
            return self.push_day(wall.seconds.div_euclid(86_400), zone);
        }
        if let Some(ahead) = wall.ahead {
            return self.push(wall.micros().checked_sub(ahead * 1_000_000));
        }
        self.local += 1;
        push_naive(wall.micros(), zone, self);
    }
}

/// Dates whose order of day and month is open, counted over a column.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::columns) struct Orders {
    /// Only the day can come first.
    pub(in crate::columns) day_first: u64,
    /// Only the month can come first.
    pub(in crate::columns) month_first: u64,
    /// Both can, as different days.
    pub(in crate::columns) open: u64,
}

/// Reads cells of any type as times.
pub(in crate::columns) struct Reader<'a> {
    pub(in crate::columns) zone: &'a Zone,
    pub(in crate::columns) unit: Option<TimeUnit>,
    pub(in crate::columns) format: &'a Format,
    /// The order by which dates with strokes are read; `Auto` reads them with the day first.
    pub(in crate::columns) order: DateOrder,
    pub(in crate::columns) orders: Orders,
    pub(in crate::columns) times: Times,
}

impl Reader<'_> {
    /// Stored microseconds, of UTC or as a local time.
    pub(in crate::columns) fn micros(&mut self, cell: Option<i64>, utc: bool) {
        match cell {
            Some(micros) if !utc => {
                self.times.look_at_end(micros.div_euclid(86_400_000_000));
                self.times.local += 1;
                push_naive(micros, self.zone, &mut self.times);
            }
            cell => self.times.push(cell),
        }
    }

    /// A stored day, in days since 1970-01-01.
    pub(in crate::columns) fn day(&mut self, cell: Option<i64>) {
        match cell {
            Some(days) => self.times.push_day(days, self.zone),
            None => self.times.push(None),
        }
    }

    /// A number by its unit.
    fn number(&mut self, micros: Option<i64>, unit: TimeUnit) {
        match micros {
            None => self.times.fault(Reason::TimeOutOfRange),
            Some(micros) if !unit.is_instant() && micros % 86_400_000_000 == 0 => {
                self.times.push_day(micros / 86_400_000_000, self.zone);
            }
            micros => self.micros(micros, unit.is_instant()),
        }
    }

    /// Numbers since 1970; `false` where the option does not say of which unit.
    pub(in crate::columns) fn epoch(&mut self, cells: impl Iterator<Item = Option<i64>>) -> bool {
        let Some(unit) = self.unit else { return false };
        for cell in cells {
            match cell {
                Some(number) => self.number(unit.micros(number), unit),
                None => self.times.push(None),
            }
        }
        true
    }

    /// Whole and fractional numbers since 1970, as exports with gaps give them.
    pub(in crate::columns) fn epoch_floats(
        &mut self,
        cells: impl Iterator<Item = Option<f64>>,
    ) -> bool {
        let Some(unit) = self.unit else { return false };
        for cell in cells {
            match cell.filter(|number| !number.is_nan()) {
                Some(number) => self.number(unit.micros_of(number), unit),
                None => self.times.push(None),
            }
        }
        true
    }

    /// A time as text.
    pub(in crate::columns) fn text(&mut self, cell: &str) {
        let text = cell.trim();
        if is_blank(text, &self.format.blank) {
            return self.times.push(None);
        }
        // Numbers in a CSV file are text too; only the option makes them times.
        if let Some(unit) = self.unit
            && let Some(micros) = unit.micros_of_text(text)
        {
            return self.number(micros.ok(), unit);
        }
        if !self.format.time_format.0.is_empty() {
            return match pattern::read(text, &self.format.time_format) {
                Some(wall) => self.times.push_wall(wall, self.zone),
                None => self.times.fault(Reason::NotThePattern),
            };
        }
        match parse_iso(text, self.zone) {
            Some(Iso::Time { local, named }) => {
                if matches!(local, Local::OutOfRange) && text.starts_with("9999") {
                    self.times.look_at_end(LAST_DAYS);
                }
                self.times.local += u64::from(!named);
                self.times.push_local(local);
            }
            Some(Iso::Day(days)) => self.times.push_day(days, self.zone),
            None => self.loose(text),
        }
    }

    /// A time in one of the other forms.
    fn loose(&mut self, text: &str) {
        let Some(Either { day_first, month_first }) = wall::parse(text) else {
            return self.times.fault(Reason::NotATime);
        };
        match (day_first, month_first) {
            (Some(one), Some(other)) => self.orders.open += u64::from(one != other),
            (Some(_), None) => self.orders.day_first += 1,
            (None, Some(_)) => self.orders.month_first += 1,
            (None, None) => {}
        }
        let chosen = match self.order {
            DateOrder::MonthFirst => month_first,
            DateOrder::DayFirst | DateOrder::Auto => day_first,
        };
        match chosen {
            Some(wall) => self.times.push_wall(wall, self.zone),
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

/// A time in ISO 8601.
pub(in crate::columns) enum Iso {
    /// An instant, and whether the text itself says of which zone.
    Time { local: Local, named: bool },
    /// A day without a clock, in days since 1970-01-01.
    Day(i64),
}

/// A date, or a date and time with or without an offset.
#[cfg(not(feature = "zones"))]
pub(in crate::columns) fn parse_iso(text: &str, zone: &Zone) -> Option<Iso> {
    use crate::calendar::iso::{self, Bracket};
    let written = iso::parse(text)?;
    if !written.clock && written.zone.is_none() {
        return Some(Iso::Day(written.seconds.div_euclid(86_400)));
    }
    let named = written.ahead.is_some() || written.zone.is_some();
    let ahead = match (written.ahead, written.zone) {
        (Some(ahead), _) | (None, Some(Bracket::Ahead(ahead))) => ahead,
        (None, Some(Bracket::Name(name))) if name.eq_ignore_ascii_case("utc") => 0,
        (None, Some(Bracket::Name(_))) => return None,
        (None, None) => zone.fixed()? / 1_000_000,
    };
    Some(Iso::Time { local: Local::instant(written.micros(ahead)), named })
}

/// A date, or a date and time with or without an offset.
#[cfg(feature = "zones")]
pub(in crate::columns) fn parse_iso(text: &str, zone: &Zone) -> Option<Iso> {
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
                Ok(None) if pieces.time().is_none() => {
                    let day = crate::calendar::Day::from_date(pieces.date());
                    return Some(Iso::Day(day.days().into()));
                }
                Ok(None) => return Some(Iso::Time { local: zone.resolve(wall), named: false }),
                Ok(Some(named)) => named,
                Err(_) => return None,
            };
            return Some(Iso::Time { local: Zone::of(named).resolve(wall), named: true });
        }
    };
    let local = match offset.to_timestamp(wall) {
        Ok(instant) => Local::Instant(instant.as_microsecond()),
        Err(_) => Local::OutOfRange,
    };
    Some(Iso::Time { local, named: true })
}
