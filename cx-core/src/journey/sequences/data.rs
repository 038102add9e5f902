//! Distinct sequences of states, and how many rows have each.

use super::options::{DistanceOptions, SequenceStates};
use crate::columns::{Dictionary, Frame, FrameBuilder, NO_CODE};
use crate::journey::paths::distinct::Sequences;
use crate::journey::table::Journeys;
use crate::options::Definition;
use crate::reserved::END;
use crate::sure::{Absent, Call, Sure, run_of};
use crate::{Error, Result};

/// Distinct sequences of states, in order of their length and then of their states' names.
#[derive(Debug, Clone, PartialEq)]
pub struct StateSequences {
    /// Names of the states that occur.
    pub states: Dictionary,
    /// States of all distinct sequences, one sequence after the other.
    pub codes: Vec<u32>,
    /// Time of each state in units since the first one, where the comparison is of times too.
    pub times: Option<Vec<u32>>,
    /// For each distinct sequence, the number of states up to its end.
    pub ends: Vec<usize>,
    /// How many rows have the sequence.
    pub weight: Vec<u64>,
    /// The sequence of each row.
    pub member: Vec<u32>,
    /// How the sequences were taken.
    pub definition: Definition,
}

impl StateSequences {
    /// The distinct sequences among rows; row `r` has the states `codes[ends[r-1]..ends[r]]`,
    /// codes of `states`. States that do not occur are left out of the dictionary.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a code that is not in the dictionary, [`Error::TooMany`] beyond
    /// 2^32 rows.
    ///
    /// ```
    /// use cx_core::columns::Dictionary;
    /// use cx_core::journey::StateSequences;
    /// let (names, codes) = Dictionary::from_names(["web", "shop", "web", "shop", "web"])?;
    /// let sequences = StateSequences::of(&names, &codes, &[2, 4, 5])?;
    /// assert_eq!((sequences.len(), sequences.weight.as_slice()), (2, [1, 2].as_slice()));
    /// assert_eq!(sequences.member, [1, 1, 0]);
    /// # Ok::<(), cx_core::Error>(())
    /// ```
    pub fn of(states: &Dictionary, codes: &[u32], ends: &[usize]) -> Result<Self> {
        let definition = Definition::of("sequences", &());
        Self::distinct(states, codes, None, ends, definition)
    }

    fn distinct(
        states: &Dictionary,
        codes: &[u32],
        times: Option<&[u32]>,
        ends: &[usize],
        definition: Definition,
    ) -> Result<Self> {
        let call = Call::open();
        let limit = u64::from(u32::MAX);
        if ends.len() as u64 > limit {
            return Err(Error::TooMany { what: "sequences", found: ends.len() as u64, limit });
        }
        let (states, codes) = occurring(states, codes)?;
        let (keys, most) = match times {
            Some(times) => pair_codes(&codes, times),
            None => (codes.clone(), states.len()),
        };
        let all = Sequences { codes: &keys, ends };
        let groups = all.group(most).members;
        let range = |row: usize| run_of(ends, row);
        let mut members: Vec<Vec<usize>> = groups.iter().map(Iterator::collect).collect();
        members.sort_by_key(|rows| rows.first().map_or(0, |row| range(*row).len()));
        let mut found = Self {
            states,
            codes: Vec::new(),
            times: times.map(|_| Vec::new()),
            ends: Vec::with_capacity(members.len()),
            weight: Vec::with_capacity(members.len()),
            member: vec![0; ends.len()],
            definition,
        };
        for (at, rows) in members.iter().enumerate() {
            let Some(first) = rows.first() else { continue };
            found.codes.extend_from_slice(codes.get(range(*first)).sure_or_default());
            if let (Some(mine), Some(times)) = (&mut found.times, times) {
                mine.extend_from_slice(times.get(range(*first)).sure_or_default());
            }
            found.ends.push(found.codes.len());
            found.weight.push(rows.len() as u64);
            for row in rows {
                if let Some(cell) = found.member.get_mut(*row).sure() {
                    *cell = at as u32;
                }
            }
        }
        call.close(Ok(found))
    }

