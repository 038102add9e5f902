//! Options are data: durations, lists, definition hashes, and how options are read from text.

use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

pub use crate::from_json::FromJson;
use crate::from_json::{deserialize, wrong_type};
use crate::{Error, Result};

/// Microseconds of one second.
const SECOND: i64 = 1_000_000;

/// A length of time, written as text with units: `"30m"`, `"7d"`, `"1d12h"`.
///
/// Units: `s`, `m` (minutes), `h`, `d` (24 hours), `w` (7 days). A bare number is refused, because
/// nobody can tell its unit.
///
/// ```
/// use cx_core::options::Span;
/// let gap: Span = "30m".parse()?;
/// assert_eq!(gap.micros(), 30 * 60 * 1_000_000);
/// assert!("30".parse::<Span>().is_err());
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    micros: i64,
}

impl Span {
    /// A span of whole microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        Self { micros }
    }

    /// A span of whole minutes.
    pub const fn minutes(count: i64) -> Self {
        Self { micros: count * 60 * SECOND }
    }

    /// A span of days of 24 hours.
    pub const fn days(count: i64) -> Self {
        Self { micros: count * 86_400 * SECOND }
    }

    /// The length in microseconds.
    pub const fn micros(self) -> i64 {
        self.micros
    }

    /// The length in hours.
    pub fn hours(self) -> f64 {
        self.micros as f64 / (3_600.0 * SECOND as f64)
    }
}

const UNITS: [(char, i64); 5] = [
    ('w', 7 * 86_400 * SECOND),
    ('d', 86_400 * SECOND),
    ('h', 3_600 * SECOND),
    ('m', 60 * SECOND),
    ('s', SECOND),
];

/// A value as an error shows it: text in quotes, as users write it.
pub(crate) fn quoted(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl std::str::FromStr for Span {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refuse = || {
            Error::Option {
            field: "duration",
            value: quoted(text),
            allowed: "a positive number with its unit: \"90s\", \"30m\", \"12h\", \"7d\", \"2w\" or \"1d12h\"".into(),
        }
        };
        let mut micros = 0_i64;
        let mut digits = String::new();
        for c in text.trim().chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let unit = UNITS.iter().find(|(name, _)| *name == c).ok_or_else(refuse)?.1;
            let count: i64 = digits.parse().map_err(|_| refuse())?;
            digits.clear();
            let part = count.checked_mul(unit).ok_or_else(refuse)?;
            micros = micros.checked_add(part).ok_or_else(refuse)?;
        }
        if micros <= 0 || !digits.is_empty() {
            return Err(refuse());
        }
        Ok(Self { micros })
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut rest = self.micros;
        for (name, unit) in UNITS {
            let count = rest / unit;
            rest %= unit;
            if count > 0 {
                write!(f, "{count}{name}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromJson for Span {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        match &value {
            Value::String(text) => text.parse().map_err(serde_json::Error::custom),
            other => {
                let expected = "a duration as text with its unit, for example \"30m\" or \"7d\"";
                Err(wrong_type(other, expected))
            }
        }
    }
}

deserialize!(Span);

/// One name or several: `"purchase"` and `["purchase", "renewal"]` are both fine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Names(pub Vec<String>);

impl Names {
    /// All of them as one text: `date + clock`.
    pub(crate) fn joined(&self) -> String {
        self.0.join(" + ")
    }
}

impl From<&str> for Names {
    fn from(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }
}

impl FromIterator<String> for Names {
    fn from_iter<T: IntoIterator<Item = String>>(names: T) -> Self {
        Self(names.into_iter().collect())
    }
}

impl<const N: usize> From<[&str; N]> for Names {
    fn from(names: [&str; N]) -> Self {
        Self(names.iter().map(|n| (*n).to_owned()).collect())
    }
}

impl FromJson for Names {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        let names = match value {
            Value::String(name) => Ok(vec![name]),
            other => Vec::from_json(other),
        };
        names.map(Self).map_err(|_| serde_json::Error::custom("a name or a list of names"))
    }
}

deserialize!(Names);

#[cfg(feature = "schema")]
crate::schema::plain!(Span: Span, Names: Names);

/// Reads options from JSON text (an object); unknown names are refused and listed.
///
/// # Errors
/// [`Error::Options`] with the reader's message.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    let refuse = |error: serde_json::Error| Error::Options { message: error.to_string() };
    // By way of a map, so that options in the form of a list are neither read nor compiled.
    let options: Map<String, Value> = serde_json::from_str(text).map_err(refuse)?;
    T::deserialize(MapDeserializer::new(options.into_iter())).map_err(refuse)
}

/// As [`from_json`], for the options of this crate and what they are made of: the same result and
/// the same messages, with less code for each type.
///
/// ```
/// use cx_core::options::read;
/// use cx_core::journey::FlowOptions;
/// let options: FlowOptions = read(r#"{"steps": 4}"#)?;
/// assert_eq!(options.steps, 4);
/// # Ok::<(), cx_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Options`] with the reader's message.
pub fn read<T: FromJson>(text: &str) -> Result<T> {
    let read = serde_json::from_str(text).map(Value::Object).and_then(T::from_json);
    read.map_err(|error| Error::Options { message: error.to_string() })
}

/// What a report says of its own making: the method, its version, and a hash of the definition.
///
/// Two reports with the same `definition` were made by the same method with the same options; two
/// departments that report different numbers compare this first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The method, for example `attribution` or `kpi.nps`.
    pub method: String,
    /// Hash over method, version and options: FNV-1a, 64 bit, as 16 hexadecimal digits.
    pub definition: String,
    /// The version of the engine.
    pub version: String,
}

impl Definition {
    /// The definition of `method` with `options`.
    pub fn of(method: &str, options: &impl Serialize) -> Self {
        // Struct fields serialise in the order they are declared in, maps are BTreeMaps.
        Self::of_text(method, &serde_json::to_string(options).unwrap_or_default())
    }

    fn of_text(method: &str, text: &str) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let hash = fnv1a(format!("{method}\n{version}\n{text}").as_bytes());
        Self {
            method: method.to_owned(),
            definition: format!("{hash:016x}"),
            version: version.to_owned(),
        }
    }
}

/// FNV-1a, 64 bit (Fowler, Noll, Vo; the constants of draft-eastlake-fnv).
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Checks a number against a closed range.
pub(crate) fn in_range(field: &'static str, value: f64, low: f64, high: f64) -> Result<()> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    let allowed = format!("a number from {low} to {high}");
    Err(Error::Option { field, value: value.to_string(), allowed })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_bare_number_is_refused_with_the_remedy() {
        for text in ["30", "", "m", "0d", "-3d", "1.5h", "30x", "99999999999999w"] {
            let error = text.parse::<Span>().expect_err(text).to_string();
            assert!(error.contains("\"30m\""), "{error}");
        }
        assert!(from_json::<Span>("30").is_err());
    }

    #[test]
    fn fnv_of_known_text() {
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    proptest! {
        #[test]
        fn spans_survive_text(seconds in 1i64..10_000_000) {
            let span = Span::from_micros(seconds * SECOND);
            prop_assert_eq!(span.to_string().parse::<Span>()?, span);
        }
    }
}
