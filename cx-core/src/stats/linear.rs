//! Small dense linear algebra: row-major matrices and the LU factorisation.

use crate::sure::Sure;
use crate::{Error, Result};

/// A dense matrix, row after row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matrix {
    columns: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { columns, cells: vec![0.0; rows * columns] }
    }

    /// The identity.
    pub fn identity(size: usize) -> Self {
        let mut matrix = Self::zeros(size, size);
        matrix.cells.iter_mut().step_by(size + 1).for_each(|cell| *cell = 1.0);
        matrix
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.cells.len().checked_div(self.columns).unwrap_or(0)
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row that the matrix has.
    pub fn row(&self, row: usize) -> &[f64] {
        self.cells.get(row * self.columns..(row + 1) * self.columns).sure_or_default()
    }

    /// A row that the matrix has, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        self.cells.get_mut(row * self.columns..(row + 1) * self.columns).sure_or_default()
    }

    /// A cell that the matrix has.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.row(row).get(column).copied().sure_or(0.0)
    }

    /// The product with a column vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.cells.chunks_exact(self.columns.max(1)).map(|row| dot(row, vector)).collect()
    }

    /// The product of a row vector with the matrix.
    pub fn left_times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.columns];
        for (weight, row) in vector.iter().zip(self.cells.chunks_exact(self.columns.max(1))) {
            add_scaled(&mut product, *weight, row);
        }
        product
    }

    /// The row with index `from`, and the rows after it, both to be changed.
    fn split(&mut self, from: usize) -> (&mut [f64], &mut [f64]) {
        let cut = ((from + 1) * self.columns).min(self.cells.len());
        let (head, tail) = self.cells.split_at_mut(cut);
        let start = head.len() - self.columns.min(head.len());
        (head.split_at_mut(start).1, tail)
    }

    fn swap_rows(&mut self, a: usize, b: usize) {
        if a == b {
            return;
        }
        let columns = self.columns;
        let (first, rest) = self.split(a.min(b));
        let skipped = (a.abs_diff(b) - 1) * columns;
        let second = rest.get_mut(skipped..skipped + columns).sure_or_default();
        first.swap_with_slice(second);
    }
}

/// A square matrix `A` as `P A = L U`: `L` lower with ones on its diagonal, `U` upper, `P` the
/// exchanges of rows that bring the largest remaining element of each column to the diagonal.
///
/// The order of every operation is fixed, so equal input gives equal bytes on every machine.
///
/// Source: G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed. (2013), algorithm 3.4.1.
///
/// ```
/// use cx_core::stats::{Lu, Matrix};
/// let mut a = Matrix::zeros(2, 2);
/// a.row_mut(0).copy_from_slice(&[0.0, 2.0]);
/// a.row_mut(1).copy_from_slice(&[4.0, 1.0]);
/// let lu = Lu::factor(a)?;
/// assert_eq!(lu.solve(&[2.0, 9.0]), [2.0, 1.0]);
/// # Ok::<(), cx_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Lu {
    factors: Matrix,
    /// Row of `A` that stands in each row of `P A`.
    rows: Vec<usize>,
}

impl Lu {
    /// Factorises a square matrix, in 2/3 n^3 operations.
    ///
    /// # Errors
    /// [`Error::Unanswerable`] when the matrix is not square or has no inverse.
    pub fn factor(matrix: Matrix) -> Result<Self> {
        let mut factors = matrix;
        let size = factors.columns();
        let singular = || Error::Unanswerable {
            what: "a system of equations has no single solution".into(),
            remedy: "look for columns that say the same",
        };
        if factors.rows() != size {
            return Err(singular());
        }
        let mut rows: Vec<usize> = (0..size).collect();
        for step in 0..size {
            let pivot = (step..size)
                .map(|row| (row, factors.at(row, step).abs()))
                .fold((step, 0.0), |best, next| if next.1 > best.1 { next } else { best });
            if pivot.1.is_nan() || pivot.1 <= 0.0 {
                return Err(singular());
            }
            factors.swap_rows(step, pivot.0);
            rows.swap(step, pivot.0);
            let (pivot_row, below) = factors.split(step);
            let (pivot, tail) = pivot_row
                .split_at_checked(step)
                .and_then(|(_, right)| right.split_first())
                .ok_or_else(singular)?;
            for row in below.chunks_exact_mut(size) {
                let Some((first, rest)) =
                    row.split_at_mut_checked(step).and_then(|(_, right)| right.split_first_mut())
                else {
                    continue;
                };
                *first /= *pivot;
                if *first != 0.0 {
                    add_scaled(rest, -*first, tail);
                }
            }
        }
        Ok(Self { factors, rows })
    }

