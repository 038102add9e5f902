//! Journeys and their phases in, effort out.

use std::collections::BTreeMap;

use super::options::{EffortOptions, EffortWeights};
use super::parts::{Contact, Parts};
use super::report::{Effort, EffortRow, EffortUnit};
use crate::columns::NO_CODE;
use crate::exact::ExactSum;
use crate::journey::{Journeys, Personas, Phases, Unit};
use crate::options::Definition;
use crate::stats::{Moments, mean_interval};
use crate::sure::{Call, Sure};
use crate::{Error, Result, parallel};

/// Units of one task.
const UNITS: usize = 1 << 12;

impl Journeys {
    /// The effort of persons or journeys in each phase, as an index.
    ///
    /// The parts of a unit's effort in a phase are counted from its contacts there: `contacts`;
    /// `switches` and `hand_offs`, changes of the touchpoint after a pause and without one;
    /// `repeats`, contacts at a touchpoint and of a kind that the phase had before; `minutes` and
    /// `waiting`, the time between consecutive contacts without and with a pause. The index is
    /// `100 Σ w_p x_p / r_p / Σ w_p` over the parts whose reference `r_p` is above 0: 100 is as
    /// much effort as the reference, which unless given is the mean of all units and phases here.
    /// Time from the last contact of a stretch to the next phase is no effort of either; see the
    /// hand-overs of [`Phases`].
    ///
    /// Equal weights are a convention, not a finding: calibrate them with a survey of effort where
    /// there is one. Contacts show what was done, not how hard it was; a call of an hour is one
    /// contact without minutes unless the data have an event for its end.
    ///
    /// With `personas` (and phases by journey) there is a row for each of them too.
    ///
    /// # Errors
    /// [`Error::Option`] for an option out of range, or when personas are asked for with phases by
    /// person; [`Error::Mismatch`] when phases or personas belong to other journeys;
    /// [`Error::Overflow`] when a sum leaves the range of doubles.
    ///
    /// ```
    /// # use cx_core::journey::{EffortOptions, Journeys, PhaseOptions};
    /// fn whole(journeys: &Journeys) -> cx_core::Result<Option<f64>> {
    ///     let phases = journeys.phases(&PhaseOptions::default())?;
    ///     let effort = journeys.effort(&phases, None, &EffortOptions::default())?;
    ///     Ok(effort.rows.first().map(|row| row.index))
    /// }
    /// ```
    pub fn effort(
        &self,
        phases: &Phases,
        personas: Option<&Personas>,
        options: &EffortOptions,
    ) -> Result<Effort> {
        let call = Call::open();
        options.check()?;
        self.belong(phases, personas)?;
        let pause = options.pause.micros();
        let all = self.units(phases.unit);
        let parts = parallel::map_chunks(all.len(), UNITS, |range| {
            let units = all.get(range).sure_or_default().iter();
            Ok(units.flat_map(|unit| self.parts(unit.clone(), phases, pause)).collect::<Vec<_>>())
        })?;
        let mut units = parts.concat();
        let reference = match options.reference {
            Some(reference) => reference,
            None => means(&units)?,
        };
        for unit in &mut units {
            unit.index = index(unit.parts, &options.weights, &reference);
        }
        let of = |unit: u32| {
            let member = personas.and_then(|personas| personas.members.get(unit as usize).sure());
            member.map(|member| member.persona)
        };
        let mut groups: BTreeMap<(u32, Option<u32>), Vec<&EffortUnit>> = BTreeMap::new();
        for unit in &units {
            groups.entry((unit.phase, None)).or_default().push(unit);
            if let Some(persona) = of(unit.unit) {
                groups.entry((unit.phase, Some(persona))).or_default().push(unit);
            }
        }
        let rows = groups.iter().map(|((phase, persona), units)| {
            row(*phase, persona.unwrap_or(NO_CODE), units, options.confidence)
        });
        let rows = rows.collect::<Result<_>>()?;
        let made_of = (&phases.definition, personas.map(|p| &p.definition), options);
        call.close(Ok(Effort {
            names: phases.names.clone(),
            unit: phases.unit,
            rows,
            reference,
            definition: Definition::of("journey.effort", &made_of),
            units,
        }))
    }

