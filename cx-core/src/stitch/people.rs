//! Events in, people out.

use serde::{Deserialize, Serialize};

use super::block::{blocked, usable};
use super::rows::Rows;
use super::union::Union;
use crate::columns::{Coded, Dictionary, Frame, FrameBuilder, NO_CODE};
use crate::declare::options;
use crate::intake::{Events, Feedback, IdColumn};
use crate::options::{Definition, Names};
use crate::ordered::Map;
use crate::sure::{Absent, ByCode, Call, Sure};
use crate::{Error, Result};

options! {
    /// Which identifiers count.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct StitchOptions {
        /// Identifier types that tie people; all where empty. The first types named do not come first:
        /// deterministic stitching treats all alike.
        pub types: Names = Names::default(),
        /// Further values that identify nobody, besides zeros, dashes and the usual placeholders
        /// (`unknown`, `undefined`, `null`, `n/a`, `guest`, ...). Compared without case.
        pub block: Names = Names::default(),
    }
}

/// Counts of a stitching run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleReport {
    /// Events in.
    pub rows: u64,
    /// Events whose identifiers are all blocked; they belong to nobody.
    pub rows_without_person: u64,
    /// Distinct identifiers that tie people.
    pub identifiers: u64,
    /// Distinct identifiers that were blocked.
    pub blocked: u64,
    /// People found.
    pub persons: u64,
    /// Identifiers of the person that has most. A large number is a sign that a shared device or
    /// a placeholder ties strangers.
    pub largest: u64,
    /// How many people have how many identifiers: `(identifiers, people)`, in order.
    pub sizes: Vec<(u64, u64)>,
}

/// Identifiers of one type, and whose they are.
#[derive(Clone, PartialEq)]
pub struct PersonIds {
    /// The type, for example `customer`, `cookie`, `email`.
    pub id_type: String,
    /// The identifiers.
    pub names: Dictionary,
    /// The person of each identifier, or [`NO_CODE`].
    pub persons: Vec<u32>,
}

impl std::fmt::Debug for PersonIds {
    /// Counts only: identifiers are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PersonIds({} of type {:?})", self.names.len(), self.id_type)
    }
}

/// People: for every event its person, and for every identifier its person.
///
/// Persons are numbered from 0 in order of their smallest identifier (by type name, then value),
/// so the numbers do not depend on the order of rows.
#[derive(Clone, PartialEq)]
pub struct People {
    /// Person of each event, or [`NO_CODE`].
    pub person: Vec<u32>,
    /// The identifiers of each type, and whose they are.
    pub ids: Vec<PersonIds>,
    rows: Rows,
    /// Counts.
    pub report: PeopleReport,
    /// How people were found.
    pub definition: Definition,
}

impl std::fmt::Debug for People {
    /// Counts only: identifiers are personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "People({:?})", self.report)
    }
}

/// Finds people: connected components of identifiers that occur together.
///
/// # Errors
/// [`Error::UnknownName`] for a type that the events do not have.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{RecordBatch, StringArray};
/// use cx_core::intake::{EventRoles, Events};
/// use cx_core::stitch::{StitchOptions, stitch};
/// let text = |cells: Vec<&str>| Arc::new(StringArray::from(cells)) as _;
/// let batch = RecordBatch::try_from_iter([
///     ("ts", text(vec!["2026-03-01", "2026-03-02", "2026-03-03"])),
///     ("cookie", text(vec!["c1", "c1", "c2"])),
///     ("login", text(vec!["unknown", "anna", "anna"])),
///     ("channel", text(vec!["search", "website", "app"])),
/// ])?;
/// let mut roles = EventRoles::new("ts", "cookie", "cookie", "channel");
/// roles.ids.insert("login".into(), "login".into());
/// let people = stitch(&Events::read(&[batch], &roles)?, &StitchOptions::default())?;
/// assert_eq!(people.report.persons, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn stitch(events: &Events, options: &StitchOptions) -> Result<People> {
    let call = Call::open();
    let columns = chosen(events, options)?;
    let block: Vec<Vec<bool>> = columns.iter().map(|c| blocked(&c.ids, &options.block.0)).collect();
    let nodes: u64 = columns.iter().map(|c| c.ids.dictionary.len() as u64).sum();
    let limit = u64::from(NO_CODE) - 1;
    if nodes > limit {
        return Err(Error::TooMany { what: "identifiers", found: nodes, limit });
    }
    let numbered = match (columns.as_slice(), block.as_slice()) {
        ([column], [block]) => number_alone(&column.ids, block),
        _ => number(events.len(), &columns, &block),
    };
    let report = account(&numbered, &block);
    let starts = starts(&columns);
    let ids = columns.iter().zip(&starts).map(|(column, start)| {
        let end = start + column.ids.dictionary.len();
        PersonIds {
            id_type: column.id_type.clone(),
            names: column.ids.dictionary.clone(),
            persons: numbered.of_node.get(*start..end).sure_or_default().to_vec(),
        }
    });
    call.close(Ok(People {
        ids: ids.collect(),
        person: numbered.of_row,
        rows: Rows::of(events),
        report,
        definition: Definition::of("stitch.deterministic", options),
    }))
}

fn chosen<'a>(events: &'a Events, options: &StitchOptions) -> Result<Vec<&'a IdColumn>> {
    let available = || events.ids.iter().map(|c| c.id_type.clone()).collect::<Vec<_>>();
    for name in &options.types.0 {
        if !events.ids.iter().any(|c| c.id_type == *name) {
            let available = available();
            return Err(Error::UnknownName {
                what: "identifier type",
                name: name.clone(),
                available,
            });
        }
    }
    let all = options.types.0.is_empty();
    Ok(events.ids.iter().filter(|c| all || options.types.0.contains(&c.id_type)).collect())
}

