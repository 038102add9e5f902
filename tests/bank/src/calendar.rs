//! The simulated year and its clocks.
//!
//! Inside the simulation a moment is the wall clock of Zurich in seconds ("local seconds": the civil date
//! and time read as if it were UTC). The year is the ISO year 2025: 52 whole weeks, Monday 30 December 2024
//! to Sunday 28 December 2025. Each export writes the moment in a way of its own.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;
/// First local second of the year: Monday 2024-12-30 00:00 in Zurich.
pub(crate) const START: i64 = 1_735_516_800;
/// Weeks simulated.
pub(crate) const WEEKS: i64 = 52;
/// First local second after the year: Monday 2025-12-29 00:00.
pub(crate) const END: i64 = START + WEEKS * 7 * DAY;
/// The break: Monday 2025-06-30, start of ISO week 27.
pub(crate) const BREAK_WEEK: i64 = 26;

/// How an export writes its time column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// `2025-03-04T08:30:15+01:00`
    IsoOffset,
    /// `2025-03-04T07:30:15.123Z`
    IsoUtcMillis,
    /// `1741073415123`
    EpochMillis,
    /// `1741073415`
    EpochSeconds,
    /// `2025-03-04 08:30:15`, Europe/Zurich, without zone
    LocalSeconds,
    /// `2025-03-04 08:30`, Europe/Zurich, without zone
    LocalMinutes,
}

/// Zurich's offsets from UTC during the simulated year.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    /// From this local second on, this many seconds ahead of UTC; ascending.
    steps: Vec<(i64, i64)>,
}

impl Zone {
    /// Reads the rules of Europe/Zurich out of the bundled time-zone database.
    pub(crate) fn zurich() -> Result<Self, jiff::Error> {
        let zone = TimeZone::get("Europe/Zurich")?;
        let first = Timestamp::from_second(START - 30 * DAY)?;
        let mut steps = vec![(i64::MIN, i64::from(zone.to_offset(first).seconds()))];
        for step in zone.following(first).take(4) {
            let after = i64::from(step.offset().seconds());
            let before = steps.last().map_or(after, |step| step.1);
            // Local times inside a gap are read as its end; local times that occur twice as the first.
            let local = step.timestamp().as_second() + before.max(after);
            steps.push((local, after));
        }
        Ok(Self { steps })
    }

    /// Seconds ahead of UTC at a local second.
    fn offset(&self, local: i64) -> i64 {
        self.steps.iter().rev().find(|step| step.0 <= local).map_or(0, |step| step.1)
    }

    /// The moment itself, or the end of the gap if clocks skipped it.
    fn settle(&self, local: i64) -> i64 {
        for step in self.steps.windows(2) {
            if let [before, after] = step {
                let gap = after.1 - before.1;
                if local < after.0 && local >= after.0 - gap {
                    return after.0;
                }
            }
        }
        local
    }

    /// The instant of a local second, in seconds since 1970 UTC; a time inside a gap is the gap's end.
    pub(crate) fn utc(&self, local: i64) -> i64 {
        let local = self.settle(local);
        local - self.offset(local)
    }

    /// Writes a moment the way an export does. The milliseconds come from the row's key.
    pub(crate) fn write(&self, clock: Clock, local: i64, key: u64) -> String {
        let local = self.settle(local);
        let utc = self.utc(local);
        let millis = key % 1000;
        match clock {
            Clock::IsoOffset => {
                let offset = self.offset(local);
                format!(
                    "{}+{:02}:{:02}",
                    text(civil_of(local), 'T'),
                    offset / 3600,
                    offset % 3600 / 60
                )
            }
            Clock::IsoUtcMillis => format!("{}.{millis:03}Z", text(civil_of(utc), 'T')),
            Clock::EpochMillis => format!("{utc}{millis:03}"),
            Clock::EpochSeconds => utc.to_string(),
            Clock::LocalSeconds => text(civil_of(local), ' '),
            Clock::LocalMinutes => text(civil_of(local), ' ').chars().take(16).collect(),
        }
    }
}

/// The civil date and time of local seconds.
fn civil_of(local: i64) -> civil::DateTime {
    Timestamp::from_second(local).map_or(civil::DateTime::MIN, |at| Offset::UTC.to_datetime(at))
}

