//! What each persona turns to in each phase.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::report::Personas;
use crate::Result;
use crate::columns::{Dictionary, Frame, FrameBuilder, NO_CODE};
use crate::declare::options;
use crate::from_json::words;
use crate::journey::{Journeys, Phases};
use crate::limits::CONFIDENCE;
use crate::options::Definition;
use crate::stats::{Interval, difference_of_groups, wilson, z_of};
use crate::sure::{Absent, ByCode, Call, Sure};

/// What a need is told by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedBy {
    /// The touchpoint that is turned to.
    #[default]
    Touchpoint,
    /// The kind of event: what is done there.
    Event,
}

words!(NeedBy: Touchpoint = "touchpoint", Event = "event");

options! {
    /// Options of [`Journeys::needs`].
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct NeedOptions {
        /// What a need is told by: `touchpoint` or `event`.
        pub by: NeedBy = NeedBy::Touchpoint,
        /// Level of the intervals, 0.5 to 0.9999.
        pub confidence: f64 = 0.95; in CONFIDENCE,
    }
}

/// How many journeys of a persona turn to something in a phase. Missing numbers are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeedRow {
    /// The persona, by its row.
    pub persona: u32,
    /// The phase, by its place in [`Needs::phases`].
    pub phase: u32,
    /// The touchpoint or kind of event, a code of [`Needs::names`].
    pub need: u32,
    /// Contacts.
    pub contacts: u64,
    /// Journeys of the persona with such a contact in the phase.
    pub journeys: u64,
    /// Journeys of the persona with any contact in the phase.
    pub of: u64,
    /// `journeys / of`.
    pub share: f64,
    /// Wilson's interval of `share`.
    pub interval: Interval,
    /// The same share among the journeys of all other personas; NaN where these have none.
    pub others: f64,
    /// `share - others`.
    pub difference: f64,
    /// Newcombe's interval of `difference`, -1 to 1 where nothing is known of the others.
    pub difference_in: Interval,
}

/// Needs by persona and phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Needs {
    /// Names of the phases.
    pub phases: Vec<String>,
    /// Names of what is turned to.
    pub names: Dictionary,
    /// By persona, phase and name; what a persona never turns to in a phase has no row.
    pub rows: Vec<NeedRow>,
    /// What a need is told by.
    pub by: NeedBy,
    /// Options and the definitions of personas and phases, as a hash.
    pub definition: Definition,
}

/// Journeys and contacts of one cell.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    journeys: u64,
    contacts: u64,
}

/// Counts of (persona, phase) and of (persona, phase, need), and of all personas together.
#[derive(Default)]
struct Counts {
    in_phase: BTreeMap<(u32, u32), u64>,
    turned: BTreeMap<(u32, u32, u32), Count>,
    all_in_phase: BTreeMap<u32, u64>,
    all_turned: BTreeMap<(u32, u32), u64>,
}

impl Journeys {
    /// What the journeys of each persona turn to in each phase: the need coverage of personas.
    ///
    /// `share = journeys of the persona with such a contact in the phase / journeys of the persona
    /// with any contact in the phase`, with Wilson's interval, beside the same share among all other
    /// personas and the difference of the two (Newcombe 1998, method 10). A difference whose interval
    /// does not hold 0 is what is particular to the persona; with many cells, one in twenty looks so
    /// without any reason.
    ///
    /// It tells what people turned to, not what they would have needed and did not find: for that,
    /// hold it against complaints and broken-off journeys. Journeys count as independent, which those
    /// of one person are not.
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for a confidence out of range;
    /// [`Error::Mismatch`](crate::Error::Mismatch) when phases or personas belong to other journeys;
    /// [`Error::Option`](crate::Error::Option) when phases are by person.
    ///
    /// ```
    /// # use cx_core::journey::{Journeys, NeedOptions, PersonaOptions, PhaseOptions};
    /// fn most(journeys: &Journeys) -> cx_core::Result<Option<f64>> {
    ///     let personas = journeys.personas(&PersonaOptions::default())?;
    ///     let phases = journeys.phases(&PhaseOptions::default())?;
    ///     let needs = journeys.needs(&personas, &phases, &NeedOptions::default())?;
    ///     Ok(needs.rows.iter().map(|row| row.share).max_by(f64::total_cmp))
    /// }
    /// ```
    pub fn needs(
        &self,
        personas: &Personas,
        phases: &Phases,
        options: &NeedOptions,
    ) -> Result<Needs> {
        let call = Call::open();
        options.check_ranges()?;
        self.belong(phases, Some(personas))?;
        let (codes, names) = match options.by {
            NeedBy::Touchpoint => (&self.steps.touchpoint, &self.touchpoints),
            NeedBy::Event => (&self.steps.event, &self.events),
        };
        let mut counts = Counts::default();
        for (journey, member) in personas.members.iter().enumerate() {
            counts.add(member.persona, self.range(journey), &phases.step_phase, codes);
        }
        let made_of = (&personas.definition, &phases.definition, options);
        call.close(Ok(Needs {
            phases: phases.names.clone(),
            names: names.clone(),
            rows: counts.rows(z_of(options.confidence)?),
            by: options.by,
            definition: Definition::of("journey.needs", &made_of),
        }))
    }
}

