//! Linear equations of a chain, for every touchpoint taken out of it at once.
//!
//! Column `c` of the unknowns `X` belongs to the chain without touchpoint `c`, the last column to
//! the whole chain, and each row to a state:
//!
//! ```text
//! X = mask(a b + L X)        a: one number a state, b: one number a column, L: sparse
//! ```
//!
//! where the mask scales rows to 1 again, where asked, and puts 0 where a state is not in the chain of a
//! column. States are solved group by
//! group, each after those that it depends on: a state that never comes back to itself is exact in
//! one step, the others are repeated in place (Gauss-Seidel, from 0 upwards) until nothing moves
//! any more, and small groups that converge slowly are factorised.
//!
//! Source: R. S. Varga, *Matrix Iterative Analysis* (1962), chapters 3 and 4.

use super::chain::ratio;
use super::links::{Groups, Links};
use super::space::Tuples;
use crate::Result;
use crate::stats::{Lu, Matrix};
use crate::sure::Sure;

/// A group that has not settled after so many sweeps is factorised, if it is small enough.
const PATIENCE: usize = 2_000;
const SMALL: usize = 400;

/// Multiplications that one group may take; what is left then is in the bound of the error.
const BUDGET: u64 = 40_000_000_000;

/// Which states are in the chain of each column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mask<'a> {
    pub(super) states: &'a Tuples,
    /// What remains of the row of a state (row) without a touchpoint (column), where less than 1.
    pub(super) kept: Option<&'a Links>,
    /// What is added to every unknown of the chain after its row was scaled.
    pub(super) plus: f64,
    /// Unknowns that are 0 here are 0 in the result.
    pub(super) alive: Option<&'a Matrix>,
}

impl Mask<'_> {
    /// Masks the unknowns of a state.
    fn apply(&self, state: usize, row: &mut [f64]) {
        // A single column is the whole chain.
        let several = row.len() > 1;
        if several {
            for (code, kept) in self.kept.iter().flat_map(|kept| kept.row(state)) {
                if let Some(cell) = row.get_mut(code).sure() {
                    *cell = if kept > 0.0 { *cell / kept } else { 0.0 };
                }
            }
        }
        if self.plus > 0.0 {
            for cell in row.iter_mut() {
                *cell += self.plus;
            }
        }
        if several {
            for code in self.states.of(state) {
                if let Some(cell) = row.get_mut(*code as usize).sure() {
                    *cell = 0.0;
                }
            }
        }
        if let Some(alive) = self.alive {
            for (cell, alive) in row.iter_mut().zip(alive.row(state)) {
                if *alive == 0.0 {
                    *cell = 0.0;
                }
            }
        }
    }
}

/// The equations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Equations<'a> {
    pub(super) links: &'a Links,
    pub(super) groups: &'a Groups,
    pub(super) by_state: &'a [f64],
    pub(super) by_column: &'a [f64],
    pub(super) mask: Mask<'a>,
}

/// A column of a group while its equations are repeated.
#[derive(Debug)]
struct Moving {
    column: usize,
    /// The largest move of the last sweep, of this one, and the largest unknown.
    before: f64,
    by: f64,
    largest: f64,
}

impl Moving {
    fn new(column: usize) -> Self {
        Self { column, before: f64::INFINITY, by: 0.0, largest: 0.0 }
    }

    /// Ends a sweep: whether another may bring more than rounding.
    fn goes_on(&mut self) -> bool {
        let settled = self.by <= 1e-14 * self.largest && self.by >= self.before;
        let goes_on = self.by > 0.0 && !settled;
        (self.before, self.by) = (self.by, 0.0);
        goes_on
    }
}

/// How far unknowns are from solving their equations, in one column.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Residual {
    /// The largest difference between the two sides.
    pub(super) largest: f64,
    /// The sum of all.
    pub(super) sum: f64,
}

