//! Whether intervals of credits cover what a model says of the whole population of the simulated bank.
#![allow(clippy::print_stdout, reason = "a study prints its table")]

use std::collections::BTreeMap;

use cx_bank::{Options, generate};
use cx_core::attribution::{AttributeOptions, CreditRow, Model, attribute};
use cx_core::intake::Events;
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::paths::{PathRow, read as read_paths};

mod bank_tables;
use bank_tables::{read, roles, sources};

/// Models that need no times: their value over the population comes from its paths.
const MODELS: [Model; 7] = [
    Model::First,
    Model::Last,
    Model::Linear,
    Model::Position,
    Model::Markov,
    Model::Shapley,
    Model::ShapleyRate,
];

/// The journeys of some persons of the bank, to purchases.
fn sample(first: u64, customers: u64) -> Journeys {
    let out = std::env::temp_dir().join(format!("cx-bank-cover-{}", std::process::id()));
    let options =
        Options { customers, first, dirty: false, out: out.clone(), ..Options::default() };
    generate(&options).expect("the bank can be written");
    let parts: Vec<Events> = sources()
        .into_iter()
        .map(|(table, mapping)| {
            Events::read(&[read(&out, table, &["ts_ms", "epoch"])], &roles(mapping)).expect(table)
        })
        .collect();
    std::fs::remove_dir_all(out).expect("the directory can go");
    let events = Events::concat(&parts).expect("one table");
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    let options = JourneyOptions {
        conversion: Some("purchase".into()),
        exclude: ["application", "service", "complaint"].into(),
        ..Default::default()
    };
    journeys(&events, &people, &options).expect("journeys")
}

/// Conversions, value and lost journeys by path, over all samples.
#[derive(Default)]
struct Population(BTreeMap<String, [f64; 3]>);

impl Population {
    fn add(&mut self, journeys: &Journeys) {
        let paths = journeys.paths().expect("paths");
        for at in 0..paths.len() {
            let names = paths.path(at).iter().map(|code| paths.touchpoints.name(*code));
            let path = names.collect::<Vec<_>>().join(" > ");
            let figures = [paths.conversions[at], paths.value[at], paths.nulls[at]];
            let sums = self.0.entry(path).or_default();
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        }
    }

    /// What each model says of a sample, if it says of it what it says of all.
    fn truth(&self, options: &AttributeOptions, samples: u64) -> BTreeMap<Key, [f64; 2]> {
        let row = |(path, [conversions, value, nulls]): (&String, &[f64; 3])| PathRow {
            path: path.clone(),
            conversions: *conversions,
            value: *value,
            nulls: *nulls,
        };
        let rows: Vec<PathRow> = self.0.iter().map(row).collect();
        let paths = read_paths(&rows, 1 << 16).expect("paths");
        let credit = attribute(&paths, options).expect("credits");
        let one = |row: &CreditRow| {
            let figures = [row.conversions, row.value].map(|sum| sum / samples as f64);
            ((row.model, row.touchpoint.clone()), figures)
        };
        credit.rows.iter().map(one).collect()
    }
}

type Key = (Model, String);

/// Intervals of one kind in one sample: conversions, then value.
type Intervals = BTreeMap<Key, [[f64; 2]; 2]>;

fn intervals(journeys: &Journeys, options: &AttributeOptions) -> Intervals {
    let credit = attribute(journeys, options).expect("credits");
    let one = |row: &CreditRow| {
        let conversions = [row.conversions_low, row.conversions_high];
        ((row.model, row.touchpoint.clone()), [conversions, [row.value_low, row.value_high]])
    };
    credit.rows.iter().map(one).collect()
}

/// How many of some intervals hold the truth, and how many there are.
fn covered<'a>(cells: impl Iterator<Item = ([f64; 2], f64)> + 'a) -> String {
    let (mut held, mut all) = (0_u32, 0_u32);
    for ([low, high], truth) in cells {
        held += u32::from(low <= truth && truth <= high);
        all += 1;
    }
    if all == 0 { "-".into() } else { format!("{:.3}", f64::from(held) / f64::from(all)) }
}

/// Prints the coverage of intervals by model: of bootstrap and formula, of conversions and value, of
/// touchpoints with many conversions and with few.
/// `cargo test -p cx-tests --test bank_coverage -- --ignored --nocapture`
#[test]
#[ignore = "a study of many minutes"]
fn intervals_cover_the_population_of_the_bank() {
    let number = |name: &str, other: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(other)
    };
    let (samples, customers) = (number("SAMPLES", 500), number("CUSTOMERS", 1_000));
    let formula = AttributeOptions::default().models(MODELS);
    let mut population = Population::default();
    let (mut found, mut drawn) = (Vec::new(), Vec::new());
    let mut persons = 0;
    for at in 0..samples {
        let journeys = sample(at * customers, customers);
        population.add(&journeys);
        persons += journeys.persons;
        let replicates = formula.clone().bootstrap(number("REPLICATES", 199) as u32, at);
        drawn.push(intervals(&journeys, &replicates));
        found.push(intervals(&journeys, &formula));
        if at % 50 == 49 {
            println!("{} samples", at + 1);
        }
    }
    let truth = population.truth(&formula, samples);
    println!(
        "{samples} samples of {customers} customers, {persons} persons, {} paths",
        population.0.len()
    );
    println!("model: bootstrap conversions many few, value many few | formula the same");
    for model in MODELS {
        let mut line = vec![format!("{:13}", model.name())];
        for kind in [&drawn, &found] {
            for figure in [0, 1] {
                for many in [true, false] {
                    let rows = truth
                        .iter()
                        .filter(|(key, known)| key.0 == model && (known[0] >= 20.0) == many);
                    let cells = rows.flat_map(|(key, known)| {
                        // A touchpoint that a sample does not know has the interval 0.
                        let of = |sample: &Intervals| sample.get(key).copied().unwrap_or_default();
                        kind.iter().map(move |sample| (of(sample)[figure], known[figure]))
                    });
                    line.push(covered(cells));
                }
            }
            line.push("|".into());
        }
        println!("{}", line.join(" "));
    }
    for (key, known) in &truth {
        let of = |sample: &Intervals| sample.get(key).copied().unwrap_or_default()[0];
        let cells = |kind: &[Intervals]| {
            covered(
                kind.iter().map(|sample| (of(sample), known[0])).collect::<Vec<_>>().into_iter(),
            )
        };
        println!("{} {}: {:.1} {} {}", key.0.name(), key.1, known[0], cells(&drawn), cells(&found));
    }
}
