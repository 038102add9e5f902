//! The time warp edit distance.

use super::StateSequences;
use super::options::DistanceOptions;
use crate::sure::Sure;

/// A contact: its state and its time; `None` before the first one.
pub(super) type Contact = Option<(u32, f64)>;

/// A sequence as contacts.
pub(super) fn contacts(sequences: &StateSequences, at: usize) -> Vec<Contact> {
    let own = sequences.get(at).iter().zip(sequences.times(at));
    std::iter::once(None).chain(own.map(|(s, t)| Some((*s, f64::from(*t))))).collect()
}

/// The time warp edit distance of two sequences; `row` is room to work in.
///
/// With `d` the cost of a substitution (0 for equal states), `D(i, j)` is the least of
/// `D(i-1, j) + d(x_i, x_(i-1)) + stiffness (t_i - t_(i-1)) + penalty`, the same in `j`, and
/// `D(i-1, j-1) + d(x_i, y_j) + d(x_(i-1), y_(j-1)) + stiffness (|t_i - u_j| + |t_(i-1) - u_(j-1)|)`.
/// Before the first contact stands a state that only equals itself, at time 0.
pub(super) fn distance(
    x: &[Contact],
    y: &[Contact],
    options: &DistanceOptions,
    row: &mut Vec<f64>,
) -> f64 {
    let time = |contact: Contact| contact.map_or(0.0, |(_, time)| time);
    let apart = |a: Contact, b: Contact| {
        let states =
            if a.map(|(s, _)| s) == b.map(|(s, _)| s) { 0.0 } else { options.substitution };
        states + options.stiffness * (time(a) - time(b)).abs()
    };
    row.clear();
    row.push(0.0);
    let mut sum = 0.0;
    for pair in y.windows(2) {
        if let [before, now] = pair {
            sum += apart(*before, *now) + options.penalty;
            row.push(sum);
        }
    }
    for mine in x.windows(2) {
        let [mine_before, mine] = mine else { continue };
        let delete = apart(*mine_before, *mine) + options.penalty;
        let mut diagonal = row.first().copied().sure_or(0.0);
        let mut left = diagonal + delete;
        if let Some(cell) = row.first_mut() {
            *cell = left;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(y.windows(2)) {
            let [other_before, other] = other else { continue };
            let up = *cell;
            let insert = apart(*other_before, *other) + options.penalty;
            let matched = diagonal + apart(*mine, *other) + apart(*mine_before, *other_before);
            left = matched.min(up + delete).min(left + insert);
            diagonal = up;
            *cell = left;
        }
    }
    row.last().copied().sure_or(0.0)
}
