//! The expected journey as data: blocks within blocks.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::net::{Net, NetTransition};
use crate::from_json::by_serde;
use crate::{Error, Result};

/// How deep blocks may lie in one another.
const DEEPEST: usize = 64;

/// The expected journey: touchpoints in sequence, choice, option, loop or in parallel.
///
/// As options: a touchpoint is its name; the others are objects with one key:
/// `{"sequence": [...]}`, `{"choice": [...]}`, `{"optional": ...}`, `{"loop": [body]}` (once or
/// more) or `{"loop": [body, between]}` (with something between two rounds),
/// `{"parallel": [...]}` (all of them, their contacts in any mixture), `{"net": {...}}` (a Petri
/// net, see [`Net`], alone at the top) or `{"pnml": "<pnml>..."}` (the same as the text of a PNML
/// file, see [`Net::from_pnml`]).
///
/// ```
/// use cx_core::journey::Block;
/// let model: Block = serde_json::from_str(
///     r#"{"sequence": ["search", {"optional": "newsletter"}, {"choice": ["branch", "call"]}]}"#,
/// )?;
/// let other = Block::Sequence(vec![
///     "search".into(),
///     Block::Optional(Box::new("newsletter".into())),
///     Block::Choice(vec!["branch".into(), "call".into()]),
/// ]);
/// assert_eq!(model, other);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// One contact.
    Contact(String),
    /// One after the other; none at all: nothing happens.
    Sequence(Vec<Block>),
    /// Exactly one of them.
    Choice(Vec<Block>),
    /// It or nothing.
    Optional(Box<Block>),
    /// The first once or more; between two rounds the second, where there is one.
    Loop(Vec<Block>),
    /// All of them, their contacts in any mixture.
    Parallel(Vec<Block>),
    /// A Petri net, for models that other tools found.
    Net(Net),
}

by_serde!(Block);

#[cfg(feature = "schema")]
impl crate::schema::Describe for Block {
    fn describe(into: &mut crate::schema::Schema) -> crate::schema::Kind {
        use crate::schema::Kind;
        into.alias("Block", |into| {
            let block = || Box::new(Kind::Named("Block"));
            let list = |key| Kind::Keyed(key, Box::new(Kind::List(block())));
            Kind::Either(vec![
                Kind::Text,
                list("sequence"),
                list("choice"),
                Kind::Keyed("optional", block()),
                list("loop"),
                list("parallel"),
                Kind::Keyed("net", Box::new(into.add::<Net>())),
                Kind::Keyed("pnml", Box::new(Kind::Text)),
            ])
        })
    }
}

impl From<&str> for Block {
    fn from(name: &str) -> Self {
        Self::Contact(name.to_owned())
    }
}

