//! Intervals of credits, written out.

use cx_core::attribution::CreditRow;
use cx_core::journey::Paths;

/// The two-sided normal quantile of 90 %.
pub const Z90: f64 = 1.644_853_626_951_472_2;
/// The two-sided normal quantile of 95 %.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Conversions, their value and the squares of their values.
pub type Pool = [f64; 3];

/// Conversions, values and squares of all paths.
pub fn pool(paths: &Paths) -> Pool {
    [&paths.conversions, &paths.value, &paths.value_squares].map(|column| column.iter().sum())
}

/// The quantile of a gamma distribution by the cube root.
pub fn gamma(mean: f64, variance: f64, z: f64) -> f64 {
    let mean = mean.max((variance / 4.0).sqrt());
    if variance == 0.0 {
        return mean;
    }
    let shape = mean * mean / variance;
    mean * (1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt())).max(0.0).powi(3)
}

/// The interval of a rule's credit with this spread, from what each unit adds to it.
pub fn interval(
    pool: Pool,
    credit: [f64; 2],
    spread: [f64; 2],
    units: &[[f64; 2]],
    z: f64,
) -> [[f64; 2]; 2] {
    let square = |at: usize| units.iter().map(|unit| unit[at] * unit[at]).sum::<f64>();
    let (seen, seen_value) = (square(0), square(1));
    let part = if credit[0] > 0.0 { seen / credit[0] } else { 1.0 };
    let (mean, of_all) = (pool[1] / pool[0], pool[2] / pool[0]);
    let mixed = (credit[0] * seen_value + 30.0 * seen * of_all) / (credit[0] + 30.0);
    let borrowed = mixed - seen_value;
    let next = [part / 2.0, part * part / 2.0];
    let ends = |at: usize, less: f64, more: f64, next: [f64; 2]| {
        let low = gamma(credit[at], (spread[at] + less).max(0.0), -z);
        let high = gamma(credit[at] + next[0], spread[at] + more + next[1], z);
        [low.min(credit[at]), high.max(credit[at])]
    };
    [
        ends(0, 0.0, 0.0, next),
        ends(1, borrowed.min(0.0), borrowed.max(0.0), [next[0] * mean, next[1] * of_all]),
    ]
}

/// The standard errors of a credit that its interval of 95 % was made of.
pub fn errors(pool: Pool, row: &CreditRow) -> [f64; 2] {
    // The larger the variance, the lower the lower end and the higher the upper one.
    let solve = |most: f64, end: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0.0, most * most);
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if end(middle) { low = middle } else { high = middle }
        }
        low
    };
    let below = |credit: f64, end: f64| solve(credit, &|v| gamma(credit, v, -Z95) > end);
    let variance = below(row.conversions, row.conversions_low);
    let part = variance / row.conversions;
    let (mean, square) = (pool[1] / pool[0], pool[2] / pool[0]);
    let mut of_value = below(row.value, row.value_low);
    if of_value > variance * square {
        // Values vary more than all do, so the lower end has less than the variance, the upper one all.
        let next = [part * mean / 2.0, part * part * square / 2.0];
        let end = |v: f64| gamma(row.value + next[0], v + next[1], Z95) < row.value_high;
        of_value = solve(2.0 * row.value, &end);
    }
    [variance.sqrt(), of_value.sqrt()]
}
