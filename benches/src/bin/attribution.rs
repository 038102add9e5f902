//! Times the way from path strings to credits: `attribution [ROWS]`.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use cx_bench::Clock;
use cx_core::attribution::{AttributeOptions, Model, attribute};
use cx_core::journey::{PathRoles, Paths};

fn main() -> cx_core::Result<()> {
    let rows = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let batches = cx_bench::paths(rows);
    let mut clock = Clock::start();
    let roles = PathRoles {
        conversions: Some("conv".into()),
        value: Some("value".into()),
        nulls: Some("null".into()),
        ..PathRoles::default()
    };
    let paths = Paths::read(&batches, &roles)?;
    println!("{}", clock.lap("read"));
    let rules = AttributeOptions::default().models([Model::First, Model::Last, Model::Linear]);
    let credit = attribute(&paths, &rules)?;
    println!("{}", clock.lap("heuristics"));
    let chain = attribute(&paths, &AttributeOptions::default().model(Model::Markov))?;
    println!("{}", clock.lap("markov"));
    println!("{} paths, {} rows", paths.len(), credit.rows.len() + chain.rows.len());
    Ok(())
}
