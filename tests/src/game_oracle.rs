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

/// The Shapley interaction index of a pair by its formula (Grabisch, Roubens 1999).
pub fn interaction(players: &[String], game: Game<'_>, i: &str, j: &str) -> f64 {
    let others: Vec<String> =
        players.iter().filter(|player| *player != i && *player != j).cloned().collect();
    let m = players.len();
    let mut index = 0.0;
    for bits in 0..1_usize << others.len() {
        let with = |more: &[&str]| {
            let mut coalition = coalition_of(&others, bits);
            coalition.extend(more.iter().map(|player| (*player).to_owned()));
            game(&coalition)
        };
        let t = bits.count_ones() as usize;
        let weight = factorial(m - t - 2) * factorial(t) / factorial(m - 1);
        index += weight * (with(&[i, j]) - with(&[i]) - with(&[j]) + with(&[]));
    }
    index
}

/// The value of a hierarchy by its definition (Owen 1977, Winter 1989): the mean over all orders in
/// which what is in one group stays together. The group of a name ends with its last `/`.
pub fn owen(players: &[String], game: Game<'_>) -> BTreeMap<String, f64> {
    let mut values: BTreeMap<String, f64> =
        players.iter().map(|player| (player.clone(), 0.0)).collect();
    let orders: Vec<Vec<String>> =
        orders(players).into_iter().filter(|order| together(order)).collect();
    for order in &orders {
        let mut coalition = BTreeSet::new();
        let mut before = 0.0;
        for player in order {
            coalition.insert(player.clone());
            let after = game(&coalition);
            *values.entry(player.clone()).or_default() += (after - before) / orders.len() as f64;
            before = after;
        }
    }
    values
}

fn orders(players: &[String]) -> Vec<Vec<String>> {
    let Some((first, rest)) = players.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for order in orders(rest) {
        for at in 0..=order.len() {
            let mut longer = order.clone();
            longer.insert(at, first.clone());
            all.push(longer);
        }
    }
    all
}

/// Whether the members of every group follow one another.
fn together(order: &[String]) -> bool {
    let groups: BTreeSet<&str> =
        order.iter().flat_map(|name| name.match_indices('/').map(|(at, _)| &name[..=at])).collect();
    groups.iter().all(|group| {
        let runs = order.chunk_by(|a, b| a.starts_with(group) == b.starts_with(group));
        runs.filter(|run| run[0].starts_with(group)).count() == 1
    })
}

/// The players whose bits are set.
pub fn coalition_of(players: &[String], bits: usize) -> BTreeSet<String> {
    let kept = players.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0);
    kept.map(|(_, player)| player.clone()).collect()
}