impl Equations<'_> {
    /// The unknowns: a row for each state.
    pub(super) fn solve(&self) -> Result<Matrix> {
        let mut x = Matrix::zeros(self.links.rows(), self.by_column.len());
        let mut row = vec![0.0; self.by_column.len()];
        for group in 0..self.groups.len() {
            let states = self.groups.of(group);
            if !self.settle(states, &mut x, &mut row) {
                self.factor(states, &mut x)?;
            }
        }
        Ok(x)
    }

    /// The right side for a state, before the mask.
    pub(super) fn right(&self, state: usize, x: &Matrix, row: &mut [f64]) {
        let own = self.by_state.get(state).copied().sure_or(0.0);
        for (cell, scale) in row.iter_mut().zip(self.by_column) {
            *cell = own * scale;
        }
        for (to, link) in self.links.row(state) {
            for (cell, x) in row.iter_mut().zip(x.row(to)) {
                *cell += link * x;
            }
        }
    }

    /// Repeats the equations of a group until nothing moves; `false` where that takes too long and
    /// the group is small.
    fn settle(&self, states: &[u32], x: &mut Matrix, row: &mut [f64]) -> bool {
        let itself =
            |state: &u32| self.links.row(*state as usize).any(|(to, _)| to == *state as usize);
        if states.len() == 1 && !states.iter().any(itself) {
            for state in states {
                self.right(*state as usize, x, row);
                self.mask.apply(*state as usize, row);
                x.row_mut(*state as usize).copy_from_slice(row);
            }
            return true;
        }
        let links: usize = states.iter().map(|s| self.links.row(*s as usize).count() + 1).sum();
        let mut moving: Vec<Moving> = (0..row.len()).map(Moving::new).collect();
        let (mut budget, mut sweeps) = (BUDGET, 0);
        while !moving.is_empty() {
            for state in states {
                self.sweep(*state as usize, x, row, &mut moving);
            }
            moving.retain_mut(Moving::goes_on);
            budget = budget.saturating_sub(links as u64 * moving.len() as u64);
            sweeps += 1;
            if sweeps >= PATIENCE && states.len() <= SMALL && !moving.is_empty() {
                return false;
            }
            if budget == 0 {
                break;
            }
        }
        true
    }

    /// Solves the equation of one state, in the columns that still move.
    fn sweep(&self, state: usize, x: &mut Matrix, row: &mut [f64], moving: &mut [Moving]) {
        // Whole rows go faster, as long as most of them move.
        if moving.len() * 8 > row.len() {
            self.right(state, x, row);
        } else {
            let own = self.by_state.get(state).copied().sure_or(0.0);
            for column in moving.iter().map(|moving| moving.column) {
                let scale = self.by_column.get(column).copied().sure_or(0.0);
                let sum = self.links.row(state).map(|(to, link)| link * x.at(to, column));
                if let Some(cell) = row.get_mut(column).sure() {
                    *cell = sum.fold(own * scale, |sum, term| sum + term);
                }
            }
        }
        self.mask.apply(state, row);
        let cells = x.row_mut(state);
        for moving in moving {
            if let (Some(old), Some(new)) =
                (cells.get_mut(moving.column).sure(), row.get(moving.column).sure())
            {
                moving.by = moving.by.max((new - *old).abs());
                moving.largest = moving.largest.max(new.abs());
                *old = *new;
            }
        }
    }

    /// Solves a group by factorisation, a column at a time. A column whose group nothing leaves has
    /// no single solution; the smallest, to which the repetition converges, stays.
    fn factor(&self, states: &[u32], x: &mut Matrix) -> Result<()> {
        let width = self.by_column.len();
        let masked = |mask: Mask<'_>, cell: f64| {
            let mut cells = Matrix::zeros(states.len(), width);
            for (at, state) in states.iter().enumerate() {
                cells.row_mut(at).fill(cell);
                mask.apply(*state as usize, cells.row_mut(at));
            }
            cells
        };
        // The mask is linear: what it makes of 1, and what it adds.
        let factors = masked(Mask { plus: 0.0, ..self.mask }, 1.0);
        let added = masked(self.mask, 0.0);
        let place = |to: usize| states.iter().position(|state| *state as usize == to);
        let inner: Vec<Vec<(Option<usize>, usize, f64)>> = states
            .iter()
            .map(|s| self.links.row(*s as usize).map(|(to, q)| (place(to), to, q)).collect())
            .collect();
        let solutions = crate::parallel::map(width, |column| {
            let scale = self.by_column.get(column).copied().sure_or(0.0);
            let mut system = Matrix::identity(states.len());
            let mut right = Vec::with_capacity(states.len());
            for (at, (state, links)) in states.iter().zip(&inner).enumerate() {
                let factor = factors.at(at, column);
                let mut sum = scale * self.by_state.get(*state as usize).copied().sure_or(0.0);
                for (place, to, link) in links {
                    match place.and_then(|place| system.row_mut(at).get_mut(place).sure()) {
                        Some(cell) => *cell -= factor * link,
                        None => sum += link * x.at(*to, column),
                    }
                }
                right.push(factor * sum + added.at(at, column));
            }
            Ok(Lu::factor(system).ok().map(|lu| lu.solve(&right)))
        })?;
        for (column, solution) in solutions.into_iter().enumerate() {
            for (at, (state, value)) in states.iter().zip(solution.unwrap_or_default()).enumerate()
            {
                if let Some(cell) = x.row_mut(*state as usize).get_mut(column).sure() {
                    // Where the mask leaves nothing of a row, elimination leaves a rounding error.
                    let left = factors.at(at, column) > 0.0;
                    *cell = if left { value } else { added.at(at, column) };
                }
            }
        }
        Ok(())
    }

    /// What the two sides differ by, in each column, with what rounding may have hidden.
    pub(super) fn residual(&self, x: &Matrix) -> Vec<Residual> {
        let mut row = vec![0.0; self.by_column.len()];
        let mut residuals = vec![Residual::default(); row.len()];
        for state in 0..self.links.rows() {
            self.right(state, x, &mut row);
            self.mask.apply(state, &mut row);
            let terms = self.links.row(state).count() as f64 + 3.0;
            for ((residual, right), left) in residuals.iter_mut().zip(&row).zip(x.row(state)) {
                let part = (right - left).abs() + terms * f64::EPSILON * left.abs();
                residual.largest = residual.largest.max(part);
                residual.sum += part;
            }
        }
        residuals
    }
}

