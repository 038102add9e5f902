//! Times as people and programs write them beside ISO 8601: `31.12.2025 14:05`, `12/31/2025 02:05 PM`, `4. März 2026`,
//! `2026-W10-3`, `2026-03-04 25:30` of a broadcast day.

use super::civil::Civil;

/// What a clock on the wall shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wall {
    /// Seconds since 1970-01-01 on that clock.
    pub(crate) seconds: i64,
    /// Billionths of a second.
    pub(crate) nanos: i64,
    /// Seconds that it is ahead of UTC, where that is written.
    pub(crate) ahead: Option<i64>,
    /// Whether only the day is written.
    pub(crate) day: bool,
}

impl Wall {
    /// Microseconds since 1970-01-01 on the clock.
    pub(crate) fn micros(self) -> i64 {
        self.seconds * 1_000_000 + self.nanos.div_euclid(1_000)
    }
}

/// A time by both orders of day and month; where both are there and differ, the column decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Either {
    pub(crate) day_first: Option<Wall>,
    pub(crate) month_first: Option<Wall>,
}

/// Months by their names in English and German, and by the first letters of these.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "jan", "jän"],
    &["february", "februar", "feber", "feb"],
    &["march", "märz", "mar", "mär", "mrz"],
    &["april", "apr"],
    &["may", "mai"],
    &["june", "juni", "jun"],
    &["july", "juli", "jul"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["october", "oktober", "oct", "okt"],
    &["november", "nov"],
    &["december", "dezember", "dec", "dez"],
];

/// Days of the week, which say nothing that the date does not say.
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
];

/// Zones by their short names, where these mean one offset: hours ahead of UTC.
const ZONES: &[(&str, i64)] =
    &[("z", 0), ("utc", 0), ("gmt", 0), ("cet", 1), ("mez", 1), ("cest", 2), ("mesz", 2)];

/// The longest text that is looked at.
const LONGEST: usize = 64;

