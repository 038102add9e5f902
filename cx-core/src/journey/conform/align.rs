//! Optimal alignments: the fewest deviations that turn a journey into one the model accepts.
//!
//! Cheapest path (E. W. Dijkstra 1959) over pairs of a position in the journey and a marking of
//! the net: contact and model move together (free), the contact is extra (1), the model's contact
//! is missing (1), the model moves silently (free). Of equally few deviations the cheapest count,
//! and among these always the same, by the order of the net's transitions.
//! Source: A. Adriansyah, *Aligning observed and modeled behavior*, thesis, Eindhoven (2014).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::DeviationKind;
use super::markings::{FIRST, Markings};
use crate::Result;
use crate::sure::{Absent, Sure};

/// What deviations cost, in millionths, by the contact's code.
#[derive(Debug, Default)]
pub(super) struct Prices {
    pub(super) missing: Vec<u64>,
    pub(super) extra: Vec<u64>,
}

impl Prices {
    /// What a deviation costs.
    pub(super) fn of(&self, kind: DeviationKind, code: u32) -> u64 {
        let prices = match kind {
            DeviationKind::Missing => &self.missing,
            DeviationKind::Extra => &self.extra,
        };
        // All cost nothing where no price is given.
        prices.get(code as usize).copied().or_absent(0)
    }
}

/// One deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deviant {
    pub(super) kind: DeviationKind,
    pub(super) code: u32,
    /// Contacts of the journey before it.
    pub(super) position: u32,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// The deviations, in order.
    Best(Vec<Deviant>),
    /// The search was ended: there are at least so many deviations.
    Capped(u32),
    /// The model cannot come to its end.
    Nothing,
}

/// A place in the search.
#[derive(Debug, Clone, Copy)]
struct Node {
    position: u32,
    marking: u32,
    parent: u32,
    deviant: Option<(DeviationKind, u32)>,
}

/// Deviations, cost, contacts still to come, and the node's number: nodes come out in this order.
type Entry = Reverse<(u32, u64, u32, u32)>;

/// A search for one journey.
struct Search<'a, 'net> {
    markings: &'a mut Markings<'net>,
    prices: &'a Prices,
    length: u32,
    nodes: Vec<Node>,
    best: HashMap<(u32, u32), (u32, u64), FixedState>,
    queue: BinaryHeap<Entry>,
}

/// Aligns a journey with the model. An `open` journey may stop anywhere in the model. At most
/// `limit` pairs of position and marking are looked at.
pub(super) fn align(
    markings: &mut Markings<'_>,
    contacts: &[u32],
    prices: &Prices,
    open: bool,
    limit: usize,
) -> Result<Found> {
    let mut search = Search {
        markings,
        prices,
        length: contacts.len() as u32,
        nodes: Vec::new(),
        best: HashMap::with_hasher(FixedState::default()),
        queue: BinaryHeap::new(),
    };
    search.reach((0, 0), Node { position: 0, marking: FIRST, parent: u32::MAX, deviant: None });
    let mut looked_at = 0;
    while let Some(Reverse((deviations, cost, _, number))) = search.queue.pop() {
        let Some(node) = search.nodes.get(number as usize).sure().copied() else { continue };
        if search.best.get(&(node.position, node.marking)) != Some(&(deviations, cost)) {
            continue;
        }
        if node.position == search.length && (open || search.markings.ends(node.marking)) {
            return Ok(Found::Best(search.path(number)));
        }
        looked_at += 1;
        if looked_at > limit {
            return Ok(Found::Capped(deviations));
        }
        search.expand(node, number, (deviations, cost), contacts)?;
    }
    Ok(Found::Nothing)
}

impl Search<'_, '_> {
    fn reach(&mut self, cost: (u32, u64), node: Node) {
        let best = self.best.entry((node.position, node.marking)).or_insert((u32::MAX, u64::MAX));
        if cost >= *best {
            return;
        }
        *best = cost;
        let number = self.nodes.len() as u32;
        self.nodes.push(node);
        self.queue.push(Reverse((cost.0, cost.1, self.length - node.position, number)));
    }

    fn expand(
        &mut self,
        node: Node,
        number: u32,
        cost: (u32, u64),
        contacts: &[u32],
    ) -> Result<()> {
        let contact = contacts.get(node.position as usize).copied();
        let dearer = |price: u64| (cost.0.saturating_add(1), cost.1.saturating_add(price));
        // By number, since reaching a marking borrows the search as a whole.
        let mut at = 0;
        while let Some(step) = self.markings.moves(node.marking)?.get(at).copied() {
            at += 1;
            let to = Node { marking: step.to, parent: number, deviant: None, ..node };
            let Some(code) = step.code else {
                self.reach(cost, to);
                continue;
            };
            if contact == Some(code) {
                self.reach(cost, Node { position: node.position + 1, ..to });
            }
            let missing = DeviationKind::Missing;
            let price = self.prices.of(missing, code);
            self.reach(dearer(price), Node { deviant: Some((missing, code)), ..to });
        }
        if let Some(code) = contact {
            let extra = DeviationKind::Extra;
            let price = self.prices.of(extra, code);
            let position = node.position + 1;
            let deviant = Some((extra, code));
            self.reach(dearer(price), Node { position, parent: number, deviant, ..node });
        }
        Ok(())
    }

    /// The deviations on the way to a node.
    fn path(&self, mut number: u32) -> Vec<Deviant> {
        let mut deviants = Vec::new();
        while let Some(node) = self.nodes.get(number as usize) {
            if let Some((kind, code)) = node.deviant {
                let before = u32::from(kind == DeviationKind::Extra);
                deviants.push(Deviant { kind, code, position: node.position - before });
            }
            number = node.parent;
        }
        deviants.reverse();
        deviants
    }
}
