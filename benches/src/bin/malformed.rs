//! Time of every malformed file of `cx_tests::malformed`, the slowest first, and the peak memory of all: `malformed [SHOWN]`.
#![allow(clippy::print_stdout, reason = "its output is its result")]

use std::time::{Duration, Instant};

use cx_core::intake::files::{FileOptions, read_csv};
use cx_tests::malformed::files;

/// The peak memory of this process in MB, where the system says it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

fn main() {
    let shown = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(12);
    let all = files();
    let before = peak();
    let mut times: Vec<(Duration, &str, String)> = Vec::new();
    for (name, bytes) in &all {
        let start = Instant::now();
        let said = match read_csv(bytes, &FileOptions::default()) {
            Ok(file) => format!("{} rows, {} at fault", file.rows(), file.faults().len()),
            Err(error) => error.to_string(),
        };
        times.push((start.elapsed(), name, said));
    }
    times.sort_by_key(|(time, ..)| std::cmp::Reverse(*time));
    let sum: Duration = times.iter().map(|(time, ..)| *time).sum();
    println!("{} files in {:.2} s", all.len(), sum.as_secs_f64());
    if let (Some(before), Some(after)) = (before, peak()) {
        println!("peak memory {after} MB, of which {before} MB are the files themselves");
    }
    for (time, name, said) in times.iter().take(shown) {
        println!("{:>8.3} s  {name}: {said}", time.as_secs_f64());
    }
}
