//! Where the reference data lies that the project does not carry.

use std::path::{Path, PathBuf};

/// The folder of reference data: `$CX_SHARED`, or `shared` beside the workspace; `None`, with a
/// message, where there is neither. Tests that need it end early then.
pub fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("CX_SHARED").map_or_else(beside, PathBuf::from);
    if folder.join("golden").is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no reference data at {} (set CX_SHARED to their folder)", folder.display());
    None
}

/// The text of a gzip file of the reference data; `None`, with a message, without the command
/// `gzip`.
///
/// # Panics
/// When the file cannot be read.
pub fn gunzip(path: &Path) -> Option<String> {
    let output = std::process::Command::new("gzip").arg("-dc").arg(path).output();
    let Ok(output) = output else {
        eprintln!("skipped: the command gzip is not there");
        return None;
    };
    assert!(output.status.success(), "{} cannot be read", path.display());
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
