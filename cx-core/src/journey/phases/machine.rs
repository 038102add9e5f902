//! One unit's way through the phases.

use super::options::{PhaseOptions, PhaseRule};
use super::report::PhaseRow;
use crate::Result;
use crate::columns::{Dictionary, NO_CODE, NO_TIME};
use crate::journey::Journeys;
use crate::reserved::{CONVERSION, SILENCE, START};
use crate::sure::Sure;

/// A rule with codes for names.
struct Coded {
    phase: u32,
    touchpoint: Option<Vec<bool>>,
    event: Option<Vec<bool>>,
    from: Option<Vec<u32>>,
    conversion: bool,
    silence: Option<i64>,
}

/// The rules, ready to run.
pub(super) struct Machine {
    rules: Vec<Coded>,
    /// Numbers of the rules of silences, the shortest one first.
    silences: Vec<usize>,
    start: u32,
    regress: bool,
}

/// When what is followed ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    /// The end of the data.
    pub(super) data: i64,
    /// The end of the unit; `None` where it may go on.
    pub(super) unit: Option<i64>,
}

/// What happens to a unit.
#[derive(Debug, Clone, Copy)]
pub(super) enum Happening {
    /// A step, by its row in the steps.
    Contact(usize),
    /// A conversion.
    Conversion,
}

impl Machine {
    pub(super) fn of(options: &PhaseOptions, journeys: &Journeys) -> Result<Self> {
        let names = options.names();
        let number = |name: &String| names.iter().position(|known| known == name).sure_or(0) as u32;
        let one = |rule: &PhaseRule| -> Result<Coded> {
            Ok(Coded {
                phase: number(&rule.phase),
                touchpoint: among("touchpoint", &rule.touchpoint.0, &journeys.touchpoints)?,
                event: among("event", &rule.event.0, &journeys.events)?,
                from: match rule.from.0.as_slice() {
                    [] => None,
                    from => Some(from.iter().map(number).collect()),
                },
                conversion: rule.conversion,
                silence: rule.silence.map(crate::options::Span::micros),
            })
        };
        let rules: Vec<Coded> = options.rules.iter().map(one).collect::<Result<_>>()?;
        let mut silences: Vec<usize> = rules
            .iter()
            .enumerate()
            .filter(|(_, r)| r.silence.is_some())
            .map(|(at, _)| at)
            .collect();
        silences.sort_by_key(|at| rules.get(*at).sure().and_then(|rule| rule.silence));
        Ok(Self { rules, silences, start: number(&options.start), regress: options.regress })
    }

    fn may(&self, rule: &Coded, now: Option<u32>) -> bool {
        let from = rule.from.as_ref();
        let allowed = from.is_none_or(|from| from.contains(&now.unwrap_or(self.start)));
        allowed && (self.regress || now.is_none_or(|now| rule.phase >= now))
    }

    /// The phase that a happening leads to, if any rule holds.
    fn next(&self, happening: Happening, now: Option<u32>, journeys: &Journeys) -> Option<u32> {
        let holds = |rule: &&Coded| match happening {
            Happening::Conversion => rule.conversion,
            Happening::Contact(step) => {
                let contact = rule.touchpoint.is_some() || rule.event.is_some();
                contact
                    && has(rule.touchpoint.as_ref(), journeys.steps.touchpoint.get(step).sure())
                    && has(rule.event.as_ref(), journeys.steps.event.get(step).sure())
            }
        };
        let found = self.rules.iter().filter(holds).find(|rule| self.may(rule, now));
        found.map(|rule| rule.phase)
    }

    /// Follows a unit; `phase` gets the phase of each contact.
    pub(super) fn follow(
        &self,
        unit: u32,
        happenings: &[(i64, Happening)],
        ends: Ends,
        journeys: &Journeys,
        mut phase: impl FnMut(u32),
    ) -> Vec<PhaseRow> {
        let mut way = Way { unit, rows: Vec::new() };
        let mut last = None;
        for (time, happening) in happenings {
            if let Some(last) = last {
                self.silences(&mut way, last, *time);
            }
            last = Some(*time);
            let now = way.now();
            let next = self.next(*happening, now, journeys);
            let (cause, touchpoint) = match happening {
                Happening::Conversion => (Some(CONVERSION), NO_CODE),
                Happening::Contact(step) => {
                    (None, journeys.steps.touchpoint.get(*step).copied().sure_or(NO_CODE))
                }
            };
            match next {
                Some(next) if now != Some(next) => way.enter(next, *time, cause, touchpoint),
                None if now.is_none() => way.enter(self.start, *time, Some(START), NO_CODE),
                _ => {}
            }
            if let Happening::Contact(step) = happening {
                way.contact(*step, *time);
                phase(way.now().unwrap_or(self.start));
            }
        }
        if let Some(last) = last {
            self.silences(&mut way, last, ends.data);
        }
        way.close(ends);
        way.rows
    }

    /// Enters the phases of silences that passed between two times.
    fn silences(&self, way: &mut Way, last: i64, until: i64) {
        for rule in self.silences.iter().filter_map(|at| self.rules.get(*at).sure()) {
            let begins = last.saturating_add(rule.silence.unwrap_or(i64::MAX));
            if begins < until && way.now() != Some(rule.phase) && self.may(rule, way.now()) {
                way.enter(rule.phase, begins, Some(SILENCE), NO_CODE);
            }
        }
    }
}

/// The phases of a unit so far.
struct Way {
    unit: u32,
    rows: Vec<PhaseRow>,
}

impl Way {
    fn now(&self) -> Option<u32> {
        self.rows.last().map(|row| row.phase)
    }

    fn enter(&mut self, phase: u32, time: i64, cause: Option<&'static str>, touchpoint: u32) {
        if let Some(before) = self.rows.last_mut() {
            (before.left, before.until, before.over) = (time, time, true);
        }
        self.rows.push(PhaseRow {
            unit: self.unit,
            phase,
            entered: time,
            left: NO_TIME,
            until: NO_TIME,
            over: false,
            cause,
            touchpoint,
            contacts: 0,
            first: None,
            last: None,
        });
    }

    /// Ends the last phase: with its unit, unless that goes on or is silent for so long already.
    fn close(&mut self, ends: Ends) {
        if let Some(row) = self.rows.last_mut() {
            let end = ends.unit.filter(|end| row.entered <= *end);
            (row.until, row.over) = (end.unwrap_or(ends.data), end.is_some());
        }
    }

    fn contact(&mut self, step: usize, time: i64) {
        if let Some(row) = self.rows.last_mut() {
            row.contacts += 1;
            row.first = row.first.or(Some((step, time)));
            row.last = Some((step, time));
        }
    }
}

/// For each name of a dictionary, whether it is among some; `None` where none is named.
fn among(what: &'static str, names: &[String], known: &Dictionary) -> Result<Option<Vec<bool>>> {
    if names.is_empty() {
        return Ok(None);
    }
    let mut among = vec![false; known.len()];
    for name in names {
        if let Some(flag) = among.get_mut(known.require(what, name)? as usize).sure() {
            *flag = true;
        }
    }
    Ok(Some(among))
}

fn has(among: Option<&Vec<bool>>, code: Option<&u32>) -> bool {
    among.is_none_or(|among| {
        code.is_some_and(|code| among.get(*code as usize).sure() == Some(&true))
    })
}
