//! Times as text, in ISO 8601 as the Temporal proposal of JavaScript writes it (RFC 9557).
//!
//! For builds without the zones of the world, which have no use for the rest of a library of times;
//! with them, jiff reads the same texts. A test holds the two together.

use super::civil::Civil;
use crate::sure::Sure;

/// A time as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written<'a> {
    /// Seconds of the wall clock since 1970-01-01.
    pub(crate) seconds: i64,
    /// Billionths of a second.
    pub(crate) nanos: i64,
    /// Seconds that the clock is ahead of UTC, where that is written.
    pub(crate) ahead: Option<i64>,
    /// The zone in brackets.
    pub(crate) zone: Option<Bracket<'a>>,
    /// Whether a time of day is written.
    pub(crate) clock: bool,
}

/// A zone in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bracket<'a> {
    Name(&'a str),
    Ahead(i64),
}

impl Written<'_> {
    /// Microseconds of UTC, for a clock that is ahead of it; parts of one are cut off towards 1970.
    pub(crate) fn micros(&self, ahead: i64) -> i64 {
        let seconds = self.seconds - ahead;
        let up = i64::from(seconds < 0 && self.nanos % 1_000 != 0);
        seconds * 1_000_000 + self.nanos / 1_000 + up
    }
}

/// Reads a date, or a date and time with or without an offset and a zone in brackets.
pub(crate) fn parse(text: &str) -> Option<Written<'_>> {
    let mut rest = Rest { text, at: 0 };
    let mut seconds = date(&mut rest)? * 86_400;
    let (mut nanos, mut ahead) = (0, None);
    let timed = rest.eat(b" Tt");
    if timed {
        let clock;
        (clock, nanos) = time(&mut rest)?;
        seconds += clock;
        if rest.eat(b"Zz") {
            ahead = Some(0);
        } else if matches!(rest.peek(), Some(b'+' | b'-')) {
            ahead = Some(offset(&mut rest, true)?);
        }
    }
    let mut zone = None;
    brackets(&mut rest, &mut zone)?;
    rest.peek().is_none().then_some(Written { seconds, nanos, ahead, zone, clock: timed })
}

/// The day of a date, or of the wall clock of a time, in days since 1970-01-01.
#[cfg(not(feature = "zones"))]
pub(crate) fn wall_day(text: &str) -> Option<i64> {
    parse(text).map(|written| written.seconds.div_euclid(86_400))
}

/// What is still to be read.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past one of these letters.
    fn eat(&mut self, letters: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| letters.contains(&byte));
        self.at += usize::from(found);
        found
    }

    /// Goes past letters of a kind, and gives them.
    fn while_of(&mut self, kind: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&kind) {
            self.at += 1;
        }
        self.text.get(start..self.at).sure_or_default()
    }

    /// A number of so many digits, up to `most`.
    fn number(&mut self, digits: usize, most: i64) -> Option<i64> {
        let found = self.text.get(self.at..self.at + digits)?;
        if !found.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.at += digits;
        found.parse().ok().filter(|number| *number <= most)
    }

    /// Whether two more digits follow, after a colon where there are colons.
    fn more(&mut self, colons: bool) -> bool {
        if colons {
            return self.eat(b":");
        }
        let next = self.text.as_bytes().get(self.at..self.at + 2);
        next.is_some_and(|pair| pair.iter().all(u8::is_ascii_digit))
    }

    /// A fraction of a second in billionths; none is 0.
    fn fraction(&mut self) -> Option<i64> {
        if !self.eat(b".,") {
            return Some(0);
        }
        let start = self.at;
        let digits = self.while_of(|byte| byte.is_ascii_digit());
        let digits = digits.get(..digits.len().min(9))?;
        self.at = start + digits.len();
        let scale = 10_i64.pow(9 - digits.len() as u32);
        digits.parse::<i64>().ok().map(|number| number * scale)
    }
}

/// Days since 1970-01-01.
fn date(rest: &mut Rest<'_>) -> Option<i64> {
    let signed = matches!(rest.peek(), Some(b'+' | b'-'));
    let minus = rest.eat(b"-");
    let _ = signed && !minus && rest.eat(b"+");
    let year = rest.number(if signed { 6 } else { 4 }, 9_999)?;
    if minus && year == 0 {
        return None;
    }
    let dashes = rest.eat(b"-");
    let month = rest.number(2, 12)?;
    if rest.eat(b"-") != dashes {
        return None;
    }
    let civil = Civil { year: if minus { -year } else { year }, month, day: rest.number(2, 31)? };
    // A day that the month does not have comes back as one of the next month.
    (Civil::of(civil.days()) == civil).then(|| civil.days())
}

/// Seconds and billionths since midnight.
fn time(rest: &mut Rest<'_>) -> Option<(i64, i64)> {
    let hour = rest.number(2, 23)?;
    let colons = rest.peek() == Some(b':');
    if !rest.more(colons) {
        return Some((hour * 3_600, 0));
    }
    let minutes = hour * 60 + rest.number(2, 59)?;
    if !rest.more(colons) {
        return Some((minutes * 60, 0));
    }
    // A leap second is the one before it.
    let second = rest.number(2, 60)?.min(59);
    Some((minutes * 60 + second, rest.fraction()?))
}