/// The forms with a key.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Keyed<B, L, N> {
    Sequence(L),
    Choice(L),
    Optional(B),
    Loop(L),
    Parallel(L),
    Net(N),
    Pnml(String),
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Contact(name) => return serializer.serialize_str(name),
            Self::Sequence(parts) => Keyed::Sequence(parts),
            Self::Choice(parts) => Keyed::Choice(parts),
            Self::Optional(part) => Keyed::Optional(part),
            Self::Loop(parts) => Keyed::Loop(parts),
            Self::Parallel(parts) => Keyed::Parallel(parts),
            Self::Net(net) => Keyed::Net(net),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Block;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(
                    "a touchpoint, or one of sequence, choice, optional, loop, parallel, net, pnml",
                )
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Block, E> {
                Ok(Block::Contact(name.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Block, A::Error> {
                let keyed = Keyed::<Box<Block>, Vec<Block>, Net>::deserialize(
                    MapAccessDeserializer::new(map),
                )?;
                Ok(match keyed {
                    Keyed::Sequence(parts) => Block::Sequence(parts),
                    Keyed::Choice(parts) => Block::Choice(parts),
                    Keyed::Optional(part) => Block::Optional(part),
                    Keyed::Loop(parts) => Block::Loop(parts),
                    Keyed::Parallel(parts) => Block::Parallel(parts),
                    Keyed::Net(net) => Block::Net(net),
                    Keyed::Pnml(text) => {
                        Block::Net(Net::from_pnml(&text).map_err(A::Error::custom)?)
                    }
                })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Block {
    /// The Petri net of the block: it accepts the same sequences of contacts.
    ///
    /// # Errors
    /// [`Error::Option`] for a choice, a loop or a parallel block without parts, a loop of more
    /// than two, a net that is not alone, or blocks more than 64 deep in one another.
    pub fn to_net(&self) -> Result<Net> {
        if let Self::Net(net) = self {
            net.validate()?;
            return Ok(net.clone());
        }
        let mut net = Net { places: 2, transitions: Vec::new(), start: vec![0], end: vec![1] };
        self.lay(&mut net, 0, 1, 0)?;
        Ok(net)
    }

    /// Lays the block between two places; nothing ever leads back to the first of them from
    /// within, nor away from the second.
    fn lay(&self, net: &mut Net, from: usize, to: usize, depth: usize) -> Result<()> {
        if depth > DEEPEST {
            return Err(refuse("deeper blocks", "blocks at most 64 deep in one another"));
        }
        match self {
            Self::Contact(name) => net.step(Some(name), vec![from], vec![to]),
            Self::Sequence(parts) => {
                let Some((last, before)) = parts.split_last() else {
                    net.step(None, vec![from], vec![to]);
                    return Ok(());
                };
                let mut at = from;
                for part in before {
                    let next = net.place();
                    part.lay(net, at, next, depth + 1)?;
                    at = next;
                }
                last.lay(net, at, to, depth + 1)?;
            }
            Self::Choice(parts) => {
                some(parts, "choice")?;
                parts.iter().try_for_each(|part| part.lay(net, from, to, depth + 1))?;
            }
            Self::Optional(part) => {
                net.step(None, vec![from], vec![to]);
                part.lay(net, from, to, depth + 1)?;
            }
            Self::Loop(parts) => {
                some(parts, "loop")?;
                let (begin, end) = (net.place(), net.place());
                net.step(None, vec![from], vec![begin]);
                net.step(None, vec![end], vec![to]);
                match parts.as_slice() {
                    [body] => {
                        body.lay(net, begin, end, depth + 1)?;
                        net.step(None, vec![end], vec![begin]);
                    }
                    [body, between] => {
                        body.lay(net, begin, end, depth + 1)?;
                        between.lay(net, end, begin, depth + 1)?;
                    }
                    _ => return Err(refuse("a loop of more than two parts", "body and between")),
                }
            }
            Self::Parallel(parts) => {
                some(parts, "parallel")?;
                let begin: Vec<usize> = parts.iter().map(|_| net.place()).collect();
                let end: Vec<usize> = parts.iter().map(|_| net.place()).collect();
                net.step(None, vec![from], begin.clone());
                net.step(None, end.clone(), vec![to]);
                for (part, (begin, end)) in parts.iter().zip(begin.into_iter().zip(end)) {
                    part.lay(net, begin, end, depth + 1)?;
                }
            }
            Self::Net(_) => return Err(refuse("a net within a block", "a net alone")),
        }
        Ok(())
    }
}

fn some(parts: &[Block], what: &str) -> Result<()> {
    if parts.is_empty() {
        return Err(refuse(&format!("a {what} without parts"), "at least one part"));
    }
    Ok(())
}

fn refuse(value: &str, allowed: &str) -> Error {
    Error::Option { field: "model", value: value.to_owned(), allowed: allowed.to_owned() }
}

impl Net {
    fn place(&mut self) -> usize {
        self.places += 1;
        self.places - 1
    }

    fn step(&mut self, name: Option<&String>, takes: Vec<usize>, gives: Vec<usize>) {
        self.transitions.push(NetTransition { name: name.cloned(), takes, gives });
    }
}
