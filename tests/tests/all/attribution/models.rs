//! Attribution against naive loops, and what must hold for any outcome.

use std::collections::BTreeMap;

use cx_core::attribution::{
    AttributeOptions, Credit, Model, TransitionCounts, UNATTRIBUTED, attribute,
};
use cx_core::tally::Tally;
use cx_tests::cases::cases;
use cx_tests::chain_oracle::walk;
use cx_tests::paths::{PathRow, read};
use cx_tests::strategies::path_rows;
use proptest::prelude::*;

const ALL: [Model; 5] = [Model::First, Model::Last, Model::Linear, Model::Position, Model::Markov];

/// Credits by touchpoint of one model.
fn of(credit: &Credit, model: Model) -> BTreeMap<String, (f64, f64)> {
    credit.of(model).map(|row| (row.touchpoint.clone(), (row.conversions, row.value))).collect()
}

/// The parts of the contacts of a path of `length`.
fn parts(model: Model, length: usize) -> Vec<f64> {
    let mut parts = vec![0.0; length];
    match model {
        Model::First => parts[0] = 1.0,
        Model::Last => parts[length - 1] = 1.0,
        Model::Linear => parts.fill(1.0 / length as f64),
        _ => match length {
            1 => parts[0] = 1.0,
            2 => parts.fill(0.5),
            _ => {
                parts.fill(0.2 / (length - 2) as f64);
                parts[0] = 0.4;
                parts[length - 1] = 0.4;
            }
        },
    }
    parts
}