impl Counts {
    fn add(&mut self, persona: u32, steps: std::ops::Range<usize>, phase: &[u32], codes: &[u32]) {
        let at = |column: &[u32], step: usize| column.get(step).copied().sure_or(NO_CODE);
        let mut cells = BTreeMap::<(u32, u32), u64>::new();
        for step in steps {
            *cells.entry((at(phase, step), at(codes, step))).or_default() += 1;
        }
        for phase in cells.keys().map(|(phase, _)| *phase).collect::<BTreeSet<u32>>() {
            *self.in_phase.entry((persona, phase)).or_default() += 1;
            *self.all_in_phase.entry(phase).or_default() += 1;
        }
        for ((phase, need), contacts) in cells {
            let count = self.turned.entry((persona, phase, need)).or_default();
            count.journeys += 1;
            count.contacts += contacts;
            *self.all_turned.entry((phase, need)).or_default() += 1;
        }
    }

    fn rows(&self, z: f64) -> Vec<NeedRow> {
        let row = |(key, count): (&(u32, u32, u32), &Count)| {
            let (persona, phase, need) = *key;
            let of = self.in_phase.get(&(persona, phase)).copied().or_absent_default();
            let all_of = self.all_in_phase.get(&phase).copied().or_absent_default();
            let all = self.all_turned.get(&(phase, need)).copied().or_absent_default();
            let mine = (count.journeys as f64, of as f64);
            let theirs = ((all - count.journeys) as f64, (all_of - of) as f64);
            let (share, others) = (mine.0 / mine.1, theirs.0 / theirs.1);
            NeedRow {
                persona,
                phase,
                need,
                contacts: count.contacts,
                journeys: count.journeys,
                of,
                share,
                interval: wilson(mine.0, mine.1, z),
                others,
                difference: share - others,
                difference_in: difference_of_groups(mine, theirs, z),
            }
        };
        self.turned.iter().map(row).collect()
    }
}

impl Needs {
    /// Columns `persona, phase, touchpoint` (or `event`)`, contacts, journeys, of, share, low, high,
    /// others, difference, difference_low, difference_high`.
    ///
    /// # Errors
    /// [`Error::TooMany`](crate::Error::TooMany) beyond 2 GiB of text in one column.
    pub fn to_frame(&self) -> Result<Frame> {
        let rows = || self.rows.iter();
        let name = match self.by {
            NeedBy::Touchpoint => "touchpoint",
            NeedBy::Event => "event",
        };
        let codes: Vec<u32> = rows().map(|row| row.need).collect();
        FrameBuilder::default()
            .u32("persona", rows().map(|row| row.persona).collect())
            .text("phase", rows().map(|row| self.phases.by_code(row.phase)))
            .coded(name, &codes, &self.names)
            .u64("contacts", rows().map(|row| row.contacts))
            .u64("journeys", rows().map(|row| row.journeys))
            .u64("of", rows().map(|row| row.of))
            .f64("share", rows().map(|row| row.share))
            .f64("low", rows().map(|row| row.interval.low))
            .f64("high", rows().map(|row| row.interval.high))
            .f64("others", rows().map(|row| row.others))
            .f64("difference", rows().map(|row| row.difference))
            .f64("difference_low", rows().map(|row| row.difference_in.low))
            .f64("difference_high", rows().map(|row| row.difference_in.high))
            .finish(&self.definition)
    }
}

#[cfg(feature = "arrow")]
crate::columns::record_batches! {
    Needs: to_frame -> to_record_batch;
}
