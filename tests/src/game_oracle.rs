//! Cooperative games by brute force: every coalition, every order.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::PathRow;

/// A game: what each coalition is worth.
pub type Game<'a> = &'a dyn Fn(&BTreeSet<String>) -> f64;

/// The touchpoints of all rows, in order.
pub fn players(rows: &[PathRow]) -> Vec<String> {
    let all: BTreeSet<String> =
        rows.iter().flat_map(|row| row.tokens()).map(str::to_owned).collect();
    all.into_iter().collect()
}

/// Sums over the rows that have a contact and only contacts with a coalition.
pub fn within(
    rows: &[PathRow],
    coalition: &BTreeSet<String>,
    pick: impl Fn(&PathRow) -> f64,
) -> f64 {
    let inside = |row: &&PathRow| {
        !row.tokens().is_empty() && row.tokens().iter().all(|token| coalition.contains(*token))
    };
    rows.iter().filter(inside).map(pick).sum()
}

/// An outcome by journeys, 0 where there are none.
pub fn rate(rows: &[PathRow], coalition: &BTreeSet<String>, pick: impl Fn(&PathRow) -> f64) -> f64 {
    let journeys = |row: &PathRow| row.conversions + row.nulls;
    let counted = |row: &PathRow| if journeys(row) > 0.0 { pick(row) } else { 0.0 };
    let n = within(rows, coalition, journeys);
    if n > 0.0 { within(rows, coalition, counted) / n } else { 0.0 }
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|k| k as f64).product()
}

/// The Shapley value by its formula over all coalitions (Shapley 1953).
pub fn shapley(players: &[String], game: Game<'_>) -> BTreeMap<String, f64> {
    let n = players.len();
    let mut values = BTreeMap::new();
    for (at, player) in players.iter().enumerate() {
        let mut value = 0.0;
        for bits in (0..1_usize << n).filter(|bits| bits & 1 << at == 0) {
            let mut coalition = coalition_of(players, bits);
            let before = game(&coalition);
            coalition.insert(player.clone());
            let s = bits.count_ones() as usize;
            let weight = factorial(s) * factorial(n - s - 1) / factorial(n);
            value += weight * (game(&coalition) - before);
        }
        values.insert(player.clone(), value);
    }
    values
}

/// The players whose bits are set.
pub fn coalition_of(players: &[String], bits: usize) -> BTreeSet<String> {
    let kept = players.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0);
    kept.map(|(_, player)| player.clone()).collect()
}