fn by_loops(rows: &[PathRow], model: Model) -> BTreeMap<String, (f64, f64)> {
    let mut credits = BTreeMap::<String, (f64, f64)>::new();
    let mut add = |name: &str, conversions: f64, value: f64| {
        let sum = credits.entry(name.to_owned()).or_default();
        *sum = (sum.0 + conversions, sum.1 + value);
    };
    for row in rows {
        let tokens = row.tokens();
        if tokens.is_empty() {
            add(UNATTRIBUTED, row.conversions, row.value);
            continue;
        }
        for (token, part) in tokens.iter().zip(parts(model, tokens.len())) {
            add(token, part * row.conversions, part * row.value);
        }
    }
    credits.retain(|name, sum| name != UNATTRIBUTED || *sum != (0.0, 0.0));
    credits
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

/// The whole report as text.
fn bytes(credit: &Credit) -> String {
    format!("{:?}", (&credit.rows, credit.conversions, credit.value, &credit.definition))
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn rules_are_what_loops_say(rows in path_rows(5, 6, 100.0, 29)) {
        let credit = attribute(&read(&rows, 7)?, &AttributeOptions::default().models(ALL))?;
        for model in &ALL[..4] {
            let (found, expected) = (of(&credit, *model), by_loops(&rows, *model));
            prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            for (name, (conversions, value)) in expected {
                prop_assert!(close(found[&name].0, conversions), "{} {}", model.name(), name);
                prop_assert!(close(found[&name].1, value), "{} {}", model.name(), name);
            }
        }
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_negative(rows in path_rows(5, 6, 100.0, 29)) {
        let credit = attribute(&read(&rows, 7)?, &AttributeOptions::default().models(ALL))?;
        prop_assert!(credit.residual < 1e-12, "{}", credit.residual);
        for model in ALL {
            let sum: (f64, f64) = credit
                .of(model)
                .fold((0.0, 0.0), |sum, row| (sum.0 + row.conversions, sum.1 + row.value));
            prop_assert!(close(sum.0, credit.conversions) && close(sum.1, credit.value));
        }
        for row in &credit.rows {
            prop_assert!(row.conversions >= 0.0 && row.value >= 0.0);
            prop_assert!(row.conversions_low >= 0.0 && row.conversions_low <= row.conversions);
            prop_assert!(row.conversions <= row.conversions_high && row.value <= row.value_high);
        }
    }

    #[test]
    fn the_chain_is_what_walking_says(rows in path_rows(5, 6, 100.0, 29)) {
        let chain = TransitionCounts::of(&read(&rows, 7)?)?.finish()?;
        // Steps from a touchpoint to itself change no effect.
        for loops in [false, true] {
            let walked = walk(&rows, loops);
            prop_assert!((chain.conversion_rate - walked.rate).abs() < 1e-9);
            prop_assert!(close(chain.expected_value, walked.expected));
            for (at, name) in chain.touchpoints.iter().enumerate() {
                let (effect, effect_value) = walked.effects.get(name).copied().unwrap_or_default();
                prop_assert!((chain.removal_effect[at] - effect).abs() < 1e-9, "{}", name);
                prop_assert!((chain.removal_effect_value[at] - effect_value).abs() < 1e-9, "{}", name);
            }
        }
        let sum = |pick: fn(&PathRow) -> f64| rows.iter().map(pick).sum::<f64>();
        let (won, lost) = (sum(|row| row.conversions), sum(|row| row.nulls));
        if won + lost > 0.0 {
            prop_assert!((chain.conversion_rate - won / (won + lost)).abs() < 1e-9);
        }
    }

    #[test]
    fn order_split_and_threads_change_no_byte(rows in path_rows(5, 6, 100.0, 29), seed in any::<u64>()) {
        let options = AttributeOptions::default().models(ALL);
        let first = bytes(&attribute(&read(&rows, rows.len())?, &options)?);
        let mut shuffled = rows.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        for (split, threads) in [(1, 1), (3, 2), (5, 3), (30, 8)] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let again = pool.install(|| attribute(&read(&shuffled, split)?, &options))?;
            prop_assert_eq!(&bytes(&again), &first);
        }
    }

    #[test]
    fn counts_merge_in_any_tree_to_the_same_bytes(rows in path_rows(5, 6, 100.0, 29), cuts in (0usize..30, 0usize..30)) {
        // Values in quarters: sums of cents are rounded once for each path and partition.
        let mut rows = rows;
        for row in &mut rows {
            row.value = (row.value * 4.0).round() / 4.0;
        }
        let whole = TransitionCounts::of(&read(&rows, 30)?)?;
        let (a, b) = (cuts.0.min(cuts.1).min(rows.len()), cuts.0.max(cuts.1).min(rows.len()));
        let part = |rows: &[PathRow]| -> Result<TransitionCounts, TestCaseError> {
            if rows.is_empty() {
                return Ok(TransitionCounts::default());
            }
            let counts = TransitionCounts::of(&read(rows, 4)?)?;
            // By way of another machine.
            let text = serde_json::to_string(&counts).expect("serialises");
            let back: TransitionCounts = serde_json::from_str(&text).expect("reads back");
            prop_assert_eq!(&back, &counts);
            Ok(back)
        };
        let (x, y, z) = (part(&rows[..a])?, part(&rows[a..b])?, part(&rows[b..])?);
        let text = |counts: &TransitionCounts| serde_json::to_string(counts).expect("serialises");
        let mut left = x.clone();
        left.merge(y.clone());
        left.merge(z.clone());
        let mut tail = z.clone();
        tail.merge(y.clone());
        let mut right = tail;
        right.merge(x.clone());
        prop_assert_eq!(text(&left), text(&right));
        prop_assert_eq!(text(&left), text(&whole));
        let (one, other) = (left.finish()?, whole.finish()?);
        prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}

fn row(path: &str, conversions: f64, value: f64, nulls: f64) -> PathRow {
    PathRow { path: path.into(), conversions, value, nulls }
}

#[test]
fn odd_outcomes_have_defined_results() {
    let options = AttributeOptions::default().models(ALL);
    // Nobody converts.
    let credit = attribute(&read(&[row("a > b", 0.0, 0.0, 3.0)], 1).expect("reads"), &options)
        .expect("attributes");
    assert!(credit.rows.iter().all(|row| row.conversions == 0.0 && row.share.is_nan()));
    // Everybody converts without contact.
    let credit = attribute(&read(&[row("", 2.0, 5.0, 1.0)], 1).expect("reads"), &options)
        .expect("attributes");
    assert_eq!(credit.rows.len(), ALL.len());
    assert!(credit.rows.iter().all(|row| row.touchpoint == UNATTRIBUTED && row.value == 5.0));
    // Value without a conversion: the chain has nothing to split it by.
    let credit = attribute(&read(&[row("a", 0.0, 4.0, 1.0)], 1).expect("reads"), &options)
        .expect("attributes");
    assert_eq!(of(&credit, Model::Markov)[UNATTRIBUTED], (0.0, 4.0));
    assert_eq!(of(&credit, Model::First)["a"], (0.0, 4.0));
    assert!(credit.residual == 0.0);
    // One touchpoint on every path has a removal effect of 1.
    let credit = attribute(
        &read(&[row("a > b", 1.0, 1.0, 1.0), row("a", 0.0, 0.0, 2.0)], 1).expect("reads"),
        &options,
    )
    .expect("attributes");
    let first = credit.of(Model::Markov).next().expect("a row");
    assert!((first.removal_effect - 1.0).abs() < 1e-12);
    // Five hundred touchpoints, and a path of ten thousand steps.
    let long: Vec<String> = (0..10_000).map(|at| format!("t{}", at * 7 % 500)).collect();
    let rows = [row(&long.join(" > "), 2.0, 1.0, 1.0), row("t1", 1.0, 1.0, 1.0)];
    let credit = attribute(&read(&rows, 1).expect("reads"), &options).expect("attributes");
    assert_eq!(credit.of(Model::Markov).count(), 500);
    assert!(credit.residual < 1e-9, "{}", credit.residual);
}

#[test]
fn time_decay_of_paths_says_what_is_missing() {
    let paths = read(&[row("a", 1.0, 0.0, 0.0)], 1).expect("reads");
    let options = AttributeOptions::default().model(Model::TimeDecay);
    let error = attribute(&paths, &options).expect_err("paths have no times").to_string();
    assert!(error.contains("times") && error.contains("events"), "{error}");
}
