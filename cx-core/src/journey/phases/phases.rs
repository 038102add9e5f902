//! Journeys in, phases out.

use std::collections::BTreeMap;

use super::machine::{Ends, Happening, Machine};
use super::options::PhaseOptions;
use super::report::{HandOver, PhaseChannel, PhaseRow, Phases};
use super::target::MINUTE;
use crate::journey::{Journeys, Unit};
use crate::options::Definition;
use crate::stats::{quantile, wilson, z_of};
use crate::sure::{Call, Sure};
use crate::{Result, parallel};

/// Units followed in one task.
const UNITS: usize = 1 << 12;

impl Journeys {
    /// The phases of every person or journey: a state machine over its contacts and conversions.
    ///
    /// At each contact the first rule that holds decides; where none holds, the phase stays. A
    /// phase lasts until the next one begins, so the phases of a person cover the time from their
    /// first contact (or conversion) on without a gap, and every step is in exactly one. The
    /// contact that causes a phase is counted in it. Silences are seen up to the last event of the
    /// data. Without going back (`regress: false`) a rule of an earlier phase does not hold.
    ///
    /// What a phase is called is the rule's choice, not an observation: contacts at a touchpoint
    /// that both searchers and owners use tell little of either.
    ///
    /// Sources of the usual phases: K. Lemon and P. Verhoef, Journal of Marketing 80 (2016) 69-96
    /// (before, at and after the purchase).
    ///
    /// # Errors
    /// [`Error::Option`](crate::Error::Option) for a rule without one kind of condition,
    /// [`Error::UnknownName`](crate::Error::UnknownName) for a touchpoint or event that does not
    /// occur, and for a phase in `from` that no rule names.
    ///
    /// ```
    /// # use cx_core::journey::{Journeys, PhaseOptions, PhaseRule};
    /// # use cx_core::options::Span;
    /// fn life(journeys: &Journeys) -> cx_core::Result<u64> {
    ///     let options = PhaseOptions { start: "lead".into(), ..Default::default() }
    ///         .rule(PhaseRule::new("customer").conversion())
    ///         .rule(PhaseRule::new("inactive").silence(Span::days(90)).from("customer"));
    ///     let phases = journeys.phases(&options)?;
    ///     Ok(phases.hand_overs.iter().map(|move_| move_.count).sum())
    /// }
    /// ```
    pub fn phases(&self, options: &PhaseOptions) -> Result<Phases> {
        let call = Call::open();
        options.check()?;
        let machine = Machine::of(options, self)?;
        let sessions = self.sessions.end.iter().copied();
        let data_end = sessions.chain(self.end.iter().copied()).max().unwrap_or_default();
        let units = self.units(options.unit);
        let parts = parallel::map_chunks(units.len(), UNITS, |range| {
            let (mut rows, mut phase) = (Vec::new(), Vec::new());
            for journeys in units.get(range).sure_or_default() {
                let happenings = self.happenings(journeys.clone());
                let unit = self.unit_of(journeys.start, options.unit);
                let ends = Ends { data: data_end, unit: self.over(journeys.start, options.unit) };
                let way = machine.follow(unit, &happenings, ends, self, |now| phase.push(now));
                rows.extend(way);
            }
            Ok((rows, phase))
        })?;
        let (mut rows, mut step_phase) = (Vec::new(), Vec::new());
        for (more, phase) in parts {
            rows.extend(more);
            step_phase.extend(phase);
        }
        let names = options.names();
        call.close(Ok(Phases {
            channels: self.channels(&rows, &names, &step_phase),
            hand_overs: self.hand_overs(&rows, &names, options.confidence)?,
            names,
            touchpoints: self.touchpoints.clone(),
            unit: options.unit,
            rows,
            step_phase,
            definition: Definition::of("journey.phases", &(&self.definition, options)),
        }))
    }

    /// The journeys of each unit: they lie person by person, in order of time.
    pub(in crate::journey) fn units(&self, unit: Unit) -> Vec<std::ops::Range<usize>> {
        if unit != Unit::Persons {
            return (0..self.len()).map(|journey| journey..journey + 1).collect();
        }
        let mut start = 0;
        let mut whole = |journeys: &[u32]| {
            let range = start..start + journeys.len();
            start = range.end;
            range
        };
        self.person.chunk_by(|a, b| a == b).map(&mut whole).collect()
    }

