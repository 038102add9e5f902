//! A measure with its costs, ready to compare.

use super::costs::Costs;
use super::equal::{self, Dynamic};
use super::options::{DistanceMethod, DistanceOptions, Norm};
use super::pairs::fill;
use super::warp::{self, Contact};
use super::{StateSequences, lanes};
use crate::sure::Sure;
use crate::{Error, Result, parallel};

/// Rows of one task that compares pair by pair.
const ROWS: usize = 8;

/// Sequences of one task that compares with chosen ones.
const OTHERS: usize = 1 << 10;

/// Cells of the table that one task looks savings up in, at most.
const CELLS: usize = 1 << 24;

/// A measure, with costs that were taken from some sequences.
#[derive(Debug, Clone)]
pub(crate) struct Measure<'a> {
    options: &'a DistanceOptions,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Edits(Costs),
    Hamming { length: usize },
    Dynamic(Dynamic),
    Warp,
}

impl<'a> Measure<'a> {
    /// Takes the costs from these sequences, which are in order of their lengths.
    pub(crate) fn of(all: &StateSequences, options: &'a DistanceOptions) -> Result<Self> {
        options.check()?;
        let Some(last) = all.len().checked_sub(1) else {
            return Err(Error::Empty { table: "sequences" });
        };
        let longest = all.get(last).len();
        too_many("states times steps of sequences", longest * all.states.len(), CELLS)?;
        let kind = match options.method {
            DistanceMethod::Hamming => Kind::Hamming { length: equal::check(all)? },
            DistanceMethod::Dhd => Kind::Dynamic(Dynamic::of(all, equal::check(all)?)),
            DistanceMethod::TimeWarp if all.times.is_none() && longest > 0 => {
                return Err(Error::Lacking {
                    what: "the method \"time_warp\"".into(),
                    needs: "times",
                    of: "these sequences",
                    remedy: "take them from journeys with the method \"time_warp\"",
                });
            }
            DistanceMethod::TimeWarp => Kind::Warp,
            _ => Kind::Edits(Costs::of(all, options)),
        };
        Ok(Self { options, kind })
    }

    /// The cost of an insertion, and those of substitutions, where the measure has them.
    pub(super) fn costs(&self) -> (Option<f64>, Vec<f64>) {
        match &self.kind {
            Kind::Edits(costs) => (Some(costs.indel), costs.substitution.clone()),
            _ => (None, Vec::new()),
        }
    }

    /// Distances of all pairs, row by row.
    pub(crate) fn pairs(&self, some: &StateSequences) -> Result<Vec<f64>> {
        too_many("distinct sequences", some.len(), self.options.limit)?;
        if let Kind::Edits(costs) = &self.kind {
            return lanes::pairs(some, costs, |d, x, y| self.normed(costs, d, x, y));
        }
        let contacts = self.contacts(some);
        fill(some.len(), ROWS, |rows| {
            let mut room = Vec::new();
            for i in rows.first..rows.count.min(rows.first + ROWS) {
                for j in i + 1..rows.count {
                    rows.set(i, j, self.one(some, &contacts, (i, j), &mut room));
                }
            }
            Ok(())
        })
    }

    /// Distances of the chosen sequences to all, one list for each of them.
    pub(crate) fn to_each(&self, all: &StateSequences, chosen: &[usize]) -> Result<Vec<Vec<f64>>> {
        if let Kind::Edits(costs) = &self.kind {
            return lanes::to_each(all, costs, chosen, |d, x, y| self.normed(costs, d, x, y));
        }
        let contacts = self.contacts(all);
        let mut found = Vec::with_capacity(chosen.len());
        for mine in chosen {
            let parts = parallel::map_chunks(all.len(), OTHERS, |others| {
                let mut room = Vec::new();
                Ok(others
                    .map(|j| self.one(all, &contacts, (*mine, j), &mut room))
                    .collect::<Vec<_>>())
            })?;
            found.push(parts.concat());
        }
        Ok(found)
    }

    fn contacts(&self, some: &StateSequences) -> Vec<Vec<Contact>> {
        match self.kind {
            Kind::Warp => (0..some.len()).map(|at| warp::contacts(some, at)).collect(),
            _ => Vec::new(),
        }
    }

    /// The distance of one pair, for measures that are not of edits.
    fn one(
        &self,
        some: &StateSequences,
        contacts: &[Vec<Contact>],
        (i, j): (usize, usize),
        room: &mut Vec<f64>,
    ) -> f64 {
        let of = |at: usize| contacts.get(at).map(Vec::as_slice).sure_or_default();
        let normed = self.options.norm == Norm::MaxDistance;
        let unit = |most: f64| if normed && most > 0.0 { most } else { 1.0 };
        match &self.kind {
            Kind::Hamming { length } => {
                equal::hamming(some.get(i), some.get(j)) / unit(*length as f64)
            }
            Kind::Dynamic(costs) => costs.distance(some.get(i), some.get(j)) / unit(costs.most),
            _ => warp::distance(of(i), of(j), self.options, room),
        }
    }

    /// A cost of edits between sequences of two lengths, divided by what the options say.
    fn normed(&self, costs: &Costs, cost: f64, x: usize, y: usize) -> f64 {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        match self.options.norm {
            Norm::None => cost,
            Norm::YujianBo => share(2.0 * cost, costs.indel * (x + y) as f64 + cost),
            Norm::MaxDistance => {
                let longer = x.abs_diff(y) as f64 * costs.indel;
                let replaced = costs.most.min(2.0 * costs.indel);
                share(cost, longer + x.min(y) as f64 * replaced)
            }
        }
    }
}

fn too_many(what: &'static str, found: usize, limit: usize) -> Result<()> {
    if found <= limit {
        return Ok(());
    }
    Err(Error::TooMany { what, found: found as u64, limit: limit as u64 })
}
