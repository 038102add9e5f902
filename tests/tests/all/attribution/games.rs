//! Shapley models against brute force over all coalitions, and against reference results.

use std::collections::BTreeMap;

use cx_core::attribution::{
    AttributeOptions, Credit, Game, InteractionOptions, LevelOptions, Model, PositionOptions,
    UNATTRIBUTED, attribute, credit_by_level, credit_by_position, interactions,
};
use cx_core::stats::z_of;
use cx_tests::cases::cases;
use cx_tests::game_oracle::{interaction, owen, players, rate, shapley, within};
use cx_tests::paths::{PathRow, golden, load, read};
use cx_tests::shared::shared;
use proptest::prelude::*;

fn rows(touchpoints: u8, count: usize) -> impl Strategy<Value = Vec<PathRow>> {
    let tokens = proptest::collection::vec(0..touchpoints, 0..6);
    let amount = || prop_oneof![Just(0.0), (0u32..40).prop_map(f64::from)];
    let row = (tokens, amount(), 0u32..10_000, amount()).prop_map(
        |(tokens, conversions, cents, nulls)| PathRow {
            path: tokens.iter().map(|t| format!("t{t:02}")).collect::<Vec<_>>().join(" > "),
            conversions,
            value: if conversions > 0.0 { f64::from(cents) / 100.0 } else { 0.0 },
            nulls,
        },
    );
    proptest::collection::vec(row, 1..count)
}

fn credit(rows: &[PathRow], models: &[Model]) -> Result<Credit, cx_core::Error> {
    attribute(&read(rows, 7)?, &AttributeOptions::default().models(models.iter().copied()))
}