/// Seconds ahead of UTC, with seconds or not.
fn offset(rest: &mut Rest<'_>, to_the_second: bool) -> Option<i64> {
    let sign = if rest.eat(b"-") { -1 } else { 1 };
    if sign == 1 && !rest.eat(b"+") {
        return None;
    }
    let mut seconds = rest.number(2, 25)? * 3_600;
    let colons = rest.peek() == Some(b':');
    if rest.more(colons) {
        seconds += rest.number(2, 59)? * 60;
        if to_the_second && rest.more(colons) {
            seconds += rest.number(2, 59)?;
            seconds += i64::from(rest.fraction()? >= 500_000_000);
        }
    }
    (seconds < 26 * 3_600).then_some(sign * seconds)
}

/// A zone in brackets, and others that say `key=value`.
fn brackets<'a>(rest: &mut Rest<'a>, zone: &mut Option<Bracket<'a>>) -> Option<()> {
    let mut first = true;
    while rest.eat(b"[") {
        let critical = rest.eat(b"!");
        if first && matches!(rest.peek(), Some(b'+' | b'-')) {
            *zone = Some(Bracket::Ahead(offset(rest, false)?));
        } else {
            let name =
                rest.while_of(|byte| byte.is_ascii_alphanumeric() || b"_.+-/".contains(&byte));
            if rest.eat(b"=") {
                let value = rest.while_of(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                if critical || !is_key(name) || value.split('-').any(str::is_empty) {
                    return None;
                }
            } else if first && name.split('/').all(is_zone_part) {
                *zone = Some(Bracket::Name(name));
            } else {
                return None;
            }
        }
        if !rest.eat(b"]") {
            return None;
        }
        first = false;
    }
    Some(())
}

fn is_key(name: &str) -> bool {
    name.starts_with(|c: char| c == '_' || c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b == b'_' || b == b'-' || b.is_ascii_digit() || b.is_ascii_lowercase())
}

fn is_zone_part(part: &str) -> bool {
    part.starts_with(|c: char| c == '_' || c == '.' || c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, Time};
    use jiff::fmt::temporal::{Pieces, PiecesOffset, TimeZoneAnnotationKind};
    use jiff::tz::Offset;
    use proptest::prelude::*;

    use super::*;

    /// The same, read by jiff.
    fn by_jiff(text: &str) -> Option<Written<'_>> {
        let pieces = Pieces::parse(text).ok()?;
        let wall = DateTime::from_parts(pieces.date(), pieces.time().unwrap_or(Time::midnight()));
        let days = i64::from(crate::calendar::day::Day::from_date(wall.date()).days());
        let clock = wall.time().duration_since(Time::midnight());
        let ahead = match pieces.offset() {
            None => None,
            Some(PiecesOffset::Numeric(numeric)) => Some(i64::from(numeric.offset().seconds())),
            Some(_) => Some(0),
        };
        let zone = pieces.time_zone_annotation().map(|zone| match zone.kind() {
            TimeZoneAnnotationKind::Offset(offset) => Bracket::Ahead(i64::from(offset.seconds())),
            // The name lives in the text as well.
            _ => Bracket::Name(&text[text.find('[').map_or(0, |at| at + 1)..]),
        });
        let seconds = days * 86_400 + clock.as_secs();
        let timed = pieces.time().is_some();
        Some(Written { seconds, nanos: clock.subsec_nanos().into(), ahead, zone, clock: timed })
    }

    fn alike(text: &str) -> Result<(), TestCaseError> {
        let blur = |written: Option<Written<'_>>| {
            written.map(|written| {
                let named = matches!(written.zone, Some(Bracket::Name(_)));
                let ahead = match written.zone {
                    Some(Bracket::Ahead(ahead)) => Some(ahead),
                    _ => None,
                };
                (written.seconds, written.nanos, written.ahead, named, ahead)
            })
        };
        prop_assert_eq!(blur(parse(text)), blur(by_jiff(text)), "{}", text);
        Ok(())
    }

    #[test]
    fn cuts_off_as_jiff_does() {
        for text in ["1969-12-31T23:59:59.1234567Z", "2026-03-01T10:00:00.9999999+01:00"] {
            let written = parse(text).expect("a time");
            let expected: jiff::Timestamp = text.parse().expect("a time");
            assert_eq!(written.micros(written.ahead.unwrap_or(0)), expected.as_microsecond());
            let ahead = Offset::from_seconds(written.ahead.unwrap_or(0) as i32).expect("small");
            assert_eq!(i64::from(ahead.seconds()), written.ahead.unwrap_or(0));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn reads_what_jiff_reads(
            date in "(\\+00|-00|\\+|-)?[0-2][0-9]{3}(-[01][0-9]-[0-3][0-9]|[01][0-9][0-3][0-9]|-[01][0-9])",
            time in "([Tt ][0-2][0-9]((:[0-6][0-9]){0,3}|([0-6][0-9]){0,2})([.,][0-9]{0,10})?)?",
            offset in "([Zz]|[+-][0-2][0-9]((:?[0-5][0-9]){0,2})([.,][0-9]{0,3})?)?",
            zone in "(\\[!?(UTC|Europe/Zurich|[+-]0[0-9](:?[0-5][0-9])?|u-ca=iso8601|[a-zA-Z_./=-]{0,6})\\]){0,2}",
        ) {
            alike(&format!("{date}{time}{offset}{zone}"))?;
        }

        #[test]
        fn refuses_what_jiff_refuses(text in "[0-9TZ:+. -]{0,14}|2026-0[1-9]-[0-9]{2}[T \\[]?[^\\n]{0,6}") {
            alike(&text)?;
        }
    }
}