    /// Whether phases and personas were made from these journeys, and fit each other.
    pub(in crate::journey) fn belong(
        &self,
        phases: &Phases,
        personas: Option<&Personas>,
    ) -> Result<()> {
        if phases.step_phase.len() != self.steps.time.len() {
            return Err(Error::Mismatch {
                what: "the phases",
                with: "these journeys",
                remedy: "make the phases from the same journeys",
            });
        }
        let Some(personas) = personas else { return Ok(()) };
        personas.belong_to(self)?;
        if phases.unit == Unit::Persons {
            return Err(Error::Option {
            field: "unit",
            value: "\"persons\"".into(),
            allowed: "phases made with the unit \"journeys\": a person may have journeys of several personas".into(),
        });
        }
        Ok(())
    }

    /// The parts of one unit's effort in each of its phases, without the index.
    fn parts(
        &self,
        journeys: std::ops::Range<usize>,
        phases: &Phases,
        pause: i64,
    ) -> Vec<EffortUnit> {
        let unit = self.unit_of(journeys.start, phases.unit);
        let steps = journeys.flat_map(|journey| self.range(journey));
        let mut found: BTreeMap<u32, Parts> = BTreeMap::new();
        let mut before: Option<(u32, Contact)> = None;
        for step in steps {
            let code = |column: &[u32]| column.get(step).copied().sure_or(NO_CODE);
            let contact = Contact {
                time: self.steps.time.get(step).copied().sure_or_default(),
                touchpoint: code(&self.steps.touchpoint),
                event: code(&self.steps.event),
            };
            let phase = code(&phases.step_phase);
            let same = before.filter(|(other, _)| *other == phase).map(|(_, contact)| contact);
            found.entry(phase).or_default().add(contact, same, pause);
            before = Some((phase, contact));
        }
        let one = |(phase, parts): (u32, Parts)| EffortUnit {
            unit,
            phase,
            parts: parts.list(),
            index: f64::NAN,
        };
        found.into_iter().map(one).collect()
    }
}

/// `100 Σ w x / r / Σ w` over the parts with a reference; NaN where none has one.
fn index(parts: [f64; 6], weights: &EffortWeights, reference: &EffortWeights) -> f64 {
    let (mut sum, mut whole) = (0.0, 0.0);
    for ((part, weight), reference) in parts.iter().zip(weights.list()).zip(reference.list()) {
        if reference > 0.0 {
            sum += weight * part / reference;
            whole += weight;
        }
    }
    if whole > 0.0 { 100.0 * sum / whole } else { f64::NAN }
}

/// Mean of each part; 0 without units.
fn means(units: &[EffortUnit]) -> Result<EffortWeights> {
    let mut means = [0.0; 6];
    for (at, mean) in means.iter_mut().enumerate() {
        *mean = mean_of(units.iter().filter_map(|unit| unit.parts.get(at).sure().copied()))?;
    }
    let [contacts, switches, hand_offs, repeats, minutes, waiting] = means;
    Ok(EffortWeights { contacts, switches, hand_offs, repeats, minutes, waiting })
}

fn mean_of(values: impl Iterator<Item = f64>) -> Result<f64> {
    let mut sum = ExactSum::default();
    let mut count = 0_u64;
    for value in values {
        sum.add(value);
        count += 1;
    }
    Ok(if count == 0 { 0.0 } else { sum.value()? / count as f64 })
}

fn row(phase: u32, persona: u32, units: &[&EffortUnit], confidence: f64) -> Result<EffortRow> {
    let mut parts = [0.0; 6];
    for (at, mean) in parts.iter_mut().enumerate() {
        *mean = mean_of(units.iter().filter_map(|unit| unit.parts.get(at).sure().copied()))?;
    }
    let indices = units.iter().map(|unit| (unit.index, 1.0)).filter(|(index, _)| !index.is_nan());
    let moments = Moments::of(indices)?;
    let interval = match &moments {
        Some(moments) => mean_interval(moments, None, confidence)?,
        None => None,
    };
    Ok(EffortRow {
        phase,
        persona,
        units: units.len() as u64,
        parts,
        index: moments.map_or(f64::NAN, |moments| moments.mean),
        interval,
    })
}
