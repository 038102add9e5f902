//! A chain of any order solved by walking: no linear algebra, no shared code.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::PathRow;

/// What the chain says, and how far the walk came.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Probability to convert.
    pub rate: f64,
    /// Expected value of a journey.
    pub expected: f64,
    /// Removal effect by touchpoint, of conversions and of value.
    pub effects: BTreeMap<String, (f64, f64)>,
    /// How far effects may be off, of conversions and of value, because the walk was ended with some
    /// probability still on the way.
    pub open: (f64, f64),
    /// Steps of the longest walk.
    pub steps: usize,
}

/// How states are made and touchpoints are taken out.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Contacts that a state remembers.
    pub order: usize,
    /// The last contacts so far instead of whole windows.
    pub padded: bool,
    /// Whether a state that follows itself is a step.
    pub loops: bool,
    /// Whether rows are scaled to 1 after a touchpoint is taken out.
    pub reconnect: bool,
}

type State = Vec<String>;

/// Where a step leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum To {
    Conversion,
    Null,
    State(State),
}

type Table = BTreeMap<Option<State>, BTreeMap<To, f64>>;

fn states(tokens: &[&str], rules: Rules) -> Vec<State> {
    let mut tokens: Vec<String> = tokens.iter().map(|token| (*token).to_owned()).collect();
    let k = rules.order;
    if rules.padded {
        tokens.dedup();
        return (1..=tokens.len()).map(|end| tokens[end.saturating_sub(k)..end].to_vec()).collect();
    }
    if tokens.is_empty() {
        return Vec::new();
    }
    if tokens.len() < k {
        return vec![tokens];
    }
    let mut windows: Vec<State> = tokens.windows(k).map(<[String]>::to_vec).collect();
    if !rules.loops {
        windows.dedup();
    }
    windows
}

/// Solves the chain by spreading probability step by step until nothing is left on the way.
pub fn walk_states(rows: &[PathRow], rules: Rules) -> Walk {
    let mut counts = Table::new();
    let mut value = BTreeMap::<Option<State>, f64>::new();
    let mut names = BTreeSet::new();
    for row in rows {
        let tokens = row.tokens();
        names.extend(tokens.iter().map(|token| (*token).to_owned()));
        let mut from = None;
        let mut add = |from: &Option<State>, to: To, count: f64| {
            *counts.entry(from.clone()).or_default().entry(to).or_default() += count;
        };
        for state in states(&tokens, rules) {
            add(&from, To::State(state.clone()), row.conversions + row.nulls);
            from = Some(state);
        }
        add(&from, To::Conversion, row.conversions);
        add(&from, To::Null, row.nulls);
        if row.conversions > 0.0 {
            *value.entry(from).or_default() += row.value;
        }
    }
    let mean = |state: &Option<State>| {
        let won = counts.get(state).and_then(|to| to.get(&To::Conversion)).copied().unwrap_or(0.0);
        if won > 0.0 { value.get(state).copied().unwrap_or(0.0) / won } else { 0.0 }
    };
    let whole = spread(&counts, None, rules.reconnect, &mean);
    let (mut left, mut steps) = (whole.left, whole.steps);
    let mut effect = |name: &String| {
        let without = spread(&counts, Some(name), rules.reconnect, &mean);
        (left, steps) = (left.max(without.left), steps.max(without.steps));
        let of = |part: f64, whole: f64| if whole > 0.0 { 1.0 - part / whole } else { 0.0 };
        (name.clone(), (of(without.rate, whole.rate), of(without.expected, whole.expected)))
    };
    let effects = names.iter().map(&mut effect).collect();
    let highest = counts.keys().map(mean).fold(0.0, f64::max);
    let of = |part: f64, whole: f64| if part > 0.0 { part / whole } else { 0.0 };
    let open = (of(left, whole.rate), of(left * highest, whole.expected));
    Walk { rate: whole.rate, expected: whole.expected, effects, open, steps }
}

/// What one walk found, what is still on the way, and after how many steps.
struct Spread {
    rate: f64,
    expected: f64,
    left: f64,
    steps: usize,
}

fn spread(
    counts: &Table,
    removed: Option<&String>,
    reconnect: bool,
    mean: &dyn Fn(&Option<State>) -> f64,
) -> Spread {
    let gone = |to: &To| match (to, removed) {
        (To::State(state), Some(name)) => state.contains(name),
        _ => false,
    };
    let mut here = BTreeMap::from([(None::<State>, 1.0)]);
    let mut found = Spread { rate: 0.0, expected: 0.0, left: 0.0, steps: 0 };
    while found.steps < 100_000 {
        found.steps += 1;
        let mut next = BTreeMap::<Option<State>, f64>::new();
        for (state, mass) in &here {
            let Some(moves) = counts.get(state) else { continue };
            let total: f64 =
                moves.iter().filter(|(to, _)| !(reconnect && gone(to))).map(|(_, n)| n).sum();
            for (to, count) in moves.iter().filter(|(to, _)| !gone(to)) {
                let part = if total > 0.0 { mass * count / total } else { 0.0 };
                match to {
                    To::Conversion => {
                        found.rate += part;
                        found.expected += part * mean(state);
                    }
                    To::Null => {}
                    To::State(to) => *next.entry(Some(to.clone())).or_default() += part,
                }
            }
        }
        found.left = next.values().sum();
        if found.left < 1e-17 {
            found.left = 0.0;
            break;
        }
        here = next;
    }
    found
}
