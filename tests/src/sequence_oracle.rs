//! Sequence distances the naive way: one whole table for each pair, as the definitions are written.

/// Least cost of insertions and deletions (`indel`) and substitutions that turn `x` into `y`.
pub fn edits(x: &[u32], y: &[u32], indel: f64, substitution: &dyn Fn(u32, u32) -> f64) -> f64 {
    let mut table = vec![vec![0.0; y.len() + 1]; x.len() + 1];
    for i in 0..=x.len() {
        for j in 0..=y.len() {
            table[i][j] = match (i, j) {
                (0, _) => indel * j as f64,
                (_, 0) => indel * i as f64,
                _ => {
                    let cost =
                        if x[i - 1] == y[j - 1] { 0.0 } else { substitution(x[i - 1], y[j - 1]) };
                    let drop = table[i - 1][j].min(table[i][j - 1]) + indel;
                    drop.min(table[i - 1][j - 1] + cost)
                }
            };
        }
    }
    table[x.len()][y.len()]
}

/// Length of the longest common subsequence.
pub fn common(x: &[u32], y: &[u32]) -> usize {
    match (x, y) {
        ([a, x_rest @ ..], [b, y_rest @ ..]) if a == b => 1 + common(x_rest, y_rest),
        ([_, x_rest @ ..], [_, y_rest @ ..]) => common(x_rest, y).max(common(x, y_rest)),
        _ => 0,
    }
}

/// How often `b` follows `a` among all states that follow `a`, for all pairs of `states` states.
pub fn transition_rates(rows: &[Vec<u32>], states: usize) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; states]; states];
    for row in rows {
        for pair in row.windows(2) {
            counts[pair[0] as usize][pair[1] as usize] += 1.0;
        }
    }
    for row in &mut counts {
        let whole: f64 = row.iter().sum();
        if whole > 0.0 {
            for cell in row.iter_mut() {
                *cell /= whole;
            }
        }
    }
    counts
}

/// Costs of the time warp edit distance.
#[derive(Debug, Clone, Copy)]
pub struct Warp {
    /// Cost of a substitution.
    pub substitution: f64,
    /// Cost of a unit of time.
    pub stiffness: f64,
    /// Cost of a missing contact.
    pub penalty: f64,
}

/// The time warp edit distance of contacts `(state, time)`, by plain recursion.
pub fn time_warp(x: &[(u32, f64)], y: &[(u32, f64)], costs: Warp) -> f64 {
    let apart = |a: Option<&(u32, f64)>, b: Option<&(u32, f64)>| {
        let time = |c: Option<&(u32, f64)>| c.map_or(0.0, |c| c.1);
        let same = a.map(|c| c.0) == b.map(|c| c.0);
        (if same { 0.0 } else { costs.substitution }) + costs.stiffness * (time(a) - time(b)).abs()
    };
    let before = |s: &[(u32, f64)]| s.len().checked_sub(2).map(|at| s[at]);
    let shorter = |s: &[(u32, f64)]| s[..s.len() - 1].to_vec();
    let drop = |s: &[(u32, f64)]| apart(s.last(), before(s).as_ref()) + costs.penalty;
    match (x.is_empty(), y.is_empty()) {
        (true, true) => 0.0,
        (true, false) => time_warp(x, &shorter(y), costs) + drop(y),
        (false, true) => time_warp(&shorter(x), y, costs) + drop(x),
        (false, false) => {
            let matched = time_warp(&shorter(x), &shorter(y), costs)
                + apart(x.last(), y.last())
                + apart(before(x).as_ref(), before(y).as_ref());
            let one = time_warp(&shorter(x), y, costs) + drop(x);
            let other = time_warp(x, &shorter(y), costs) + drop(y);
            matched.min(one).min(other)
        }
    }
}
