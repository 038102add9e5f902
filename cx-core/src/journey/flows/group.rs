//! Groups of journeys to be compared, and what is counted in them.

use super::subject::Split;

use super::subject::{CompareOptions, Subject};
use super::walk::state_name;
use crate::journey::Journeys;

use crate::columns::Dictionary;
use crate::journey::paths::distinct::Sequences;
use crate::ordered::Map;
use crate::sure::{Absent, Sure};
use crate::{Error, Result, parallel};

/// Some of the journeys.
pub(super) struct Group<'a> {
    pub(super) journeys: &'a Journeys,
    /// Numbers of the journeys, ascending.
    pub(super) members: Vec<u32>,
}

impl<'a> Group<'a> {
    /// All journeys.
    pub(super) fn all(journeys: &'a Journeys) -> Self {
        Self { journeys, members: (0..journeys.len() as u32).collect() }
    }

    /// The two groups of a split.
    pub(super) fn split(journeys: &'a Journeys, split: &Split) -> Result<(Self, Self)> {
        let first = match split {
            Split::Converted => journeys.converted.clone(),
            Split::Journeys(numbers) => flags("journeys", numbers, journeys.len())?,
            Split::Persons(numbers) => {
                let persons = flags("persons", numbers, journeys.persons as usize)?;
                let of = |person: &u32| persons.get(*person as usize).sure() == Some(&true);
                journeys.person.iter().map(of).collect()
            }
        };
        let members = |wanted: bool| {
            let numbers = first.iter().enumerate().filter(|(_, flag)| **flag == wanted);
            Group { journeys, members: numbers.map(|(number, _)| number as u32).collect() }
        };
        Ok((members(true), members(false)))
    }

    /// How many journeys there are.
    pub(super) fn len(&self) -> u64 {
        self.members.len() as u64
    }
}

fn flags(what: &'static str, numbers: &[u32], count: usize) -> Result<Vec<bool>> {
    let mut flags = vec![false; count];
    for number in numbers {
        let Some(flag) = flags.get_mut(*number as usize) else {
            let allowed = format!("numbers of {what}, 0 to {}", count.saturating_sub(1));
            return Err(Error::Option { field: "split", value: number.to_string(), allowed });
        };
        *flag = true;
    }
    Ok(flags)
}

/// What is counted: states at a step (0 where there is none).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) step: usize,
    pub(super) states: Vec<u32>,
}

/// Journeys of a group by key.
pub(super) struct Counted {
    pub(super) rows: Map<Key, u64>,
    /// For each state, the journeys that meet it; only where shares are of those.
    met: Option<Vec<u64>>,
    all: u64,
}

impl Counted {
    pub(super) fn count(&self, key: &Key) -> u64 {
        self.rows.get(key).copied().or_absent(0)
    }

    /// The journeys that could have been counted.
    pub(super) fn of(&self, key: &Key) -> u64 {
        let Some(met) = &self.met else { return self.all };
        key.states.first().and_then(|from| met.get(*from as usize)).copied().sure_or(0)
    }
}

/// The touchpoints of two groups by common codes.
pub(super) struct Common {
    touchpoints: Dictionary,
    /// For each group, the common code of each of its states.
    states: [Vec<u32>; 2],
}

impl Common {
    pub(super) fn of(first: &Group<'_>, second: &Group<'_>) -> Result<Self> {
        let names = first.journeys.touchpoints.to_vec();
        let others = second.journeys.touchpoints.to_vec();
        let all = names.iter().chain(&others).map(String::as_str);
        let (touchpoints, mut codes) = Dictionary::from_names(all)?;
        let mut theirs = codes.split_off(names.len());
        let ends = touchpoints.len() as u32..touchpoints.len() as u32 + 3;
        codes.extend(ends.clone());
        theirs.extend(ends);
        Ok(Self { touchpoints, states: [codes, theirs] })
    }

    pub(super) fn name(&self, state: u32) -> String {
        state_name(&self.touchpoints, state as usize)
    }

    /// Counts a group, the first (0) or the second (1).
    pub(super) fn count(&self, group: &Group<'_>, at: usize, options: &CompareOptions) -> Counted {
        let states = self.states.get(at).map(Vec::as_slice).sure_or_default();
        match options.subject {
            Subject::Transitions => self.transitions(group, states),
            Subject::Steps => self.steps(group, states, options.steps),
            Subject::Variants => self.variants(group, states),
        }
    }

    fn transitions(&self, group: &Group<'_>, states: &[u32]) -> Counted {
        let state = |state: usize| states.get(state).copied().sure_or_default();
        let mut met = vec![0; self.touchpoints.len() + 3];
        let (mut pairs, mut own) = (Vec::new(), Vec::new());
        for journey in &group.members {
            own.clear();
            group.journeys.each_move(*journey as usize, |step| {
                own.push((state(step.from), state(step.to)));
            });
            own.sort_unstable();
            own.dedup();
            for run in own.chunk_by(|a, b| a.0 == b.0) {
                let from = run.first().map_or(0, |(from, _)| *from as usize);
                if let Some(count) = met.get_mut(from).sure() {
                    *count += 1;
                }
            }
            pairs.extend_from_slice(&own);
        }
        parallel::sort_unstable_by_key(&mut pairs, |pair| *pair);
        let rows = pairs.chunk_by(|a, b| a == b).filter_map(|run| {
            let (from, to) = run.first()?;
            Some((Key { step: 0, states: vec![*from, *to] }, run.len() as u64))
        });
        Counted { rows: rows.collect(), met: Some(met), all: group.len() }
    }

    fn steps(&self, group: &Group<'_>, states: &[u32], steps: usize) -> Counted {
        let width = self.touchpoints.len() + 3;
        let mut counts = vec![0_u64; width * steps];
        for journey in group.members.iter().map(|journey| *journey as usize) {
            let (path, end) = (group.journeys.path(journey), group.journeys.end_state(journey));
            for step in 0..steps {
                let state = path.get(step).map_or(end, |code| *code as usize);
                let state = states.get(state).sure().map_or(0, |state| *state as usize);
                if let Some(cell) = counts.get_mut(step * width + state).sure() {
                    *cell += 1;
                }
            }
        }
        let cells = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        let rows = cells.map(|(at, count)| {
            (Key { step: at / width, states: vec![(at % width) as u32] }, count)
        });
        Counted { rows: rows.collect(), met: None, all: group.len() }
    }

    fn variants(&self, group: &Group<'_>, states: &[u32]) -> Counted {
        let (mut codes, mut ends) = (Vec::new(), Vec::with_capacity(group.members.len()));
        for journey in &group.members {
            let path = group.journeys.path(*journey as usize);
            codes.extend(path.iter().filter_map(|code| states.get(*code as usize).sure()));
            ends.push(codes.len());
        }
        let sequences = Sequences { codes: &codes, ends: &ends };
        let groups = sequences.group(self.touchpoints.len()).members;
        let rows = groups.iter().map(|members| {
            let path = sequences.get(members.clone().next().unwrap_or(0));
            (Key { step: 0, states: path.to_vec() }, members.count() as u64)
        });
        Counted { rows: rows.collect(), met: None, all: group.len() }
    }
}
