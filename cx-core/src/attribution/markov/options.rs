//! Options of Markov chains.

use serde::de::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::from_json::{deserialize, found, words, wrong_type};
use crate::options::FromJson;
use crate::{Error, Result};

/// Longer memories than this are refused: no chain of that order is told from the next lower one.
const MOST: u32 = 1_000;

/// How many contacts a state of the chain remembers.
///
/// As text or JSON: a whole number from 1 to 1,000, or `"auto"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Order {
    /// This many.
    Fixed(u32),
    /// As many as predict journeys best that were not counted, see
    /// [`choose_order`](crate::attribution::choose_order()).
    Auto,
}

impl Default for Order {
    fn default() -> Self {
        Self::Fixed(1)
    }
}

impl From<u32> for Order {
    fn from(order: u32) -> Self {
        Self::Fixed(order)
    }
}

impl Order {
    pub(crate) fn validate(self) -> Result<()> {
        match self {
            Self::Fixed(order) => check_order("order", order),
            Self::Auto => Ok(()),
        }
    }
}

/// Checks an order of a chain against what is allowed.
pub(super) fn check_order(field: &'static str, order: u32) -> Result<()> {
    if (1..=MOST).contains(&order) {
        return Ok(());
    }
    let allowed = format!("a whole number from 1 to {MOST}, or \"auto\"");
    Err(Error::Option { field, value: order.to_string(), allowed })
}

impl Serialize for Order {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Fixed(order) => serializer.serialize_u32(*order),
            Self::Auto => serializer.serialize_str("auto"),
        }
    }
}

impl FromJson for Order {
    fn from_json(value: Value) -> Result<Self, serde_json::Error> {
        let expected = "a whole number from 1 or \"auto\"";
        match &value {
            Value::String(text) if text == "auto" => Ok(Self::Auto),
            Value::String(_) => Err(serde_json::Error::invalid_value(found(&value), &expected)),
            other => match other.as_u64() {
                Some(order) => Ok(Self::Fixed(u32::try_from(order).unwrap_or(u32::MAX))),
                None => Err(wrong_type(other, expected)),
            },
        }
    }
}

deserialize!(Order);

#[cfg(feature = "schema")]
impl crate::schema::Describe for Order {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        into.alias("Order", |_| Kind::Either(vec![Kind::Whole, Kind::Words(&["auto"])]))
    }
}

/// What the states of a chain of order `k` are. At order 1 both are the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum States {
    /// Every run of `k` contacts of a journey; a journey of fewer is one state as a whole. A state
    /// that follows itself counts once, which changes no removal effect.
    #[default]
    Windows,
    /// The last `k` contacts so far, fewer at the start, of a journey in which a contact with the
    /// same touchpoint directly after counts once.
    Padded,
}

words!(States: Windows = "windows", Padded = "padded");

impl States {
    /// The name, as in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::Padded => "padded",
        }
    }
}

/// What becomes of a journey where a touchpoint is taken out of the chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Removal {
    /// It ends without conversion. Effects are shares of the conversions that pass through.
    #[default]
    Redirect,
    /// It goes on as other journeys do from there: states with the touchpoint are left out and what
    /// remains of each row is scaled to 1; where nothing remains, the journey ends without
    /// conversion. Effects have a sign: the rate may rise without a touchpoint.
    Reconnect,
}

words!(Removal: Redirect = "redirect", Reconnect = "reconnect");

impl Removal {
    /// The name, as in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Redirect => "redirect",
            Self::Reconnect => "reconnect",
        }
    }
}
