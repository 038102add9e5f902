//! Leaps over many small steps of a search.

use super::maximise::Step;
use super::parameters::add;
use crate::Result;
use crate::stats::{Lu, Matrix};

/// Steps that are kept.
const KEPT: usize = 8;
/// The farthest that a logarithm may leap.
const FAR: f64 = 2.0;
/// Part of itself that each equation gets in addition, so that steps in one direction have a solution.
const TOGETHER: f64 = 1e-10;

/// The last places of a search and where each of them led.
///
/// Each step says how far off its place is, and how that changed from step to step says where it
/// would be nothing, as in quasi-Newton methods: the sum of the changes that comes nearest to nothing, by
/// least squares. What counts is measured by the information of complete data.
///
/// Sources: D. G. Anderson, *Iterative procedures for nonlinear integral equations*, Journal of the ACM 12
/// (1965) 547-560; H. Fang, Y. Saad, *Two classes of multisecant methods for nonlinear acceleration*,
/// Numerical Linear Algebra with Applications 16 (2009) 197-221; for expectation and maximisation: N. C.
/// Henderson, R. Varadhan, *Damped Anderson acceleration with restarts and monotonicity control*, Journal of
/// Computational and Graphical Statistics 28 (2019) 834-846.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The last place, and how far off it was.
    last: Option<[Vec<f64>; 2]>,
    /// How both changed.
    changes: Vec<[Vec<f64>; 2]>,
}

impl Memory {
    /// Forgets how things changed, but not the last place.
    pub(super) fn forget(&mut self) {
        self.changes.clear();
    }

    /// Where a step from a place would lead that left nothing to do, within bounds; none at the first place.
    pub(super) fn leap(
        &mut self,
        from: Vec<f64>,
        to: Vec<f64>,
        step: &Step,
    ) -> Result<Option<Vec<f64>>> {
        let off = difference(&to, &from);
        if let Some([place, before]) = self.last.take() {
            if self.changes.len() == KEPT {
                self.changes.remove(0);
            }
            self.changes.push([difference(&from, &place), difference(&off, &before)]);
        }
        let leap =
            if self.changes.is_empty() { None } else { Some(self.solve(&from, to, &off, step)?) };
        self.last = Some([from, off]);
        Ok(leap.filter(|logs| logs.iter().all(|log| log.is_finite())))
    }

    fn solve(&self, from: &[f64], to: Vec<f64>, off: &[f64], step: &Step) -> Result<Vec<f64>> {
        let product = |a: &[f64], b: &[f64]| -> f64 {
            a.iter().zip(b).zip(&step.weight).map(|((a, b), weight)| a * b * weight).sum()
        };
        let mut equations = Matrix::zeros(self.changes.len(), self.changes.len());
        let mut right = Vec::new();
        for (a, [_, change]) in self.changes.iter().enumerate() {
            for (b, [_, other]) in self.changes.iter().enumerate() {
                add(equations.row_mut(a), b, product(change, other));
            }
            let itself = equations.at(a, a);
            add(equations.row_mut(a), a, TOGETHER * itself + f64::MIN_POSITIVE);
            right.push(product(change, off));
        }
        let mut leap = to;
        let parts = Lu::factor(equations)?.solve(&right);
        for ([places, offs], part) in self.changes.iter().zip(&parts) {
            for ((leap, place), off) in leap.iter_mut().zip(places).zip(offs) {
                *leap -= part * (place + off);
            }
        }
        for ((leap, from), [least, most]) in leap.iter_mut().zip(from).zip(&step.bounds) {
            *leap = leap.max(from - FAR).max(*least).min(from + FAR).min(*most);
        }
        Ok(leap)
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::hazard::parameters::Parameters;

    #[test]
    fn leaps_find_the_place_where_steps_of_a_linear_search_end() {
        // A step goes from x to x + A (end - x), slow in one direction.
        let end = [1.0, -0.5, 0.3];
        let rate = [[0.5, 0.02, 0.0], [0.02, 0.01, 0.05], [0.0, 0.05, 0.9]];
        let step = Step {
            next: Parameters::default(),
            likelihood: 0.0,
            gradient: Vec::new(),
            weight: vec![1.0, 100.0, 3.0],
            bounds: vec![[-50.0, 50.0]; 3],
        };
        let mut memory = Memory::default();
        let mut place = vec![0.0; 3];
        for _ in 0..5 {
            let way = |row: &[f64; 3]| -> f64 {
                row.iter().zip(&end).zip(&place).map(|((a, end), x)| a * (end - x)).sum()
            };
            let to: Vec<f64> = place.iter().zip(&rate).map(|(x, row)| x + way(row)).collect();
            let leap = memory.leap(place.clone(), to.clone(), &step).expect("a leap");
            place = leap.unwrap_or(to);
        }
        for (x, end) in place.iter().zip(end) {
            assert!((x - end).abs() < 1e-6, "{place:?}");
        }
    }
}
