//! Times the channels of visits by rules: `channels [ROWS] [TABLE]`; by default a million rows and our own rules.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use cx_bench::Clock;
use cx_core::intake::{ChannelOptions, channels};

fn main() -> cx_core::Result<()> {
    let rows = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let rules = std::env::args().nth(2).unwrap_or_else(|| "cx".into());
    let batches = cx_bench::visits(rows);
    let tagged = ChannelOptions::new(&rules).source("source").medium("medium").campaign("campaign");
    let mut clock = Clock::start();
    let found = channels(&batches, &tagged)?;
    println!("{}", clock.lap("tags"));
    let all = tagged.referrer("referrer").url("url");
    let whole = channels(&batches, &all)?;
    println!("{}", clock.lap("with pages"));
    println!(
        "{} and {} channels, {} odd",
        found.counts.len(),
        whole.counts.len(),
        whole.lint.len()
    );
    Ok(())
}
