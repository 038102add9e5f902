//! Where reference data lies: small figures in the tree, and the folder that the project does not carry.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The reference figures of `tests/golden/references/NAME.json`, with the source that the file names.
///
/// # Panics
/// When the file is not there, is not JSON, or does not say what computed its figures.
pub fn reference(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/references");
    let path = folder.join(name).with_extension("json");
    let text = std::fs::read_to_string(&path).expect("a file of the tree");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    assert!(value["source"].is_string(), "{name} does not say where its figures come from");
    value
}

/// The folder of reference data: `$CX_SHARED`, or `shared` beside the workspace. Tests that need it are
/// `#[ignore]`d, so whoever runs them has asked for them.
///
/// # Panics
/// When there is no such folder: a test never passes without its data.
pub fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("CX_SHARED").map_or_else(beside, PathBuf::from);
    let there = folder.join("golden").is_dir();
    assert!(there, "no reference data at {} (set CX_SHARED to their folder)", folder.display());
    folder
}

/// The text of a gzip file of the reference data.
///
/// # Panics
/// When the file cannot be read, or the command `gzip` is not there.
pub fn gunzip(path: &Path) -> String {
    let output = std::process::Command::new("gzip").arg("-dc").arg(path).output();
    let output = output.expect("the command gzip");
    assert!(output.status.success(), "{} cannot be read", path.display());
    String::from_utf8(output.stdout).expect("text")
}
