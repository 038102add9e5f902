//! Whether intervals of credits cover what a model says of the whole population of the simulated bank.
#![allow(clippy::print_stdout, reason = "a study prints its table")]

use std::collections::BTreeMap;

use cx_bank::{Options, generate};
use cx_core::attribution::{AttributeOptions, CreditRow, Model, attribute};
use cx_core::intake::Events;
use cx_core::journey::{JourneyOptions, Journeys, journeys};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::bank_tables::{read, roles, sources};
use cx_tests::dice::Dice;
use cx_tests::resample::replicated;

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
fn bank(customers: u64, seed: u64) -> Journeys {
    let out = std::env::temp_dir().join(format!("cx-bank-cover-{}", std::process::id()));
    let options = Options { customers, seed, dirty: false, out: out.clone(), ..Options::default() };
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

/// How many of some intervals hold the truth, and how many are wholly below or above it.
#[derive(Default, Clone, Copy)]
struct Held {
    below: u32,
    above: u32,
    all: u32,
}

impl Held {
    fn add(&mut self, [low, high]: [f64; 2], truth: f64) {
        self.below += u32::from(high < truth);
        self.above += u32::from(truth < low);
        self.all += 1;
    }

    fn plus(self, other: Self) -> Self {
        Self {
            below: self.below + other.below,
            above: self.above + other.above,
            all: self.all + other.all,
        }
    }

    fn share(self) -> f64 {
        1.0 - f64::from(self.below + self.above) / f64::from(self.all)
    }

    /// Share that hold the truth (wholly below it / wholly above it).
    fn text(self) -> String {
        let part = |count: u32| f64::from(count) / f64::from(self.all);
        format!("{:.3} ({:.3}/{:.3})", self.share(), part(self.below), part(self.above))
    }
}

/// What a model says of all persons, and its intervals by [bootstrap, formula] and [conversions, value].
type Cells = BTreeMap<Key, ([f64; 2], [[Held; 2]; 2])>;

/// Samples of persons of the bank, each as often as a Poisson number says: the share of the intervals that
/// hold what the model says of all persons, by bootstrap and by formula, of conversions and of value, of
/// touchpoints with at least 20 conversions in a sample and with fewer.
/// `cargo test --release -p cx-tests --test all study_of_the_bank -- --ignored --nocapture`
#[test]
#[ignore = "a study of some minutes"]
fn study_of_the_bank_that_intervals_cover_its_population() {
    let number = |name: &str, other: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(other)
    };
    let (samples, persons) = (number("SAMPLES", 500), number("PERSONS", 3_000) as f64);
    let all = bank(number("CUSTOMERS", 20_000), number("SEED", Options::default().seed));
    let formula = AttributeOptions::default().models(MODELS);
    let part = persons / f64::from(all.persons);
    let mut cells: Cells =
        of(&all, &formula, |row| ([row.conversions * part, row.value * part], Default::default()));
    println!("{} persons, {} journeys, {persons} in a sample", all.persons, all.len());
    let mut dice = Dice(number("DICE", 2_026));
    for at in 0..samples {
        let times: Vec<usize> = (0..all.persons).map(|_| dice.poisson(part)).collect();
        let sample = replicated(&all, |rank| times.get(rank as usize).copied().unwrap_or(0));
        let bootstrap = formula.clone().bootstrap(number("REPLICATES", 199) as u32, at);
        for (kind, options) in [&bootstrap, &formula].into_iter().enumerate() {
            let found = of(&sample, options, intervals);
            for (key, (known, held)) in &mut cells {
                // A touchpoint that a sample does not know has the interval 0.
                let own = found.get(key).copied().unwrap_or_default();
                for (figure, (interval, known)) in own.into_iter().zip(known).enumerate() {
                    held[kind][figure].add(interval, *known);
                }
            }
        }
    }
    println!("intervals that hold the truth (wholly below it / wholly above it)");
    for (kind, name) in ["bootstrap", "formula"].into_iter().enumerate() {
        println!("{name}, model: conversions (many; few), value (many; few)");
        for model in MODELS {
            println!("{:13} {}", model.name(), line(&cells, model, kind));
        }
    }
    println!(
        "model, touchpoint, expected conversions: conversions and value by bootstrap, by formula"
    );
    for (key, (known, held)) in &cells {
        let held: Vec<String> = held.iter().flatten().map(|held| held.text()).collect();
        println!("{} {}: {:.1} {}", key.0.name(), key.1, known[0], held.join(" "));
    }
    for model in MODELS {
        for figure in 0..2 {
            let share = pooled(&cells, model, |_| true)[0][figure].share();
            assert!((0.93..=0.97).contains(&share), "{}: {share}", model.name());
        }
    }
}

/// The intervals of a model at touchpoints with some expected conversions.
fn pooled(cells: &Cells, model: Model, keep: impl Fn(f64) -> bool) -> [[Held; 2]; 2] {
    let mut sum = <[[Held; 2]; 2]>::default();
    for ((own, _), (known, held)) in cells {
        if *own == model && keep(known[0]) {
            let pairs = sum.iter_mut().flatten().zip(held.iter().flatten());
            pairs.for_each(|(sum, held)| *sum = sum.plus(*held));
        }
    }
    sum
}

fn line(cells: &Cells, model: Model, kind: usize) -> String {
    let of = |figure: usize| {
        let many = pooled(cells, model, |expected| expected >= 20.0)[kind][figure];
        let few = pooled(cells, model, |expected| expected < 20.0)[kind][figure];
        format!("{}; {}; all {:.3}", many.text(), few.text(), many.plus(few).share())
    };
    format!("{} | {}", of(0), of(1))
}