/// `2025-03-04T08:30:15` with the separator of choice.
fn text(at: civil::DateTime, separator: char) -> String {
    format!(
        "{:04}-{:02}-{:02}{separator}{:02}:{:02}:{:02}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// `2025-03-04`
pub(crate) fn date(local: i64) -> String {
    let at = civil_of(local);
    format!("{:04}-{:02}-{:02}", at.year(), at.month(), at.day())
}

/// Month 1 to 12; the last days of 2024 count as January.
pub(crate) fn month(local: i64) -> usize {
    let at = civil_of(local);
    if at.year() < 2025 { 1 } else { at.month().unsigned_abs().into() }
}

/// Week of the simulated year, 0 to 51.
pub(crate) fn week(local: i64) -> i64 {
    ((local - START) / (7 * DAY)).clamp(0, WEEKS - 1)
}

/// First local second of a week of the simulated year.
pub(crate) fn week_start(week: i64) -> i64 {
    START + week * 7 * DAY
}

/// Local second of a day of the simulated year (fractions allowed).
pub(crate) fn at_day(day: f64) -> i64 {
    START + (day * DAY as f64) as i64
}

/// Monday 0 to Sunday 6.
fn weekday(local: i64) -> i64 {
    (local.div_euclid(DAY) + 3).rem_euclid(7)
}

/// When a touchpoint can be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hours {
    /// Screens: any time, mostly evenings, little at night.
    Online,
    /// E-mails are opened and letters are read between six and eleven.
    Mail,
    /// Telephones: Monday to Saturday 8 to 20.
    Phone,
    /// Branches: Monday to Friday 9 to 17.
    Branch,
}

/// Share of a day's contacts in each hour of screen use.
const ONLINE: [f64; 24] = [
    1.0, 0.4, 0.2, 0.15, 0.15, 0.4, 1.5, 3.0, 4.0, 4.2, 4.4, 4.6, 5.5, 4.8, 4.3, 4.2, 4.4, 5.0,
    5.8, 6.8, 8.0, 7.6, 5.0, 2.6,
];

impl Hours {
    /// A moment of a given day, from two uniform numbers; closed days move to the next open one.
    pub(crate) fn on_day(self, local: i64, first: f64, second: f64) -> i64 {
        let midnight = local - local.rem_euclid(DAY);
        let (from, until) = match self {
            Self::Online => {
                let mut left = first * ONLINE.iter().sum::<f64>();
                let hour = ONLINE.iter().position(|share| {
                    left -= share;
                    left < 0.0
                });
                let hour = hour.unwrap_or(23) as i64;
                return midnight + hour * 3600 + (second * 3600.0) as i64;
            }
            Self::Mail => (6, 23),
            Self::Phone => (8, 20),
            Self::Branch => (9, 17),
        };
        let seconds = (f64::from(until - from) * 3600.0 * first) as i64;
        self.open_day(midnight) + i64::from(from) * 3600 + seconds
    }

    /// The given moment if open then, else within two hours after the next opening.
    pub(crate) fn not_before(self, local: i64, uniform: f64) -> i64 {
        let (from, until) = match self {
            Self::Online => return local,
            Self::Mail => (6, 23),
            Self::Phone => (8, 20),
            Self::Branch => (9, 17),
        };
        let midnight = local - local.rem_euclid(DAY);
        let hour = local.rem_euclid(DAY) / 3600;
        if self.open_day(midnight) == midnight && (from..until).contains(&hour) {
            return local;
        }
        let base = if hour < from { midnight } else { midnight + DAY };
        self.open_day(base) + from * 3600 + (uniform * 7200.0) as i64
    }

    /// This midnight if the day is open, else that of the next open day.
    fn open_day(self, midnight: i64) -> i64 {
        let days = match (self, weekday(midnight)) {
            (Self::Branch, 5) => 2,
            (Self::Branch | Self::Phone, 6) => 1,
            _ => 0,
        };
        midnight + days * DAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_agree_in_winter_in_summer_and_in_the_gap() -> Result<(), jiff::Error> {
        let zone = Zone::zurich()?;
        let winter = START + 64 * DAY + 8 * 3600 + 30 * 60 + 15;
        assert_eq!(zone.write(Clock::IsoOffset, winter, 0), "2025-03-04T08:30:15+01:00");
        assert_eq!(zone.write(Clock::IsoUtcMillis, winter, 7), "2025-03-04T07:30:15.007Z");
        assert_eq!(zone.write(Clock::EpochSeconds, winter, 7), "1741073415");
        assert_eq!(zone.write(Clock::EpochMillis, winter, 7), "1741073415007");
        assert_eq!(zone.write(Clock::LocalMinutes, winter, 7), "2025-03-04 08:30");
        let summer = START + 184 * DAY + 3600;
        assert_eq!(zone.write(Clock::IsoOffset, summer, 0), "2025-07-02T01:00:00+02:00");
        let gap = START + 90 * DAY + 2 * 3600 + 1800;
        assert_eq!(zone.write(Clock::IsoOffset, gap, 0), "2025-03-30T03:00:00+02:00");
        Ok(())
    }

    #[test]
    fn closed_days_move_to_the_next_open_one() {
        let saturday = START + 5 * DAY;
        assert_eq!(weekday(saturday), 5);
        assert_eq!(Hours::Branch.on_day(saturday, 0.0, 0.0), START + 7 * DAY + 9 * 3600);
        assert_eq!(Hours::Phone.on_day(saturday, 0.0, 0.0), saturday + 8 * 3600);
        let late = START + 4 * DAY + 18 * 3600;
        assert_eq!(Hours::Branch.not_before(late, 0.0), START + 7 * DAY + 9 * 3600);
    }
}
