//! Credits of the rate game in several replicates.

use super::estimate::{EXACT, by_touchpoint};
use super::sets::Sets;
use super::{exact, sample};
use crate::Result;
use crate::attribution::input::Input;
use crate::attribution::lanes::{Drawn, Lanes, NONE, Replicate, add, lane};
use crate::attribution::options::AttributeOptions;
use crate::columns::NO_CODE;
use crate::journey::paths::Paths;
use crate::sure::Sure;

/// The sets of touchpoints, and which of them each path has.
#[derive(Debug)]
pub(crate) struct Game {
    sets: Sets,
    of_path: Vec<u32>,
}

impl Game {
    pub(crate) fn new(paths: &Paths) -> Self {
        let sets = Sets::of(paths);
        let mut set = Vec::new();
        let mut number = |path: usize| {
            let at = |column: &[f64]| column.get(path).copied().sure_or(0.0);
            if at(&paths.conversions) + at(&paths.nulls) == 0.0 {
                return NO_CODE;
            }
            sets.members_of(paths.path(path), &mut set);
            sets.find(&set).map_or(NO_CODE, |number| number as u32)
        };
        let of_path = (0..paths.len()).map(&mut number).collect();
        Self { sets, of_path }
    }

    pub(crate) fn sums(&self) -> GameSums {
        let cells = vec![NONE; self.sets.len() + 1];
        GameSums { journeys: cells.clone(), conversions: cells.clone(), value: cells }
    }

    /// Adds a path.
    pub(crate) fn add(&self, sums: &mut GameSums, path: usize, drawn: &Drawn) {
        let number = self.of_path.get(path).copied().sure_or(NO_CODE);
        // Journeys without any contact have the last place.
        let at = (number as usize).min(self.sets.len());
        add(&mut sums.journeys, at, &drawn.won, 1.0);
        add(&mut sums.journeys, at, &drawn.lost, 1.0);
        add(&mut sums.conversions, at, &drawn.won, 1.0);
        add(&mut sums.value, at, &drawn.value, 1.0);
    }

    /// Credits of some replicates.
    pub(crate) fn finish(
        &self,
        sums: &GameSums,
        lanes: usize,
        options: &AttributeOptions,
        input: Input<'_>,
    ) -> Result<Vec<Replicate>> {
        let mut sets = self.sets.clone();
        let replicate = |of: usize| {
            sets.journeys = lane(&sums.journeys, of);
            sets.conversions = lane(&sums.conversions, of);
            sets.value = lane(&sums.value, of);
            sets.journeys.pop();
            let apart = sets.conversions.pop().sure_or(0.0);
            let apart_value = sets.value.pop().sure_or(0.0);
            let [share, share_value] = if sets.players.len() <= EXACT {
                exact::values(&sets)
            } else {
                sample::solve(&sets, options.permutations as usize / 2, options.seed)?.mean
            };
            let journeys = sets.total();
            Ok(Replicate {
                conversions: by_touchpoint(&sets, input, &share, journeys, apart),
                value: by_touchpoint(&sets, input, &share_value, journeys, apart_value),
            })
        };
        (0..lanes).map(replicate).collect()
    }
}

/// Journeys, conversions and value of each set.
#[derive(Debug)]
pub(crate) struct GameSums {
    journeys: Vec<Lanes>,
    conversions: Vec<Lanes>,
    value: Vec<Lanes>,
}
