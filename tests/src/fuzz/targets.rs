//! The list of targets.

use super::{columns, files, options, paths, snapshots, tallies};

/// A fuzz target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: that of its program in `fuzz/fuzz_targets/` and of its folder in `fuzz/seeds/`.
    pub name: &'static str,
    /// What it does with bytes.
    ///
    /// # Panics
    /// On a defect of the engine.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 7] = [
    Target { name: "columns", run: columns::run },
    Target { name: "csv", run: files::csv },
    Target { name: "json", run: files::json },
    Target { name: "options", run: options::run },
    Target { name: "paths", run: paths::run },
    Target { name: "snapshots", run: snapshots::run },
    Target { name: "tallies", run: tallies::run },
];

/// Runs the target of this name.
///
/// # Panics
/// On a defect of the engine, and when there is no such target.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    (target.run)(data);
}
