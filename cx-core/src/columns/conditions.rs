//! Which rows of a table are looked at, as conditions on its columns.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::fields;
use crate::options::{FromJson, Names};

/// What a cell must be for its row to count.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Condition {
    /// One of these, as text without white space around it.
    pub one_of: Option<Names>,
    /// None of these.
    pub none_of: Option<Names>,
    /// Whether it must be blank, or must not be; the words of `blank` are.
    pub blank: Option<bool>,
    /// At least this number.
    pub min: Option<f64>,
    /// At most this number.
    pub max: Option<f64>,
    /// It begins with one of these.
    pub starts: Option<Names>,
    /// It contains one of these.
    pub contains: Option<Names>,
}

/// Conditions by column; all of them must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Conditions(pub BTreeMap<String, Condition>);

impl FromJson for Conditions {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        BTreeMap::from_json(value).map(Self)
    }
}
crate::from_json::deserialize!(Conditions);

impl FromJson for Condition {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        let mut read = Self::default();
        match value {
            Value::Object(_) => {
                let names: &[&str] = &["in", "not", "blank", "min", "max", "starts", "contains"];
                fields::read(value, [names, &[]], &[], &mut |at, value| match at {
                    0 => texts(value).map(|found| read.one_of = Some(found)),
                    1 => texts(value).map(|found| read.none_of = Some(found)),
                    2 => fields::set(&mut read.blank, value),
                    3 => fields::set(&mut read.min, value),
                    4 => fields::set(&mut read.max, value),
                    5 => texts(value).map(|found| read.starts = Some(found)),
                    _ => texts(value).map(|found| read.contains = Some(found)),
                })?;
            }
            value => read.one_of = Some(texts(value)?),
        }
        Ok(read)
    }
}
crate::from_json::deserialize!(Condition);

/// One value or several, as the texts that cells hold.
fn texts(value: Value) -> Result<Names, serde_json::Error> {
    let text = |value: Value| match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(yes) => Ok(yes.to_string()),
        other => Err(crate::from_json::wrong_type(&other, "a text, a number, true or false")),
    };
    match value {
        Value::Array(values) => values.into_iter().map(text).collect::<Result<_, _>>().map(Names),
        value => text(value).map(|text| Names(vec![text])),
    }
}

#[cfg(feature = "schema")]
impl crate::schema::Describe for Conditions {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        let _ = into.add::<Condition>();
        into.alias("Conditions", |_| Kind::Map(Box::new(Kind::Named("Condition"))))
    }
}

#[cfg(feature = "schema")]
impl crate::schema::Describe for Condition {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::{Field, Kind};
        let field = |name, kind: Kind, doc| Field {
            name,
            alias: None,
            kind: Kind::Optional(Box::new(kind)),
            required: false,
            range: None,
            default: Value::Null,
            doc,
        };
        let fields = vec![
            field("in", Kind::Names, "One of these, as text."),
            field("not", Kind::Names, "None of these."),
            field(
                "blank",
                Kind::Flag,
                "Whether it must be blank, or must not be; the words of `blank` are.",
            ),
            field("min", Kind::Number, "At least this number."),
            field("max", Kind::Number, "At most this number."),
            field("starts", Kind::Names, "It begins with one of these."),
            field("contains", Kind::Names, "It contains one of these."),
        ];
        let doc = "What a cell must be for its row to count; a text, a number, or a list of them stand for `in`.";
        let options = into.add_options("Condition", doc, fields);
        Kind::Either(vec![Kind::Names, options])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_have_a_short_and_a_long_form() {
        let read: Conditions = serde_json::from_str(
            r#"{"state": "done", "n": [1, true], "age": {"min": 18, "not": "x"}, "mail": {"blank": false}}"#,
        )
        .expect("conditions");
        assert_eq!(read.0["state"].one_of, Some(Names::from("done")));
        assert_eq!(read.0["n"].one_of, Some(Names::from(["1", "true"])));
        assert_eq!((read.0["age"].min, read.0["mail"].blank), (Some(18.0), Some(false)));
        let wrong = serde_json::from_str::<Conditions>(r#"{"a": {"like": "x"}}"#);
        assert!(wrong.expect_err("no such condition").to_string().contains("`starts`"));
    }
}
