//! Symmetric matrices whose entries lie near the diagonal: Cholesky factor and non-negative least
//! squares.

use crate::sure::{Absent, Sure};

/// A symmetric band matrix: of each row the diagonal and the entries to its left.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    width: usize,
    /// Row after row, `width + 1` entries each, the diagonal last.
    cells: Vec<f64>,
}

impl Band {
    /// A matrix of zeros with `width` places beside the diagonal on each side.
    pub fn zeros(size: usize, width: usize) -> Self {
        Self { width, cells: vec![0.0; size * (width + 1)] }
    }

    /// Rows (and columns).
    pub fn size(&self) -> usize {
        self.cells.len() / (self.width + 1)
    }

    /// Places beside the diagonal on each side.
    pub fn width(&self) -> usize {
        self.width
    }

    fn place(&self, row: usize, column: usize) -> Option<usize> {
        let (row, column) = (row.max(column), row.min(column));
        let left = row - column;
        (left <= self.width).then(|| (row + 1) * (self.width + 1) - 1 - left)
    }

    /// A cell; 0 outside the band.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.place(row, column)
            .and_then(|place| self.cells.get(place).sure())
            .copied()
            .or_absent(0.0)
    }

    /// Adds to a cell and to its mirror image; nothing outside the band.
    pub fn add(&mut self, row: usize, column: usize, term: f64) {
        let cell = self.place(row, column).and_then(|place| self.cells.get_mut(place).sure());
        if let Some(cell) = cell {
            *cell += term;
        }
    }

    /// The columns of a row that lie in the band.
    fn near(&self, row: usize) -> std::ops::Range<usize> {
        row.saturating_sub(self.width)..(row + self.width + 1).min(self.size())
    }

    /// The Cholesky factor `L` of the matrix `A = L L'`, which must be positive definite; a pivot
    /// below `1e-12` times its diagonal entry counts as that much, so that columns that cannot be
    /// told apart share what they explain and have a large variance.
    pub fn factor(&self) -> Factor {
        let mut factor = Self::zeros(self.size(), self.width);
        for row in 0..self.size() {
            let first = row.saturating_sub(self.width);
            for column in first..=row {
                let from = first.max(column.saturating_sub(self.width));
                let known: f64 =
                    (from..column).map(|k| factor.at(row, k) * factor.at(column, k)).sum();
                let rest = self.at(row, column) - known;
                let cell = if column == row {
                    rest.max(1e-12 * self.at(row, row)).max(f64::MIN_POSITIVE).sqrt()
                } else {
                    rest / factor.at(column, column)
                };
                factor.add(row, column, cell);
            }
        }
        Factor { lower: factor }
    }
}

/// The Cholesky factor of a [`Band`].
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    lower: Band,
}

impl Factor {
    /// Solves `A x = b`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let (lower, size) = (&self.lower, self.lower.size());
        let mut x: Vec<f64> = b.iter().copied().chain(std::iter::repeat(0.0)).take(size).collect();
        for row in 0..size {
            let first = row.saturating_sub(lower.width);
            let cells = x.get(first..row).sure_or_default();
            let known: f64 =
                cells.iter().enumerate().map(|(k, x)| lower.at(row, first + k) * x).sum();
            if let Some(cell) = x.get_mut(row).sure() {
                *cell = (*cell - known) / lower.at(row, row);
            }
        }
        for row in (0..size).rev() {
            let cells = x.get(row + 1..(row + 1 + lower.width).min(size)).sure_or_default();
            let known: f64 =
                cells.iter().enumerate().map(|(k, x)| lower.at(row + 1 + k, row) * x).sum();
            if let Some(cell) = x.get_mut(row).sure() {
                *cell = (*cell - known) / lower.at(row, row);
            }
        }
        x
    }

    /// The diagonal of the inverse: `(A^-1)_ss = |L^-1 e_s|^2`.
    ///
    /// Terms that are more than `reach` rows away are left out: they fall off exponentially with
    /// the distance.
    pub fn inverse_diagonal(&self, reach: usize) -> Vec<f64> {
        let (lower, size) = (&self.lower, self.lower.size());
        let one = |start: usize| {
            let end = (start + reach.max(1)).min(size);
            let mut column = vec![0.0; end - start];
            for row in start..end {
                let first = row.saturating_sub(lower.width).max(start);
                let cells = column.get(first - start..row - start).sure_or_default();
                let known: f64 =
                    cells.iter().enumerate().map(|(k, x)| lower.at(row, first + k) * x).sum();
                let unit = if row == start { 1.0 } else { 0.0 };
                if let Some(cell) = column.get_mut(row - start).sure() {
                    *cell = (unit - known) / lower.at(row, row);
                }
            }
            column.iter().map(|x| x * x).sum()
        };
        (0..size).map(one).collect()
    }
}

