//! Times rules, Shapley models and Markov chains from encoded journeys: `models [JOURNEYS]`; with
//! `hazard` the time-to-event model alone, of as many persons over some months, and with `hazard seasons`
//! over a year in which contacts and purchases are four times as frequent at some times as at others.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use cx_bench::{Clock, random, unit};
use cx_core::attribution::{AttributeOptions, Model, attribute, hazard_fit};
use cx_core::columns::{Dictionary, MICROS, NO_CODE};
use cx_core::journey::{JourneyReport, Journeys, Sessions, Steps};
use cx_core::options::Definition;

/// When a contact happens: a minute after the one before, journey after journey.
fn minutes(journey: u64, contact: u64) -> i64 {
    (journey * 1_000 + contact * 60) as i64 * MICROS
}

/// When a contact happens: persons come over two months, and contacts are half a day to two days
/// apart.
fn days(journey: u64, contact: u64) -> i64 {
    const DAY: f64 = 86_400e6;
    let apart = 0.5 + 1.5 * unit(6, journey) + 0.1 * unit(7, journey * 64 + contact);
    ((60.0 * unit(5, journey) + contact as f64 * apart) * DAY) as i64
}

/// The same over a year with seasons: an even time that runs fast and slow.
fn seasons(journey: u64, contact: u64) -> i64 {
    const YEAR: f64 = 364.0 * 86_400e6;
    let even = days(journey, contact) as f64 * 364.0 / 60.0;
    let turn = std::f64::consts::TAU / YEAR;
    (even + 0.6 * (turn * even).sin() / turn) as i64
}

/// Journeys of one person each, five contacts on average, a tenth of which convert within the hour.
fn journeys(
    count: u64,
    touchpoints: u64,
    time: impl Fn(u64, u64) -> i64,
) -> cx_core::Result<Journeys> {
    let names: Vec<String> = (0..touchpoints).map(|at| format!("ch_{at:02}")).collect();
    let (dictionary, _) = Dictionary::from_names(names.iter().map(String::as_str))?;
    let (events, _) = Dictionary::from_names(["click"])?;
    let (outcomes, _) = Dictionary::from_names(["purchase"])?;
    let mut steps = Steps::default();
    let (mut ends, mut end) = (Vec::new(), Vec::new());
    let most = touchpoints * touchpoints;
    for i in 0..count {
        let length = (((1.0 - unit(1, i)).ln() / 0.8_f64.ln()) as u64 + 1).min(40);
        for at in 0..length {
            steps.touchpoint.push((random(2, i * 64 + at) % most).isqrt() as u32);
            steps.time.push(time(i, at));
        }
        ends.push(steps.time.len());
        end.push(time(i, length - 1) + (unit(8, i) * 3_600e6) as i64);
    }
    steps.event = vec![0; steps.time.len()];
    steps.row = (0..steps.time.len() as u32).collect();
    let won: Vec<bool> = (0..count).map(|i| unit(3, i) < 0.1).collect();
    let worth = |i: u64| (unit(4, i) * 2e4).round() as i64 * (MICROS / 100);
    Ok(Journeys {
        touchpoints: dictionary,
        events,
        ends,
        person: (0..count as u32).collect(),
        start: vec![0; count as usize],
        end,
        sessions_of: vec![1; count as usize],
        value: (0..count).map(worth).collect(),
        outcome: won.iter().map(|won| if *won { 0 } else { NO_CODE }).collect(),
        outcomes,
        campaigns: Dictionary::default(),
        costs: Vec::new(),
        timezone: None,
        days: None,
        converted: won,
        open: vec![false; count as usize],
        cancelled: Vec::new(),
        carried: Vec::new(),
        unknown_refunds: Vec::new(),
        sessions: Sessions::default(),
        persons: count as u32,
        report: JourneyReport::default(),
        definition: Definition::default(),
        steps,
    })
}

fn hazard(journeys: &Journeys) -> cx_core::Result<()> {
    println!("{} contacts, {:.0} MB", journeys.steps.time.len(), cx_bench::peak());
    let mut clock = Clock::start();
    let options = AttributeOptions::default().model(Model::Hazard);
    let credit = attribute(journeys, &options)?;
    println!("{} ({} rows), {:.0} MB", clock.lap("hazard"), credit.rows.len(), cx_bench::peak());
    let fit = hazard_fit(journeys, &AttributeOptions::default())?;
    let levels = fit.levels.len();
    println!("{} steps, converged {}, levels {levels}", fit.iterations, fit.converged);
    Ok(())
}

fn main() -> cx_core::Result<()> {
    let count = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    if std::env::args().nth(2).is_some_and(|what| what == "hazard") {
        let with_seasons = std::env::args().nth(3).is_some_and(|what| what == "seasons");
        return hazard(&journeys(count, 12, if with_seasons { seasons } else { days })?);
    }
    let rules = [
        Model::First,
        Model::Last,
        Model::LastNonDirect,
        Model::Linear,
        Model::Position,
        Model::WShaped,
        Model::TimeDecay,
        Model::Custom,
    ];
    for touchpoints in [12, 20] {
        let journeys = journeys(count, touchpoints, minutes)?;
        let mut clock = Clock::start();
        let paths = journeys.paths()?;
        println!("{touchpoints} touchpoints: {}", clock.lap("paths"));
        let credit = attribute(&journeys, &AttributeOptions::default().models(rules))?;
        println!("{} ({} rows)", clock.lap("all rules"), credit.rows.len());
        for model in [Model::Shapley, Model::ShapleyRate] {
            let options = AttributeOptions::default().model(model);
            let credit = attribute(&journeys, &options)?;
            println!("{} ({:.1e})", clock.lap(model.name()), credit.residual);
            attribute(&paths, &options)?;
            println!("{}", clock.lap("of paths"));
        }
        for order in [1, 2, 3] {
            let options = AttributeOptions::default().model(Model::Markov).order(order);
            let credit = attribute(&journeys, &options)?;
            println!("{} ({:.1e})", clock.lap(&format!("markov {order}")), credit.residual);
            attribute(&paths, &options)?;
            println!("{}", clock.lap("of paths"));
        }
    }
    Ok(())
}