/// Reads a time; `None` where the text is none of the forms.
pub(crate) fn parse(text: &str) -> Option<Either> {
    if text.len() > LONGEST {
        return None;
    }
    let mut rest = Rest(text);
    weekday(&mut rest);
    let days = date(&mut rest)?;
    let clock = clock(&mut rest)?;
    let ahead = if clock.is_some() { offset(&mut rest)? } else { None };
    rest.blanks();
    if !rest.0.is_empty() {
        return None;
    }
    let (seconds, nanos) = clock.unwrap_or((0, 0));
    let wall =
        |days: i64| Wall { seconds: days * 86_400 + seconds, nanos, ahead, day: clock.is_none() };
    Some(Either { day_first: days.0.map(wall), month_first: days.1.map(wall) })
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn eat(&mut self, sign: char) -> bool {
        let rest = self.0.strip_prefix(sign);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn blanks(&mut self) {
        self.0 = self.0.trim_start();
    }

    fn take(&mut self, kind: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !kind(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    /// A number of at least one and at most so many digits, and how many it has.
    fn number(&mut self, most: usize) -> Option<(i64, usize)> {
        let digits = self.take(|c| c.is_ascii_digit());
        let fits = (1..=most).contains(&digits.len());
        fits.then(|| digits.parse().ok()).flatten().map(|number| (number, digits.len()))
    }

    fn word(&mut self) -> String {
        self.take(char::is_alphabetic).to_lowercase()
    }
}

fn weekday(rest: &mut Rest<'_>) {
    let mut ahead = Rest(rest.0);
    if WEEKDAYS.contains(&ahead.word().as_str()) {
        let _ = ahead.eat('.');
        let _ = ahead.eat(',');
        ahead.blanks();
        *rest = ahead;
    }
}

/// Days since 1970-01-01, with the day first and with the month first.
type Days = (Option<i64>, Option<i64>);

fn date(rest: &mut Rest<'_>) -> Option<Days> {
    if rest.0.starts_with(char::is_alphabetic) {
        return month_day_year(rest);
    }
    let (first, digits) = rest.number(8)?;
    match digits {
        4 => year_first(first, rest),
        1 | 2 => year_last(first, rest),
        8 => sure(first / 10_000, first / 100 % 100, first % 100),
        _ => None,
    }
}

/// `March 4, 2026`
fn month_day_year(rest: &mut Rest<'_>) -> Option<Days> {
    let month = month(&rest.word())?;
    let _ = rest.eat('.');
    rest.blanks();
    let (day, _) = rest.number(2)?;
    let _ = rest.eat(',');
    rest.blanks();
    let (year, 4) = rest.number(4)? else { return None };
    sure(year, month, day)
}

/// `2026-3-4`, `2026/03/04`, `2026.03.04`, `2026-W10-3`, `2026-063`
fn year_first(year: i64, rest: &mut Rest<'_>) -> Option<Days> {
    let sign = rest.0.chars().next().filter(|c| "-/.".contains(*c) || *c == 'W')?;
    if sign != 'W' {
        let _ = rest.eat(sign);
    }
    if (sign == '-' || sign == 'W') && rest.eat('W') {
        return week(year, sign == '-', rest);
    }
    let (month, digits) = rest.number(3)?;
    if digits == 3 {
        let days = day(year, 1, 1)? + month - 1;
        let known = sign == '-' && month >= 1 && Civil::of(days).year == year;
        return known.then_some((Some(days), Some(days)));
    }
    if !rest.eat(sign) {
        return None;
    }
    let (day, _) = rest.number(2)?;
    sure(year, month, day)
}

/// A day of the week by ISO 8601.
fn week(year: i64, dashes: bool, rest: &mut Rest<'_>) -> Option<Days> {
    let (week, weekday) = if dashes {
        let (week, 2) = rest.number(2)? else { return None };
        if !rest.eat('-') {
            return None;
        }
        (week, rest.number(1)?.0)
    } else {
        let (number, 3) = rest.number(3)? else { return None };
        (number / 10, number % 10)
    };
    // The first week is the one with 4 January; 1970-01-01 was a Thursday.
    let fourth = day(year, 1, 4)?;
    let monday = fourth - (fourth + 3).rem_euclid(7);
    let days = monday + (week - 1) * 7 + weekday - 1;
    let known = (1..=53).contains(&week) && (1..=7).contains(&weekday);
    let thursday = days - (days + 3).rem_euclid(7) + 3;
    (known && Civil::of(thursday).year == year).then_some((Some(days), Some(days)))
}

/// `31.12.2025`, `12/31/2025`, `31-12-2025`, `4. März 2026`, `04-Mar-2026`
fn year_last(first: i64, rest: &mut Rest<'_>) -> Option<Days> {
    let sign = rest.0.chars().next().filter(|c| "./- ".contains(*c))?;
    let _ = rest.eat(sign);
    rest.blanks();
    if rest.0.starts_with(char::is_alphabetic) {
        let month = month(&rest.word())?;
        let _ = rest.eat('.');
        let _ = rest.eat(sign);
        rest.blanks();
        let (year, 4) = rest.number(4)? else { return None };
        return sure(year, month, first);
    }
    let (second, _) = rest.number(2)?;
    if !rest.eat(sign) {
        return None;
    }
    rest.blanks();
    let (year, 4) = rest.number(4)? else { return None };
    match sign {
        '.' => sure(year, second, first),
        '/' | '-' => {
            let days = (day(year, second, first), day(year, first, second));
            (days.0.is_some() || days.1.is_some()).then_some(days)
        }
        _ => None,
    }
}

fn month(name: &str) -> Option<i64> {
    let at = MONTHS.iter().position(|names| names.contains(&name))?;
    Some(at as i64 + 1)
}

fn sure(year: i64, month: i64, of_month: i64) -> Option<Days> {
    day(year, month, of_month).map(|days| (Some(days), Some(days)))
}

/// Days since 1970-01-01, where the calendar has that day.
fn day(year: i64, month: i64, day: i64) -> Option<i64> {
    let civil = Civil { year, month, day };
    let known = (1..=9_999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (known && Civil::of(civil.days()) == civil).then(|| civil.days())
}

/// The time of day after the date: `Some(None)` where there is none.
#[allow(clippy::option_option, reason = "none written is one answer, none readable another")]
fn clock(rest: &mut Rest<'_>) -> Option<Option<(i64, i64)>> {
    let before = rest.0.len();
    let comma = rest.eat(',');
    rest.blanks();
    if rest.0.is_empty() {
        return (!comma).then_some(None);
    }
    let apart = rest.0.len() < before || rest.eat('T') || rest.eat('t');
    if !apart {
        return None;
    }
    hours(rest).map(Some)
}

/// `3:15:52`, `02:05 PM`, `14:05 Uhr`, `25:30:00`
fn hours(rest: &mut Rest<'_>) -> Option<(i64, i64)> {
    let (mut hour, _) = rest.number(2)?;
    let (mut minute, mut second, mut nanos) = (0, 0, 0);
    let minutes = rest.eat(':');
    if minutes {
        let (found, 2) = rest.number(2)? else { return None };
        minute = found;
        if rest.eat(':') {
            let (found, 2) = rest.number(2)? else { return None };
            // A leap second is the one before it.
            second = if found == 60 { 59 } else { found };
            if rest.0.starts_with(['.', ',']) {
                nanos = fraction(rest)?;
            }
        }
    }
    let half = half_of_day(rest);
    if let Some(afternoon) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    let whole = minutes || half.is_some();
    (whole && hour < 48 && minute < 60 && second < 60)
        .then_some((hour * 3_600 + minute * 60 + second, nanos))
}

fn fraction(rest: &mut Rest<'_>) -> Option<i64> {
    let _ = rest.eat('.') || rest.eat(',');
    let digits = rest.take(|c| c.is_ascii_digit());
    let kept: String = digits.chars().chain("000000000".chars()).take(9).collect();
    if digits.is_empty() { None } else { kept.parse().ok() }
}

/// Whether it says afternoon; nothing where it does not say which half. "Uhr" says nothing.
fn half_of_day(rest: &mut Rest<'_>) -> Option<bool> {
    let mut ahead = Rest(rest.0);
    ahead.blanks();
    let word: String = ahead.take(|c| c.is_alphabetic() || c == '.').to_lowercase();
    let half = match word.replace('.', "").as_str() {
        "am" => Some(false),
        "pm" => Some(true),
        "uhr" => None,
        _ => return None,
    };
    *rest = ahead;
    half
}

/// Seconds ahead of UTC: `Some(None)` where nothing is written.
#[allow(clippy::option_option, reason = "none written is one answer, none readable another")]
fn offset(rest: &mut Rest<'_>) -> Option<Option<i64>> {
    rest.blanks();
    if rest.0.is_empty() {
        return Some(None);
    }
    let mut named = None;
    if rest.0.starts_with(char::is_alphabetic) {
        let word = rest.word();
        let (_, hours) = ZONES.iter().find(|(name, _)| *name == word)?;
        named = Some(hours * 3_600);
        if !(rest.0.starts_with(['+', '-']) && *hours == 0) {
            return Some(named);
        }
    }
    let minus = rest.eat('-');
    if !minus && !rest.eat('+') {
        return named.map(Some);
    }
    let (number, digits) = rest.number(4)?;
    let (hours, minutes) = match digits {
        1 | 2 if rest.eat(':') => {
            let (minutes, 2) = rest.number(2)? else { return None };
            (number, minutes)
        }
        1 | 2 => (number, 0),
        4 => (number / 100, number % 100),
        _ => return None,
    };
    let seconds = hours * 3_600 + minutes * 60;
    (hours < 26 && minutes < 60).then_some(Some(if minus { -seconds } else { seconds }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both readings as text, the offset in minutes behind them.
    fn read(text: &str) -> Option<(String, String)> {
        let show = |wall: Option<Wall>| {
            wall.map_or_else(String::new, |wall| {
                let time = crate::columns::instant_text(wall.micros());
                let ahead = wall.ahead.map_or_else(String::new, |ahead| format!(" {}", ahead / 60));
                format!("{time}{ahead}{}", if wall.day { " day" } else { "" })
            })
        };
        parse(text).map(|either| (show(either.day_first), show(either.month_first)))
    }

    #[test]
    fn forms_that_leave_no_doubt() {
        let cases = [
            ("31.12.2025 14:05", "2025-12-31T14:05:00Z"),
            ("31.12.2025, 14:05 Uhr", "2025-12-31T14:05:00Z"),
            ("4.3.2026", "2026-03-04T00:00:00Z day"),
            ("2026/03/04", "2026-03-04T00:00:00Z day"),
            ("2026-3-4", "2026-03-04T00:00:00Z day"),
            ("2026-03-04 3:15:52", "2026-03-04T03:15:52Z"),
            ("2026-03-04 10:00:00 UTC", "2026-03-04T10:00:00Z 0"),
            ("2026-03-04 10:00:00 Z", "2026-03-04T10:00:00Z 0"),
            ("2022-10-19 12:01:00 +0200", "2022-10-19T12:01:00Z 120"),
            ("2022-10-19 12:01:00 GMT+02:00", "2022-10-19T12:01:00Z 120"),
            ("2022-10-19 12:01:00.5 CEST", "2022-10-19T12:01:00.5Z 120"),
            ("2026-03-04 25:30:00", "2026-03-05T01:30:00Z"),
            ("2026-03-04 24:00", "2026-03-05T00:00:00Z"),
            ("4. März 2026", "2026-03-04T00:00:00Z day"),
            ("04-Mar-2026 02:05 PM", "2026-03-04T14:05:00Z"),
            ("Mar 4, 2026 12:05 a.m.", "2026-03-04T00:05:00Z"),
            ("Wed, 04 Mar 2026 10:00:00 +0100", "2026-03-04T10:00:00Z 60"),
            ("2026-W10-3", "2026-03-04T00:00:00Z day"),
            ("2026W103", "2026-03-04T00:00:00Z day"),
            ("2026-063", "2026-03-04T00:00:00Z day"),
            ("2026-063T10:00", "2026-03-04T10:00:00Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), Some((expected.into(), expected.into())), "{text}");
        }
    }

    #[test]
    fn strokes_leave_the_order_open() {
        let (day, month) = ("2026-03-04T00:00:00Z day", "2026-04-03T00:00:00Z day");
        assert_eq!(read("04/03/2026"), Some((day.into(), month.into())));
        assert_eq!(read("04-03-2026"), Some((day.into(), month.into())));
        let afternoon = "2025-12-31T14:05:00Z";
        assert_eq!(read("12/31/2025 02:05 PM"), Some((String::new(), afternoon.into())));
        assert_eq!(read("31/12/2025 14:05"), Some((afternoon.into(), String::new())));
    }

    #[test]
    fn what_is_no_time() {
        let texts = [
            "",
            "soon",
            "31.02.2026",
            "2026-13-01",
            "13/13/2026",
            "1.2.26",
            "2026-03-04 48:00",
            "2026-W54-1",
            "2025-W53-1",
            "2026-366",
            "2026-03-04 13:05 PM",
            "2026-03-04 10:00 EST",
            "2026-03-04x",
            "12:30",
            "2026-03-04 10",
            "04.03/2026",
            "March 2026",
            "2026-03-04,",
        ];
        for text in texts {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
