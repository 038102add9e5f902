//! Whether intervals of credits cover what a model says of the whole population of the simulated bank.
#![allow(clippy::print_stdout, reason = "a study prints its table")]

use std::collections::BTreeMap;

use cx_bank::{Options, generate};
use cx_core::attribution::{AttributeOptions, CreditRow, Model, attribute};
use cx_core::intake::Events;
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::dice::Dice;
use cx_tests::resample::replicated;

mod bank_tables;
use bank_tables::{read, roles, sources};

const MODELS: [Model; 8] = [
    Model::First,
    Model::Last,
    Model::Linear,
    Model::Position,
    Model::TimeDecay,
    Model::Markov,
    Model::Shapley,
    Model::ShapleyRate,
];

/// The journeys of the bank, to purchases.
fn bank(customers: u64) -> Journeys {
    let out = std::env::temp_dir().join(format!("cx-bank-cover-{}", std::process::id()));
    let options = Options { customers, dirty: false, out: out.clone(), ..Options::default() };
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

type Key = (Model, String);

/// Figures of each model and touchpoint.
fn of<T>(
    journeys: &Journeys,
    options: &AttributeOptions,
    pick: impl Fn(&CreditRow) -> T,
) -> BTreeMap<Key, T> {
    let credit = attribute(journeys, options).expect("credits");
    credit.rows.iter().map(|row| ((row.model, row.touchpoint.clone()), pick(row))).collect()
}

/// Intervals of conversions and of value.
fn intervals(row: &CreditRow) -> [[f64; 2]; 2] {
    [[row.conversions_low, row.conversions_high], [row.value_low, row.value_high]]
}

/// How many of some intervals hold the truth.
#[derive(Default, Clone, Copy)]
struct Held {
    held: u32,
    all: u32,
}

impl Held {
    fn add(&mut self, [low, high]: [f64; 2], truth: f64) {
        self.held += u32::from(low <= truth && truth <= high);
        self.all += 1;
    }

    fn share(self) -> f64 {
        f64::from(self.held) / f64::from(self.all)
    }
}

/// Samples of persons of the bank, each as often as a Poisson number says: the share of the intervals that
/// hold what the model says of all persons, by bootstrap and by formula, of conversions and of value, of
/// touchpoints with at least 20 conversions in a sample and with fewer.
/// `cargo test -p cx-tests --test bank_coverage -- --ignored --nocapture`
#[test]
#[ignore = "a study of some minutes"]
fn intervals_cover_the_population_of_the_bank() {
    let number = |name: &str, other: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(other)
    };
    let (samples, persons) = (number("SAMPLES", 500), number("PERSONS", 3_000) as f64);
    let all = bank(number("CUSTOMERS", 20_000));
    let formula = AttributeOptions::default().models(MODELS);
    let part = persons / f64::from(all.persons);
    let truth = of(&all, &formula, |row| [row.conversions * part, row.value * part]);
    println!("{} persons, {} journeys, {persons} in a sample", all.persons, all.len());
    let mut cells = BTreeMap::<(Key, usize, usize), Held>::new();
    let mut dice = Dice(2_026);
    for at in 0..samples {
        let times: Vec<usize> = (0..all.persons).map(|_| dice.poisson(part)).collect();
        let sample = replicated(&all, |rank| times.get(rank as usize).copied().unwrap_or(0));
        let bootstrap = formula.clone().bootstrap(number("REPLICATES", 199) as u32, at);
        for (kind, options) in [&bootstrap, &formula].into_iter().enumerate() {
            let found = of(&sample, options, intervals);
            for (key, known) in &truth {
                // A touchpoint that a sample does not know has the interval 0.
                let own = found.get(key).copied().unwrap_or_default();
                for (figure, (interval, known)) in own.into_iter().zip(known).enumerate() {
                    cells.entry((key.clone(), kind, figure)).or_default().add(interval, *known);
                }
            }
        }
        if at % 50 == 49 {
            println!("{} samples", at + 1);
        }
    }
    println!("model: bootstrap, conversions (many, few), value (many, few); formula, the same");
    for model in MODELS {
        let mut line = vec![format!("{:13}", model.name())];
        for (kind, figure, many) in [0, 1]
            .into_iter()
            .flat_map(|kind| [(kind, 0, true), (kind, 0, false), (kind, 1, true), (kind, 1, false)])
        {
            let mut sum = Held::default();
            for ((key, ..), cell) in cells.iter().filter(|((key, k, f), _)| {
                key.0 == model && *k == kind && *f == figure && (truth[key][0] >= 20.0) == many
            }) {
                assert!(truth.contains_key(key));
                sum = Held { held: sum.held + cell.held, all: sum.all + cell.all };
            }
            line.push(format!("{:.3}", sum.share()));
        }
        println!("{}", line.join(" "));
    }
    for (key, known) in &truth {
        let share = |kind| cells[&(key.clone(), kind, 0)].share();
        println!("{} {}: {:.1} {:.3} {:.3}", key.0.name(), key.1, known[0], share(0), share(1));
    }
}
