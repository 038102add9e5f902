//! Options of Markov chains.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    /// [`choose_order`](super::super::choose_order()).
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
    pub(in super::super) fn validate(self) -> Result<()> {
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

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Order;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a whole number from 1 or \"auto\"")
            }
            fn visit_u64<E: serde::de::Error>(self, order: u64) -> std::result::Result<Order, E> {
                Ok(Order::Fixed(u32::try_from(order).unwrap_or(u32::MAX)))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<Order, E> {
                match text {
                    "auto" => Ok(Order::Auto),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
                }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// What the states of a chain of order `k` are. At order 1 both are the same.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
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
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
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

impl Removal {
    /// The name, as in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Redirect => "redirect",
            Self::Reconnect => "reconnect",
        }
    }
}
