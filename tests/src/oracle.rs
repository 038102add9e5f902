//! Naive ways to the same figures: loops over rows that anyone can check by eye.

use std::collections::{BTreeMap, BTreeSet};

use crate::company::Row;

/// A journey as the oracle sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Journey {
    /// Touchpoints in order.
    pub path: Vec<u8>,
    /// Whether it converted.
    pub converted: bool,
    /// Value in cents, 0 without a conversion.
    pub cents: i64,
}

/// Rows of each person, by repeated merging of sets of identifiers until nothing changes.
pub fn persons(rows: &[Row]) -> Vec<Vec<Row>> {
    let ids = |row: &Row| {
        let cookie = row.cookie.map(|id| ('c', id));
        cookie.into_iter().chain(row.login.map(|id| ('l', id))).collect::<BTreeSet<_>>()
    };
    let mut sets: Vec<BTreeSet<(char, u8)>> =
        rows.iter().map(ids).filter(|s| !s.is_empty()).collect();
    loop {
        let mut merged: Vec<BTreeSet<(char, u8)>> = Vec::new();
        for set in &sets {
            match merged.iter_mut().find(|known| !known.is_disjoint(set)) {
                Some(known) => known.extend(set),
                None => merged.push(set.clone()),
            }
        }
        if merged.len() == sets.len() {
            break;
        }
        sets = merged;
    }
    sets.sort();
    let of = |set: &BTreeSet<(char, u8)>| {
        rows.iter().filter(|row| !ids(row).is_disjoint(set)).cloned().collect()
    };
    sets.iter().map(of).collect()
}

/// Journeys of one person's rows.
pub fn journeys(rows: &[Row], lookback: Option<i64>, silence: Option<i64>) -> Vec<Journey> {
    let mut rows = rows.to_vec();
    let cents = |row: &Row| row.value.map_or(0, |v| (v * 100.0).round() as i64);
    rows.sort_by_key(|r| (r.minute, r.converts(), r.touchpoint, cents(r)));
    let mut found = Vec::new();
    let mut open: Vec<&Row> = Vec::new();
    let lost = |rows: &[&Row]| Journey {
        path: rows.iter().map(|r| r.touchpoint).collect(),
        converted: false,
        cents: 0,
    };
    let mut before: Option<i64> = None;
    for row in &rows {
        let apart = before.map(|minute| row.minute - minute);
        if apart.zip(silence).is_some_and(|(apart, silence)| apart > silence) && !open.is_empty() {
            found.push(lost(&open));
            open.clear();
        }
        before = Some(row.minute);
        if !row.converts() {
            open.push(row);
            continue;
        }
        let (old, new): (Vec<&Row>, Vec<&Row>) =
            open.iter().partition(|r| lookback.is_some_and(|limit| row.minute - r.minute > limit));
        if !old.is_empty() {
            found.push(lost(&old));
        }
        found.push(Journey { converted: true, cents: cents(row), ..lost(&new) });
        open.clear();
    }
    if !open.is_empty() {
        found.push(lost(&open));
    }
    found
}

/// Sessions of one person's rows: `(first minute, last minute, events)`.
pub fn sessions(rows: &[Row], gap: i64) -> Vec<(i64, i64, u32)> {
    let mut minutes: Vec<i64> = rows.iter().map(|r| r.minute).collect();
    minutes.sort_unstable();
    let mut found: Vec<(i64, i64, u32)> = Vec::new();
    for minute in minutes {
        match found.last_mut() {
            Some((_, last, events)) if minute - *last <= gap => {
                *last = minute;
                *events += 1;
            }
            _ => found.push((minute, minute, 1)),
        }
    }
    found
}

/// How often each state comes directly after each other one.
pub fn transitions(journeys: &[Journey]) -> BTreeMap<(String, String), u64> {
    let mut counts = BTreeMap::new();
    for journey in journeys {
        let mut before = "(start)".to_owned();
        let end = if journey.converted { "(conversion)" } else { "(null)" };
        for name in journey.path.iter().map(|t| format!("t{t}")).chain([end.to_owned()]) {
            *counts.entry((before, name.clone())).or_default() += 1;
            before = name;
        }
    }
    counts
}
