//! Credits on the simulated bank beside the true effects of its touchpoints.
#![allow(clippy::print_stdout, reason = "a study prints its table")]

use std::collections::BTreeMap;

use cx_bank::{Options, generate};
use cx_core::attribution::{AttributeOptions, KnockOn, Model, attribute, hazard_fit};
use cx_core::intake::Events;
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::worlds::Truth;

mod bank_tables;
use bank_tables::{read, roles, sources};

/// What truly happened, by touchpoint.
type Effects = BTreeMap<String, BTreeMap<String, String>>;

/// Journeys to a purchase at a bank, and the truth.
fn bank(customers: u64, seed: u64) -> (Journeys, Effects) {
    let out = std::env::temp_dir().join(format!("cx-bank-effects-{}", std::process::id()));
    let options = Options { customers, seed, out: out.clone(), ..Options::default() };
    generate(&options).expect("the bank can be written");
    let parts: Vec<Events> = sources()
        .into_iter()
        .map(|(table, mut mapping)| {
            // Rows dated years ahead would make the observation last for years.
            mapping["latest"] = "2026-01-01".into();
            Events::read(&[read(&out, table, &["ts_ms", "epoch"])], &roles(mapping)).expect(table)
        })
        .collect();
    let mut reader = csv::Reader::from_path(out.join("truth_effects.csv")).expect("the truth");
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row"));
    let effects = rows.map(|row| (row["touchpoint"].clone(), row)).collect();
    std::fs::remove_dir_all(out).expect("the directory can go");
    let events = Events::concat(&parts).expect("one table");
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let options = JourneyOptions {
        conversion: Some("purchase".into()),
        exclude: ["application", "service", "complaint"].into(),
        ..Default::default()
    };
    (journeys(&events, &people, &options).expect("journeys"), effects)
}

/// Prints shares and baselines of the models beside the true ones.
/// `cargo test --release -p cx-tests --test hazard_bank -- --ignored --nocapture`
#[test]
#[ignore = "a study of a minute"]
fn study() {
    let number = |name: &str, other: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(other)
    };
    let (journeys, effects) = bank(number("CUSTOMERS", 20_000), number("SEED", 7));
    let names: Vec<String> =
        journeys.touchpoints.names().map(std::borrow::Cow::into_owned).collect();
    let truth = |column: &str| -> Vec<f64> {
        let cell = |name: &String| effects.get(name).and_then(|row| row[column].parse().ok());
        names.iter().map(|name| cell(name).unwrap_or(0.0)).collect()
    };
    let (lost, direct, effect) = (
        truth("incremental_conversions"),
        truth("direct_conversions"),
        truth("effect_per_contact"),
    );
    let with: f64 = effects["search"]["conversions_with"].parse().expect("a count");
    let base: f64 = effects["(baseline)"]["direct_conversions"].parse().expect("a count");
    println!("{} persons, {with} sales, {base} of the baseline", journeys.persons);
    for name in ["tv", "sponsoring"] {
        println!("{name} (never observed): {} sales", effects[name]["direct_conversions"]);
    }
    let models =
        [Model::First, Model::Last, Model::Linear, Model::Markov, Model::Shapley, Model::Hazard];
    let options = AttributeOptions::default().models(models);
    let credit = attribute(&journeys, &options).expect("credits");
    let by = |model: Model| -> Vec<f64> {
        let of = |name: &String| credit.of(model).find(|row| row.touchpoint == *name);
        names.iter().map(|name| of(name).map_or(0.0, |row| row.conversions)).collect()
    };
    for model in models {
        let parts = by(model);
        let rest = with - parts.iter().sum::<f64>();
        println!(
            "{}: shares off by {:.3} (of the direct ones {:.3}), baseline {:+.1} points",
            model.name(),
            Truth::distance(&parts, &lost),
            Truth::distance(&parts, &direct),
            100.0 * (rest - base) / with
        );
    }
    let fit = hazard_fit(&journeys, &options.knock_on(KnockOn::Loss)).expect("a fit");
    println!("{} steps, converged {}, {:?}", fit.iterations, fit.converged, fit.levels);
    for trigger in &fit.triggers {
        println!("  {} triggers {:.3} {}", trigger.from, trigger.contacts, trigger.to);
    }
    println!(
        "touchpoint | lost, direct, effect | last, shapley, hazard | effect found (low, high) tau"
    );
    for (at, name) in names.iter().enumerate() {
        print!("{name} | {:.0} {:.0} {:.5} |", lost[at], direct[at], effect[at]);
        for model in [Model::Last, Model::Shapley, Model::Hazard] {
            print!(" {:.0}", by(model)[at]);
        }
        if let Some(row) = fit.rows.iter().find(|row| row.touchpoint == *name) {
            let (low, high) = (row.effect_low, row.effect_high);
            print!(" | {:.5} ({low:.5} {high:.5}) {:.1}", row.effect, row.tau);
        }
        println!();
    }
}
