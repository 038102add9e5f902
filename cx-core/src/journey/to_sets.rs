//! Journeys by the set of touchpoints that they met.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::Journeys;
use super::paths::Paths;
use super::to_paths::sum;
use crate::Result;
use crate::columns::NO_CODE;
use crate::intake::IntakeReport;
use crate::parallel;

/// Numbers of the sets that were met, each a bit for each touchpoint.
struct Sets {
    masks: Vec<u64>,
    /// The number of each set, where all that there can be are few.
    dense: Vec<u32>,
    sparse: HashMap<u64, u32, FixedState>,
}

impl Sets {
    /// Touchpoints up to which every set has its place.
    const DENSE: usize = 16;

    fn new(touchpoints: usize) -> Self {
        let places = if touchpoints <= Self::DENSE { 1 << touchpoints } else { 0 };
        Self { masks: Vec::new(), dense: vec![NO_CODE; places], sparse: HashMap::default() }
    }

    fn number(&mut self, mask: u64) -> usize {
        let number = match self.dense.get_mut(mask as usize) {
            Some(number) => number,
            None => self.sparse.entry(mask).or_insert(NO_CODE),
        };
        if *number == NO_CODE {
            *number = self.masks.len() as u32;
            self.masks.push(mask);
        }
        *number as usize
    }

    /// The numbers in order of the sets.
    fn in_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.masks.len() as u32).collect();
        crate::sort::by_key(&mut order, |number| self.masks.get(*number as usize).copied());
        order
    }
}

impl Journeys {
    /// As [`paths`](Self::paths), but each "path" is the set of the touchpoints that a journey met,
    /// in order of their codes: enough for models that look at nothing else, and several times
    /// faster. `None` for more touchpoints than a number has bits.
    ///
    /// # Errors
    /// As [`paths`](Self::paths).
    pub(crate) fn by_set(&self) -> Result<Option<Paths>> {
        if self.touchpoints.len() > u64::BITS as usize {
            return Ok(None);
        }
        let mut sets = Sets::new(self.touchpoints.len());
        let mut lost: Vec<u64> = Vec::new();
        let mut won: Vec<(u32, i64)> = Vec::new();
        let with = |set: u64, code: &u32| set | 1_u64.checked_shl(*code).unwrap_or(0);
        for journey in 0..self.len() {
            let set = sets.number(self.path(journey).iter().fold(0, with));
            lost.resize(sets.masks.len(), 0);
            if self.converted.get(journey) == Some(&true) {
                won.push((set as u32, self.worth(journey)));
            } else if let Some(lost) = lost.get_mut(set) {
                *lost += 1;
            }
        }
        parallel::sort_unstable_by_key(&mut won, |(set, worth)| (*set, *worth));
        self.paths_of(&sets, &lost, &won).map(Some)
    }

    /// The sets as paths; `won` are the conversions in order of the sets' numbers.
    fn paths_of(&self, sets: &Sets, lost: &[u64], won: &[(u32, i64)]) -> Result<Paths> {
        let mut paths = Paths {
            touchpoints: self.touchpoints.clone(),
            codes: Vec::new(),
            ends: Vec::with_capacity(sets.masks.len()),
            conversions: Vec::with_capacity(sets.masks.len()),
            value: Vec::with_capacity(sets.masks.len()),
            value_squares: Vec::with_capacity(sets.masks.len()),
            nulls: Vec::with_capacity(sets.masks.len()),
            report: IntakeReport::default(),
            definition: self.definition.clone(),
        };
        for set in sets.in_order() {
            let mask = sets.masks.get(set as usize).copied().unwrap_or(0);
            let first = won.partition_point(|(other, _)| *other < set);
            let mine = won.get(first..).unwrap_or_default();
            let mine: Vec<Option<i64>> = mine
                .iter()
                .take_while(|(other, _)| *other == set)
                .map(|(_, worth)| Some(*worth))
                .collect();
            let sums = sum(&mine)?;
            paths.codes.extend((0..u64::BITS).filter(|bit| mask >> bit & 1 == 1));
            paths.ends.push(paths.codes.len());
            paths.conversions.push(sums.conversions);
            paths.value.push(sums.value);
            paths.value_squares.push(sums.value_squares);
            paths.nulls.push(lost.get(set as usize).copied().unwrap_or(0) as f64);
        }
        Ok(paths)
    }
}
