//! What every face must compute from `examples/quickstart`: `tests/golden/quickstart.json`.
//!
//! The options lie in `tests/golden/quickstart-options.json`; the test of the browser face reads
//! the same two files. After a wanted change, `CX_BLESS=1 cargo test -p cx-tests --test all parity`
//! writes the file anew.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::attribution::{attribute, returns};
use cx_core::audit::audit;
use cx_core::cockpit::{CockpitInput, cockpit};
use cx_core::intake::{Campaigns, Criteria, Events, Feedback, Findings, Targets};
use cx_core::journey::journeys;
use cx_core::kpi::score;
use cx_core::options::from_json;
use cx_core::stitch::stitch;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// A CSV file without quotes as a table of text; a blank cell is missing.
fn table(name: &str) -> Vec<RecordBatch> {
    let path = folder("examples/quickstart").join(format!("{name}.csv"));
    let text = std::fs::read_to_string(path).expect("the example");
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let rows: Vec<Vec<&str>> = lines.collect();
    let columns = header.iter().enumerate().map(|(at, name)| {
        let cells = rows.iter().map(|row| Some(row[at]).filter(|cell| !cell.is_empty()));
        let column: ArrayRef = Arc::new(cells.collect::<StringArray>());
        (*name, column, true)
    });
    vec![RecordBatch::try_from_iter_with_nullable(columns).expect("a table")]
}

#[test]
fn the_quickstart_as_every_face_must_compute_it() -> Result<(), cx_core::Error> {
    let text = std::fs::read_to_string(folder("tests/golden/quickstart-options.json"));
    let options: Value = serde_json::from_str(&text.expect("the options")).expect("JSON");
    let of = |name: &str| options[name].to_string();

    let events = Events::read(&table("events"), &from_json(&of("events"))?)?;
    let feedback = Feedback::read(&table("feedback"), &from_json(&of("feedback"))?)?;
    let campaigns = Campaigns::read(&table("campaigns"), &from_json(&of("campaigns"))?)?;
    let targets = Targets::read(&table("targets"), &from_json(&of("targets"))?)?;
    let criteria = Criteria::read(&table("criteria"), &from_json(&of("criteria"))?)?;
    let findings = Findings::read(&table("findings"), &from_json(&of("findings"))?)?;

    let people = stitch(&events, &from_json(&of("stitch"))?)?;
    let journeys = journeys(&events, &people, &from_json(&of("journeys"))?)?;
    let credit = attribute(&journeys, &from_json(&of("attribute"))?)?;
    let returns = returns(&credit, &campaigns, None, &from_json(&of("returns"))?)?;
    let scores = score(&feedback, &from_json(&of("score"))?, Some(&targets))?;
    let trend = score(&feedback, &from_json(&of("trend"))?, Some(&targets))?;
    let audit = audit(&criteria, &findings, &from_json(&of("audit"))?)?;
    let input = CockpitInput {
        events: Some(&events),
        journeys: Some(&journeys),
        credit: Some(&credit),
        returns: Some(&returns),
        scores: vec![&scores, &trend],
        audit: Some(&audit),
        campaigns: Some(&campaigns),
        targets: Some(&targets),
        intake: vec![&feedback.report, &criteria.report, &findings.report],
        ..Default::default()
    };
    let found = cockpit(&input, &from_json(&of("cockpit"))?)?.to_json();
    let found: Value = serde_json::from_str(&found).expect("JSON");

    let path = folder("tests/golden/quickstart.json");
    let text = serde_json::to_string_pretty(&found).expect("JSON") + "\n";
    if std::env::var_os("CX_BLESS").is_some() {
        std::fs::write(&path, &text).expect("a file that can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the golden file");
    for (line, (found, expected)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", line + 1);
    }
    assert_eq!(text, expected);
    assert!(found["totals"]["conversions"].as_f64() > Some(0.0), "{}", found["totals"]);
    Ok(())
}
