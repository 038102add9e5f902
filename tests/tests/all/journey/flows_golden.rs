//! A made-up log against pm4py, and the shop log against the transition tables and the step matrix of
//! retentioneering 5.2.4.
//!
//! Conventions of the latter: a path is all events of a user, in order of time and, at equal
//! times, of the file; `path_start` and `path_end` are events of their own, at the time of the first
//! and the last event; step 0 of the step matrix is `path_start`, and `path_end` stays to the end.
//! So a person is one journey here, the start and the null stand for the two, durations into and
//! out of them (0 there) have no time here, and step `k` here is `k + 1` there.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{
    DirectlyFollowsOptions, DirectlyFollowsRow, FollowUnit, JourneyOptions, Journeys,
    StepMatrixOptions, VariantOptions, journeys,
};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::shared::{gunzip, reference, shared};

/// The journeys of the shop's users: one for each.
fn shop(folder: &Path) -> Journeys {
    let text = gunzip(&folder.join("data/journeys/ecom.csv.gz"));
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let column = |at: usize| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row[at])))
    };
    let place: ArrayRef = Arc::new(Int64Array::from_iter_values(0..rows.len() as i64));
    let batch = RecordBatch::try_from_iter([
        ("user", column(0)),
        ("event", column(2)),
        ("time", column(3)),
        ("place", place),
    ])
    .expect("one length");
    // At equal times the source decides before the touchpoint does: the place in the file.
    let mut roles = EventRoles::new("time", "user", "user", "event");
    roles.source = Some("place".into());
    let events = Events::read(&[batch], &roles).expect("reads");
    let people = stitch(&events, &StitchOptions::default()).expect("stitches");
    let options = JourneyOptions { lookback: None, session_gap: None, ..JourneyOptions::default() };
    journeys(&events, &people, &options).expect("journeys")
}

/// A table of the reference by its two names, without the cells that `keep` refuses.
fn table(file: &Path, keep: impl Fn(&str) -> bool) -> BTreeMap<(String, String), String> {
    let text = fs::read_to_string(file).expect("the file is there");
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a head line").split(',').skip(1).collect();
    let state = |name: &str| match name {
        "path_start" => "(start)".to_owned(),
        "path_end" => "(null)".to_owned(),
        name => name.to_owned(),
    };
    let mut cells = BTreeMap::new();
    for line in lines {
        let (from, rest) = line.split_once(',').expect("a name and cells");
        for (to, cell) in head.iter().zip(rest.split(',')) {
            if keep(cell) {
                cells.insert((state(from), state(to)), cell.to_owned());
            }
        }
    }
    cells
}

