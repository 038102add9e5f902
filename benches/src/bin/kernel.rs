//! Times the way from events to sessions, paths and transitions, or with `flows` to directly-follows
//! and variants: `kernel [ROWS] [flows] [coded]`; `coded`: names come as
//! dictionaries.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_array::{RecordBatch, StringArray};
use cx_bench::Clock;
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{
    DirectlyFollowsOptions, JourneyOptions, Journeys, VariantOptions, journeys,
};
use cx_core::options::Span;
use cx_core::stitch::{StitchOptions, stitch};
use std::sync::Arc;

/// The columns that are read, the names as most exports have them: as text in every row.
fn with_plain_text(batch: &RecordBatch) -> RecordBatch {
    let column = |name: &str| batch.column_by_name(name).cloned().unwrap_or_else(|| unreachable!());
    let names = column("event");
    let names = names.as_dictionary::<Int8Type>().downcast_dict::<StringArray>();
    let names: StringArray = names.iter().flat_map(|names| names.into_iter()).collect();
    let columns =
        [("user_id", column("user_id")), ("ts", column("ts")), ("event", Arc::new(names))];
    RecordBatch::try_from_iter(columns).unwrap_or_else(|error| unreachable!("{error}"))
}

fn as_text(rows: u64) -> Vec<RecordBatch> {
    cx_bench::events(rows).iter().map(with_plain_text).collect()
}

/// Whether a word stands behind the number of rows.
fn asked(word: &str) -> bool {
    std::env::args().skip(2).any(|given| given == word)
}

fn main() -> cx_core::Result<()> {
    let rows = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let batches = if asked("coded") { cx_bench::events(rows) } else { as_text(rows) };
    let mut clock = Clock::start();
    let roles = EventRoles {
        time_unit: Some(TimeUnit::Micros),
        ..EventRoles::new("ts", "user", "user_id", "event")
    };
    let events = Events::read(&batches, &roles)?;
    drop(batches);
    println!("{}", clock.lap("read"));
    let people = stitch(&events, &StitchOptions::default())?;
    println!("{}", clock.lap("stitch"));
    let flows = asked("flows");
    let silence = if flows { None } else { Some(Span::minutes(30)) };
    let options = JourneyOptions { silence, ..JourneyOptions::default() };
    let journeys = journeys(&events, &people, &options)?;
    println!("{}", clock.lap("journeys"));
    drop((events, people));
    println!("{}", clock.lap("drop"));
    if flows { flows_of(&journeys, &mut clock) } else { sessions_of(&journeys, &mut clock) }
}

fn sessions_of(journeys: &Journeys, clock: &mut Clock) -> cx_core::Result<()> {
    let transitions = journeys.transitions()?;
    println!("{}", clock.lap("transitions"));
    let paths = journeys.paths()?;
    println!("{}", clock.lap("paths"));
    let (journeys, pairs) = (journeys.len(), transitions.rows.len());
    println!("{journeys} journeys, {pairs} pairs, {} paths", paths.len());
    Ok(())
}

fn flows_of(journeys: &Journeys, clock: &mut Clock) -> cx_core::Result<()> {
    let follows = journeys.directly_follows(&DirectlyFollowsOptions::default())?;
    println!("{}", clock.lap("follows"));
    let variants = journeys.variants(&VariantOptions::default())?;
    println!("{}", clock.lap("variants"));
    let (journeys, pairs) = (journeys.len(), follows.rows.len());
    println!("{journeys} journeys, {pairs} pairs, {} variants", variants.len());
    Ok(())
}
