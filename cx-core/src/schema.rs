//! What options there are, as data: names, types, defaults, ranges and docs of all of them.
//!
//! From this the types of other languages, the tables of the book and the schema of `config.toml`
//! are written.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// The type of an option.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// A whole number, 0 or more.
    Whole,
    /// Text.
    Text,
    /// A duration as text with its unit.
    Span,
    /// One name or several.
    Names,
    /// One of these words.
    Words(&'static [&'static str]),
    /// This, or nothing (`null`).
    Optional(Box<Kind>),
    /// A list of these.
    List(Box<Kind>),
    /// Two of these.
    Pair(Box<Kind>),
    /// Names, each with one of these.
    Map(Box<Kind>),
    /// An object with this one key.
    Keyed(&'static str, Box<Kind>),
    /// Any of these.
    Either(Vec<Kind>),
    /// A type of the schema, by its name.
    Named(&'static str),
}

/// One option.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// A second name, under which one value may stand instead of a list.
    pub alias: Option<&'static str>,
    /// Its type.
    pub kind: Kind,
    /// Whether it must be given.
    pub required: bool,
    /// Least and largest number.
    pub range: Option<[f64; 2]>,
    /// Its default.
    pub default: Value,
    /// What it means, in Markdown with the links of Rust's documentation.
    pub doc: &'static str,
}

/// A type with a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Named {
    /// Options.
    Options {
        /// What they are for.
        doc: &'static str,
        /// Whether names alone may stand in their place.
        short: bool,
        /// The options in order.
        fields: Vec<Field>,
    },
    /// Another name of a type.
    Alias(Kind),
}

/// Types by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Schema {
    /// The types.
    pub types: BTreeMap<&'static str, Named>,
}

/// A type that options are made of.
pub trait Describe {
    /// Its type; what has a name is added to the schema.
    fn describe(into: &mut Schema) -> Kind;
}

impl Schema {
    /// Adds a type, and those that it is made of.
    pub fn add<T: Describe>(&mut self) -> Kind {
        T::describe(self)
    }

    /// Adds options, once.
    pub(crate) fn table(
        &mut self,
        name: &'static str,
        doc: &'static str,
        short: bool,
        required: &[&str],
        fields: fn(&mut Self) -> Vec<Field>,
        further: &[fn(&mut Self) -> Kind],
    ) -> Kind {
        if !self.types.contains_key(name) {
            // The place is taken before the fields are described, since they may name it again.
            self.types.insert(name, Named::Alias(Kind::Named(name)));
            let mut fields = fields(self);
            for describe in further {
                let kind = describe(self);
                fields.extend(self.fields_of(&kind));
            }
            for field in &mut fields {
                field.required = required.contains(&field.name);
            }
            self.types.insert(name, Named::Options { doc, short, fields });
        }
        Kind::Named(name)
    }

    /// The fields of options that were described.
    fn fields_of(&self, kind: &Kind) -> Vec<Field> {
        let Kind::Named(name) = kind else { return Vec::new() };
        match self.types.get(name) {
            Some(Named::Options { fields, .. }) => fields.clone(),
            Some(Named::Alias(_)) | None => Vec::new(),
        }
    }

    /// Adds options that a reader of their own reads.
    pub(crate) fn add_options(
        &mut self,
        name: &'static str,
        doc: &'static str,
        fields: Vec<Field>,
    ) -> Kind {
        self.types.insert(name, Named::Options { doc, short: false, fields });
        Kind::Named(name)
    }

    /// Adds a type under another name, once.
    pub(crate) fn alias(&mut self, name: &'static str, kind: fn(&mut Self) -> Kind) -> Kind {
        if !self.types.contains_key(name) {
            self.types.insert(name, Named::Alias(Kind::Named(name)));
            let kind = kind(self);
            self.types.insert(name, Named::Alias(kind));
        }
        Kind::Named(name)
    }
}

/// The word that is given, if any.
pub(crate) fn list(given: &[&'static str]) -> Option<&'static str> {
    given.first().copied()
}

/// A default as JSON.
pub(crate) fn json<T: Serialize>(default: &T) -> Value {
    serde_json::to_value(default).unwrap_or_default()
}

/// Implements [`Describe`] for types without parts.
macro_rules! plain {
    ($($name:ty: $kind:ident),+) => { $(
        impl $crate::schema::Describe for $name {
            fn describe(_: &mut $crate::schema::Schema) -> $crate::schema::Kind {
                $crate::schema::Kind::$kind
            }
        }
    )+ };
}
pub(crate) use plain;

plain!(bool: Flag, f64: Number, u32: Whole, u64: Whole, usize: Whole, String: Text);

impl<T: Describe> Describe for Option<T> {
    fn describe(into: &mut Schema) -> Kind {
        Kind::Optional(Box::new(T::describe(into)))
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn describe(into: &mut Schema) -> Kind {
        Kind::List(Box::new(T::describe(into)))
    }
}

impl<T: Describe> Describe for [T; 2] {
    fn describe(into: &mut Schema) -> Kind {
        Kind::Pair(Box::new(T::describe(into)))
    }
}

impl<T: Describe> Describe for BTreeMap<String, T> {
    fn describe(into: &mut Schema) -> Kind {
        Kind::Map(Box::new(T::describe(into)))
    }
}

impl<T: Describe> Describe for Box<T> {
    fn describe(into: &mut Schema) -> Kind {
        T::describe(into)
    }
}
