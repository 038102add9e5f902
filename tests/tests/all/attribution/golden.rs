//! Attribution against reference results of independent implementations.

use std::collections::BTreeMap;

use cx_core::attribution::{
    AttributeOptions, Credit, Model, StateCounts, States, TransitionCounts, attribute,
};
use cx_core::tally::Tally;
use cx_tests::paths::{PathRow, golden, load, read};
use cx_tests::shared::{reference, shared};

const CLOSE: f64 = 1e-9;

/// Path data, and the folder of golden results.
fn data() -> (Vec<PathRow>, std::path::PathBuf) {
    let shared = shared();
    let rows = load(&shared.join("data/attribution/pathdata.csv"));
    (rows, shared.join("golden/attribution"))
}

fn row<'a>(credit: &'a Credit, model: Model, name: &str) -> &'a cx_core::attribution::CreditRow {
    credit.of(model).find(|row| row.touchpoint == name).expect("the touchpoint has a row")
}

fn worst(name: &str, error: f64) {
    eprintln!("{name}: largest absolute error {error:.3e}");
    assert!(error <= CLOSE, "{name}: {error:e}");
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn rules_agree_with_the_reference() {
    let (rows, folder) = data();
    let options = AttributeOptions::default().models([
        Model::First,
        Model::Last,
        Model::Linear,
        Model::Position,
    ]);
    let credit = attribute(&read(&rows, 997).expect("reads"), &options).expect("attributes");
    let (head, table) = golden(&folder.join("heuristics.csv"));
    let columns = [
        (Model::First, "first"),
        (Model::Last, "last"),
        (Model::Linear, "linear"),
        (Model::Position, "u4020"),
    ];
    for (model, prefix) in columns {
        let at = |suffix: &str| {
            head.iter().position(|h| *h == format!("{prefix}_{suffix}")).expect("column")
        };
        let (conversions, value) = (at("conv"), at("val"));
        let mut error = 0.0_f64;
        for (name, numbers) in &table {
            let found = row(&credit, model, name);
            error = error.max((found.conversions - numbers[conversions]).abs());
            error = error.max((found.value - numbers[value]).abs());
        }
        worst(prefix, error);
        assert_eq!(credit.of(model).count(), table.len());
    }
    assert!(credit.residual < 1e-12, "{}", credit.residual);
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn markov_agrees_with_the_reference() {
    let (rows, folder) = data();
    let credit = attribute(&read(&rows, 10_000).expect("reads"), &AttributeOptions::default())
        .expect("attributes");
    let (_, table) = golden(&folder.join("markov_order1_ca_noloops.csv"));
    let (mut effects, mut credits) = (0.0_f64, 0.0_f64);
    for (name, numbers) in &table {
        let found = row(&credit, Model::Markov, name);
        effects = effects.max((found.removal_effect - numbers[0]).abs());
        effects = effects.max((found.removal_effect_value - numbers[1]).abs());
        credits = credits.max((found.conversions - numbers[2]).abs());
        credits = credits.max((found.value - numbers[3]).abs());
    }
    worst("removal effects", effects);
    worst("credits", credits);
    assert!(credit.residual < 1e-12, "{}", credit.residual);
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn the_chain_converts_as_often_as_the_data() {
    let (rows, folder) = data();
    let chain = TransitionCounts::of(&read(&rows, 500).expect("reads")).expect("counts");
    let chain = chain.finish().expect("solves");
    let meta = std::fs::read_to_string(folder.join("meta.json")).expect("meta.json");
    let meta: serde_json::Value = serde_json::from_str(&meta).expect("is JSON");
    let known = |key: &str| meta["order1_ca_noloops"][key].as_f64().expect("a number");
    assert!((chain.conversion_rate - known("p_conv")).abs() < 1e-13);
    assert!((chain.expected_value - known("e_value")).abs() < 1e-13);
    let sum = |pick: fn(&PathRow) -> f64| rows.iter().map(pick).sum::<f64>();
    let (won, lost) = (sum(|row| row.conversions), sum(|row| row.nulls));
    assert!((chain.conversion_rate - won / (won + lost)).abs() < 1e-13);
}

/// Made-up paths and what other tools say of them.
fn made_up() -> (serde_json::Value, Vec<PathRow>) {
    let golden = reference("attribution");
    let rows: Vec<(String, f64, f64, f64)> =
        serde_json::from_value(golden["paths"].clone()).expect("paths");
    let row = |(path, conversions, value, nulls)| PathRow { path, conversions, value, nulls };
    (golden, rows.into_iter().map(row).collect())
}

/// Figures by touchpoint.
fn by_name<T: serde::de::DeserializeOwned>(of: &serde_json::Value) -> BTreeMap<String, T> {
    serde_json::from_value(of.clone()).expect("figures by touchpoint")
}

#[test]
fn rules_and_counts_of_made_up_paths_are_those_of_other_tools() {
    let (golden, rows) = made_up();
    let models = [Model::First, Model::Last, Model::Linear, Model::Shapley];
    let options = AttributeOptions::default().models(models);
    let credit = attribute(&read(&rows, 7).expect("reads"), &options).expect("attributes");
    for (model, name) in models.into_iter().zip(["first", "last", "linear"]) {
        let known: BTreeMap<String, [f64; 2]> = by_name(&golden["rules"][name]);
        assert_eq!(credit.of(model).count(), known.len());
        for (touchpoint, [conversions, value]) in known {
            let found = row(&credit, model, &touchpoint);
            assert!((found.conversions - conversions).abs() < CLOSE, "{name} {touchpoint}");
            assert!((found.value - value).abs() < 1e-6, "{name} {touchpoint}");
        }
    }
    let known: BTreeMap<String, f64> = by_name(&golden["shapley"]);
    assert_eq!(credit.of(Model::Shapley).count(), known.len());
    for (touchpoint, conversions) in known {
        let found = row(&credit, Model::Shapley, &touchpoint).conversions;
        assert!((found - conversions).abs() < CLOSE, "{touchpoint}: {found}, not {conversions}");
    }
}

#[test]
fn chains_of_made_up_paths_are_those_that_linear_algebra_solves() {
    let (golden, rows) = made_up();
    let paths = read(&rows, 11).expect("reads");
    for order in 1..=3 {
        let known = &golden["markov"][order.to_string()];
        let options = AttributeOptions::default().model(Model::Markov).order(order);
        let credit = attribute(&paths, &options).expect("attributes");
        let figures: BTreeMap<String, [f64; 2]> = by_name(&known["effect_and_conversions"]);
        assert_eq!(credit.rows.len(), figures.len());
        for (touchpoint, [effect, conversions]) in figures {
            let found = row(&credit, Model::Markov, &touchpoint);
            assert!((found.removal_effect - effect).abs() < CLOSE, "{order} {touchpoint}");
            assert!((found.conversions - conversions).abs() < CLOSE, "{order} {touchpoint}");
        }
        let chain = StateCounts::of(&paths, order, States::Windows).expect("counts").finish();
        let rate = known["conversion_rate"].as_f64().expect("a rate");
        assert!((chain.expect("solves").conversion_rate - rate).abs() < 1e-12, "{order}");
    }
}
