//! What derivatives of a chain are made from.

use super::chain::{Chain, ratio};
use crate::stats::Matrix;
use crate::sure::Sure;

/// For each state (row) and each touchpoint taken out (column; the last: none).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// `g_c / n`: visits in the chain without `c` by those counted.
    pub(super) weight: Matrix,
    /// `B_c`, and `B_c` with values.
    pub(super) reach: Matrix,
    pub(super) worth: Matrix,
    /// `P_c`, and the expected value without `c`.
    pub(super) rate: Vec<f64>,
    pub(super) expected: Vec<f64>,
    /// Journeys that leave the start in the chain without `c`.
    pub(super) journeys: Vec<f64>,
}

impl Field {
    /// Of a chain of order 1.
    pub(super) fn of(chain: &Chain) -> Self {
        let parts = &chain.parts;
        let size = chain.touchpoints.len();
        let (mut weight, mut reach, mut worth) = (
            Matrix::zeros(size, size + 1),
            Matrix::zeros(size, size + 1),
            Matrix::zeros(size, size + 1),
        );
        let n = &parts.fundamental;
        let take = |column: &[f64], at: usize| column.get(at).copied().sure_or(0.0);
        for state in 0..size {
            let visits = take(&parts.visits, state);
            for removed in 0..size {
                let own = n.at(removed, removed);
                let passed = take(&parts.passes, removed) * n.at(removed, state) / own;
                let met = n.at(state, removed) / own;
                let put = |matrix: &mut Matrix, cell: f64| {
                    if let Some(place) = matrix.row_mut(state).get_mut(removed).sure() {
                        *place = if state == removed { 0.0 } else { cell };
                    }
                };
                put(&mut weight, ratio(take(&parts.passes, state) - passed, visits));
                put(&mut reach, take(&parts.reach, state) - met * take(&parts.reach, removed));
                put(&mut worth, take(&parts.worth, state) - met * take(&parts.worth, removed));
            }
            let whole = |matrix: &mut Matrix, cell: f64| {
                if let Some(place) = matrix.row_mut(state).last_mut() {
                    *place = cell;
                }
            };
            whole(&mut weight, ratio(take(&parts.passes, state), visits));
            whole(&mut reach, take(&parts.reach, state));
            whole(&mut worth, take(&parts.worth, state));
        }
        let without = |whole: f64, lost: &[f64]| -> Vec<f64> {
            lost.iter().map(|part| whole - part).chain([whole]).collect()
        };
        Self {
            rate: without(chain.conversion_rate, &parts.lost),
            expected: without(chain.expected_value, &parts.lost_value),
            journeys: vec![parts.journeys; size + 1],
            weight,
            reach,
            worth,
        }
    }
}
