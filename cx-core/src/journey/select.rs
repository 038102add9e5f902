//! Which contacts are meant: by touchpoint, by kind of event, or by both.

use serde::Serialize;
use serde_json::Value;

use crate::fields::fields;
use crate::from_json::{deserialize, wrong_type};
use crate::options::{FromJson, Names};

/// Which contacts are meant.
///
/// As options: `"branch"` or `["branch", "call"]` for the touchpoints or kinds of event of these
/// names (`"(conversion)"`: the conversion of a journey), or
/// `{"touchpoint": "branch", "event": ["offer", "advice"]}` for contacts that are both.
///
/// ```
/// use cx_core::journey::Selector;
/// use cx_core::options::Names;
/// let both = Selector { event: "advice".into(), ..Selector::from(Names::from("branch")) };
/// assert_eq!(both.to_string(), "branch, advice");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Selector {
    /// Touchpoints or kinds of event, whichever has the name; empty: all.
    pub any: Names,
    /// Touchpoints; empty: all.
    pub touchpoint: Names,
    /// Kinds of event; empty: all.
    pub event: Names,
}

impl From<Names> for Selector {
    fn from(any: Names) -> Self {
        Self { any, ..Self::default() }
    }
}

impl From<&str> for Selector {
    fn from(name: &str) -> Self {
        Names::from(name).into()
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [&self.any, &self.touchpoint, &self.event];
        let parts = parts.into_iter().filter(|names| !names.0.is_empty());
        f.write_str(&parts.map(|names| names.0.join(" | ")).collect::<Vec<_>>().join(", "))
    }
}

/// The long form of a [`Selector`].
#[derive(Default)]
struct Fields {
    any: Names,
    touchpoint: Names,
    event: Names,
}

fields!(Fields: any, touchpoint, event);

impl From<Fields> for Selector {
    fn from(fields: Fields) -> Self {
        Self { any: fields.any, touchpoint: fields.touchpoint, event: fields.event }
    }
}

impl FromJson for Selector {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        short_or_long::<Self, Fields>(value)
    }
}

deserialize!(Selector);

/// Reads names as they are, or the fields of the long form.
pub(super) fn short_or_long<T, F>(value: Value) -> Result<T, serde_json::Error>
where
    T: From<Names> + From<F>,
    F: FromJson,
{
    match value {
        Value::String(name) => Ok(Names(vec![name]).into()),
        Value::Array(_) => Vec::from_json(value).map(|names| Names(names).into()),
        Value::Object(_) => F::from_json(value).map(T::from),
        other => Err(wrong_type(&other, "a name, a list of names, or named fields")),
    }
}