    /// How many distinct sequences there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn range(&self, sequence: usize) -> std::ops::Range<usize> {
        run_of(&self.ends, sequence)
    }

    /// The states of a distinct sequence.
    pub fn get(&self, sequence: usize) -> &[u32] {
        self.codes.get(self.range(sequence)).sure_or_default()
    }

    /// The times of a distinct sequence's states; empty where times are not compared.
    pub fn times(&self, sequence: usize) -> &[u32] {
        let times = self.times.as_ref();
        times.map_or(&[], |times| times.get(self.range(sequence)).sure_or_default())
    }

    /// Some of the distinct sequences, in their order; `member` has [`crate::columns::NO_CODE`] for
    /// rows whose sequence is not among them.
    pub(crate) fn only(&self, chosen: &[usize]) -> Self {
        let mut number = vec![crate::columns::NO_CODE; self.len()];
        let mut some = Self {
            states: self.states.clone(),
            codes: Vec::new(),
            times: self.times.as_ref().map(|_| Vec::new()),
            ends: Vec::with_capacity(chosen.len()),
            weight: Vec::with_capacity(chosen.len()),
            member: Vec::new(),
            definition: self.definition.clone(),
        };
        for (at, sequence) in chosen.iter().enumerate() {
            some.codes.extend_from_slice(self.get(*sequence));
            if let Some(times) = &mut some.times {
                times.extend_from_slice(self.times(*sequence));
            }
            some.ends.push(some.codes.len());
            some.weight.push(self.weight.get(*sequence).copied().sure_or(0));
            if let Some(cell) = number.get_mut(*sequence).sure() {
                *cell = at as u32;
            }
        }
        let lookup = |old: &u32| number.get(*old as usize).sure().copied();
        some.member = self.member.iter().filter_map(lookup).collect();
        some
    }

    /// Columns `sequence, path` (list of states), `length, rows`.
    ///
    /// # Errors
    /// [`Error::TooMany`] beyond 2^31 states.
    pub fn to_frame(&self) -> Result<Frame> {
        FrameBuilder::default()
            .u32("sequence", (0..self.len() as u32).collect())
            .lists("path", &self.codes, &self.ends, &self.states)
            .u64("length", (0..self.len()).map(|at| self.get(at).len() as u64))
            .u64("rows", self.weight.iter().copied())
            .finish(&self.definition)
    }
}

/// The dictionary of the codes that occur, and the codes in it.
fn occurring(states: &Dictionary, codes: &[u32]) -> Result<(Dictionary, Vec<u32>)> {
    let mut seen = vec![false; states.len()];
    for code in codes {
        let Some(flag) = seen.get_mut(*code as usize) else {
            return Err(Error::UnknownName {
                what: "state",
                name: code.to_string(),
                available: states.to_vec(),
            });
        };
        *flag = true;
    }
    let all = states.to_vec();
    let names = all.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(name, _)| name.as_str());
    let (dictionary, _) = Dictionary::from_names(names)?;
    let number: Vec<u32> =
        all.iter().map(|name| dictionary.code(name).or_absent(NO_CODE)).collect();
    let renumbered =
        codes.iter().filter_map(|code| number.get(*code as usize).sure().copied()).collect();
    Ok((dictionary, renumbered))
}

/// One code for each distinct pair of state and time, in their order, and how many there are.
fn pair_codes(codes: &[u32], times: &[u32]) -> (Vec<u32>, usize) {
    let pairs = || codes.iter().copied().zip(times.iter().copied());
    let mut distinct: Vec<(u32, u32)> = pairs().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let code = |pair| distinct.binary_search(&pair).ok().sure_or_default() as u32;
    (pairs().map(code).collect(), distinct.len())
}

impl Journeys {
    /// The distinct sequences of all journeys; row `r` is journey `r`.
    ///
    /// # Errors
    /// [`Error::Option`] when an option is out of range.
    pub fn sequences(&self, options: &DistanceOptions) -> Result<StateSequences> {
        let call = Call::open();
        options.check()?;
        let (column, names) = match options.states {
            SequenceStates::Touchpoint => (&self.steps.touchpoint, &self.touchpoints),
            SequenceStates::Event => (&self.steps.event, &self.events),
        };
        let fill = options.steps.filter(|_| options.equal_lengths());
        let (names, number) = match fill {
            Some(_) => with_end(names)?,
            None => (names.clone(), (0..names.len() as u32).collect()),
        };
        let end = number.last().copied().or_absent_default();
        let timed = options.method == super::DistanceMethod::TimeWarp;
        let unit = options.unit.micros().max(1);
        let (mut codes, mut times, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for journey in 0..self.len() {
            let range = self.range(journey);
            // A journey may be a conversion without any contact.
            let first = self.steps.time.get(range.start).copied().or_absent_default();
            let mut length = 0;
            let mut before = None;
            for step in range {
                let Some(code) = column.get(step).sure() else { break };
                if options.steps.is_some_and(|most| length >= most) {
                    break;
                }
                if !options.repeats && before == Some(code) {
                    continue;
                }
                before = Some(code);
                codes.push(number.get(*code as usize).copied().sure_or_default());
                if timed {
                    let time = self.steps.time.get(step).copied().sure_or(first);
                    times
                        .push(u32::try_from(time.saturating_sub(first) / unit).unwrap_or(u32::MAX));
                }
                length += 1;
            }
            codes.extend(std::iter::repeat_n(end, fill.map_or(0, |most| most - length)));
            ends.push(codes.len());
        }
        let definition = Definition::of("journey.sequences", &(&self.definition, options));
        let times = timed.then_some(times.as_slice());
        call.close(StateSequences::distinct(&names, &codes, times, &ends, definition))
    }
}

/// The dictionary with the state that fills short sequences, and the codes of the names in it, the
/// filling state's last.
fn with_end(names: &Dictionary) -> Result<(Dictionary, Vec<u32>)> {
    let all = names.to_vec();
    Dictionary::from_names(all.iter().map(String::as_str).chain([END]))
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    StateSequences: to_frame -> to_record_batch;
}