/// For each column, a number that `sum over j of N_ij` exceeds for no state `i`, with `N` the
/// expected visits of the column's chain: with `v = 1 + L v`, solved up to rounding, `v >= 0` and
/// `v - L v >= low > 0` everywhere, so `N 1 <= v / low`, because `N` is not negative. `infinity` where
/// `v` shows nothing.
pub(super) fn most_steps(equations: &Equations<'_>) -> Result<Vec<f64>> {
    let width = equations.by_column.len();
    let none = vec![0.0; equations.links.rows()];
    let chain = Equations { by_state: &none, ..*equations };
    let steps = Equations { mask: Mask { plus: 1.0, ..chain.mask }, ..chain }.solve()?;
    let mut row = vec![0.0; width];
    let (mut low, mut most) = (vec![f64::INFINITY; width], vec![0.0_f64; width]);
    for state in 0..chain.links.rows() {
        chain.right(state, &steps, &mut row);
        chain.mask.apply(state, &mut row);
        for (column, (next, v)) in row.iter().zip(steps.row(state)).enumerate() {
            let (Some(low), Some(most)) = (low.get_mut(column).sure(), most.get_mut(column).sure())
            else {
                continue;
            };
            if *v > 0.0 {
                *low = low.min(v - next);
                *most = most.max(*v);
            }
        }
    }
    let bound = |(most, low): (&f64, &f64)| {
        if *low > 0.0 { most / low } else { f64::INFINITY }
    };
    Ok(most.iter().zip(&low).map(bound).collect())
}

/// Links times the visits of their states, as shares of whole rows.
pub(super) fn shares(
    rows: usize,
    moves: impl Iterator<Item = (u32, u32, f64)>,
    visits: &[f64],
) -> Links {
    let share =
        |from: u32, count: f64| ratio(count, visits.get(from as usize).copied().sure_or(0.0));
    Links::new(rows, moves.map(|(from, to, count)| (from, to, share(from, count))))
}
