//! Times the way from events to sessions, paths and transitions: `kernel [ROWS]`.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use std::time::Instant;

use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{JourneyOptions, journeys};
use cx_core::options::Span;
use cx_core::stitch::{StitchOptions, stitch};

fn main() -> cx_core::Result<()> {
    let rows = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let batches = cx_bench::events(rows);
    let mut clock = Instant::now();
    let mut lap = |name: &str| {
        println!("{name:12} {:8.3} s", clock.elapsed().as_secs_f64());
        clock = Instant::now();
    };
    let roles = EventRoles {
        time_unit: Some(TimeUnit::Micros),
        ..EventRoles::new("ts", "user", "user_id", "event")
    };
    let events = Events::read(&batches, &roles)?;
    lap("read");
    let people = stitch(&events, &StitchOptions::default())?;
    lap("stitch");
    let options = JourneyOptions { silence: Some(Span::minutes(30)), ..JourneyOptions::default() };
    let journeys = journeys(&events, &people, &options)?;
    lap("journeys");
    let transitions = journeys.transitions()?;
    lap("transitions");
    println!("{} journeys, {} pairs", journeys.len(), transitions.rows.len());
    Ok(())
}
