//! A smoke of the fuzz targets: their seeds, seeds with a few bytes changed, and random bytes.

use std::path::{Path, PathBuf};

use cx_tests::dice::Dice;
use cx_tests::fuzz::{TARGETS, Target};

/// Random inputs of each kind for each target.
const INPUTS: usize = 1_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

fn seeds(target: Target) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder().join("seeds").join(target.name)).expect("seeds");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).expect("a seed")).collect()
}

fn smoke(name: &str) {
    let target = *TARGETS.iter().find(|target| target.name == name).expect("a target");
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{name} has no seeds");
    for seed in &seeds {
        (target.run)(seed);
    }
    let mut dice = Dice(17);
    for at in 0..INPUTS {
        let mut input = seeds[at % seeds.len()].clone();
        for _ in 0..=dice.below(4) {
            let place = dice.below(input.len().max(1) as u64) as usize;
            if let Some(byte) = input.get_mut(place) {
                *byte = dice.below(256) as u8;
            }
        }
        (target.run)(&input);
        let length = dice.below(600);
        let random: Vec<u8> = (0..length).map(|_| dice.below(256) as u8).collect();
        (target.run)(&random);
    }
}

#[test]
fn columns() {
    smoke("columns");
}

#[test]
fn csv() {
    smoke("csv");
}

#[test]
fn json() {
    smoke("json");
}

#[test]
fn options() {
    smoke("options");
}

#[test]
fn paths() {
    smoke("paths");
}

#[test]
fn snapshots() {
    smoke("snapshots");
}

#[test]
fn tallies() {
    smoke("tallies");
}

#[test]
fn each_target_has_a_program_for_the_fuzzer() {
    for target in TARGETS {
        let file = folder().join(format!("fuzz_targets/{}.rs", target.name));
        let text = std::fs::read_to_string(file).expect("a program");
        assert!(text.contains(&format!("run(\"{}\"", target.name)));
    }
}
