//! Options from JSON values: what a derived reader does, at a fraction of its code.
//!
//! A derived reader is generic over the format and compiled anew for every type. Options are small
//! and always come as a tree of JSON values, so here every type reads itself from such a value, and
//! its `Deserialize` goes the same way.

use std::collections::BTreeMap;

use serde::de::{Error as _, Expected, Unexpected};
use serde_json::{Map, Value};

/// A type that options are made of, read from a JSON value.
///
/// ```
/// use cx_core::options::{FromJson, Span};
/// let gap = Span::from_json("30m".into()).expect("a duration");
/// assert_eq!(gap, Span::minutes(30));
/// assert!(Span::from_json(30.into()).is_err());
/// ```
pub trait FromJson: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// The reader's message: what was found, and what was expected.
    fn from_json(value: Value) -> Result<Self, serde_json::Error>;
}

/// The error of a value of another type.
pub(crate) fn wrong_type(value: &Value, expected: &'static str) -> serde_json::Error {
    let expected: &dyn Expected = &expected;
    serde_json::Error::invalid_type(found(value), expected)
}

/// A value as an error names it.
pub(crate) fn found(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(yes) => Unexpected::Bool(*yes),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), ..) => Unexpected::Unsigned(whole),
            (_, Some(whole), _) => Unexpected::Signed(whole),
            (.., float) => Unexpected::Float(float.unwrap_or(f64::NAN)),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

/// The entries of an object.
pub(crate) fn entries(value: Value) -> Result<Map<String, Value>, serde_json::Error> {
    match value {
        Value::Object(entries) => Ok(entries),
        other => Err(wrong_type(&other, "a map")),
    }
}

/// The place of a word among those that an option knows.
pub(crate) fn place_of(
    value: &Value,
    words: &'static [&'static str],
) -> Result<usize, serde_json::Error> {
    let Value::String(text) = value else { return Err(wrong_type(value, "a string")) };
    let place = words.iter().position(|word| word == text);
    place.ok_or_else(|| serde_json::Error::unknown_variant(text, words))
}

/// Implements `Deserialize` by way of [`FromJson`].
macro_rules! deserialize {
    ($($name:ty),+) => { $(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(from)?;
                <Self as $crate::options::FromJson>::from_json(value)
                    .map_err(serde::de::Error::custom)
            }
        }
    )+ };
}
pub(crate) use deserialize;

/// Implements [`FromJson`] and `Deserialize` for a list of names without values. A variant that is
/// missing in the list does not compile.
macro_rules! words {
    ($name:ident: $($variant:ident = $word:literal),+) => {
        impl $name {
            /// Every variant, in order; `from_json` does not compile where one is missing.
            #[allow(dead_code, reason = "few are listed by name")]
            const VARIANTS: &[$name] = &[$($name::$variant),+];
        }

        impl $crate::options::FromJson for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Error> {
                const WORDS: &[&str] = &[$($word),+];
                let complete = |variant: Self| match variant { $(Self::$variant => ()),+ };
                let place = $crate::from_json::place_of(&value, WORDS)?;
                let variant = Self::VARIANTS.get(place).copied();
                variant.inspect(|variant| complete(*variant)).ok_or_else(|| {
                    $crate::from_json::wrong_type(&value, "a string")
                })
            }
        }
        $crate::from_json::deserialize!($name);

        #[cfg(feature = "schema")]
        impl $crate::schema::Describe for $name {
            fn describe(into: &mut $crate::schema::Schema) -> $crate::schema::Kind {
                into.alias(stringify!($name), |_| $crate::schema::Kind::Words(&[$($word),+]))
            }
        }
    };
}
pub(crate) use words;

/// Implements [`FromJson`] by way of `Deserialize`, for types outside the browser's engine.
macro_rules! by_serde {
    ($($name:ty),+) => { $(
        impl $crate::options::FromJson for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Error> {
                serde::Deserialize::deserialize(value)
            }
        }
    )+ };
}
pub(crate) use by_serde;

impl FromJson for bool {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        value.as_bool().ok_or_else(|| wrong_type(&value, "a boolean"))
    }
}

impl FromJson for f64 {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        value.as_f64().ok_or_else(|| wrong_type(&value, "f64"))
    }
}

/// A whole number from 0 up to `most`.
fn whole(value: &Value, most: u64, expected: &'static str) -> Result<u64, serde_json::Error> {
    if let Some(number) = value.as_u64().filter(|number| *number <= most) {
        return Ok(number);
    }
    if value.is_u64() || value.is_i64() {
        return Err(serde_json::Error::invalid_value(found(value), &expected));
    }
    Err(wrong_type(value, expected))
}

impl FromJson for u64 {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        whole(&value, u64::MAX, "u64")
    }
}

impl FromJson for u32 {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        whole(&value, u32::MAX.into(), "u32").map(|number| number as u32)
    }
}

impl FromJson for usize {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        whole(&value, usize::MAX as u64, "usize").map(|number| number as usize)
    }
}

impl FromJson for String {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(wrong_type(&other, "a string")),
        }
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        if value.is_null() { Ok(None) } else { T::from_json(value).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        match value {
            Value::Array(cells) => cells.into_iter().map(T::from_json).collect(),
            other => Err(wrong_type(&other, "a sequence")),
        }
    }
}

impl<T: FromJson> FromJson for [T; 2] {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        let both = Vec::from_json(value)?;
        let expected: &dyn Expected = &"an array of length 2";
        Self::try_from(both)
            .map_err(|cells| serde_json::Error::invalid_length(cells.len(), expected))
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        let mut map = Self::new();
        for (name, value) in entries(value)? {
            map.insert(name, T::from_json(value)?);
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    /// Our reader and a derived one, on all kinds of values.
    fn alike<T: FromJson + DeserializeOwned + PartialEq + Debug>() {
        let values = [
            json!(null),
            json!(true),
            json!(0),
            json!(7),
            json!(-7),
            json!(2.5),
            json!(1e300),
            json!(5_000_000_000_u64),
            json!("text"),
            json!([]),
            json!([1, 2]),
            json!([1, "a"]),
            json!({}),
            json!({"a": 1}),
            json!({"a": "b"}),
        ];
        for value in values {
            let (ours, theirs) = (T::from_json(value.clone()), T::deserialize(value.clone()));
            match (ours, theirs) {
                (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{value}"),
                (Err(ours), Err(theirs)) => {
                    assert_eq!(ours.to_string(), theirs.to_string(), "{value}");
                }
                (ours, theirs) => panic!("{value}: {ours:?}, {theirs:?}"),
            }
        }
    }

    #[test]
    fn as_derived_readers_read() {
        alike::<bool>();
        alike::<f64>();
        alike::<u64>();
        alike::<u32>();
        alike::<usize>();
        alike::<String>();
        alike::<Option<f64>>();
        alike::<Vec<u32>>();
        alike::<Vec<String>>();
        alike::<BTreeMap<String, f64>>();
        alike::<BTreeMap<String, String>>();
    }

    #[test]
    fn words_are_those_that_are_written() {
        #[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        enum Step {
            First,
            LastOfAll,
        }
        words!(Step: First = "first", LastOfAll = "last_of_all");
        for step in [Step::First, Step::LastOfAll] {
            let written = serde_json::to_value(step).expect("text");
            assert_eq!(Step::from_json(written).expect("a word"), step);
        }
        let said = serde_json::from_str::<Step>("\"other\"").expect_err("no word").to_string();
        assert!(said.starts_with("unknown variant `other`, expected `first` or `last_of_all`"));
    }
}