fn of(credit: &Credit, model: Model) -> BTreeMap<&str, (f64, f64)> {
    credit.of(model).map(|row| (row.touchpoint.as_str(), (row.conversions, row.value))).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

fn total(rows: &[PathRow]) -> f64 {
    rows.iter().filter(|row| !row.tokens().is_empty()).map(|row| row.conversions + row.nulls).sum()
}

proptest! {
    #![proptest_config(cases(10))]

    #[test]
    fn shapley_models_are_what_all_coalitions_say(rows in rows(10, 25)) {
        let credit = credit(&rows, &[Model::Shapley, Model::ShapleyRate])?;
        let names = players(&rows);
        let scale = total(&rows);
        let count = shapley(&names, &|set| within(&rows, set, |row| row.conversions));
        let worth = shapley(&names, &|set| within(&rows, set, |row| row.value));
        let rates = shapley(&names, &|set| rate(&rows, set, |row| row.conversions));
        let worths = shapley(&names, &|set| rate(&rows, set, |row| row.value));
        let (by_count, by_rate) = (of(&credit, Model::Shapley), of(&credit, Model::ShapleyRate));
        for name in &names {
            let (conversions, value) = by_count[name.as_str()];
            prop_assert!(close(conversions, count[name]), "{name}: {conversions} {}", count[name]);
            prop_assert!(close(value, worth[name]), "{name}: {value} {}", worth[name]);
            let (conversions, value) = by_rate[name.as_str()];
            prop_assert!(close(conversions, scale * rates[name]), "{name}: {conversions}");
            prop_assert!(close(value, scale * worths[name]), "{name}: {value}");
        }
        prop_assert!(credit.residual < 1e-9, "{}", credit.residual);
    }

    #[test]
    fn sampled_orders_conserve_the_outcome(rows in rows(40, 60)) {
        let mut rows = rows;
        rows.extend((0..26).map(|at| row(&format!("t{at:02}"), 1.0, 2.0, 3.0)));
        let options = AttributeOptions::default().model(Model::ShapleyRate).permutations(16, 1);
        let first = attribute(&read(&rows, 7)?, &options)?;
        prop_assert!(first.residual < 1e-9, "{}", first.residual);
        for row in &first.rows {
            prop_assert!(row.conversions_low <= row.conversions);
            prop_assert!(row.conversions_high >= row.conversions);
        }
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn interactions_are_what_all_coalitions_say(rows in rows(6, 15)) {
        let paths = read(&rows, 4)?;
        let names = players(&rows);
        for game in [Game::Rate, Game::Count] {
            let options = InteractionOptions { game, ..InteractionOptions::default() };
            let table = interactions(&paths, &AttributeOptions::default(), &options)?;
            prop_assert_eq!(table.rows.len(), names.len() * names.len().saturating_sub(1) / 2);
            for found in &table.rows {
                let expected = if game == Game::Rate {
                    let of = |set: &_| rate(&rows, set, |row| row.conversions);
                    total(&rows) * interaction(&names, &of, &found.touchpoint, &found.other)
                } else {
                    let of = |set: &_| within(&rows, set, |row| row.conversions);
                    interaction(&names, &of, &found.touchpoint, &found.other)
                };
                prop_assert!(close(found.interaction, expected), "{found:?} {expected}");
                prop_assert!(found.low <= found.interaction && found.interaction <= found.high);
            }
        }
    }

    #[test]
    fn levels_are_what_orders_of_groups_say(rows in rows(6, 12)) {
        const NAMES: [&str; 6] = ["a/x/1", "a/x/2", "a/y", "b/1", "b/2", "c"];
        let mut rows = rows;
        for row in &mut rows {
            for (at, name) in NAMES.iter().enumerate() {
                row.path = row.path.replace(&format!("t{at:02}"), name);
            }
        }
        let names = players(&rows);
        let expected = owen(&names, &|set| within(&rows, set, |row| row.conversions));
        let table = credit_by_level(
            &read(&rows, 4)?, &AttributeOptions::default(), &LevelOptions::default(),
        )?;
        for found in table.rows.iter().filter(|row| row.touchpoint) {
            prop_assert!(close(found.conversions, expected[&found.name]), "{found:?}");
        }
        // What is in a group sums to the group.
        for group in table.rows.iter().filter(|row| !row.touchpoint && row.level > 0) {
            let inside = table.rows.iter().filter(|row| row.parent.as_ref() == Some(&group.name));
            let sum: f64 = inside.map(|row| row.conversions).sum();
            prop_assert!(close(sum, group.conversions), "{group:?} {sum}");
        }
        let top: f64 = table.rows.iter().filter(|row| row.level < 2).map(|row| row.conversions).sum();
        prop_assert!(close(top, rows.iter().map(|row| row.conversions).sum()));
    }

    #[test]
    fn positions_sum_to_the_credits(rows in rows(5, 20)) {
        let models = [Model::Shapley, Model::Linear, Model::Position, Model::WShaped];
        let credit = credit(&rows, &models)?;
        let options = PositionOptions { positions: 3 };
        let attribute = AttributeOptions::default().models(models);
        let table = credit_by_position(&read(&rows, 4)?, &attribute, &options)?;
        for row in &credit.rows {
            let same = |other: &&cx_core::attribution::PositionRow| {
                other.model == row.model && other.touchpoint == row.touchpoint
            };
            let sum: f64 = table.rows.iter().filter(same).map(|other| other.value).sum();
            prop_assert!(close(sum, row.value), "{row:?} {sum}");
        }
        prop_assert!(table.rows.iter().all(|row| row.position <= 3));
    }
}

fn row(path: &str, conversions: f64, value: f64, nulls: f64) -> PathRow {
    PathRow { path: path.into(), conversions, value, nulls }
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn shapley_models_agree_with_the_reference() {
    let shared = shared();
    let rows = load(&shared.join("data/attribution/pathdata.csv"));
    let (head, table) = golden(&shared.join("golden/attribution/shapley_games.csv"));
    let credit = credit(&rows, &[Model::Shapley, Model::ShapleyRate]).expect("attributes");
    let at = |name: &str| head.iter().position(|column| column == name).expect("a column");
    let (count, rates) = (of(&credit, Model::Shapley), of(&credit, Model::ShapleyRate));
    for (name, cells) in &table {
        let (conversions, value) = count[name.as_str()];
        assert!((conversions - cells[at("subset_conv")]).abs() < 1e-9, "{name}");
        assert!((value - cells[at("subset_value")]).abs() < 1e-8, "{name}: {value}");
        let rate = rates[name.as_str()].0 / total(&rows);
        assert!((rate - cells[at("subset_rate")]).abs() < 1e-9, "{name}: {rate}");
    }
    assert!(credit.rows.iter().any(|row| row.conversions < 0.0 && row.conversions_low < 0.0));
    assert!(credit.residual < 1e-12, "{}", credit.residual);
}

/// Thirty touchpoints, ten of which matter: sampling is exact where players are alike.
#[test]
fn sampled_credits_lie_within_their_errors() {
    let mut rows = Vec::new();
    for at in 0..24_u32 {
        let other = (at * 7 + 3) % 24;
        let won = f64::from(1 + at % 5);
        rows.push(row(&format!("t{at:02} > t{other:02}"), won, won * 10.0, 9.0));
        rows.push(row(&format!("t{at:02}"), 1.0, 4.0, f64::from(4 + at % 7)));
    }
    let exact = credit(&rows, &[Model::ShapleyRate]).expect("attributes");
    // Two more that no journey meets alone, and that change nothing.
    let mut more = rows.clone();
    more.extend((24..27).map(|at| row(&format!("t{at} > t00 > t01 > t02 > t03"), 0.0, 0.0, 1e-9)));
    let z = z_of(0.95).expect("a level");
    let sampled = attribute(
        &read(&more, 9).expect("reads"),
        &AttributeOptions::default().model(Model::ShapleyRate).permutations(1_000, 3),
    )
    .expect("attributes");
    let (exact_of, sampled_of) = (of(&exact, Model::ShapleyRate), of(&sampled, Model::ShapleyRate));
    for row in exact.of(Model::ShapleyRate) {
        let (found, _) = sampled_of[row.touchpoint.as_str()];
        let (known, _) = exact_of[row.touchpoint.as_str()];
        assert!((found - known).abs() < 1.0, "{}: {found} {known}", row.touchpoint);
        let again = sampled.rows.iter().find(|other| other.touchpoint == row.touchpoint);
        let again = again.expect("a row");
        let errors = [row, again].map(|row| (row.conversions_high - row.conversions) / z);
        assert!((errors[1] / errors[0] - 1.0).abs() < 0.3, "{}: {errors:?}", row.touchpoint);
    }
    let again = attribute(
        &read(&more, 1).expect("reads"),
        &AttributeOptions::default().model(Model::ShapleyRate).permutations(1_000, 3),
    )
    .expect("attributes");
    let bytes = |credit: &Credit| format!("{:?}", credit.rows);
    assert_eq!(bytes(&sampled), bytes(&again), "the same seed gives the same credits");
}

#[test]
fn odd_games_have_defined_results() {
    let models = [Model::Shapley, Model::ShapleyRate];
    // Nobody converts; everybody does; nobody had a contact.
    let none = credit(&[row("a > b", 0.0, 0.0, 3.0)], &models).expect("attributes");
    assert!(none.rows.iter().all(|row| row.conversions == 0.0));
    let all = credit(&[row("a > b", 3.0, 6.0, 0.0)], &models).expect("attributes");
    assert!(all.rows.iter().all(|row| close(row.conversions, 1.5) && close(row.value, 3.0)));
    let apart = credit(&[row("", 2.0, 5.0, 1.0)], &models).expect("attributes");
    assert!(apart.rows.iter().all(|row| row.touchpoint == UNATTRIBUTED && row.value == 5.0));
    // Value without any journey.
    let loose = credit(&[row("a", 0.0, 4.0, 0.0), row("a", 1.0, 1.0, 0.0)], &models[1..]);
    assert!(loose.expect("attributes").residual < 1e-12);
    let refused = AttributeOptions::default().model(Model::ShapleyRate).permutations(3, 0);
    let paths = read(&[row("a", 1.0, 0.0, 0.0)], 1).expect("reads");
    let error = attribute(&paths, &refused).expect_err("odd").to_string();
    assert!(error.contains("permutations") && error.contains("even"), "{error}");
}

/// The half widths of the rate game from derivatives by differences, and from what a set of few journeys
/// does not show: its rate and its values are mixed with those of 20 others.
#[test]
fn intervals_of_the_rate_game_are_those_of_differences() {
    let row = |path: &str, conversions, value, nulls| PathRow {
        path: path.into(),
        conversions,
        value,
        nulls,
    };
    let rows = [
        row("a", 4.0, 90.0, 30.0),
        row("b", 0.0, 0.0, 3.0),
        row("a > b", 2.0, 400.0, 5.0),
        row("c > b", 5.0, 100.0, 2.0),
        row("c", 1.0, 10.0, 60.0),
    ];
    let figures = |rows: &[PathRow]| -> Vec<[f64; 2]> {
        let found = credit(rows, &[Model::ShapleyRate]).expect("credits");
        found.rows.iter().map(|row| [row.conversions, row.value]).collect()
    };
    let slope = |change: &dyn Fn(&mut PathRow, f64), at: usize| -> Vec<[f64; 2]> {
        let moved = |by: f64| {
            let mut rows = rows.clone();
            change(&mut rows[at], by);
            figures(&rows)
        };
        let (more, less) = (moved(1e-4), moved(-1e-4));
        let pairs = more.iter().zip(&less);
        pairs.map(|(more, less)| [0, 1].map(|of| (more[of] - less[of]) / 2e-4)).collect()
    };
    let of_all = |pick: &dyn Fn(&PathRow) -> f64| rows.iter().map(pick).sum::<f64>();
    let square = |row: &PathRow| {
        if row.conversions > 0.0 { row.value * row.value / row.conversions } else { 0.0 }
    };
    let (won, lost) = (of_all(&|row| row.conversions), of_all(&|row| row.nulls));
    let (mean, squares) = (of_all(&|row| row.value) / won, of_all(&square) / won);
    let mut variances = vec![[0.0, 0.0]; 3];
    for (at, row) in rows.iter().enumerate() {
        // Without conversions a set has no journey that could be taken from them.
        let by_null = slope(&|row, by| row.nulls += by, at);
        // Credits of value are linear in values, and values not below 0.
        let by_value = {
            let mut more = rows.clone();
            more[at].value += 1.0;
            figures(&more).into_iter().zip(figures(&rows)).map(|(a, b)| a[1] - b[1])
        };
        let by_value: Vec<f64> = by_value.collect();
        let by_win = if row.conversions > 0.0 {
            slope(&|row, by| row.conversions += by, at)
        } else {
            by_null.clone()
        };
        let journeys = row.conversions + row.nulls;
        let rate = (row.conversions + 20.0 * won / (won + lost)) / (journeys + 20.0);
        let of_value = |own: f64, all: f64| rate * (own + 20.0 * all) / (row.conversions + 20.0);
        let (expected, spread) = (of_value(row.value, mean), of_value(square(row), squares));
        let own = row.conversions / journeys;
        let more = (rate * (1.0 - rate) - own * (1.0 - own)).max(0.0) * journeys;
        let seen = square(row) / journeys - (row.value / journeys).powi(2);
        let more_value = (spread - expected * expected - seen).max(0.0) * journeys;
        for (player, variance) in variances.iter_mut().enumerate() {
            // The value moves the credit of value as a conversion more moves that of conversions.
            let (still, gain) = (by_null[player], by_value[player]);
            let win = by_win[player][0];
            variance[0] += row.conversions * win * win + row.nulls * still[0] * still[0];
            variance[0] += more * gain * gain;
            variance[1] += journeys * still[1] * still[1] + 2.0 * still[1] * gain * row.value;
            variance[1] += gain * gain * (square(row) + more_value);
        }
    }
    let z = z_of(0.95).expect("a level");
    let found = credit(&rows, &[Model::ShapleyRate]).expect("credits");
    for (row, variance) in found.rows.iter().zip(variances) {
        let halves = [row.conversions_high - row.conversions, row.value_high - row.value];
        for (half, variance) in halves.into_iter().zip(variance) {
            let wanted = z * variance.sqrt();
            assert!((half / wanted - 1.0).abs() < 1e-6, "{row:?}: {half} is not {wanted}");
        }
        assert!(close(row.conversions - row.conversions_low, halves[0]), "{row:?}");
    }
}
