//! Naive ways to the views of journeys: lists of names, maps and sets.

use std::collections::{BTreeMap, BTreeSet};

use cx_core::journey::{Journeys, Unit};

/// One contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Touchpoint.
    pub name: String,
    /// Microseconds of UTC.
    pub time: i64,
    /// Number of the session that it lies in.
    pub session: usize,
}

/// One journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// Person.
    pub person: u32,
    /// Contacts in order.
    pub stops: Vec<Stop>,
    /// Start of the journey.
    pub start: i64,
    /// End of the journey.
    pub end: i64,
    /// Whether it converted.
    pub converted: bool,
}

/// The session of a person at a time, by looking at every session.
fn session(journeys: &Journeys, person: u32, time: i64) -> usize {
    let all = &journeys.sessions;
    let holds =
        |at: &usize| all.person[*at] == person && all.start[*at] <= time && time <= all.end[*at];
    (0..all.person.len()).find(holds).expect("every event lies in a session")
}

/// All journeys.
///
/// # Panics
/// When a contact lies in no session.
pub fn walks(journeys: &Journeys) -> Vec<Walk> {
    let one = |at: usize| {
        let person = journeys.person[at];
        let stop = |step: usize| Stop {
            name: journeys.touchpoints.name(journeys.steps.touchpoint[step]).into_owned(),
            time: journeys.steps.time[step],
            session: session(journeys, person, journeys.steps.time[step]),
        };
        Walk {
            person,
            stops: journeys.range(at).map(stop).collect(),
            start: journeys.start[at],
            end: journeys.end[at],
            converted: journeys.converted[at],
        }
    };
    (0..journeys.len()).map(one).collect()
}

/// The contacts of each journey, session or person.
pub fn units(journeys: &Journeys, unit: Unit) -> Vec<Vec<Stop>> {
    let walks = walks(journeys);
    let stops = |keep: &dyn Fn(&Walk, &Stop) -> bool| {
        let of = |walk: &Walk| {
            walk.stops.iter().filter(|stop| keep(walk, stop)).cloned().collect::<Vec<_>>()
        };
        walks.iter().flat_map(of).collect::<Vec<_>>()
    };
    match unit {
        Unit::Journeys => walks.iter().map(|walk| walk.stops.clone()).collect(),
        Unit::Sessions => (0..journeys.sessions.person.len())
            .map(|session| stops(&|_, stop| stop.session == session))
            .collect(),
        Unit::Persons => {
            (0..journeys.persons).map(|person| stops(&|walk, _| walk.person == person)).collect()
        }
    }
}

/// What happened between two states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Follows {
    /// Moves.
    pub count: u64,
    /// Journeys.
    pub journeys: BTreeSet<usize>,
    /// Sessions in which moves start.
    pub sessions: BTreeSet<usize>,
    /// Persons.
    pub persons: BTreeSet<u32>,
    /// Microseconds, in order.
    pub times: Vec<i64>,
}

/// Moves of all journeys by their two states.
///
/// # Panics
/// When a contact lies in no session.
pub fn follows(journeys: &Journeys) -> BTreeMap<(String, String), Follows> {
    let mut found: BTreeMap<(String, String), Follows> = BTreeMap::new();
    for (number, walk) in walks(journeys).iter().enumerate() {
        let end = if walk.converted { "(conversion)" } else { "(null)" };
        let mut names = vec!["(start)"];
        names.extend(walk.stops.iter().map(|stop| stop.name.as_str()));
        names.push(end);
        for (at, pair) in names.windows(2).enumerate() {
            let all = found.entry((pair[0].to_owned(), pair[1].to_owned())).or_default();
            all.count += 1;
            all.journeys.insert(number);
            all.persons.insert(walk.person);
            let before = at.checked_sub(1).map(|at| &walk.stops[at]);
            let started = before.or(walk.stops.first());
            let session = started.map(|stop| stop.session);
            all.sessions.insert(session.unwrap_or_else(|| session_of_start(journeys, walk)));
            let after = walk.stops.get(at).map(|stop| stop.time);
            let after = after.or(walk.converted.then_some(walk.end));
            all.times.extend(before.zip(after).map(|(before, after)| after - before.time));
        }
    }
    for all in found.values_mut() {
        all.times.sort_unstable();
    }
    found
}

fn session_of_start(journeys: &Journeys, walk: &Walk) -> usize {
    session(journeys, walk.person, walk.start)
}

/// The quantile of sorted times, in seconds: linear between order statistics.
pub fn quantile(times: &[i64], p: f64) -> f64 {
    let h = (times.len() - 1) as f64 * p;
    let (low, high) = (h.floor() as usize, h.ceil() as usize);
    let (a, b) = (times[low] as f64, times[high] as f64);
    (a + (b - a) * (h - low as f64)) / 1e6
}

/// A path under a transform; `repeats` is the name of the option's value.
pub fn transformed(path: &[String], direct: &str, repeats: &str) -> Vec<String> {
    let mut kept: Vec<String> = path.iter().filter(|name| *name != direct).cloned().collect();
    if kept.is_empty() {
        kept = path.to_vec();
    }
    let mut out: Vec<String> = Vec::new();
    for name in &kept {
        let skip = match repeats {
            "exposure" => out.last() == Some(name),
            "" => false,
            _ => out.contains(name),
        };
        if !skip {
            out.push(name.clone());
        }
    }
    match repeats {
        "unique" => out.sort(),
        "frequency" => {
            for name in &mut out {
                let times = kept.iter().filter(|other| *other == name).count();
                *name = format!("{name}({times})");
            }
        }
        _ => {}
    }
    out
}