    /// The number of a unit, by its first journey.
    pub(in crate::journey) fn unit_of(&self, journey: usize, unit: Unit) -> u32 {
        match unit {
            Unit::Persons => self.person.get(journey).copied().sure_or_default(),
            Unit::Journeys | Unit::Sessions => journey as u32,
        }
    }

    /// When a unit was over, by its first journey; `None`: it may go on after the end of the data.
    fn over(&self, journey: usize, unit: Unit) -> Option<i64> {
        let goes_on = unit == Unit::Persons || self.goes_on(journey);
        self.end.get(journey).sure().copied().filter(|_| !goes_on)
    }

    fn happenings(&self, journeys: std::ops::Range<usize>) -> Vec<(i64, Happening)> {
        let mut all = Vec::new();
        for journey in journeys {
            let time = |step: usize| self.steps.time.get(step).copied().sure_or_default();
            all.extend(self.range(journey).map(|step| (time(step), Happening::Contact(step))));
            if self.converted.get(journey).sure() == Some(&true) {
                let end = self.end.get(journey).copied().sure_or_default();
                all.push((end, Happening::Conversion));
            }
        }
        all
    }

    fn channels(&self, rows: &[PhaseRow], names: &[String], phase: &[u32]) -> Vec<PhaseChannel> {
        let mut counts: BTreeMap<(u32, u32), (u64, u64, Option<u32>)> = BTreeMap::new();
        let mut whole = vec![0_u64; names.len()];
        for row in rows {
            let (Some((first, _)), Some((last, _))) = (row.first, row.last) else { continue };
            if let Some(count) = whole.get_mut(row.phase as usize).sure() {
                *count += row.contacts;
            }
            let touchpoints = self.steps.touchpoint.get(first..=last).sure_or_default();
            for (touchpoint, now) in
                touchpoints.iter().zip(phase.get(first..=last).sure_or_default())
            {
                let cell = counts.entry((*now, *touchpoint)).or_default();
                cell.0 += 1;
                if cell.2 != Some(row.unit) {
                    cell.1 += 1;
                    cell.2 = Some(row.unit);
                }
            }
        }
        let row = |((phase, touchpoint), (contacts, units, _)): ((u32, u32), (u64, u64, _))| {
            let all = whole.get(phase as usize).copied().sure_or(0) as f64;
            PhaseChannel {
                phase: names.get(phase as usize).cloned().sure_or_default(),
                touchpoint: self.touchpoints.name(touchpoint).into_owned(),
                contacts,
                units,
                share: contacts as f64 / all,
            }
        };
        counts.into_iter().map(row).collect()
    }

    fn hand_overs(
        &self,
        rows: &[PhaseRow],
        names: &[String],
        confidence: f64,
    ) -> Result<Vec<HandOver>> {
        let z = z_of(confidence)?;
        let mut moves: BTreeMap<(u32, u32), Move> = BTreeMap::new();
        let touchpoint = |step: usize| self.steps.touchpoint.get(step).sure();
        for pair in rows.windows(2) {
            let [a, b] = pair else { continue };
            if a.unit != b.unit {
                continue;
            }
            let found = moves.entry((a.phase, b.phase)).or_default();
            found.count += 1;
            if let (Some((last, before)), Some((first, after))) = (a.last, b.first) {
                found.gaps.push(after - before);
                found.changed += u64::from(touchpoint(last) != touchpoint(first));
            }
        }
        let name = |phase: u32| names.get(phase as usize).cloned().sure_or_default();
        let row = |((from, to), found): ((u32, u32), Move)| {
            let mut gaps = found.gaps;
            let measured = gaps.len() as u64;
            HandOver {
                from: name(from),
                to: name(to),
                count: found.count,
                measured,
                changed: found.changed,
                changed_share: found.changed as f64 / measured as f64,
                interval: wilson(found.changed as f64, measured as f64, z),
                gap: [0.25, 0.5, 0.75, 0.9].map(|p| quantile(&mut gaps, p) / MINUTE),
            }
        };
        Ok(moves.into_iter().map(row).collect())
    }
}

/// What is counted of a move between two phases.
#[derive(Debug, Clone, Default)]
struct Move {
    count: u64,
    changed: u64,
    gaps: Vec<i64>,
}
