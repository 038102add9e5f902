//! Options by name: one reader for all of them.
//!
//! Each struct of options hands in the names of its fields and how each is set, and the loop over
//! what was given exists once.

use serde::de::Error as _;
use serde_json::Value;

use crate::from_json::{entries, wrong_type};
use crate::options::{FromJson, Names};

/// Implements `FromJson` and `Deserialize` for a struct of options, all of whose fields are
/// optional: those that are not given keep the value of `Default`, names that do not exist are
/// refused and those that do are listed. A field that is missing in the list does not compile.
///
/// `models or model by one_or_many`: the field has a second name, and a reader of its own.
macro_rules! fields {
    ($name:ident $(with $format:ident)?: $($fields:tt)+) => {
        $crate::fields::named_fields!($name $(with $format)?: $($fields)+);

        impl $crate::options::FromJson for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Error> {
                Self::from_fields(value)
            }
        }
        $crate::from_json::deserialize!($name);
    };
}
pub(crate) use fields;

/// The reader of named fields alone, `from_fields`.
///
/// `with Format`: the field `format`, whose own fields stand beside the others.
macro_rules! named_fields {
    (
        $name:ident $(with $format:ident)?:
        $($field:ident $(or $alias:ident by $read:path)?),+
    ) => {
        impl $name {
            /// The names of the fields.
            #[allow(dead_code, reason = "few stand beside the fields of others")]
            pub(crate) const NAMES: &[&str] =
                &[$($(stringify!($alias),)? $crate::fields::bare(stringify!($field))),+];

            /// Sets the field of a place among the names.
            pub(crate) fn set_at(
                &mut self,
                at: usize,
                value: serde_json::Value,
            ) -> Result<(), serde_json::Error> {
                type Set = fn(&mut $name, serde_json::Value) -> Result<(), serde_json::Error>;
                const SETTERS: &[Set] = &[$(
                    $(|read, value| $crate::fields::set_by(&mut read.$field, value, $read),)?
                    $crate::fields::setter!($field $($read)?)
                ),+];
                match SETTERS.get(at) {
                    Some(set) => set(self, value),
                    None => $crate::fields::further!(self, at - SETTERS.len(), value $(, $format)?),
                }
            }

            fn from_fields(value: serde_json::Value) -> Result<Self, serde_json::Error> {
                const ALIASES: &[(&str, &str)] = &[
                    $($((stringify!($alias), $crate::fields::bare(stringify!($field))),)?)+
                ];
                const FURTHER: &[&str] = $crate::fields::further!($($format)?);
                let complete = |Self { $($field: _),+ $(, format: $crate::fields::any!($format))? }: &Self| ();
                let mut read = Self::default();
                complete(&read);
                $crate::fields::read(value, [Self::NAMES, FURTHER], ALIASES, &mut |at, value| {
                    read.set_at(at, value)
                })?;
                Ok(read)
            }
        }
    };
}
pub(crate) use named_fields;

/// The fields of the format that stand beside others: their names, and how one of them is set.
macro_rules! further {
    () => {
        &[]
    };
    ($format:ident) => {
        $format::NAMES
    };
    ($read:expr, $at:expr, $value:expr) => {{
        let _ = ($at, $value);
        Ok(())
    }};
    ($read:expr, $at:expr, $value:expr, $format:ident) => {
        $read.format.set_at($at, $value)
    };
}
pub(crate) use further;

/// A pattern for whatever has that type.
macro_rules! any {
    ($type:ident) => {
        _
    };
}
pub(crate) use any;

/// A field's name without the mark that lets it be a keyword.
pub(crate) const fn bare(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', rest @ ..] => match std::str::from_utf8(rest) {
            Ok(name) => name,
            Err(_) => name,
        },
        _ => name,
    }
}

/// How one field is set: by its type, or by a reader of its own.
macro_rules! setter {
    ($field:ident) => {
        |read, value| $crate::fields::set(&mut read.$field, value)
    };
    ($field:ident $read:path) => {
        |read, value| $crate::fields::set_by(&mut read.$field, value, $read)
    };
}
pub(crate) use setter;

/// Reads a value into its place.
#[inline(never)]
pub(crate) fn set<T: FromJson>(place: &mut T, value: Value) -> Result<(), serde_json::Error> {
    *place = T::from_json(value)?;
    Ok(())
}

/// Reads a value into its place with a reader of its own.
pub(crate) fn set_by<T>(
    place: &mut T,
    value: Value,
    read: fn(Value) -> Result<T, serde_json::Error>,
) -> Result<(), serde_json::Error> {
    *place = read(value)?;
    Ok(())
}

/// Hands each value that was given to `set`, with the place of its name among `names`.
pub(crate) fn read(
    from: Value,
    [names, further]: [&'static [&'static str]; 2],
    aliases: &[(&str, &'static str)],
    set: &mut dyn FnMut(usize, Value) -> Result<(), serde_json::Error>,
) -> Result<(), serde_json::Error> {
    let given = entries(from)?;
    for (alias, name) in aliases {
        if given.contains_key(*alias) && given.contains_key(*name) {
            return Err(serde_json::Error::duplicate_field(name));
        }
    }
    for (name, value) in given {
        let Some(at) = names.iter().chain(further).position(|known| *known == name) else {
            return Err(unknown(&name, names, further));
        };
        set(at, value)
            .map_err(|said| serde_json::Error::custom(format_args!("\"{name}\": {said}")))?;
    }
    Ok(())
}

/// The error of a field that does not exist, as serde words it.
fn unknown(
    name: &str,
    names: &'static [&'static str],
    further: &'static [&'static str],
) -> serde_json::Error {
    if further.is_empty() {
        return serde_json::Error::unknown_field(name, names);
    }
    let known: Vec<String> = names.iter().chain(further).map(|name| format!("`{name}`")).collect();
    let known = known.join(", ");
    serde_json::Error::custom(format_args!("unknown field `{name}`, expected one of {known}"))
}

/// Reads names as they are, or the fields of the long form.
pub(crate) fn short_or_long<T: From<Names>>(
    value: Value,
    long: fn(Value) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    match value {
        Value::String(name) => Ok(Names(vec![name]).into()),
        Value::Array(_) => Vec::from_json(value).map(|names| Names(names).into()),
        Value::Object(_) => long(value),
        other => Err(wrong_type(&other, "a name, a list of names, or named fields")),
    }
}
