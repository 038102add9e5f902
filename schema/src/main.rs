//! Writes the types and tables that are made from the engine's options.
//!
//! `cargo run -p cx-schema` writes the files, `cargo run -p cx-schema -- --check` fails where one of
//! them is not what would be written.

mod book;
mod editor;
mod prose;
mod typescript;
mod verbs;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use verbs::Catalogue;

const CONFIGURATION: &str = "docs/how-to/configuration.md";

/// The files with what should stand in them.
fn files(root: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let catalogue = Catalogue::all();
    let page = fs::read_to_string(root.join(CONFIGURATION))?;
    let page = between(&page, "sections", &book::sections(&catalogue))
        .and_then(|page| between(&page, "types", &book::types(&catalogue)))
        .ok_or_else(|| io::Error::other(format!("{CONFIGURATION} has no place for the tables")))?;
    let options = serde_json::json!({"verbs": catalogue.verbs, "types": catalogue.schema});
    let options = serde_json::to_string_pretty(&options).map_err(io::Error::other)? + "\n";
    let written = [
        ("cx-wasm/js/types/options.gen.d.ts", typescript::file(&catalogue.schema)),
        ("cx-py/python/cxcockpit/config.schema.json", editor::file(&catalogue)),
        ("cx-py/tests/options.json", options),
        (CONFIGURATION, page),
    ];
    Ok(written.into_iter().map(|(path, text)| (root.join(path), text)).collect())
}

/// The page with the text between `<!-- generated: name -->` and `<!-- /generated -->` renewed.
fn between(page: &str, name: &str, text: &str) -> Option<String> {
    let (start, end) = (format!("<!-- generated: {name} -->\n"), "<!-- /generated -->");
    let (before, rest) = page.split_once(&start)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{start}\n{}\n\n{end}{after}", text.trim()))
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let check = env::args().any(|argument| argument == "--check");
    let files = match files(&root) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("schema: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut differ = 0;
    for (path, text) in files {
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        differ += 1;
        let name = path.strip_prefix(&root).unwrap_or(&path).display();
        if check {
            eprintln!(
                "schema: {name} differs from the options of the engine: cargo run -p cx-schema"
            );
        } else if let Err(error) = fs::write(&path, text) {
            eprintln!("schema: {name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    if check && differ > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