/// The `x >= 0` that makes `x' A x / 2 - b' x` least: non-negative least squares from its normal
/// equations `A = X' W X`, `b = X' W y`.
///
/// Coordinate descent in the order of the rows until no coordinate moves by more than `1e-10` of
/// the largest one; for a positive definite `A` the solution is the only one, and at it the
/// conditions of Karush, Kuhn and Tucker hold: `x >= 0`, `A x - b >= 0`, one of both 0.
///
/// Source: C. L. Lawson, R. J. Hanson, *Solving Least Squares Problems* (1974), chapter 23, for the
/// problem and its conditions; coordinate descent for it: V. Franc, V. Hlavac, M. Navara, CAIP 2005.
///
/// ```
/// use cx_core::stats::{Band, nnls};
/// let mut gram = Band::zeros(2, 1);
/// gram.add(0, 0, 2.0);
/// gram.add(1, 1, 2.0);
/// gram.add(0, 1, 1.0);
/// assert_eq!(nnls(&gram, &[4.0, -1.0]), [2.0, 0.0]);
/// ```
pub fn nnls(gram: &Band, b: &[f64]) -> Vec<f64> {
    const SWEEPS: usize = 20_000;
    let mut x = vec![0.0_f64; gram.size()];
    for _ in 0..SWEEPS {
        let (mut moved, mut largest) = (0.0_f64, 0.0_f64);
        for row in 0..gram.size() {
            let near = gram.near(row);
            let cells = x.get(near.clone()).sure_or_default();
            let product: f64 = near.zip(cells).map(|(k, x)| gram.at(row, k) * x).sum();
            let slope = product - b.get(row).copied().sure_or(0.0);
            let curve = gram.at(row, row);
            if let Some(cell) = x.get_mut(row).sure().filter(|_| curve > 0.0) {
                let next = (*cell - slope / curve).max(0.0);
                moved = moved.max((next - *cell).abs());
                largest = largest.max(next);
                *cell = next;
            }
        }
        if moved <= 1e-10 * largest {
            break;
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `X' X` of random rows with three neighbours each, and a ridge.
    fn gram(rows: &[[f64; 3]], size: usize) -> Band {
        let mut gram = Band::zeros(size, 2);
        for (at, row) in rows.iter().enumerate() {
            let start = at % (size - 2);
            for i in 0..3 {
                for j in 0..=i {
                    gram.add(start + i, start + j, row[i] * row[j]);
                }
            }
        }
        (0..size).for_each(|at| gram.add(at, at, 0.1));
        gram
    }

    #[test]
    fn the_band_ends_with_its_width() {
        let mut band = Band::zeros(5, 2);
        band.add(4, 2, 1.5);
        band.add(1, 4, 9.0);
        assert_eq!(
            [(4, 2), (2, 4), (1, 4), (4, 3)].map(|(i, j)| band.at(i, j)),
            [1.5, 1.5, 0.0, 0.0]
        );
    }

    proptest! {
        #[test]
        fn solves_inverts_and_meets_the_conditions(
            rows in proptest::collection::vec([-2.0..2.0, -2.0..2.0, -2.0..2.0], 12..30),
            b in proptest::collection::vec(-3.0..3.0, 6),
        ) {
            let gram = gram(&rows, 6);
            let factor = gram.factor();
            let times = |x: &[f64]| -> Vec<f64> {
                (0..6).map(|i| (0..6).map(|j| gram.at(i, j) * x[j]).sum()).collect()
            };
            let x = factor.solve(&b);
            for (left, right) in times(&x).iter().zip(&b) {
                prop_assert!((left - right).abs() < 1e-8);
            }
            let diagonal = factor.inverse_diagonal(6);
            for at in 0..6 {
                let mut unit = [0.0; 6];
                unit[at] = 1.0;
                prop_assert!((factor.solve(&unit)[at] - diagonal[at]).abs() < 1e-8 * diagonal[at].max(1.0));
            }
            let x = nnls(&gram, &b);
            for ((x, product), b) in x.iter().zip(times(&x)).zip(&b) {
                let slope = product - b;
                prop_assert!(*x >= 0.0 && slope > -1e-6 && (x * slope).abs() < 1e-5, "{x} {slope}");
            }
        }
    }
}
