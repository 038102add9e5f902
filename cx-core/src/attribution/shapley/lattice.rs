//! Sums over all subsets or all supersets of a set of players, as arrays by the bits of the set.
//!
//! Source: F. Yates, *The Design and Analysis of Factorial Experiments* (1937), in the form of
//! A. Björklund, T. Husfeldt, P. Kaski, M. Koivisto, *Fourier meets Möbius: fast subset
//! convolution*, STOC 2007: `n 2^n` additions. Halves are done one after the other, so that all but
//! the highest levels work within the cache.

/// Replaces each cell by the sum over all subsets of its set.
pub(super) fn subset_sums(cells: &mut [f64]) {
    fold(cells, |low, high| *high += *low);
}

/// Replaces each cell by the sum over all supersets of its set.
pub(super) fn superset_sums(cells: &mut [f64]) {
    fold(cells, |low, high| *low += *high);
}

/// Cells that are done level by level.
const SMALL: usize = 1 << 5;

fn fold(cells: &mut [f64], add: impl Fn(&mut f64, &mut f64) + Copy) {
    let pairs = |cells: &mut [f64]| {
        let (low, high) = cells.split_at_mut(cells.len() / 2);
        low.iter_mut().zip(high).for_each(|(low, high)| add(low, high));
    };
    if cells.len() > SMALL {
        let (low, high) = cells.split_at_mut(cells.len() / 2);
        fold(low, add);
        fold(high, add);
        pairs(cells);
        return;
    }
    let mut width = 2;
    while width <= cells.len() {
        cells.chunks_exact_mut(width).for_each(pairs);
        width *= 2;
    }
}

/// `1 / C(n, s)` for every `s` from 0 to `n`.
pub(super) fn inverse_choices(n: usize) -> Vec<f64> {
    let mut choices = 1.0;
    let mut inverse = vec![1.0];
    for s in 0..n {
        choices = choices * (n - s) as f64 / (s + 1) as f64;
        inverse.push(1.0 / choices);
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_loops() {
        let cells: Vec<f64> = (0..64).map(|at| f64::from(at * at % 17)).collect();
        let (mut below, mut above) = (cells.clone(), cells.clone());
        subset_sums(&mut below);
        superset_sums(&mut above);
        for set in 0..cells.len() {
            let sum = |keep: &dyn Fn(usize) -> bool| -> f64 {
                (0..cells.len()).filter(|other| keep(*other)).map(|other| cells[other]).sum()
            };
            assert_eq!(below[set], sum(&|other| other & set == other));
            assert_eq!(above[set], sum(&|other| other & set == set));
        }
    }

    #[test]
    fn choices_are_those_of_pascal() {
        assert_eq!(inverse_choices(4), [1.0, 0.25, 1.0 / 6.0, 0.25, 1.0]);
        assert_eq!(inverse_choices(0), [1.0]);
    }
}
