//! Markov chains of any order: reference results, naive walks, and what must hold for any paths.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cx_core::attribution::{
    AttributeOptions, Credit, Model, Removal, StateChain, StateCounts, States, TransitionCounts,
    attribute,
};
use cx_core::tally::Tally;
use cx_tests::cases::cases;
use cx_tests::paths::{PathRow, golden, load, read};
use cx_tests::shared::shared;
use cx_tests::state_oracle::{Rules, walk_states};
use cx_tests::strategies::path_rows;
use proptest::prelude::*;

/// Path data, and the folder of golden results.
fn data() -> (Vec<PathRow>, PathBuf) {
    let shared = shared();
    let rows = load(&shared.join("data/attribution/pathdata.csv"));
    (rows, shared.join("golden/attribution"))
}

fn options(order: u32, states: States) -> AttributeOptions {
    AttributeOptions::default().model(Model::Markov).order(order).states(states)
}

fn credit(rows: &[PathRow], options: &AttributeOptions) -> Credit {
    attribute(&read(rows, 10_000).expect("reads"), options).expect("attributes")
}

/// The largest difference between a credit and a golden table, with the columns of each row in the
/// order effect, effect of value, conversions, value.
fn furthest(credit: &Credit, table: &[(String, Vec<f64>)]) -> f64 {
    assert_eq!(credit.rows.len(), table.len());
    let mut error = 0.0_f64;
    for (name, numbers) in table {
        let row = credit.lead().find(|row| row.touchpoint == *name).expect("has a row");
        let found = [row.removal_effect, row.removal_effect_value, row.conversions, row.value];
        for (found, expected) in found.iter().zip(numbers) {
            error = error.max((found - expected).abs());
        }
    }
    error
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn chains_agree_with_the_reference() {
    let (rows, folder) = data();
    let meta = std::fs::read_to_string(folder.join("meta.json")).expect("meta.json");
    let meta: serde_json::Value = serde_json::from_str(&meta).expect("is JSON");
    let cases = [
        (1, States::Windows, "order1_ca_noloops"),
        (2, States::Windows, "order2_ca_noloops"),
        (3, States::Windows, "order3_ca_noloops"),
        (1, States::Padded, "order1_pad_noloops"),
        (2, States::Padded, "order2_pad_noloops"),
    ];
    for (order, states, name) in cases {
        let (_, table) = golden(&folder.join(format!("markov_{name}.csv")));
        let credit = credit(&rows, &options(order, states));
        let error = furthest(&credit, &table);
        let counts = StateCounts::of(&read(&rows, 500).expect("reads"), order, states);
        let chain = counts.expect("counts").finish().expect("solves");
        eprintln!("{name}: largest error {error:.2e}, bound {:.2e}", chain.error_bound);
        assert!(error <= 1e-9, "{name}: {error:e}");
        assert!(credit.residual < 1e-12, "{}", credit.residual);
        assert!(chain.error_bound < 1e-11, "{:e}", chain.error_bound);
        let known = |key: &str| meta[name][key].as_f64().expect("a number");
        assert!((chain.conversion_rate - known("p_conv")).abs() < 1e-13);
        assert!((chain.expected_value - known("e_value")).abs() < 1e-13);
        assert_eq!(chain.states as f64, known("n_states"));
    }
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn beyond_the_longest_path_effects_are_shares_of_conversions() {
    let (rows, folder) = data();
    let (_, table) = golden(&folder.join("coverage_limit.csv"));
    for states in [States::Windows, States::Padded] {
        let error = furthest(&credit(&rows, &options(200, states)), &table);
        eprintln!("{}: largest error {error:.2e}", states.name());
        assert!(error <= 1e-9, "{}: {error:e}", states.name());
    }
}

fn spaces() -> impl Strategy<Value = States> {
    prop_oneof![Just(States::Windows), Just(States::Padded)]
}

fn removals() -> impl Strategy<Value = Removal> {
    prop_oneof![Just(Removal::Redirect), Just(Removal::Reconnect)]
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

fn chain(rows: &[PathRow], order: u32, states: States, removal: Removal) -> StateChain {
    let counts = StateCounts::of(&read(rows, 7).expect("reads"), order, states);
    counts.expect("counts").solve(removal).expect("solves")
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn chains_are_what_walking_says(
        rows in path_rows(4, 7, 4.0, 24), order in 1u32..5, states in spaces(), removal in removals(),
    ) {
        let chain = chain(&rows, order, states, removal);
        let rules = Rules {
            order: order as usize,
            padded: states == States::Padded,
            loops: false,
            reconnect: removal == Removal::Reconnect,
        };
        let walked = walk_states(&rows, rules);
        prop_assert!(close(chain.conversion_rate, walked.rate));
        prop_assert!(close(chain.expected_value, walked.expected));
        for (at, name) in chain.touchpoints.iter().enumerate() {
            let (effect, worth) = walked.effects.get(name).copied().unwrap_or_default();
            let (found, found_worth) = (chain.removal_effect[at], chain.removal_effect_value[at]);
            // The bound is one: what the engine is off, and what the walk is.
            let walk = 1e-12 + 1e-15 * walked.steps as f64;
            let far = |effect: f64, open: f64| {
                chain.error_bound + open + walk * (1.0 + effect.abs())
            };
            let near = (found - effect).abs() <= far(effect, walked.open.0);
            prop_assert!(near, "{name}: {found} is not {effect}");
            let near = (found_worth - worth).abs() <= far(worth, walked.open.1);
            prop_assert!(near, "{name}: {found_worth}, not {worth}");
            prop_assert!(chain.conversions[at] >= 0.0 && chain.value[at] >= 0.0);
        }
        // Beside the largest effect: by reconnection they go to minus infinity. A way out that is hardly
        // ever taken cannot be told from none by probabilities in doubles, which the bound says; where
        // the walk ends it is small.
        if walked.open == (0.0, 0.0) {
            let effects = chain.removal_effect.iter().chain(&chain.removal_effect_value);
            let largest = effects.fold(1.0_f64, |largest, effect| largest.max(effect.abs()));
            let most = 1e-9 * (walked.steps as f64 / 1_000.0).max(1.0) * largest;
            prop_assert!(chain.error_bound < most, "{:e} {}", chain.error_bound, walked.steps);
        }
    }

    #[test]
    fn the_chain_of_any_order_converts_as_often_as_the_data(
        rows in path_rows(4, 7, 4.0, 24), order in 1u32..12, states in spaces(),
    ) {
        let chain = chain(&rows, order, states, Removal::Redirect);
        let sum = |pick: fn(&PathRow) -> f64| rows.iter().map(pick).sum::<f64>();
        let (won, journeys) = (sum(|row| row.conversions), sum(|row| row.conversions + row.nulls));
        if journeys > 0.0 {
            prop_assert!((chain.conversion_rate - won / journeys).abs() < 1e-11);
            prop_assert!(close(chain.expected_value, sum(|row| row.value) / journeys));
        }
        let credits = chain.conversions.iter().sum::<f64>() + chain.unattributed[0];
        prop_assert!(close(credits, won), "{credits} {won}");
        let credits = chain.value.iter().sum::<f64>() + chain.unattributed[1];
        prop_assert!(close(credits, sum(|row| row.value)));
    }

    #[test]
    fn states_that_follow_themselves_change_no_effect(rows in path_rows(4, 7, 4.0, 24), order in 1u32..5) {
        let chain = chain(&rows, order, States::Windows, Removal::Redirect);
        let rules = Rules { order: order as usize, padded: false, loops: true, reconnect: false };
        let walked = walk_states(&rows, rules);
        for (name, effect) in chain.touchpoints.iter().zip(&chain.removal_effect) {
            let (expected, _) = walked.effects.get(name).copied().unwrap_or_default();
            prop_assert!((effect - expected).abs() < 1e-9, "{name}");
        }
    }

    #[test]
    fn long_memories_end_in_shares_of_conversions(rows in path_rows(4, 7, 4.0, 24), states in spaces()) {
        let chain = chain(&rows, 8, states, Removal::Redirect);
        let won: f64 = rows.iter().map(|row| row.conversions).sum();
        for (name, effect) in chain.touchpoints.iter().zip(&chain.removal_effect) {
            let with = rows.iter().filter(|row| row.tokens().contains(&name.as_str()));
            let share = with.map(|row| row.conversions).sum::<f64>();
            prop_assert!((effect * won - share).abs() < 1e-9 * (1.0 + won), "{name}");
        }
    }

    #[test]
    fn order_1_is_the_chain_of_touchpoints(rows in path_rows(4, 7, 4.0, 24), states in spaces()) {
        let paths = read(&rows, 7)?;
        let any = StateCounts::of(&paths, 1, states)?.finish()?;
        let one = TransitionCounts::of(&paths)?.finish()?;
        prop_assert!(close(any.conversion_rate, one.conversion_rate));
        for at in 0..one.touchpoints.len() {
            prop_assert!((any.removal_effect[at] - one.removal_effect[at]).abs() < 1e-11);
            prop_assert!(close(any.conversions[at], one.conversions[at]));
            prop_assert!(close(any.value[at], one.value[at]));
        }
        prop_assert_eq!(any.unattributed, one.unattributed);
    }

    #[test]
    fn counts_merge_in_any_tree_to_the_same_bytes(
        rows in path_rows(4, 7, 4.0, 24), cuts in (0usize..25, 0usize..25), order in 1u32..5, states in spaces(),
    ) {
        let whole = StateCounts::of(&read(&rows, 30)?, order, states)?;
        let (a, b) = (cuts.0.min(cuts.1).min(rows.len()), cuts.0.max(cuts.1).min(rows.len()));
        let part = |rows: &[PathRow]| -> Result<StateCounts, TestCaseError> {
            if rows.is_empty() {
                return Ok(StateCounts::default());
            }
            let counts = StateCounts::of(&read(rows, 4)?, order, states)?;
            // By way of another machine.
            let text = serde_json::to_string(&counts).expect("serialises");
            let back: StateCounts = serde_json::from_str(&text).expect("reads back");
            prop_assert_eq!(&back, &counts);
            Ok(back)
        };
        let (x, y, z) = (part(&rows[..a])?, part(&rows[a..b])?, part(&rows[b..])?);
        let text = |counts: &StateCounts| serde_json::to_string(counts).expect("serialises");
        let mut left = x.clone();
        left.merge(y.clone());
        left.merge(z.clone());
        let mut right = z;
        right.merge(y);
        right.merge(x);
        prop_assert_eq!(text(&left), text(&right));
        prop_assert_eq!(text(&left), text(&whole));
        prop_assert_eq!(format!("{:?}", left.finish()?), format!("{:?}", whole.finish()?));
    }

    #[test]
    fn order_of_rows_and_threads_change_no_byte(rows in path_rows(4, 7, 4.0, 24), states in spaces()) {
        let options = options(2, states);
        let text = |credit: &Credit| format!("{:?}", credit.rows);
        let first = text(&attribute(&read(&rows, rows.len())?, &options)?);
        let back: Vec<PathRow> = rows.iter().rev().cloned().collect();
        for (split, threads) in [(1, 1), (5, 3)] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let again = pool.install(|| attribute(&read(&back, split)?, &options))?;
            prop_assert_eq!(&text(&again), &first);
        }
    }
}

fn row(path: &str, conversions: f64, value: f64, nulls: f64) -> PathRow {
    PathRow { path: path.into(), conversions, value, nulls }
}

#[test]
fn odd_outcomes_have_defined_results() {
    let reads = |rows: &[PathRow]| read(rows, 100).expect("reads");
    for states in [States::Windows, States::Padded] {
        for removal in [Removal::Redirect, Removal::Reconnect] {
            let options = options(2, states).removal(removal);
            let of = |rows: &[PathRow]| attribute(&reads(rows), &options).expect("attributes");
            // Nobody converts; everybody converts without contact.
            let none = of(&[row("a > b", 0.0, 0.0, 3.0)]);
            assert!(none.rows.iter().all(|row| row.conversions == 0.0));
            let direct = of(&[row("", 2.0, 5.0, 1.0)]);
            assert_eq!((direct.rows.len(), direct.rows[0].value), (1, 5.0));
            // One touchpoint only, on every path.
            let one = of(&[row("a > a > a", 2.0, 3.0, 1.0), row("a", 1.0, 1.0, 4.0)]);
            assert_eq!((one.rows[0].conversions, one.rows[0].value), (3.0, 4.0));
            assert!((one.rows[0].removal_effect - 1.0).abs() < 1e-12);
            // Five hundred touchpoints, and a path of ten thousand steps.
            let long: Vec<String> = (0..10_000).map(|at| format!("t{}", at * 7 % 500)).collect();
            let rows = [row(&long.join(" > "), 2.0, 1.0, 1.0), row("t1", 1.0, 1.0, 1.0)];
            let credit = of(&rows);
            assert_eq!(credit.rows.len(), 500);
            assert!(credit.residual < 1e-9, "{}", credit.residual);
            assert!(credit.rows.iter().all(|row| row.conversions >= 0.0 && row.value >= 0.0));
        }
    }
}

#[test]
fn journeys_without_an_end_in_sight_are_solved() {
    // Two touchpoints in turn ten thousand times: the chain leaves them once in as many steps.
    let long = vec!["a > b"; 5_000].join(" > ");
    let rows = [row(&long, 1.0, 1.0, 0.0), row("a > b", 1.0, 1.0, 1.0), row("c", 1.0, 1.0, 9.0)];
    for order in [2, 3] {
        let chain = chain(&rows, order, States::Windows, Removal::Redirect);
        eprintln!("order {order}: bound {:.1e}", chain.error_bound);
        assert!((chain.conversion_rate - 3.0 / 13.0).abs() < 1e-9);
        assert!((chain.removal_effect[0] - 2.0 / 3.0).abs() < 1e-9);
        assert!(chain.error_bound < 1e-9);
    }
}

#[test]
fn another_order_is_not_merged() {
    let paths = read(&[row("a > b", 1.0, 1.0, 1.0)], 1).expect("reads");
    let mut counts = StateCounts::of(&paths, 2, States::Windows).expect("counts");
    counts.merge(StateCounts::of(&paths, 3, States::Windows).expect("counts"));
    let error = counts.finish().expect_err("they do not go together").to_string();
    assert!(error.contains("different orders"), "{error}");
}

#[test]
fn reconnection_has_a_sign() {
    // Ways through "bad" convert less: without it, the rate rises.
    let rows = [row("good", 5.0, 5.0, 5.0), row("bad", 1.0, 1.0, 9.0)];
    let chain = chain(&rows, 2, States::Windows, Removal::Reconnect);
    let effects: BTreeMap<&str, f64> =
        chain.touchpoints.iter().map(String::as_str).zip(chain.removal_effect.clone()).collect();
    assert!((effects["bad"] + 2.0 / 3.0).abs() < 1e-12, "{effects:?}");
    assert!((effects["good"] - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(chain.conversions, [0.0, 6.0]);
}
