//! For all kinds of world, how far each model's shares lie from those truly lost without a touchpoint:
//! `hazard_worlds [NAME=VALUE ...]` with `persons=40000`, `seeds=1,2,3`, `season=60` (contacts and needs swing by 60 %
//! over a year), `levels=3` of intent; `quick` leaves out the models that need no truth, `rows` prints each touchpoint.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use cx_core::attribution::{
    AttributeOptions, BASELINE, Credit, HazardFit, Model, attribute, hazard_fit,
};
use cx_tests::worlds::{
    Intent, KINDS, Kind, TOUCHPOINTS, Truth, World, credits_by_touchpoint, simulate, world,
};

const MODELS: [Model; 6] =
    [Model::First, Model::Last, Model::Linear, Model::Markov, Model::Shapley, Model::Hazard];

/// What the command line asks for.
struct Asked {
    persons: usize,
    seeds: Vec<u64>,
    season: f64,
    levels: Option<u32>,
    models: &'static [Model],
    rows: bool,
}

impl Asked {
    fn read() -> Self {
        let mut asked = Self {
            persons: 40_000,
            seeds: vec![1, 2, 3],
            season: 0.0,
            levels: None,
            models: &MODELS,
            rows: false,
        };
        for word in std::env::args().skip(1) {
            let (name, value) = word.split_once('=').unwrap_or((&word, ""));
            let number = || value.parse::<u32>().expect("a number");
            match name {
                "persons" => asked.persons = number() as usize,
                "seeds" => {
                    let seeds = value.split(',').map(|seed| seed.parse().expect("a seed"));
                    asked.seeds = seeds.collect();
                }
                "season" => asked.season = f64::from(number()) / 100.0,
                "levels" => asked.levels = Some(number()),
                "quick" => asked.models = &MODELS[5..],
                "rows" => asked.rows = true,
                other => unreachable!("no such setting: {other}"),
            }
        }
        asked
    }

    fn world(&self, kind: Kind, seed: u64) -> World {
        let intents = [Intent::Gamma(0.8), Intent::LogNormal(1.0), Intent::Classes];
        let world = world(kind, intents[seed as usize % 3], seed, self.persons);
        if self.season > 0.0 { world.over_a_year(self.season) } else { world }
    }
}

/// What the worlds add up to.
#[derive(Default)]
struct Sums {
    /// Of each model: the distances, and the largest.
    far: Vec<[f64; 2]>,
    base: f64,
    worlds: f64,
    covered: usize,
    intervals: usize,
    proven: usize,
    idle: usize,
}

impl Sums {
    fn distances(&mut self, asked: &Asked, credit: &Credit, truth: &Truth) {
        self.far.resize(asked.models.len(), [0.0; 2]);
        for (model, sum) in asked.models.iter().zip(&mut self.far) {
            let (parts, _) = credits_by_touchpoint(credit.of(*model));
            let far = Truth::distance(&parts, &truth.lost);
            *sum = [sum[0] + far, sum[1].max(far)];
            print!(" {} {far:.3}", model.name());
        }
    }

    fn baseline(&mut self, credit: &Credit, fit: &HazardFit, truth: &Truth) {
        let (parts, rest) = credits_by_touchpoint(credit.of(Model::Hazard));
        let direct: Vec<f64> = fit.rows.iter().map(|row| row.direct).collect();
        let error = 100.0 * (rest - truth.baseline) / truth.conversions;
        self.base += error.abs();
        self.worlds += 1.0;
        print!(
            " | origin {:.3} direct {:.3} base {error:+.1} of {}",
            Truth::distance(&parts, &truth.origin),
            Truth::distance(&direct, &truth.direct),
            truth.conversions,
        );
    }

    fn intervals(
        &mut self,
        credit: &Credit,
        fit: &HazardFit,
        truth: &Truth,
        world: &World,
        print: bool,
    ) {
        let seen = truth.conversions - truth.baseline;
        let whole = truth.lost.iter().sum::<f64>();
        let rows = credit.of(Model::Hazard).filter(|row| row.touchpoint != BASELINE);
        for (at, row) in rows.enumerate() {
            let lost = truth.lost[at] * seen / whole;
            let (low, high) = (row.conversions_low, row.conversions_high);
            self.intervals += 1;
            self.covered += usize::from((low..=high).contains(&lost));
            if print {
                println!(
                    "   {} true {lost:.0} credit {:.0} ({low:.0} {high:.0}) tau {:.1} of {:.1}",
                    row.touchpoint, row.conversions, fit.rows[at].tau, world.decay[at]
                );
            }
            if world.effect[at] == 0.0 {
                self.idle += 1;
                self.proven += usize::from(fit.rows[at].effect_low > 0.0);
            }
        }
    }
}

/// One world: its line, and what it adds.
fn study(asked: &Asked, world: &World, sums: &mut Sums) {
    let (journeys, truth) = simulate(world);
    let begin = std::time::Instant::now();
    let options = AttributeOptions::default().model(Model::Hazard);
    let levels = asked.levels.unwrap_or(options.intent_levels);
    let options = options.intent_levels(levels);
    let fit = hazard_fit(&journeys, &options).expect("a fit");
    let seconds = begin.elapsed().as_secs_f64();
    let credit = attribute(&journeys, &options.models(asked.models.iter().copied()));
    let credit = credit.expect("credits");
    print!("{:?}:", world.intent);
    sums.distances(asked, &credit, &truth);
    sums.baseline(&credit, &fit, &truth);
    let (steps, triggers) = (fit.iterations, fit.triggers.len());
    println!(" | {steps} steps {} {seconds:.1} s, {triggers:?}", fit.converged);
    sums.intervals(&credit, &fit, &truth, world, asked.rows);
}

fn main() {
    let asked = Asked::read();
    let mut sums = Sums::default();
    for kind in KINDS {
        for seed in &asked.seeds {
            print!("{kind:?} {seed} ");
            study(&asked, &asked.world(kind, *seed), &mut sums);
        }
    }
    for (model, [sum, most]) in asked.models.iter().zip(&sums.far) {
        println!("{}: mean {:.3} most {most:.3}", model.name(), sum / sums.worlds);
    }
    println!(
        "baseline off by {:.1} points on average; {} of {} intervals cover; {} of {} idle proven ({} touchpoints a world)",
        sums.base / sums.worlds,
        sums.covered,
        sums.intervals,
        sums.proven,
        sums.idle,
        TOUCHPOINTS
    );
}