    /// The solution `x` of `A x = b`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x: Vec<f64> =
            self.rows.iter().map(|row| b.get(*row).copied().sure_or(0.0)).collect();
        for row in 0..x.len() {
            let (known, rest) = x.split_at_mut(row);
            if let Some(first) = rest.first_mut() {
                *first -= dot(self.factors.row(row), known);
            }
        }
        for row in (0..x.len()).rev() {
            let (head, known) = x.split_at_mut(row + 1);
            let right = self.factors.row(row).get(row + 1..).sure_or_default();
            if let Some(last) = head.last_mut() {
                *last = (*last - dot(right, known)) / self.factors.at(row, row);
            }
        }
        x
    }

    /// The inverse of `A`.
    pub fn inverse(&self) -> Matrix {
        let size = self.rows.len();
        let mut inverse = Matrix::zeros(size, size);
        for (row, origin) in self.rows.iter().enumerate() {
            if let Some(one) = inverse.row_mut(row).get_mut(*origin).sure() {
                *one = 1.0;
            }
        }
        let mut current = vec![0.0; size];
        for row in 0..size {
            current.copy_from_slice(inverse.row(row));
            for (above, factor) in self.factors.row(row).iter().enumerate().take(row) {
                add_scaled(&mut current, -factor, inverse.row(above));
            }
            inverse.row_mut(row).copy_from_slice(&current);
        }
        for row in (0..size).rev() {
            current.copy_from_slice(inverse.row(row));
            for (below, factor) in self.factors.row(row).iter().enumerate().skip(row + 1) {
                add_scaled(&mut current, -factor, inverse.row(below));
            }
            let pivot = self.factors.at(row, row);
            for cell in &mut current {
                *cell /= pivot;
            }
            inverse.row_mut(row).copy_from_slice(&current);
        }
        inverse
    }
}

/// The sum of the products of cells, over the shorter of the two.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// `target += factor * source`.
fn add_scaled(target: &mut [f64], factor: f64, source: &[f64]) {
    for (cell, term) in target.iter_mut().zip(source) {
        *cell += factor * term;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn refuses_what_has_no_inverse() {
        assert!(Lu::factor(Matrix::zeros(2, 2)).is_err());
        assert!(Lu::factor(Matrix::zeros(2, 3)).is_err());
        assert!(Lu::factor(Matrix::zeros(0, 0)).is_ok());
    }

    proptest! {
        #[test]
        fn inverse_and_solution_agree(size in 1usize..8, cells in proptest::collection::vec(-1.0f64..1.0, 64)) {
            let mut a = Matrix::zeros(size, size);
            for row in 0..size {
                a.row_mut(row).copy_from_slice(&cells[row * size..(row + 1) * size]);
                a.row_mut(row)[(row * 3 + 1) % size] += 3.0 * size as f64;
            }
            // Rows may share their large element; then the matrix may be singular.
            let Ok(lu) = Lu::factor(a.clone()) else { return Ok(()) };
            let inverse = lu.inverse();
            let b: Vec<f64> = (0..size).map(|i| i as f64 + 1.0).collect();
            let scale: f64 = inverse.cells.iter().fold(0.0, |m, c| c.abs().max(m));
            prop_assume!(scale < 1e6);
            let x = lu.solve(&b);
            for (p, q) in x.iter().zip(inverse.times(&b)) {
                prop_assert!((p - q).abs() < 1e-9 * (1.0 + scale));
            }
            for (p, q) in a.times(&x).iter().zip(&b) {
                prop_assert!((p - q).abs() < 1e-7 * (1.0 + scale));
            }
        }
    }
}
