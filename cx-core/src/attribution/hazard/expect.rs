//! What is expected of persons, given what is known of them.

use super::history::{History, Touch};
use super::lanes::{self, ABSENT};
use super::level_set::Levels;
use super::parameters::{COHORTS, LEAST, Parameters, Rates, Sums, add};
use super::rows::{Evidence, Row};
use crate::sure::Sure;

/// Room for one person.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    /// Probability of each level, given all that is known.
    pub(super) level: Vec<f64>,
    /// Hazard that comes from contacts, at each conversion.
    pub(super) caused: Vec<f64>,
    /// Its terms, conversion after conversion.
    pub(super) terms: Vec<f64>,
}

impl Person {
    /// What is expected of a person of a cohort, given their history and the contacts that speak for
    /// their level.
    pub(super) fn fill(
        &mut self,
        person: &History<'_>,
        cohort: usize,
        evidence: &[Evidence],
        now: &Parameters,
        rates: &Rates,
    ) {
        let size = rates.leave.len();
        self.causes(person, now);
        let share = rates.share.get(cohort * size..).sure_or_default();
        self.level.clear();
        let stay = share.iter().zip(&rates.leave);
        self.level.extend(stay.map(|(share, leave)| share - person.days * leave));
        for (touchpoint, number) in evidence {
            let row = rates.ln.get(*touchpoint as usize * size..).sure_or_default();
            self.level.iter_mut().zip(row).for_each(|(level, ln)| *level += number * ln);
        }
        hazards(&mut self.level, &self.caused, &now.base);
        lanes::normalise(&mut self.level);
    }

    fn causes(&mut self, person: &History<'_>, now: &Parameters) {
        self.caused.clear();
        self.terms.clear();
        for conversion in person.conversions {
            let first = self.terms.len();
            let before = person.before(conversion.time);
            let age = |touch: &Touch| -(conversion.time - touch.time) / now.of(touch.at).1;
            self.terms.extend(before.iter().map(age));
            let terms = self.terms.get_mut(first..).sure_or_default();
            for term in &mut *terms {
                *term = lanes::exp(*term);
            }
            let mut sum = 0.0;
            for (term, touch) in terms.iter_mut().zip(before) {
                *term *= now.of(touch.at).0;
                sum += *term;
            }
            self.caused.push(sum);
        }
    }
}

/// Adds the logarithms of the hazards at conversions.
fn hazards(level: &mut [f64], caused: &[f64], base: &[f64]) {
    for caused in caused {
        let hazards = base.iter().map(|base| libm::log((base + caused).max(LEAST)));
        level.iter_mut().zip(hazards).for_each(|(level, ln)| *level += ln);
    }
}

/// Parameters and sums over persons, level beside level.
struct Table<const W: usize> {
    share: Vec<[f64; W]>,
    ln: Vec<[f64; W]>,
    leave: [f64; W],
    base: [f64; W],
}

/// Values of the levels that are there, and of the others.
fn lanes_of<const W: usize>(values: &[f64], absent: f64) -> [f64; W] {
    let mut lanes = [absent; W];
    lanes.iter_mut().zip(values).for_each(|(lane, value)| *lane = *value);
    lanes
}

impl<const W: usize> Table<W> {
    fn of(now: &Parameters, rates: &Rates) -> Self {
        let size = rates.leave.len();
        let rows = |values: &[f64], absent| {
            values.chunks_exact(size).map(|row| lanes_of(row, absent)).collect()
        };
        Self {
            share: rows(&rates.share, ABSENT),
            ln: rows(&rates.ln, 0.0),
            leave: lanes_of(&rates.leave, 0.0),
            base: lanes_of(&now.base, 1.0),
        }
    }

