//! The hierarchy of touchpoints.

use std::collections::BTreeMap;

use super::level_options::LevelOptions;
use crate::Result;
use crate::columns::Dictionary;
use crate::sure::Sure;

/// A group or a touchpoint.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) level: u32,
    pub(super) name: String,
    pub(super) parent: Option<String>,
    pub(super) touchpoint: bool,
}

/// Nodes in order, a group before what is in it.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// For each touchpoint, its groups from the top, then itself.
    chains: Vec<Vec<usize>>,
}

/// Stands between the groups of a name, where they come as data.
const BETWEEN: &str = " > ";

impl Tree {
    pub(super) fn new(touchpoints: &Dictionary, options: &LevelOptions) -> Result<Self> {
        for name in options.groups.keys() {
            touchpoints.require("touchpoint", name)?;
        }
        let names = touchpoints.to_vec();
        let mut groups: Vec<Vec<String>> =
            names.iter().map(|name| groups_of(name, options)).collect();
        // A touchpoint that carries the name of a group is in that group.
        let known: std::collections::BTreeSet<String> = groups.iter().flatten().cloned().collect();
        for (name, groups) in names.iter().zip(&mut groups) {
            if known.contains(name) && !groups.contains(name) {
                groups.push(name.clone());
            }
        }
        // The empty text comes first: a group before what is in it.
        let mut places = BTreeMap::<Vec<(String, bool)>, usize>::new();
        let key = |groups: &[String]| -> Vec<(String, bool)> {
            groups.iter().map(|group| (group.clone(), false)).collect()
        };
        for (name, groups) in names.iter().zip(&groups) {
            for depth in 1..=groups.len() {
                places.insert(key(groups.get(..depth).sure_or_default()), 0);
            }
            let mut own = key(groups);
            own.push((name.clone(), true));
            places.insert(own, 0);
        }
        let mut nodes = Vec::with_capacity(places.len());
        for (path, place) in &mut places {
            *place = nodes.len();
            let Some(((name, touchpoint), above)) = path.split_last() else { continue };
            nodes.push(Node {
                level: path.len() as u32,
                name: name.clone(),
                parent: above.last().map(|(name, _)| name.clone()),
                touchpoint: *touchpoint,
            });
        }
        let chain = |(name, groups): (&String, &Vec<String>)| {
            let mut path = Vec::new();
            let mut chain = Vec::new();
            let steps = groups.iter().map(|group| (group.clone(), false));
            for step in steps.chain([(name.clone(), true)]) {
                path.push(step);
                chain.extend(places.get(&path).copied());
            }
            chain
        };
        let chains = names.iter().zip(&groups).map(chain).collect();
        Ok(Self { nodes, chains })
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn node(&self, node: usize) -> Option<&Node> {
        self.nodes.get(node)
    }

    /// All nodes, and at last that of what has no contact.
    pub(super) fn order(&self) -> std::ops::RangeInclusive<usize> {
        0..=self.nodes.len()
    }

    /// Adds the shares of a journey's nodes, all levels, `worth` at the top.
    pub(super) fn split(&self, path: &[u32], worth: f64, shares: &mut BTreeMap<usize, f64>) {
        let mut chains: Vec<&[usize]> = path
            .iter()
            .filter_map(|code| self.chains.get(*code as usize).sure())
            .map(Vec::as_slice)
            .collect();
        if chains.is_empty() {
            *shares.entry(self.nodes.len()).or_default() += worth;
            return;
        }
        chains.sort_unstable();
        chains.dedup();
        descend(&chains, 0, worth, shares);
    }
}

/// Splits `worth` evenly over the different nodes of a level, and each part below it.
fn descend(chains: &[&[usize]], depth: usize, worth: f64, shares: &mut BTreeMap<usize, f64>) {
    let parts = || chains.chunk_by(|a, b| a.get(depth) == b.get(depth));
    let share = worth / parts().count() as f64;
    for part in parts() {
        let Some(node) = part.first().and_then(|chain| chain.get(depth)).sure() else { continue };
        *shares.entry(*node).or_default() += share;
        if part.iter().any(|chain| chain.len() > depth + 1) {
            descend(part, depth + 1, share, shares);
        }
    }
}

/// The groups of a touchpoint from the top, each by its full name.
fn groups_of(name: &str, options: &LevelOptions) -> Vec<String> {
    if let Some(groups) = options.groups.get(name) {
        let full = |depth: usize| groups.get(..depth).sure_or_default().join(BETWEEN);
        return (1..=groups.len()).map(full).collect();
    }
    if options.separator.is_empty() {
        return Vec::new();
    }
    name.match_indices(options.separator.as_str())
        .filter_map(|(at, _)| name.get(..at).sure())
        .filter(|group| !group.is_empty())
        .map(str::to_owned)
        .collect()
}
