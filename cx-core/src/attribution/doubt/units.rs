//! What is drawn in each replicate: persons with their journeys, or journeys of aggregated paths.

use super::poisson::Draws;
use crate::attribution::input::Input;
use crate::attribution::lanes::{Drawn, LANES, Lanes, NONE};
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::sure::{Sure, run_of};

/// The journeys of each path.
#[derive(Debug)]
pub(super) enum Units<'a> {
    /// Journeys that are known, each drawn with its person.
    Persons {
        journeys: &'a Journeys,
        /// Journeys, path after path, and where each path ends.
        rows: Vec<u32>,
        ends: Vec<usize>,
        /// Rank of each journey's person among those that have any.
        person: Vec<u32>,
    },
    /// Counts of paths.
    Counts(&'a Paths),
}

impl<'a> Units<'a> {
    pub(super) fn of(input: Input<'a>) -> Self {
        let Some((journeys, persons)) = input.journeys else { return Self::Counts(input.paths) };
        let mut person = vec![0; journeys.len()];
        for rank in 0..persons.len() {
            for journey in persons.journeys(rank) {
                if let Some(place) = person.get_mut(journey).sure() {
                    *place = rank as u32;
                }
            }
        }
        let (rows, ends) = journeys.by_path();
        Self::Persons { journeys, rows, ends, person }
    }

    /// Draws a path; `won` is told of every journey that converted, with how often it was drawn and
    /// what these brought.
    pub(super) fn draw(
        &self,
        draws: &Draws<'_>,
        path: usize,
        won: impl FnMut(&Journeys, usize, (&Lanes, &Lanes)),
    ) -> Drawn {
        match self {
            Self::Persons { journeys, rows, ends, person } => {
                let rows = rows.get(run_of(ends, path)).sure_or_default();
                of_persons(draws, journeys, rows, person, won)
            }
            Self::Counts(paths) => of_counts(draws, paths, path),
        }
    }
}

fn of_persons(
    draws: &Draws<'_>,
    journeys: &Journeys,
    rows: &[u32],
    person: &[u32],
    mut won: impl FnMut(&Journeys, usize, (&Lanes, &Lanes)),
) -> Drawn {
    let mut drawn = Drawn::default();
    for row in rows {
        let journey = *row as usize;
        let weights = draws.person(person.get(journey).copied().sure_or(0));
        if journeys.converted.get(journey).sure() != Some(&true) {
            add(&mut drawn.lost, &weights);
            continue;
        }
        add(&mut drawn.won, &weights);
        let worth = journeys.worth_units(journey);
        let values = weights.map(|weight| weight * worth);
        add(&mut drawn.value, &values);
        won(journeys, journey, (&weights, &values));
    }
    drawn
}

/// Values within a path are drawn by mean and spread: `v n' + s sqrt(n') z` for `n'` conversions.
fn of_counts(draws: &Draws<'_>, paths: &Paths, path: usize) -> Drawn {
    let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
    let (conversions, value) = (at(&paths.conversions), at(&paths.value));
    let number = 3 * path as u64;
    let won = draws.count(number, conversions);
    let lost = draws.count(number + 1, at(&paths.nulls));
    if conversions <= 0.0 {
        // Value without any conversion has nothing to be drawn by.
        return Drawn { won, lost, value: [value; LANES] };
    }
    let mean = value / conversions;
    let spread = at(&paths.value_squares) / conversions - mean * mean;
    let mut values = won.map(|won| won * mean);
    if spread > 1e-9 * mean * mean {
        let normal = draws.normal(number + 2, spread.sqrt());
        for ((value, won), normal) in values.iter_mut().zip(won).zip(normal) {
            *value += won.sqrt() * normal;
        }
    }
    Drawn { won, lost, value: if value == 0.0 && spread <= 0.0 { NONE } else { values } }
}

fn add(sums: &mut Lanes, terms: &Lanes) {
    sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
}