/// `0 days 00:01:33.500000` in seconds.
fn seconds(text: &str) -> f64 {
    let (days, clock) = text.split_once(" days ").expect("days and a clock");
    let parts: Vec<f64> = clock.split(':').map(|part| part.parse().expect("a number")).collect();
    days.parse::<f64>().expect("days") * 86_400.0 + parts[0] * 3_600.0 + parts[1] * 60.0 + parts[2]
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn the_shops_transitions_are_those_of_the_reference() {
    let folder = shared();
    let shop = shop(&folder);
    let folder = folder.join("golden/paths");
    let numbers = |name: &str| -> BTreeMap<_, f64> {
        let cells = table(&folder.join(name), |cell| cell.parse::<f64>().is_ok_and(|x| x > 0.0));
        cells.into_iter().map(|(key, cell)| (key, cell.parse().expect("a number"))).collect()
    };
    let rows = shop.directly_follows(&DirectlyFollowsOptions::default()).expect("rows").rows;
    let found = |pick: fn(&DirectlyFollowsRow) -> f64| -> BTreeMap<_, f64> {
        rows.iter().map(|row| ((row.from.clone(), row.to.clone()), pick(row))).collect()
    };
    assert_eq!(shop.len(), 600);
    assert_eq!(found(|row| row.count as f64), numbers("ecom_transition_count.csv"));
    assert_eq!(found(|row| row.journeys as f64), numbers("ecom_transition_unique_paths.csv"));
    assert_eq!(found(|row| row.persons as f64), numbers("ecom_transition_unique_paths.csv"));
    let shares = numbers("ecom_transition_proba_out.csv");
    assert_eq!(found(|row| row.share).len(), shares.len());
    for (key, share) in found(|row| row.share) {
        assert!((share - shares[&key]).abs() < 1e-15, "{key:?}: {share} is not {}", shares[&key]);
    }
    let mut times = table(&folder.join("ecom_transition_time_median.csv"), |cell| !cell.is_empty());
    times.retain(|(from, to), _| from != "(start)" && to != "(null)");
    let times: BTreeMap<_, f64> =
        times.into_iter().map(|(key, text)| (key, seconds(&text))).collect();
    let mut medians = found(|row| row.seconds.map_or(f64::NAN, |seconds| seconds.median));
    medians.retain(|(from, to), _| from != "(start)" && to != "(null)");
    assert_eq!(medians, times);
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn shares_by_journeys_are_distinct_paths_over_those_that_meet() {
    let shop = shop(&shared());
    let by = |unit| DirectlyFollowsOptions { unit, ..DirectlyFollowsOptions::default() };
    let rows = shop.directly_follows(&by(FollowUnit::Journeys)).expect("rows").rows;
    let code = shop.touchpoints.code("cart").expect("a touchpoint");
    let meet = (0..shop.len()).filter(|at| shop.path(*at).contains(&code)).count();
    for row in rows.iter().filter(|row| row.from == "cart") {
        assert_eq!(row.share, row.journeys as f64 / meet as f64);
    }
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn the_shops_step_matrix_is_that_of_the_reference() {
    let folder = shared();
    let shop = shop(&folder);
    let cells = table(&folder.join("golden/paths/ecom_step_matrix.csv"), |_| true);
    let options = StepMatrixOptions { steps: 12, top: 100, ..StepMatrixOptions::default() };
    let matrix = shop.step_matrix(&options).expect("a matrix");
    let mut compared = 0;
    for (state, name) in matrix.states.iter().enumerate() {
        for step in 0..matrix.steps {
            let share = matrix.count(state, step) as f64 / matrix.total as f64;
            match cells.get(&(name.clone(), (step + 1).to_string())) {
                Some(cell) => {
                    let known: f64 = cell.parse().expect("a number");
                    assert!(
                        (share - known).abs() < 1e-15,
                        "{name} at {step}: {share}, not {known}"
                    );
                    compared += 1;
                }
                None => assert_eq!((name.as_str(), share), ("(conversion)", 0.0)),
            }
        }
    }
    assert_eq!(compared, 20 * 12, "all states but the start, all steps but its own");
}

#[test]
fn a_made_up_log_has_the_directly_follows_and_variants_of_another_tool() {
    let golden = reference("processes");
    let log: Vec<(String, String, f64)> =
        serde_json::from_value(golden["log"].clone()).expect("a log");
    let text = |pick: fn(&(String, String, f64)) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(log.iter().map(pick)))
    };
    let batch = RecordBatch::try_from_iter([
        ("case", text(|row| &row.0)),
        ("activity", text(|row| &row.1)),
        ("time", Arc::new(Int64Array::from_iter_values(log.iter().map(|row| row.2 as i64))) as _),
    ])
    .expect("one length");
    let mut roles = EventRoles::new("time", "case", "case", "activity");
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(&[batch], &roles).expect("reads");
    let people = stitch(&events, &StitchOptions::default()).expect("stitches");
    let options = JourneyOptions { lookback: None, ..JourneyOptions::default() };
    let cases = journeys(&events, &people, &options).expect("journeys");

    let known: Vec<(String, String, u64, f64)> =
        serde_json::from_value(golden["directly_follows"].clone()).expect("rows");
    let rows = cases.directly_follows(&DirectlyFollowsOptions::default()).expect("rows").rows;
    let within: Vec<_> =
        rows.iter().filter(|row| row.from != "(start)" && row.to != "(null)").collect();
    assert_eq!(within.len(), known.len());
    for (from, to, count, median) in known {
        let row = within.iter().find(|row| row.from == from && row.to == to).expect("the pair");
        let found = row.seconds.as_ref().expect("times").median;
        assert!(row.count == count && (found - median).abs() < 1e-6, "{from} {to}: {row:?}");
    }
    let known: BTreeMap<String, u64> =
        serde_json::from_value(golden["variants"].clone()).expect("counts");
    let variants = cases.variants(&VariantOptions::default()).expect("variants");
    let path = |at: usize| -> String {
        let names = variants.path(at).iter().map(|code| variants.touchpoints.name(*code));
        names.map(Cow::into_owned).collect::<Vec<_>>().join(">")
    };
    let found: BTreeMap<String, u64> =
        (0..variants.len()).map(|at| (path(at), variants.count[at])).collect();
    assert_eq!(found, known);
}
