//! Credits on the simulated bank beside the true effects of its touchpoints: `bank_effects [CUSTOMERS [SEED]]`.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use std::collections::BTreeMap;

use cx_bank::{Options, generate};
use cx_core::attribution::{
    AttributeOptions, Credit, HazardFit, KnockOn, Model, attribute, hazard_fit,
};
use cx_core::intake::Events;
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::bank_tables::{read, roles, sources};
use cx_tests::worlds::Truth;

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

/// What each model says, in the order of the touchpoints.
struct Beside {
    names: Vec<String>,
    effects: Effects,
    credit: Credit,
}

impl Beside {
    fn truth(&self, column: &str) -> Vec<f64> {
        let cell = |name: &String| self.effects.get(name).and_then(|row| row[column].parse().ok());
        self.names.iter().map(|name| cell(name).unwrap_or(0.0)).collect()
    }

    fn by(&self, model: Model) -> Vec<f64> {
        let of = |name: &String| self.credit.of(model).find(|row| row.touchpoint == *name);
        self.names.iter().map(|name| of(name).map_or(0.0, |row| row.conversions)).collect()
    }

    /// How far shares and baselines of the models lie from the true ones.
    fn shares(&self) {
        let with: f64 = self.effects["search"]["conversions_with"].parse().expect("a count");
        let base: f64 = self.effects["(baseline)"]["direct_conversions"].parse().expect("a count");
        println!("{with} sales, {base} of the baseline");
        for name in ["tv", "sponsoring"] {
            let direct = &self.effects[name]["direct_conversions"];
            println!("{name} (never observed): {direct} sales");
        }
        let (lost, direct) =
            (self.truth("incremental_conversions"), self.truth("direct_conversions"));
        for model in MODELS {
            let parts = self.by(model);
            let rest = with - parts.iter().sum::<f64>();
            println!(
                "{}: shares off by {:.3} (of the direct ones {:.3}), baseline {:+.1} points",
                model.name(),
                Truth::distance(&parts, &lost),
                Truth::distance(&parts, &direct),
                100.0 * (rest - base) / with
            );
        }
    }

    /// Effects found and true, by touchpoint.
    fn touchpoints(&self, fit: &HazardFit) {
        println!("{} steps, converged {}, {:?}", fit.iterations, fit.converged, fit.levels);
        for trigger in &fit.triggers {
            println!("  {} triggers {:.3} {}", trigger.from, trigger.contacts, trigger.to);
        }
        println!(
            "touchpoint | lost, direct, effect | last, shapley, hazard | effect found (low, high) tau"
        );
        let true_ones = ["incremental_conversions", "direct_conversions", "effect_per_contact"];
        let [lost, direct, effect] = true_ones.map(|column| self.truth(column));
        let found = [Model::Last, Model::Shapley, Model::Hazard].map(|model| self.by(model));
        for (at, name) in self.names.iter().enumerate() {
            print!("{name} | {:.0} {:.0} {:.5} |", lost[at], direct[at], effect[at]);
            for parts in &found {
                print!(" {:.0}", parts[at]);
            }
            if let Some(row) = fit.rows.iter().find(|row| row.touchpoint == *name) {
                let (low, high) = (row.effect_low, row.effect_high);
                print!(" | {:.5} ({low:.5} {high:.5}) {:.1}", row.effect, row.tau);
            }
            println!();
        }
    }
}

const MODELS: [Model; 6] =
    [Model::First, Model::Last, Model::Linear, Model::Markov, Model::Shapley, Model::Hazard];

fn main() {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse().expect("a number"));
    let (customers, seed) = (numbers.next().unwrap_or(20_000), numbers.next().unwrap_or(7));
    let (journeys, effects) = bank(customers, seed);
    println!("{} persons", journeys.persons);
    let names = journeys.touchpoints.names().map(std::borrow::Cow::into_owned).collect();
    let options = AttributeOptions::default().models(MODELS);
    let credit = attribute(&journeys, &options).expect("credits");
    let fit = hazard_fit(&journeys, &options.knock_on(KnockOn::Loss)).expect("a fit");
    let beside = Beside { names, effects, credit };
    beside.shares();
    beside.touchpoints(&fit);
}
