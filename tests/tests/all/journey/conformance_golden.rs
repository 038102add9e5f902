//! Alignments equal those of pm4py 2.7.23, and the survival curve that of R's survival 3.5-3.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{Block, ConformOptions, JourneyOptions, Journeys, Net, journeys};
use cx_core::stats::{Curve, Ended, risk_table, z_of};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::shared::{gunzip, reference, shared};
use serde_json::Value;

/// What another tool found of one case.
struct Expected {
    trace: Vec<String>,
    deviations: u64,
    fitness: f64,
}

fn expected(cases: &[Value]) -> Vec<Expected> {
    let case = |case: &Value| {
        let moves = case["alignment"].as_array().expect("moves");
        let side = |pair: &Value, at: usize| pair[at].as_str().map(str::to_owned);
        let skipped = |side: Option<String>| side.as_deref() == Some(">>");
        let log = |pair: &Value| side(pair, 0).filter(|name| name != ">>");
        // A move in the model alone without a name is silent.
        let deviates = |pair: &&Value| {
            skipped(side(pair, 1)) || (skipped(side(pair, 0)) && !pair[1].is_null())
        };
        let deviations = moves.iter().filter(deviates).count() as u64;
        assert_eq!(deviations, case["cost"].as_u64().expect("cost") / 10_000);
        Expected {
            trace: moves.iter().filter_map(log).collect(),
            deviations,
            fitness: case["fitness"].as_f64().expect("fitness"),
        }
    };
    cases.iter().map(case).collect()
}

fn journeys_of(cases: &[Expected]) -> Journeys {
    let (mut time, mut id, mut name) = (Vec::new(), Vec::new(), Vec::new());
    for (case, expected) in cases.iter().enumerate() {
        for (step, activity) in expected.trace.iter().enumerate() {
            time.push(step as i64);
            // From 1 on: 0 identifies nobody.
            id.push(case as i64 + 1);
            name.push(activity.as_str());
        }
    }
    let columns: [(&str, ArrayRef); 3] = [
        ("time", Arc::new(Int64Array::from(time))),
        ("case", Arc::new(Int64Array::from(id))),
        ("activity", Arc::new(StringArray::from(name))),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("columns");
    let mut roles = EventRoles::new("time", "case", "case", "activity");
    roles.time_unit = Some(TimeUnit::Seconds);
    let events = Events::read(&[batch], &roles).expect("events");
    let people = stitch(&events, &StitchOptions::default()).expect("people");
    journeys(&events, &people, &JourneyOptions::default()).expect("journeys")
}

/// Each case deviates as often, and fits as well, as the reference found.
fn aligns(log: &str, net: &str, expected: &[Expected]) {
    let net = Net::from_pnml(net).expect("a net");
    let options = ConformOptions::default().model(Block::Net(net)).judge_open();
    let found = journeys_of(expected).conform(&options).expect("alignments");
    assert_eq!(found.variant.len(), expected.len());
    for (case, expected) in expected.iter().enumerate() {
        let variant = &found.variants[found.variant[case] as usize];
        assert!(!variant.capped);
        assert_eq!(u64::from(variant.deviations), expected.deviations, "{log} case {case}");
        assert!((variant.fitness - expected.fitness).abs() < 1e-9, "{log} case {case}");
    }
    let sum = expected.iter().map(|case| case.fitness).sum::<f64>();
    let mean = sum / expected.len() as f64;
    let fit = found.fit.expect("a model");
    assert!((fit.fitness - mean).abs() < 1e-9 && fit.low <= mean && mean <= fit.high);
}

#[test]
fn alignments_have_as_many_deviations() {
    let golden = reference("alignments");
    let cases = expected(golden["cases"].as_array().expect("cases"));
    assert!(cases.iter().any(|case| case.deviations > 1) && cases.len() > 10);
    aligns("made up", golden["net"].as_str().expect("a net"), &cases);
}

#[test]
#[ignore = "needs the reference data (CX_SHARED)"]
fn alignments_of_real_logs_have_as_many_deviations() {
    for (log, cases) in [("running_example", 6), ("receipt", 1_434)] {
        let process = shared().join("golden/process");
        let text = gunzip(&process.join(format!("{log}_alignments.jsonl.gz")));
        let lines = text.lines().map(|line| serde_json::from_str(line).expect("a line"));
        let expected = expected(&lines.collect::<Vec<_>>());
        assert_eq!(expected.len(), cases);
        let net = std::fs::read_to_string(process.join(format!("{log}_im02.pnml"))).expect("net");
        aligns(log, &net, &expected);
    }
}

#[test]
fn the_survival_curve_of_the_telephone_company() {
    let golden = reference("survival");
    let table: Vec<[f64; 6]> =
        serde_json::from_value(golden["rows"].clone()).expect("rows of six numbers");
    // Who left and who was seen for so long: the customers themselves, by month.
    let seen = table.iter().flat_map(|row| {
        let month = row[0] as i64;
        let left = std::iter::repeat_n((month, Ended::Event), row[2] as usize);
        left.chain(std::iter::repeat_n((month, Ended::Censored), row[3] as usize))
    });
    let seen: Vec<_> = seen.collect();
    assert_eq!(seen.len(), 7_043);
    let rows = risk_table(seen);
    let curve = Curve::of(&rows, z_of(0.95).expect("z"));
    assert_eq!((rows.len(), curve.points.len()), (table.len(), table.len()));
    for ((known, row), point) in table.iter().zip(&rows).zip(&curve.points) {
        let counts = [row.time as u64, row.at_risk, row.events, row.censored];
        assert_eq!(counts.map(|count| count as f64), known[..4]);
        assert!((point.free - known[4]).abs() < 1e-9);
        assert!((1.0 - point.incidence - known[4]).abs() < 1e-9);
        assert!((point.std_error - known[5]).abs() < 1e-9);
    }
    let at = curve.at(12);
    let bound = |at: usize| golden["at_12"]["loglog"][at].as_f64().expect("a bound");
    assert!((1.0 - at.high - bound(0)).abs() < 1e-9 && (1.0 - at.low - bound(1)).abs() < 1e-9);
}
