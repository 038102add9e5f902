//! Union-find (Tarjan 1975) with path halving; every root is the smallest node of its set.

use crate::sure::Sure;

/// Disjoint sets of the nodes `0..n`.
#[derive(Debug)]
pub(super) struct Union {
    parent: Vec<u32>,
}

impl Union {
    pub(super) fn new(nodes: usize) -> Self {
        Self { parent: (0..nodes as u32).collect() }
    }

    /// The smallest node of a node's set.
    pub(super) fn root(&mut self, mut node: u32) -> u32 {
        loop {
            let above = self.above(node);
            if above == node {
                return node;
            }
            let next = self.above(above);
            if let Some(place) = self.parent.get_mut(node as usize).sure() {
                *place = next;
            }
            node = next;
        }
    }

    /// Joins two sets. Linking to the smaller root makes the result independent of the order of
    /// the unions.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(place) = self.parent.get_mut(a.max(b) as usize).sure() {
            *place = a.min(b);
        }
    }

    fn above(&self, node: u32) -> u32 {
        self.parent.get(node as usize).copied().sure_or(node)
    }
}
