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
    ($name:ident: $($fields:tt)+) => {
        $crate::fields::named_fields!($name: $($fields)+);

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
macro_rules! named_fields {
    ($name:ident: $($field:ident $(or $alias:ident by $read:path)?),+) => {
        impl $name {
            fn from_fields(value: serde_json::Value) -> Result<Self, serde_json::Error> {
                type Set = fn(&mut $name, serde_json::Value) -> Result<(), serde_json::Error>;
                const NAMES: &[&str] = &[$($(stringify!($alias),)? stringify!($field)),+];
                const ALIASES: &[(&str, &str)] = &[$($((stringify!($alias), stringify!($field)),)?)+];
                const SETTERS: &[Set] = &[$(
                    $(|read, value| $crate::fields::set_by(&mut read.$field, value, $read),)?
                    $crate::fields::setter!($field $($read)?)
                ),+];
                let complete = |Self { $($field: _),+ }: &Self| ();
                let mut read = Self::default();
                complete(&read);
                $crate::fields::read(value, NAMES, ALIASES, &mut |at, value| {
                    SETTERS.get(at).map_or(Ok(()), |set| set(&mut read, value))
                })?;
                Ok(read)
            }
        }
    };
}
pub(crate) use named_fields;

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
    names: &'static [&'static str],
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
        let Some(at) = names.iter().position(|known| *known == name) else {
            return Err(serde_json::Error::unknown_field(&name, names));
        };
        set(at, value)
            .map_err(|said| serde_json::Error::custom(format_args!("\"{name}\": {said}")))?;
    }
    Ok(())
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