    /// Logarithms of the probabilities of the levels together with what is known of a row, without
    /// conversions.
    fn weights(&self, row: &Row, evidence: &[Evidence]) -> [f64; W] {
        let mut level = self.share.get(row.cohort as usize).copied().sure_or([ABSENT; W]);
        for (level, leave) in level.iter_mut().zip(&self.leave) {
            *level -= row.days * leave;
        }
        for (touchpoint, number) in evidence {
            let Some(ln) = self.ln.get(*touchpoint as usize).sure() else { continue };
            for (level, ln) in level.iter_mut().zip(ln) {
                *level += number * ln;
            }
        }
        level
    }
}

/// Sums over persons, level beside level.
struct Lanes<const W: usize> {
    share: [[f64; W]; COHORTS],
    days: [f64; W],
    rate: Vec<[f64; W]>,
    base: [f64; W],
}

impl<const W: usize> Lanes<W> {
    fn add(&mut self, row: &Row, evidence: &[Evidence], level: &[f64; W]) {
        if let Some(share) = self.share.get_mut(row.cohort as usize).sure() {
            for (share, level) in share.iter_mut().zip(level) {
                *share += level;
            }
        }
        for (days, level) in self.days.iter_mut().zip(level) {
            *days += row.days * level;
        }
        for (touchpoint, number) in evidence {
            let Some(rate) = self.rate.get_mut(*touchpoint as usize).sure() else { continue };
            for (rate, level) in rate.iter_mut().zip(level) {
                *rate += number * level;
            }
        }
    }

    /// Adds what caused the conversions of a person.
    fn causes(
        &mut self,
        table: &Table<W>,
        person: &History<'_>,
        room: &Person,
        level: &[f64; W],
        sums: &mut Sums,
    ) {
        let mut terms = room.terms.iter();
        for (conversion, caused) in person.conversions.iter().zip(&room.caused) {
            let mut inverse = 0.0;
            for ((sum, level), base) in self.base.iter_mut().zip(level).zip(&table.base) {
                let part = level / (base + caused).max(LEAST);
                *sum += part * base;
                inverse += part;
            }
            for (touch, term) in person.before(conversion.time).iter().zip(&mut terms) {
                let part = term * inverse;
                add(&mut sums.weight, touch.at, part);
                add(&mut sums.ages, touch.at, part * (conversion.time - touch.time));
            }
        }
    }

    /// Without the levels that are not there.
    fn finish(&self, size: usize, sums: &mut Sums) {
        let flat = |rows: &[[f64; W]]| -> Vec<f64> {
            rows.iter().flat_map(|row| row.iter().take(size)).copied().collect()
        };
        sums.share = flat(&self.share);
        sums.days = flat(&[self.days]);
        sums.rate = flat(&self.rate);
        sums.base = flat(&[self.base]);
    }
}

impl Levels<'_> {
    /// Sums over the persons of rows.
    pub(super) fn sums<const W: usize>(
        &self,
        now: &Parameters,
        rates: &Rates,
        rows: impl Iterator<Item = usize>,
    ) -> Sums {
        let touchpoints = self.histories.touchpoints;
        let table = Table::<W>::of(now, rates);
        let mut sums = Sums::new(self.size, touchpoints);
        let mut all = Lanes {
            share: [[0.0; W]; COHORTS],
            days: [0.0; W],
            rate: vec![[0.0; W]; touchpoints],
            base: [0.0; W],
        };
        let mut room = Person::default();
        for at in rows {
            let Some((row, evidence)) = self.rows.get(at).sure() else { continue };
            let mut level = table.weights(row, evidence);
            let buyer = self.rows.buyer(at).and_then(|person| self.histories.person(person));
            if let Some(person) = &buyer {
                room.causes(person, now);
                hazards(&mut level, &room.caused, &table.base);
            }
            sums.likelihood += row.count * lanes::normalise(&mut level);
            for level in &mut level {
                *level *= row.count;
            }
            all.add(row, evidence, &level);
            if let Some(person) = &buyer {
                all.causes(&table, person, &room, &level, &mut sums);
            }
        }
        all.finish(self.size, &mut sums);
        sums
    }
}
