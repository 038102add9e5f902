//! Rows that no rule can tell apart are a class, and each class is judged once.

use hashbrown::HashMap;

use super::columns::Columns;
use super::engine::Engine;
use super::lanes::{Lane, lanes};
use crate::columns::NO_CODE;
use crate::sure::{Absent, ByCode, Sure};

/// Pairs for which a place is kept each; beyond this they are looked up.
const PLACES: usize = 1 << 20;

/// What the rules say of every class of rows.
#[derive(Debug)]
pub(super) struct Classes {
    /// The class of each row.
    pub(super) rows: Vec<u32>,
    /// The rule that decides, by class; beyond the last rule where none holds.
    pub(super) winners: Vec<usize>,
    /// All rules that hold, by class, the deciding one first.
    pub(super) held: Vec<Vec<usize>>,
    /// Quirks of the deciding rule, by class.
    pub(super) quirks: Vec<Vec<usize>>,
}

impl Classes {
    pub(super) fn of(engine: &Engine, columns: &Columns, rows: usize) -> Self {
        let lanes = lanes(engine, columns, rows);
        let mut classes =
            Self { rows: vec![0; rows], winners: Vec::new(), held: Vec::new(), quirks: Vec::new() };
        // The answers of each class so far, lane by lane.
        let mut answers: Vec<Vec<u32>> = vec![Vec::new()];
        for lane in &lanes {
            answers = refined(&mut classes.rows, lane, &answers);
        }
        for class in &answers {
            classes.judge(engine, &lanes, class);
        }
        classes
    }

    fn judge(&mut self, engine: &Engine, lanes: &[Lane], class: &[u32]) {
        let mut passed: Vec<&[bool]> = vec![&[]; engine.fields.len()];
        for (lane, number) in lanes.iter().zip(class) {
            let answers = lane.answers.sets.by_code(*number);
            if let (Some(place), Some(answers)) = (passed.get_mut(lane.field).sure(), answers) {
                *place = answers;
            }
        }
        let rules = engine.conditions.iter().enumerate();
        let held: Vec<usize> =
            rules.filter(|(_, conditions)| conditions.hold(&passed)).map(|(at, _)| at).collect();
        let winner = held.first().copied().or_absent(engine.rules.len());
        let (id, _) = engine.rule(winner);
        let quirks = engine.quirks.iter().enumerate().filter(|(_, (quirk, conditions))| {
            quirk.rules.0.iter().any(|rule| rule == id) && conditions.hold(&passed)
        });
        self.quirks.push(quirks.map(|(at, _)| at).collect());
        self.winners.push(winner);
        self.held.push(held);
    }
}

/// Splits classes by the answers of one more lane; the answers of the new ones.
fn refined(rows: &mut [u32], lane: &Lane, before: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let width = lane.answers.sets.len();
    let mut pairs = Pairs::new(before.len() * width);
    let mut after: Vec<Vec<u32>> = Vec::new();
    for (class, number) in rows.iter_mut().zip(&lane.rows) {
        let key = *class as usize * width + *number as usize;
        let next = after.len() as u32;
        let found = pairs.number(key, next);
        if found == next {
            let mut answers = before.get(*class as usize).cloned().sure_or_default();
            answers.push(*number);
            after.push(answers);
        }
        *class = found;
    }
    after
}

/// Numbers of pairs in the order in which they are met.
enum Pairs {
    Placed(Vec<u32>),
    Looked(HashMap<usize, u32, foldhash::fast::FixedState>),
}

impl Pairs {
    fn new(pairs: usize) -> Self {
        if pairs <= PLACES {
            Self::Placed(vec![NO_CODE; pairs])
        } else {
            Self::Looked(HashMap::default())
        }
    }

    /// The number of a pair, `next` where it is new.
    fn number(&mut self, key: usize, next: u32) -> u32 {
        match self {
            Self::Placed(places) => {
                let Some(place) = places.get_mut(key).sure() else { return next };
                if *place == NO_CODE {
                    *place = next;
                }
                *place
            }
            Self::Looked(known) => *known.entry(key).or_insert(next),
        }
    }
}
