//! Alignments equal those of pm4py 2.7.23, and the survival curve that of R's survival 3.5-3.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use cx_core::columns::TimeUnit;
use cx_core::intake::{EventRoles, Events};
use cx_core::journey::{Block, ConformOptions, JourneyOptions, Journeys, journeys};
use cx_core::stats::{Curve, Ended, risk_table, z_of};
use cx_core::stitch::{StitchOptions, stitch};
use cx_tests::pnml;
use cx_tests::shared::{gunzip, shared};
use serde_json::Value;

/// What another tool found of one case.
struct Expected {
    trace: Vec<String>,
    deviations: u64,
    fitness: f64,
}

fn expected(text: &str) -> Vec<Expected> {
    let case = |line: &str| {
        let case: Value = serde_json::from_str(line).expect("a line");
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
    text.lines().map(case).collect()
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

#[test]
fn alignments_have_as_many_deviations() {
    let Some(folder) = shared() else { return };
    for (log, cases) in [("running_example", 6), ("receipt", 1_434)] {
        let process = folder.join("golden/process");
        let Some(text) = gunzip(&process.join(format!("{log}_alignments.jsonl.gz"))) else {
            return;
        };
        let expected = expected(&text);
        assert_eq!(expected.len(), cases);
        let model = std::fs::read_to_string(process.join(format!("{log}_im02.pnml"))).expect("net");
        let options = ConformOptions::default().model(Block::Net(pnml::net(&model))).judge_open();
        let journeys = journeys_of(&expected);
        let found = journeys.conform(&options).expect("alignments");
        assert_eq!(found.variant.len(), cases);
        for (case, expected) in expected.iter().enumerate() {
            let variant = &found.variants[found.variant[case] as usize];
            assert!(!variant.capped);
            assert_eq!(u64::from(variant.deviations), expected.deviations, "{log} case {case}");
            assert!((variant.fitness - expected.fitness).abs() < 1e-9, "{log} case {case}");
        }
        let mean = expected.iter().map(|case| case.fitness).sum::<f64>() / cases as f64;
        let fit = found.fit.expect("a model");
        assert!((fit.fitness - mean).abs() < 1e-9 && fit.low <= mean && mean <= fit.high);
    }
}

#[test]
fn the_survival_curve_of_the_telephone_company() {
    let Some(folder) = shared() else { return };
    let mut customers =
        csv::Reader::from_path(folder.join("data/kpi/telco_customer_churn_ibm.csv")).expect("data");
    let seen = customers.records().map(|record| {
        let record = record.expect("a record");
        let ended = if &record[20] == "Yes" { Ended::Event } else { Ended::Censored };
        (record[5].parse::<i64>().expect("months"), ended)
    });
    let rows = risk_table(seen.collect());
    let z = z_of(0.95).expect("z");
    let curve = Curve::of(&rows, z);
    let mut golden =
        csv::Reader::from_path(folder.join("golden/kpi/km_telco_overall.csv")).expect("golden");
    let mut checked = 0;
    for ((record, row), point) in golden.records().zip(&rows).zip(&curve.points) {
        let record = record.expect("a record");
        let number = |at: usize| record[at].parse::<f64>().expect("a number");
        let counts = [row.time as u64, row.at_risk, row.events, row.censored];
        assert_eq!(counts.map(|count| count as f64), [0, 1, 2, 3].map(number));
        assert!((point.free - number(4)).abs() < 1e-9);
        assert!((1.0 - point.incidence - number(4)).abs() < 1e-9);
        assert!((point.std_error - number(5)).abs() < 1e-9);
        checked += 1;
    }
    assert_eq!((checked, rows.len()), (73, 73));
    let text =
        std::fs::read_to_string(folder.join("golden/kpi/survival_telco.json")).expect("json");
    let golden: Value = serde_json::from_str(&text).expect("json");
    let at = curve.at(12);
    let bound = |at: usize| golden["km_t12"]["loglog"][at].as_f64().expect("a bound");
    assert!((1.0 - at.high - bound(0)).abs() < 1e-9 && (1.0 - at.low - bound(1)).abs() < 1e-9);
}
