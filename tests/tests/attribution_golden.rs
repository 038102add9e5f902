//! Attribution against reference results of independent implementations.

use cx_core::attribution::{AttributeOptions, Credit, Model, TransitionCounts, attribute};
use cx_core::tally::Tally;
use cx_tests::paths::{PathRow, golden, load, read};
use cx_tests::shared::shared;

const CLOSE: f64 = 1e-9;

/// Path data, and the folder of golden results.
fn data() -> Option<(Vec<PathRow>, std::path::PathBuf)> {
    let shared = shared()?;
    let rows = load(&shared.join("data/attribution/pathdata.csv"));
    Some((rows, shared.join("golden/attribution")))
}

fn row<'a>(credit: &'a Credit, model: Model, name: &str) -> &'a cx_core::attribution::CreditRow {
    credit.of(model).find(|row| row.touchpoint == name).expect("the touchpoint has a row")
}

fn worst(name: &str, error: f64) {
    eprintln!("{name}: largest absolute error {error:.3e}");
    assert!(error <= CLOSE, "{name}: {error:e}");
}

#[test]
fn rules_agree_with_the_reference() {
    let Some((rows, folder)) = data() else { return };
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
fn markov_agrees_with_the_reference() {
    let Some((rows, folder)) = data() else { return };
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
fn the_chain_converts_as_often_as_the_data() {
    let Some((rows, folder)) = data() else { return };
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
