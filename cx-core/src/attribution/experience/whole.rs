//! All answers of a score, as gains and losses against the reference.

use super::answers::Answer;
use crate::Result;
use crate::exact::ExactSum;
use crate::intake::IntakeReport;
use crate::journey::Journeys;
use crate::journey::paths::Paths;
use crate::ordered::Map;
use crate::stats::Moments;
use crate::sure::Sure;

pub(super) fn sum(terms: impl Iterator<Item = f64>) -> Result<f64> {
    let mut sum = ExactSum::default();
    terms.for_each(|term| sum.add(term));
    sum.value()
}

/// Credit of one side, and how far its interval goes below and above it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Part {
    pub(super) value: f64,
    below: f64,
    above: f64,
}

impl Part {
    pub(super) fn new(value: f64, low: f64, high: f64) -> Self {
        Self { value, below: value - low, above: high - value }
    }

    /// The ends of a credit that is this gain less a loss: the least credit has the least gain and the
    /// largest loss.
    pub(super) fn against(self, loss: Self, credit: f64) -> [f64; 2] {
        [credit - self.below.hypot(loss.above), credit + self.above.hypot(loss.below)]
    }
}

/// All answers, to be brought together by path.
pub(super) struct Whole<'a> {
    pub(super) answers: &'a [Answer],
    pub(super) reference: f64,
    pub(super) shrink: f64,
}

impl Whole<'_> {
    /// Answers by the set of their touchpoints.
    fn sets(&self) -> Map<Vec<u32>, usize> {
        let mut sets = Map::new();
        for answer in self.answers {
            *sets.entry(set(&answer.path)).or_insert(0) += 1;
        }
        sets
    }

    /// The part of `w (y - y0)` of each answer that counts.
    pub(super) fn counted(&self) -> Vec<f64> {
        let sets = self.sets();
        let one = |answer: &Answer| {
            let count = sets.get(&set(&answer.path)).copied().sure_or(1) as f64;
            answer.weight * (answer.score - self.reference) * (count / (count + self.shrink))
        };
        self.answers.iter().map(one).collect()
    }

    /// What small counts hold back.
    pub(super) fn held_back(&self) -> Result<f64> {
        let all = self.answers.iter().map(|a| a.weight * (a.score - self.reference));
        sum(all.zip(self.counted()).flat_map(|(all, counted)| [all, -counted]))
    }

    /// Distinct paths of one side (`sign` 1: gains, -1: losses): its answers convert with their
    /// counted points as value, all others do not.
    pub(super) fn paths(&self, journeys: &Journeys, sign: f64) -> Result<Paths> {
        let mut paths = Paths {
            touchpoints: journeys.touchpoints.clone(),
            codes: Vec::new(),
            ends: Vec::new(),
            conversions: Vec::new(),
            value: Vec::new(),
            value_squares: Vec::new(),
            nulls: Vec::new(),
            below: Vec::new(),
            cancelled: Vec::new(),
            report: IntakeReport::default(),
            definition: journeys.definition.clone(),
        };
        let counted = self.counted();
        let rows: Vec<(&Answer, f64)> = self.answers.iter().zip(counted).collect();
        for group in rows.chunk_by(|a, b| a.0.path == b.0.path) {
            let Some((first, _)) = group.first() else { continue };
            let (mine, others): (Vec<_>, Vec<_>) =
                group.iter().partition(|(_, counted)| counted * sign > 0.0);
            let weight = |rows: &[(&Answer, f64)]| sum(rows.iter().map(|row| row.0.weight));
            paths.codes.extend_from_slice(&first.path);
            paths.ends.push(paths.codes.len());
            paths.conversions.push(weight(&mine)?);
            paths.nulls.push(weight(&others)?);
            paths.value.push(sum(mine.iter().map(|row| row.1 * sign))?);
            paths.value_squares.push(sum(mine.iter().map(|row| row.1 * row.1))?);
        }
        Ok(paths)
    }

    /// For each touchpoint, the answers after it and their weighted mean.
    pub(super) fn met(&self, journeys: &Journeys) -> Result<Vec<(u64, f64)>> {
        let mut by_touchpoint = vec![Vec::new(); journeys.touchpoints.len()];
        for answer in self.answers {
            for code in set(&answer.path) {
                if let Some(rows) = by_touchpoint.get_mut(code as usize).sure() {
                    rows.push((answer.score, answer.weight));
                }
            }
        }
        let one = |rows: &Vec<(f64, f64)>| {
            let moments = Moments::of(rows.iter().copied())?;
            Ok((rows.len() as u64, moments.map_or(f64::NAN, |moments| moments.mean)))
        };
        by_touchpoint.iter().map(one).collect()
    }
}

/// The distinct touchpoints of a path, in order of their codes.
fn set(path: &[u32]) -> Vec<u32> {
    let mut set = path.to_vec();
    set.sort_unstable();
    set.dedup();
    set
}