/// First node of each column: nodes are the values of all columns, one column after the other.
fn starts(columns: &[&IdColumn]) -> Vec<usize> {
    let mut next = 0;
    let start = |column: &&IdColumn| {
        let start = next;
        next += column.ids.dictionary.len();
        start
    };
    columns.iter().map(start).collect()
}

struct Numbered {
    of_row: Vec<u32>,
    of_node: Vec<u32>,
    persons: u32,
}

/// Identifiers of one type only: nothing ties two of them.
fn number_alone(ids: &Coded, block: &[bool]) -> Numbered {
    let mut seen = vec![false; ids.dictionary.len()];
    for code in &ids.codes {
        if let Some(flag) = seen.by_code_mut(*code) {
            *flag = true;
        }
    }
    let mut persons = 0;
    let person = |(seen, blocked): (bool, &bool)| {
        let counts = seen && !blocked;
        persons += u32::from(counts);
        if counts { persons - 1 } else { NO_CODE }
    };
    let of_node: Vec<u32> = seen.into_iter().zip(block).map(person).collect();
    let of_row = if of_node.len() == persons as usize {
        ids.codes.clone()
    } else {
        let person = |code: &u32| of_node.by_code(*code).copied().or_absent(NO_CODE);
        ids.codes.iter().map(person).collect()
    };
    Numbered { of_row, of_node, persons }
}

fn number(rows: usize, columns: &[&IdColumn], block: &[Vec<bool>]) -> Numbered {
    let starts = starts(columns);
    let total = columns.iter().map(|c| c.ids.dictionary.len()).sum();
    let mut union = Union::new(total);
    let mut seen = vec![false; total];
    let mut of_row = vec![NO_CODE; rows];
    // First the smallest node of every row, then its person.
    for ((column, block), start) in columns.iter().zip(block).zip(starts) {
        for (place, code) in of_row.iter_mut().zip(&column.ids.codes) {
            if !usable(*code, block) {
                continue;
            }
            let node = start as u32 + code;
            if let Some(flag) = seen.get_mut(node as usize).sure() {
                *flag = true;
            }
            if *place == NO_CODE {
                *place = node;
            } else {
                union.join(*place, node);
            }
        }
    }
    let mut of_node = vec![NO_CODE; total];
    let mut persons = 0;
    for node in 0..total {
        if !seen.get(node).copied().sure_or(false) {
            continue;
        }
        let root = union.root(node as u32) as usize;
        // The root is the smallest node of its set and was seen, so it has its number by now.
        if root == node {
            of_node[node] = persons;
            persons += 1;
        } else {
            of_node[node] = of_node[root];
        }
    }
    for place in &mut of_row {
        *place = of_node.by_code(*place).copied().or_absent(NO_CODE);
    }
    Numbered { of_row, of_node, persons }
}

fn account(numbered: &Numbered, block: &[Vec<bool>]) -> PeopleReport {
    let mut per_person = vec![0_u64; numbered.persons as usize];
    for person in &numbered.of_node {
        if let Some(count) = per_person.by_code_mut(*person) {
            *count += 1;
        }
    }
    let mut sizes: Map<u64, u64> = Map::new();
    for size in &per_person {
        *sizes.entry(*size).or_default() += 1;
    }
    let blocked = block.iter().flatten().filter(|b| **b).count() as u64;
    PeopleReport {
        rows: numbered.of_row.len() as u64,
        rows_without_person: numbered.of_row.iter().filter(|p| **p == NO_CODE).count() as u64,
        identifiers: numbered.of_node.iter().filter(|p| **p != NO_CODE).count() as u64,
        blocked,
        persons: u64::from(numbered.persons),
        largest: per_person.iter().copied().max().unwrap_or(0),
        sizes: sizes.into_iter().collect(),
    }
}

impl People {
    /// How many people there are.
    pub fn len(&self) -> usize {
        self.report.persons as usize
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.report.persons == 0
    }

    /// Columns `row, source, person`: which person each row of a source belongs to.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("row", self.rows.rows(self.person.len()))
            .column("source", &self.rows.sources(self.person.len()))
            .maybe_u32("person", self.person.iter().copied())
            .finish(&self.definition)
    }

    /// Columns `type, id, person` for every identifier: raw identifiers, for those who ask.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn ids_to_frame(&self) -> Result<Frame> {
        let types = self.ids.iter().flat_map(|column| {
            std::iter::repeat_n(Some(column.id_type.as_str()), column.persons.len())
        });
        let names = self.ids.iter().flat_map(|column| column.names.names().map(Some));
        let persons = self.ids.iter().flat_map(|column| column.persons.iter().copied());
        FrameBuilder::default()
            .text("type", types)
            .text("id", names)
            .maybe_u32("person", persons)
            .finish(&self.definition)
    }

    /// The person of an identifier, if it is known and not blocked.
    pub fn find(&self, id_type: &str, id: &str) -> Option<u32> {
        let column = self.ids.iter().find(|column| column.id_type == id_type)?;
        let code = column.names.code(id)?;
        column.persons.get(code as usize).sure().copied().filter(|person| *person != NO_CODE)
    }

    /// The person of an answer: that of the first of its identifiers, in order of the types, that is
    /// known.
    pub fn of_answer(&self, feedback: &Feedback, row: usize) -> Option<u32> {
        feedback.ids.iter().find_map(|column| {
            let known = column.ids.code(row) != NO_CODE;
            let name = if known { Some(column.ids.name(row)) } else { None };
            self.find(&column.id_type, &name?)
        })
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    People: to_frame -> to_record_batch, ids_to_frame -> ids_to_record_batch;
}
