//! Intervals of attribution against simulation: do they cover, and are they a bootstrap's width?

use cx_core::attribution::{AttributeOptions, Credit, Model, attribute};
use cx_tests::dice::Dice;
use cx_tests::doubt::{Pool, errors, pool};
use cx_tests::paths::{PathRow, read};

const NAMES: [&str; 4] = ["a", "b", "c", "d"];
/// From each touchpoint: to each touchpoint, then to the conversion; the rest ends in nothing.
const MOVES: [[f64; 5]; 4] = [
    [0.00, 0.35, 0.15, 0.10, 0.05],
    [0.20, 0.00, 0.20, 0.05, 0.15],
    [0.05, 0.30, 0.00, 0.25, 0.10],
    [0.10, 0.05, 0.10, 0.00, 0.30],
];
const STARTS: [f64; 4] = [0.4, 0.3, 0.2, 0.1];

/// A journey of the chain; some values are larger after "d".
fn journey(dice: &mut Dice) -> PathRow {
    let mut state = dice.pick(&STARTS).min(3);
    let mut path = vec![NAMES[state]];
    loop {
        let to = dice.pick(&MOVES[state]);
        if to >= 4 {
            let won = to == 4;
            let value =
                if won { (1.0 + dice.roll()) * if state == 3 { 30.0 } else { 10.0 } } else { 0.0 };
            return PathRow {
                path: path.join(">"),
                conversions: f64::from(u8::from(won)),
                value: (value * 100.0).round() / 100.0,
                nulls: f64::from(u8::from(!won)),
            };
        }
        state = to;
        path.push(NAMES[state]);
    }
}

/// About `count` journeys: their number is random too.
fn sample(dice: &mut Dice, count: usize) -> Vec<PathRow> {
    let mut rows = Vec::new();
    for _ in 0..count {
        for _ in 0..dice.poisson(1.0) {
            rows.push(journey(dice));
        }
    }
    rows
}

fn credit(rows: &[PathRow]) -> (Credit, Pool) {
    let options = AttributeOptions::default().models([Model::Markov, Model::Linear]);
    let paths = read(rows, rows.len()).expect("reads");
    (attribute(&paths, &options).expect("attributes"), pool(&paths))
}

/// Estimates of conversions and value with their standard errors, and their intervals.
fn figures(rows: &[PathRow]) -> Vec<(f64, f64, [f64; 2])> {
    let (credit, pool) = credit(rows);
    let pairs = credit.rows.iter().flat_map(|row| {
        let [error, of_value] = errors(pool, row);
        [
            (row.conversions, error, [row.conversions_low, row.conversions_high]),
            (row.value, of_value, [row.value_low, row.value_high]),
        ]
    });
    pairs.collect()
}

#[test]
fn intervals_cover_the_truth() {
    const WORLDS: usize = 400;
    const SIZE: usize = 1_500;
    let mut dice = Dice(7);
    // The truth: a world a thousand times as large.
    let large = figures(&sample(&mut dice, SIZE * 400));
    let truth: Vec<f64> = large.iter().map(|(estimate, ..)| estimate / 400.0).collect();
    let mut covered = vec![0_u32; truth.len()];
    let mut sums = vec![(0.0, 0.0, 0.0); truth.len()];
    for _ in 0..WORLDS {
        for (at, (estimate, error, ends)) in figures(&sample(&mut dice, SIZE)).iter().enumerate() {
            covered[at] += u32::from((ends[0]..=ends[1]).contains(&truth[at]));
            sums[at].0 += estimate;
            sums[at].1 += estimate * estimate;
            sums[at].2 += error * error;
        }
    }
    let n = WORLDS as f64;
    for (at, (sum, squares, errors)) in sums.iter().enumerate() {
        let spread = (squares / n - (sum / n).powi(2)).sqrt();
        let ratio = (errors / n).sqrt() / spread;
        let share = f64::from(covered[at]) / n;
        eprintln!(
            "figure {at}: truth {:.2}, covered {share:.3}, error by spread {ratio:.3}",
            truth[at]
        );
        assert!((0.90..=0.99).contains(&share), "figure {at}: covers {share}");
        assert!((0.88..=1.12).contains(&ratio), "figure {at}: {ratio}");
    }
}

#[test]
fn errors_are_those_of_a_bootstrap() {
    const REPLICATES: usize = 400;
    let mut dice = Dice(11);
    let rows = sample(&mut dice, 1_500);
    let figures_of_all = figures(&rows);
    let mut sums = vec![(0.0, 0.0); figures_of_all.len()];
    for _ in 0..REPLICATES {
        let again = rows.iter().flat_map(|row| {
            let times = dice.poisson(1.0);
            std::iter::repeat_n(row.clone(), times)
        });
        let again: Vec<PathRow> = again.collect();
        for (sum, (estimate, ..)) in sums.iter_mut().zip(figures(&again)) {
            *sum = (sum.0 + estimate, sum.1 + estimate * estimate);
        }
    }
    let n = REPLICATES as f64;
    for (at, ((sum, squares), (_, error, _))) in sums.iter().zip(figures_of_all).enumerate() {
        let bootstrap = (squares / n - (sum / n).powi(2)).sqrt();
        eprintln!(
            "figure {at}: error {error:.3}, bootstrap {bootstrap:.3}, ratio {:.3}",
            error / bootstrap
        );
        assert!((error / bootstrap - 1.0).abs() < 0.1, "figure {at}: {error} against {bootstrap}");
    }
}
