//! The markings that a net can reach, found as they are needed.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::net::Net;
use crate::sure::Sure;
use crate::{Error, Result};

/// Places with a token, as bits.
type Marking = Box<[u64]>;

/// A transition by codes and bits.
#[derive(Debug)]
struct Firing {
    /// The contact's code; `None`: silent.
    code: Option<u32>,
    takes: Marking,
    gives: Marking,
}

/// A net by codes and bits.
#[derive(Debug)]
pub(super) struct Compiled {
    firings: Vec<Firing>,
    start: Marking,
    end: Marking,
}

impl Compiled {
    /// A checked net; `code` gives the code of a contact.
    pub(super) fn of(net: &Net, code: impl Fn(&str) -> u32) -> Self {
        let bits = |places: &[usize]| {
            let mut bits = vec![0_u64; net.places.div_ceil(64)];
            for place in places {
                if let Some(word) = bits.get_mut(place / 64).sure() {
                    *word |= 1 << (place % 64);
                }
            }
            bits.into_boxed_slice()
        };
        let firing = |transition: &super::NetTransition| Firing {
            code: transition.name.as_deref().map(&code),
            takes: bits(&transition.takes),
            gives: bits(&transition.gives),
        };
        Self {
            firings: net.transitions.iter().map(firing).collect(),
            start: bits(&net.start),
            end: bits(&net.end),
        }
    }
}

/// A way out of a marking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// The contact's code; `None`: silent.
    pub(super) code: Option<u32>,
    /// Number of the marking that it leads to.
    pub(super) to: u32,
}

/// Markings reached so far, by number.
#[derive(Debug)]
pub(super) struct Markings<'a> {
    net: &'a Compiled,
    numbers: HashMap<Marking, u32, FixedState>,
    reached: Vec<Marking>,
    moves: Vec<Option<Box<[Move]>>>,
}

/// Number of the marking that a net starts from.
pub(super) const FIRST: u32 = 0;

impl<'a> Markings<'a> {
    pub(super) fn of(net: &'a Compiled) -> Self {
        let mut markings = Self {
            net,
            numbers: HashMap::with_hasher(FixedState::default()),
            reached: Vec::new(),
            moves: Vec::new(),
        };
        markings.number(net.start.clone());
        markings
    }

    /// Whether a marking is that of the end.
    pub(super) fn ends(&self, marking: u32) -> bool {
        self.reached.get(marking as usize).sure() == Some(&self.net.end)
    }

    /// The ways out of a marking, in the order of the net's transitions.
    ///
    /// # Errors
    /// [`Error::Unanswerable`] when a place would hold two tokens.
    pub(super) fn moves(&mut self, marking: u32) -> Result<&[Move]> {
        let at = marking as usize;
        if self.moves.get(at).sure().is_some_and(Option::is_none) {
            let mut moves = Vec::new();
            for firing in &self.net.firings {
                let Some(next) = self.reached.get(at).sure().and_then(|now| fire(now, firing))
                else {
                    continue;
                };
                let to = self.number(next?);
                moves.push(Move { code: firing.code, to });
            }
            if let Some(place) = self.moves.get_mut(at).sure() {
                *place = Some(moves.into_boxed_slice());
            }
        }
        Ok(self.moves.get(at).and_then(Option::as_deref).sure_or_default())
    }

    fn number(&mut self, marking: Marking) -> u32 {
        let next = self.reached.len() as u32;
        *self.numbers.entry(marking).or_insert_with_key(|marking| {
            self.reached.push(marking.clone());
            self.moves.push(None);
            next
        })
    }
}

/// The marking after a transition; `None`: it cannot fire.
fn fire(now: &Marking, firing: &Firing) -> Option<Result<Marking>> {
    if now.iter().zip(&firing.takes).any(|(now, takes)| now & takes != *takes) {
        return None;
    }
    let mut next = now.clone();
    let mut twice = false;
    for (word, (takes, gives)) in next.iter_mut().zip(firing.takes.iter().zip(&firing.gives)) {
        *word &= !takes;
        twice |= *word & gives != 0;
        *word |= gives;
    }
    if twice {
        return Some(Err(Error::Unanswerable {
            what: "the net can put two tokens on one place".into(),
            remedy: "give a safe net, or a block model",
        }));
    }
    Some(Ok(next))
}
