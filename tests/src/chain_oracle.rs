//! A Markov chain solved by walking: no linear algebra, no shared code.

use std::collections::BTreeMap;

use crate::paths::PathRow;

/// Transition probabilities by name: "(start)", touchpoints, "(conversion)", "(null)".
type Table = BTreeMap<String, BTreeMap<String, f64>>;

/// What the chain says.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// Probability to convert.
    pub rate: f64,
    /// Expected value of a journey.
    pub expected: f64,
    /// Removal effect by touchpoint, of conversions and of value.
    pub effects: BTreeMap<String, (f64, f64)>,
}

/// Solves the chain by spreading probability step by step until nothing is left on the way.
/// `loops`: whether a touchpoint that follows itself is a step.
pub fn walk(rows: &[PathRow], loops: bool) -> Walked {
    let mut counts = Table::new();
    let mut value = BTreeMap::<String, f64>::new();
    for row in rows {
        let mut states = vec!["(start)"];
        for token in row.tokens() {
            if loops || states.last() != Some(&token) {
                states.push(token);
            }
        }
        let mut add = |from: &str, to: &str, count: f64| {
            *counts.entry(from.into()).or_default().entry(to.into()).or_default() += count;
        };
        for pair in states.windows(2) {
            add(pair[0], pair[1], row.conversions + row.nulls);
        }
        let last = states[states.len() - 1];
        add(last, "(conversion)", row.conversions);
        add(last, "(null)", row.nulls);
        if row.conversions > 0.0 {
            *value.entry(last.into()).or_default() += row.value;
        }
    }
    let won: BTreeMap<&str, f64> = counts
        .iter()
        .map(|(from, to)| (from.as_str(), to.get("(conversion)").copied().unwrap_or(0.0)))
        .collect();
    let mean = |state: &str| {
        let conversions = won.get(state).copied().unwrap_or(0.0);
        if conversions > 0.0 { value.get(state).copied().unwrap_or(0.0) / conversions } else { 0.0 }
    };
    let (rate, expected) = spread(&counts, None, &mean);
    let names: Vec<&String> = counts.keys().filter(|name| *name != "(start)").collect();
    let effect = |name: &&String| {
        let (without, without_value) = spread(&counts, Some(name), &mean);
        let of = |part: f64, whole: f64| if whole > 0.0 { 1.0 - part / whole } else { 0.0 };
        ((*name).clone(), (of(without, rate), of(without_value, expected)))
    };
    Walked { rate, expected, effects: names.iter().map(effect).collect() }
}

/// Probability to convert and expected value, with steps to `removed` ending in nothing.
fn spread(counts: &Table, removed: Option<&str>, mean: &dyn Fn(&str) -> f64) -> (f64, f64) {
    let mut here = BTreeMap::from([("(start)".to_owned(), 1.0)]);
    let (mut rate, mut expected) = (0.0, 0.0);
    for _ in 0..1_000_000 {
        let mut next = BTreeMap::<String, f64>::new();
        for (state, mass) in &here {
            let Some(moves) = counts.get(state) else { continue };
            let total: f64 = moves.values().sum();
            for (to, count) in moves {
                let part = if total > 0.0 { mass * count / total } else { 0.0 };
                match to.as_str() {
                    "(conversion)" => {
                        rate += part;
                        expected += part * mean(state);
                    }
                    "(null)" => {}
                    _ if Some(to.as_str()) == removed => {}
                    _ => *next.entry(to.clone()).or_default() += part,
                }
            }
        }
        let left: f64 = next.values().sum();
        if left < 1e-17 {
            break;
        }
        here = next;
    }
    (rate, expected)
}
