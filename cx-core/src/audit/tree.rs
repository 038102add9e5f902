//! The catalogue as a tree.

use super::Audit;
use super::item::Item;
use crate::intake::Criteria;
use crate::options::Span;
use crate::ordered::{Map, Set};
use crate::sure::Sure;
use crate::{Error, Result};

/// One node; parents come before their parts, siblings are in order of their names.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    pub(super) weight: f64,
    /// Percent.
    pub(super) target: Option<f64>,
    pub(super) critical: bool,
    /// Its own, or that of the nearest node above that has one.
    pub(super) cadence: Option<Span>,
    /// How answers are scored; `None` for groups.
    pub(super) item: Option<Item>,
    pub(super) text: String,
    pub(super) owner: String,
}

/// The whole catalogue; node 0 stands for all of it.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn of(criteria: &Criteria) -> Result<Self> {
        let rows = rows_by_name(criteria)?;
        let mut parts: Map<u32, Vec<usize>> = Map::new();
        let mut tops = Vec::new();
        for row in rows.values() {
            let above = criteria.parent.name(*row);
            if above.is_empty() {
                tops.push(*row);
                continue;
            }
            let code = criteria.criterion.dictionary.code(&above);
            let Some(code) = code.filter(|code| rows.contains_key(code)) else {
                return Err(fault(criteria, *row, "is part of a criterion that does not exist"));
            };
            parts.entry(code).or_default().push(*row);
        }
        let mut builder = Builder { criteria, parts, nodes: Vec::with_capacity(rows.len() + 1) };
        if tops.len() > 1 {
            builder.nodes.push(whole());
        }
        let above = (tops.len() > 1).then_some(0);
        for row in &tops {
            builder.add(*row, above)?;
        }
        let placed = builder.nodes.len() - usize::from(tops.len() > 1);
        if placed < rows.len() {
            return Err(builder.cycle(&rows));
        }
        Ok(Self { nodes: builder.nodes })
    }

    /// The node of each criterion name.
    pub(super) fn by_name(&self) -> Map<&str, usize> {
        self.nodes.iter().enumerate().map(|(at, node)| (node.name.as_str(), at)).collect()
    }
}

fn fault(criteria: &Criteria, row: usize, fault: &'static str) -> Error {
    Error::Catalogue { criterion: criteria.criterion.name(row).into_owned(), fault }
}

/// The row of each criterion, by code and thus in order of the names.
fn rows_by_name(criteria: &Criteria) -> Result<Map<u32, usize>> {
    let mut rows = Map::new();
    for (row, code) in criteria.criterion.codes.iter().enumerate() {
        if criteria.criterion.name(row) == Audit::WHOLE {
            return Err(fault(criteria, row, "has the name that stands for the whole catalogue"));
        }
        if rows.insert(*code, row).is_some() {
            return Err(fault(criteria, row, "occurs more than once"));
        }
    }
    if rows.is_empty() {
        return Err(Error::Empty { table: "criteria" });
    }
    Ok(rows)
}

fn whole() -> Node {
    Node {
        name: Audit::WHOLE.into(),
        parent: None,
        children: Vec::new(),
        weight: 1.0,
        target: None,
        critical: false,
        cadence: None,
        item: None,
        text: String::new(),
        owner: String::new(),
    }
}

struct Builder<'a> {
    criteria: &'a Criteria,
    parts: Map<u32, Vec<usize>>,
    nodes: Vec<Node>,
}

impl Builder<'_> {
    /// Adds a criterion and all its parts, without recursion: a catalogue may be as deep as long.
    fn add(&mut self, row: usize, parent: Option<usize>) -> Result<()> {
        let mut open = vec![(row, parent)];
        while let Some((row, parent)) = open.pop() {
            let at = self.nodes.len();
            let parts = self.parts.get(&self.criteria.criterion.code(row));
            let node = self.node(row, parent, parts.is_none())?;
            self.nodes.push(node);
            if let Some(above) = parent.and_then(|above| self.nodes.get_mut(above).sure()) {
                above.children.push(at);
            }
            // The last one pushed is the next one taken.
            let parts = self.parts.get(&self.criteria.criterion.code(row));
            open.extend(parts.into_iter().flatten().rev().map(|part| (*part, Some(at))));
        }
        Ok(())
    }

    fn node(&self, row: usize, parent: Option<usize>, leaf: bool) -> Result<Node> {
        let criteria = self.criteria;
        let given = |column: &[f64]| column.get(row).sure().copied().filter(|x| !x.is_nan());
        let target = given(&criteria.target);
        if target.is_some_and(|target| !(0.0..=100.0).contains(&target)) {
            return Err(fault(criteria, row, "has a target outside 0 to 100 percent"));
        }
        let item = if leaf { Some(Item::of(criteria, row)?) } else { None };
        let inherited = parent.and_then(|above| self.nodes.get(above).sure()?.cadence);
        Ok(Node {
            name: criteria.criterion.name(row).into_owned(),
            parent,
            children: Vec::new(),
            weight: given(&criteria.weight).unwrap_or(1.0),
            target,
            critical: criteria.critical.get(row).copied().sure_or(false),
            cadence: criteria.cadence.get(row).sure().copied().flatten().or(inherited),
            item,
            text: criteria.text.name(row).into_owned(),
            owner: criteria.owner.name(row).into_owned(),
        })
    }

    /// The first criterion, by name, that is part of itself.
    fn cycle(&self, rows: &Map<u32, usize>) -> Error {
        let names = &self.criteria.criterion.dictionary;
        let above = |code: u32| {
            let row = rows.get(&code)?;
            names.code(&self.criteria.parent.name(*row))
        };
        let on_cycle = |start: u32| {
            let mut at = above(start);
            for _ in 0..rows.len() {
                match at {
                    Some(code) if code == start => return true,
                    Some(code) => at = above(code),
                    None => return false,
                }
            }
            false
        };
        let placed: Set<&str> = self.nodes.iter().map(|node| node.name.as_str()).collect();
        let missing = rows.keys().filter(|code| !placed.contains(names.name(**code).as_ref()));
        let found = missing.copied().find(|code| on_cycle(*code)).sure_or_default();
        Error::Catalogue {
            criterion: names.name(found).into_owned(),
            fault: "is, through its parents, part of itself",
        }
    }
}
