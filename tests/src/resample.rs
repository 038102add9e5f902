//! Journeys of persons who are met several times, or not at all.

use std::collections::BTreeMap;

use cx_core::journey::{Journeys, Steps};

/// Each person's journeys as often as `times` says of its rank, as persons of their own.
pub fn replicated(from: &Journeys, times: impl Fn(u64) -> usize) -> Journeys {
    let mut by_person = BTreeMap::<u32, Vec<usize>>::new();
    for (journey, person) in from.person.iter().enumerate() {
        by_person.entry(*person).or_default().push(journey);
    }
    let mut to = from.clone();
    to.steps = Steps::default();
    (to.ends, to.person, to.persons) = (Vec::new(), Vec::new(), 0);
    let mut chosen = Vec::new();
    for (rank, own) in by_person.values().enumerate() {
        for _ in 0..times(rank as u64) {
            for journey in own {
                for step in from.range(*journey) {
                    to.steps.time.push(from.steps.time[step]);
                    to.steps.touchpoint.push(from.steps.touchpoint[step]);
                    to.steps.event.push(from.steps.event[step]);
                    to.steps.row.push(from.steps.row[step]);
                }
                to.ends.push(to.steps.time.len());
                to.person.push(to.persons);
                chosen.push(*journey);
            }
            to.persons += 1;
        }
    }
    to.start = chosen.iter().map(|at| from.start[*at]).collect();
    to.end = chosen.iter().map(|at| from.end[*at]).collect();
    to.sessions_of = chosen.iter().map(|at| from.sessions_of[*at]).collect();
    to.converted = chosen.iter().map(|at| from.converted[*at]).collect();
    to.value = chosen.iter().map(|at| from.value[*at]).collect();
    to.outcome = chosen.iter().map(|at| from.outcome[*at]).collect();
    to.open = chosen.iter().map(|at| from.open[*at]).collect();
    to
}
